"""What was read from a file, and what staff decided about it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting

from portal_cms.accounts.models import User
from portal_cms.common.models import FirmModel
from portal_cms.documents.models import Document
from portal_cms.reading.endpoint_host import notice
from portal_cms.reading.wording import KIND_LABELS, value_text
from sitesettings.policies import OwnFirmPolicy


class ScopedQuerySet(models.QuerySet):
    documents = ""

    def visible_to(self, user):
        """Staff: what was read from the documents they see. Clients: nothing."""
        if getattr(user, "is_client", False):
            return self.none()
        return self.filter(
            **{f"{self.documents}__in": Document.objects.visible_to(user).order_by().values("pk")}
        )


class ReadingQuerySet(ScopedQuerySet):
    documents = "document_id"

    def due(self, now=None):
        """Those a worker may take: waiting, their time has come, and no other worker holds them."""
        now = now or timezone.now()
        waiting = self.filter(state=Reading.State.WAITING, next_at__lte=now)
        return waiting.filter(Q(claimed_until=None) | Q(claimed_until__lt=now))


class Reading(FirmModel):
    """The look at one document. `how` says where its words came from, `reason` why there is nothing."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("reading of a file", "Waiting")
        DONE = "done", pgettext_lazy("reading of a file", "Read")
        FAILED = "failed", pgettext_lazy("reading of a file", "Not read")

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="reading")
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.WAITING)
    how = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, blank=True)
    pages = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading of a file")
        verbose_name_plural = _("readings of files")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="waiting"), name="reading_due"),
        ]

    def __str__(self):
        return str(self.document)

    @property
    def matter(self):
        return self.document.matter


class SuggestionQuerySet(ScopedQuerySet):
    documents = "reading__document_id"

    def waiting(self):
        return self.filter(state=Suggestion.State.OPEN)


class Suggestion(FirmModel):
    """One thing that was found. Its context goes when it is decided; `key` keeps it from being suggested again."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("suggestion", "Open")
        TAKEN = "taken", pgettext_lazy("suggestion", "Taken over")
        REFUSED = "refused", pgettext_lazy("suggestion", "Refused")

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="suggestions")
    kind = models.CharField(max_length=20, choices=list(KIND_LABELS.items()))
    value = models.CharField(max_length=300, blank=True)
    key = models.CharField(max_length=64)
    page = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    context = models.CharField(max_length=500, blank=True)
    cue = models.CharField(max_length=300, blank=True)
    confidence = models.FloatField()
    data = models.JSONField(default=dict)
    by_endpoint = models.BooleanField(default=False)
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    target = models.CharField(max_length=200, blank=True)
    is_automatic = models.BooleanField(default=False)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["page", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "kind", "key"], name="one_suggestion_per_thing"),
        ]

    def __str__(self):
        return value_text(self.kind, self.value) or self.cue

    @property
    def is_open(self):
        return self.state == self.State.OPEN


class ReadingSettings(BaseSiteSetting):
    reads_uploads = models.BooleanField(
        _("read what clients send"),
        default=True,
        help_text=_(
            "Files of clients are read as soon as they are checked, on your own server. What is found is only"
            " suggested to your staff."
        ),
    )
    takes_over = models.BooleanField(
        _("take over what is certain"),
        default=False,
        help_text=_(
            "Tax and VAT numbers with sound check digits that stand beside the client's name are entered into an empty field"
            " of that client at once. The file's page and the record say so."
        ),
    )
    uses_endpoint = models.BooleanField(
        _("also ask the language model"), default=False, help_text=lazy(notice, str)()
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("reads_uploads"), FieldPanel("takes_over")], heading=_("Reading of files")
        ),
        MultiFieldPanel([FieldPanel("uses_endpoint")], heading=_("Language model")),
    ]

    class Meta:
        verbose_name = _("automatic reading")
        verbose_name_plural = _("automatic reading")

    def __str__(self):
        return str(self.site)

    @classmethod
    def get_permission_policy(cls):
        return OwnFirmPolicy(cls)

    @property
    def asks_endpoint(self):
        return self.uses_endpoint and bool(settings.PORTAL_READING_ENDPOINT)
