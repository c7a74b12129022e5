"""Told upwards: matters know nothing of what lies in them, so they send a signal."""

from django.dispatch import Signal

# sender: None; matter, by. An inquiry was declined, inside the transaction: nothing is asked of its clients any more.
inquiry_declined = Signal()
