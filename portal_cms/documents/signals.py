"""What happens to documents that apps above wait for. Senders are here; receivers sit in one module of each app."""

from django.dispatch import Signal

document_checked = Signal()
"""A document was released or refused. Sent with `document=`, inside the transaction that changed its state."""
