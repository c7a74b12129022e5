"""The browser's own inputs for days and clock times.

Wagtail's calendar knows one spelling for all languages. A day typed in another one, "24.12.2026", becomes today when
one leaves the field, and a time it does not know becomes now, without a word.
"""

from django import forms


def day_input():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def clock_input():
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
