"""What clients did, as staff follow it: the log of activities, the bell and the summary of the day.

The truth is the record (`audit`) and the marks of what was looked at (`matters.MatterSeen`); nothing is copied. What
an activity is, is registered by the apps that record it (`matters.activities`).
"""
