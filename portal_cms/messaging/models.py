"""Channels, messages, what is attached and what was read."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal_cms.accounts.models import User
from portal_cms.clients.models import Client
from portal_cms.common.models import FirmModel
from portal_cms.documents.models import Document
from portal_cms.matters.models import Matter


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Clients: their own threads in matters they see. Staff: threads of the matters they see."""
        threads = self.filter(matter_id__in=Matter.objects.visible_to(user).order_by().values("pk"))
        return threads.filter(client__user=user) if getattr(user, "is_client", False) else threads


class Thread(FirmModel):
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="threads")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="threads")
    name = models.CharField(_("channel"), max_length=120)
    last_message_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(ThreadQuerySet)()

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["-last_message_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "client", "name"], name="one_channel_per_name")
        ]
        indexes = [models.Index(fields=["client", "-last_message_at"], name="thread_postbox")]

    def __str__(self):
        return self.name


class MessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(thread_id__in=Thread.objects.visible_to(user).order_by().values("pk"))

    def unread_by_client(self):
        return self.filter(from_client=False, read_at=None)


class Message(FirmModel):
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=320)
    from_client = models.BooleanField()
    body = models.TextField(_("message"), blank=True)
    send_key = models.CharField(max_length=80)
    read_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(MessageQuerySet)()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["thread", "send_key"], name="one_message_per_sending")]
        indexes = [
            models.Index(fields=["thread", "created_at"], name="message_list"),
            models.Index(
                fields=["thread"], condition=Q(from_client=False, read_at=None), name="message_unread"
            ),
        ]

    def __str__(self):
        return f"{self.author_name}, {self.created_at:%Y-%m-%d %H:%M}"


class ThreadSeen(models.Model):
    """When a member of staff last looked at a thread; what the client wrote after it is unseen by that person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="seen_by")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "thread"], name="thread_seen_once_per_person")]

    def __str__(self):
        return f"{self.user} – {self.thread}"


class QueuedMessageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff of the matter. Clients never: it was not sent yet."""
        if getattr(user, "is_client", False):
            return self.none()
        return self.filter(thread_id__in=Thread.objects.visible_to(user).order_by().values("pk"))


class QueuedMessage(FirmModel):
    """A message of staff that waits until its files are checked, or was stopped because that went wrong."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for the check of its files")
        STOPPED = "stopped", _("Not sent")

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="queued")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    body = models.TextField(blank=True)
    send_key = models.CharField(max_length=80)
    documents = models.ManyToManyField(Document, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    problem = models.TextField(blank=True)

    objects = models.Manager.from_queryset(QueuedMessageQuerySet)()

    class Meta:
        verbose_name = _("message that waits")
        verbose_name_plural = _("messages that wait")
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["thread", "send_key"], name="one_wait_per_sending")]

    def __str__(self):
        return f"{self.author}, {self.created_at:%Y-%m-%d %H:%M}"

    @property
    def is_stopped(self):
        return self.state == self.State.STOPPED


class Attachment(models.Model):
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="attachments")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["message", "document"], name="attached_once")]

    def __str__(self):
        return str(self.document)
