"""Dates and times as people here write them, where Django's own for a language are those of another continent."""
