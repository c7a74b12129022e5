"""Told upwards: the settings know no record, so they send a signal."""

from django.dispatch import Signal

# sender: None; site, by, is_on. Somebody switched the portal of a firm on or off, in the transaction of it.
portal_switched = Signal()
