"""Everything a firm sets for itself: hosts, branding, theme, offices and hours, portrait, switches.

A firm is a Wagtail `Site`. `middleware` finds it from the host of a request, `firm` turns its rows into
one cached object for pages and mails, `hours` and `contrast` are the arithmetic without a database.
"""
