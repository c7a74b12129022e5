"""The request, its items, what was answered, and the links that open it."""

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal_cms.accounts.models import User
from portal_cms.clients.models import Client
from portal_cms.common.models import FirmModel
from portal_cms.documents.models import Document
from portal_cms.matters.models import Matter, MatterClient
from portal_cms.requests import kinds
from portal_cms.requests.answer_models import ItemFile, Receipt
from portal_cms.requests.door_models import RequestCode, RequestLink, open_visits
from portal_cms.requests.template_models import AskedFields, MailFields, RequestTemplate, TemplateItem

__all__ = [
    "ItemFile", "Receipt", "Request", "RequestCode", "RequestItem", "RequestLink", "RequestTemplate", "TemplateItem",
]  # fmt: skip


class RequestQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff: requests in the matters they see. Clients: their own that were sent and not withdrawn, while
        their access is active and they are clients of the matter, which need not be published for that. Staff who simulate a client: of
        the client's requests those they may see themselves."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if getattr(user, "is_client", False):
            if not user.sees_portal:
                return self.none()
            seen = self.visible_to(user.simulated_by) if user.is_simulated else self
            own = seen.filter(site_id=user.site_id, client__user=user, state__in=Request.SHOWN)
            return own.of_the_matters_clients()
        return self.filter(matter_id__in=Matter.objects.visible_to(user).order_by().values("pk"))

    def held_by(self, session, site):
        """Requests of this firm whose link was opened in this session and still counts."""
        links = RequestLink.objects.live().filter(pk__in=open_visits(session))
        held = self.filter(site=site, pk__in=links.values("request"), state__in=Request.SHOWN)
        return held.of_the_matters_clients().exclude(client__user__access_state=User.Access.BLOCKED)

    def of_the_matters_clients(self):
        """Those whose client is still one of the matter."""
        links = MatterClient.objects.filter(matter=OuterRef("matter"), client=OuterRef("client"))
        return self.filter(Exists(links))

    def with_unseen(self, user):
        """`unseen` is true where the client did something after `user` last looked at the request (J20)."""
        seen = RequestSeen.objects.filter(
            user=user, request=OuterRef("pk"), seen_at__gte=OuterRef("client_activity_at")
        )
        return self.annotate(unseen=Q(client_activity_at__isnull=False) & ~Exists(seen))

    def waiting(self):
        """Those in which the client still has to do something."""
        return self.filter(state=Request.State.SENT, handed_in_at=None).of_the_matters_clients()


class Request(MailFields, FirmModel):
    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("request", "Draft")
        SENT = "sent", pgettext_lazy("request", "Sent")
        DONE = "done", pgettext_lazy("request", "Done")
        WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")

    SHOWN = (State.SENT, State.DONE)

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="requests")
    client = models.ForeignKey(
        Client, on_delete=models.PROTECT, related_name="requests", verbose_name=_("client")
    )
    title = models.CharField(
        _("title"),
        max_length=120,
        help_text=_("The client reads it, and in the mail if your firm lets mails name contents."),
    )
    text = models.TextField(_("explanation"), blank=True, help_text=_("What it is about, and why you ask."))
    due_on = models.DateField(_("due on"), null=True, blank=True)
    remind_every = models.PositiveSmallIntegerField(
        _("remind every … days"),
        default=3,
        help_text=_("Until everything is handed in. With 0 nobody is reminded."),
    )
    needs_code = models.BooleanField(
        _("ask for a code"),
        default=False,
        help_text=_(
            "Before the link opens the request, the client types in a code of six digits that comes by mail."
        ),
    )
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(null=True, editable=False)
    reminded_at = models.DateTimeField(null=True, editable=False)
    handed_in_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    client_activity_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    objects = models.Manager.from_queryset(RequestQuerySet)()

    class Meta:
        verbose_name = _("request")
        verbose_name_plural = _("requests")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["matter", "-created_at"], name="request_list"),
            models.Index(fields=["client", "state"], name="request_client"),
        ]

    def __str__(self):
        return self.title

    @property
    def is_late(self):
        return bool(self.due_on) and self.state == self.State.SENT and self.due_on < timezone.localdate()

    @property
    def is_answerable(self):
        return self.state == self.State.SENT and self.handed_in_at is None


class RequestSeen(models.Model):
    """When a member of staff last looked at a request; what the client did after it is unseen by that person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="seen_by")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "request"], name="request_seen_once_per_person")
        ]

    def __str__(self):
        return f"{self.user} – {self.request}"


class RequestItem(AskedFields):
    """One thing that is asked for. `document` is what is to be read, or an example of what is to be sent."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("item of a request", "Open")
        ANSWERED = "answered", pgettext_lazy("item of a request", "Answered")
        ACCEPTED = "accepted", pgettext_lazy("item of a request", "Accepted")
        RETURNED = "returned", pgettext_lazy("item of a request", "Returned")

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="items")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("document to read or example"),
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    answered_at = models.DateTimeField(null=True, editable=False)
    reason = models.TextField(_("reason"), blank=True)
    files = models.ManyToManyField(Document, related_name="answers", through=ItemFile)

    class Meta:
        verbose_name = _("item of a request")
        verbose_name_plural = _("items of a request")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title

    @property
    def is_upload(self):
        return self.kind == kinds.UPLOAD

    @property
    def is_missing(self):
        return self.state in (self.State.OPEN, self.State.RETURNED)

    @property
    def is_declined(self):
        return self.how.is_declined(self)

    @property
    def hands_in(self):
        """Whether its answer hands the request in: it is all that is asked for, and answered by one deliberate step."""
        return self.how.hands_in and not self.request.items.exclude(pk=self.pk).exists()

    @property
    def takes_answers(self):
        return self.state != self.State.ACCEPTED
