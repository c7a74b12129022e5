from .duty import Absence, Notice, NoticeChoice, Pace
from .outbox import OutboxMessage, OutboxQuerySet
from .texts import MailText

__all__ = ["Absence", "MailText", "Notice", "NoticeChoice", "OutboxMessage", "OutboxQuerySet", "Pace"]
