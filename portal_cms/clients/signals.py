"""Told upwards: clients know nothing of matters, so they send a signal."""

from django.dispatch import Signal

# sender: None; client. A client got an account, inside the transaction of the change.
account_given = Signal()

# sender: None; client. The contact has another e-mail address than before.
address_changed = Signal()

# sender: None; client, by. The access was blocked or removed: links that act for the client end as well (C1).
access_ended = Signal()
