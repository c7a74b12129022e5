"""Told upwards: accounts know nothing of clients or mail, so they send a signal."""

from django.dispatch import Signal

# sender: None; user: the account. Inside the transaction of the change.
password_reset_wanted = Signal()
account_activated = Signal()
password_changed = Signal()
# sender: None; user: the account; by: who did it. Inside the transaction of the change.
invitation_wanted = Signal()  # a member of staff is to set the first password by a mailed link
account_changed = Signal()  # also action, details: any other change the record must tell of
# sender: None; site, email. Answers True if a contact of the firm has this address.
address_used = Signal()
