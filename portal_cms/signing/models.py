"""Seals of firms, documents to be signed, who signs them, and the signatures."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal_cms.accounts.models import User
from portal_cms.clients.models import Client
from portal_cms.common.models import FirmModel
from portal_cms.documents.models import Document
from portal_cms.matters.models import Matter
from portal_cms.requests.models import RequestItem


class Seal(FirmModel):
    """A certificate of the firm with its private key, which is wrapped like the key of a file (`common.vault`). One is
    in use; those before stay, so that what they sealed can be checked."""

    class Origin(models.TextChoices):
        MADE = "made", _("made by the portal")
        INSTALLED = "installed", _("installed by the firm")

    origin = models.CharField(max_length=9, choices=Origin)
    subject = models.CharField(max_length=300)
    issuer = models.CharField(max_length=300)
    fingerprint = models.CharField(max_length=64)  # SHA-256 of the certificate
    chain = models.TextField()  # PEM, the seal's own certificate first
    crls = models.TextField(blank=True)  # PEM, of the portal's own authority
    valid_until = models.DateTimeField()
    key_id = models.CharField(max_length=32)
    wrapped_key = models.BinaryField()
    is_active = models.BooleanField(default=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["site"], condition=Q(is_active=True), name="one_seal_in_use"),
            models.UniqueConstraint(fields=["site", "fingerprint"], name="one_seal_per_certificate"),
        ]

    def __str__(self):
        return self.subject

    @property
    def storage_name(self):
        """What the wrapped key is bound to."""
        return f"seal/{self.uuid}"


class Signing(FirmModel):
    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("signing", "Waiting for signatures")
        COMPLETE = "complete", pgettext_lazy("signing", "Being sealed")
        DONE = "done", pgettext_lazy("signing", "Signed and sealed")
        DECLINED = "declined", pgettext_lazy("signing", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("signing", "Withdrawn")

    class Place(models.TextChoices):
        LAST = "last", _("in its field, on its line, or where the last page has room")
        SHEET = "sheet", _("on a page of its own")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="signings")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signings")
    sha256 = models.CharField(max_length=64)
    place = models.CharField(max_length=5, choices=Place, default=Place.LAST)
    places = models.JSONField(
        default=list
    )  # of the signers in turn, see `places`; empty: where there is room
    in_turn = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    completed_at = models.DateTimeField(null=True)
    sealed_at = models.DateTimeField(null=True)
    level = models.CharField(max_length=5, blank=True)
    result = models.OneToOneField(
        Document, null=True, on_delete=models.PROTECT, related_name="signed_by_signing"
    )
    seal = models.ForeignKey(Seal, null=True, on_delete=models.PROTECT, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("document to be signed")
        verbose_name_plural = _("documents to be signed")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(state="waiting"), name="one_open_signing_per_document"
            )
        ]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="complete"), name="signing_due"),
        ]

    def __str__(self):
        return str(self.document)


class Signer(FirmModel):
    """One person's part in a signing, asked for by one item of a request."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("signer", "Not signed yet")
        SIGNED = "signed", pgettext_lazy("signer", "Signed")
        DECLINED = "declined", pgettext_lazy("signer", "Declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("signer", "Withdrawn")

    signing = models.ForeignKey(Signing, on_delete=models.PROTECT, related_name="signers")
    item = models.OneToOneField(RequestItem, on_delete=models.PROTECT, related_name="signer")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="signings")
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    shown_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("signer")
        verbose_name_plural = _("signers")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["signing", "client"], name="one_part_per_signer"),
            models.UniqueConstraint(fields=["signing", "position"], name="one_signer_per_position"),
        ]

    def __str__(self):
        return f"{self.client}: {self.signing}"

    @property
    def field(self):
        """Where this signature stands in the document, see `places`; None: where there is room."""
        places = self.signing.places
        return places[self.position - 1] if self.position <= len(places) else None

    @property
    def expires_on(self):
        """The last day on which this person can sign."""
        request = self.item.request
        if request.due_on:
            return request.due_on
        return timezone.localdate(request.sent_at or self.created_at) + timedelta(
            days=settings.PORTAL_SIGNING_DAYS
        )


class Signature(models.Model):
    """What somebody gave, and all that is known of how. Never changed."""

    class Method(models.TextChoices):
        DRAWN = "drawn", _("drawn")
        TYPED = "typed", _("typed")

    signer = models.OneToOneField(Signer, on_delete=models.PROTECT, related_name="signature")
    method = models.CharField(max_length=5, choices=Method)
    name = models.CharField(max_length=150)
    strokes = models.JSONField(default=list)  # lists of [x, y, pressure, milliseconds]; see `ink`
    sha256 = models.CharField(max_length=64)  # of the bytes that were shown
    consent = models.TextField()
    language = models.CharField(max_length=10)
    identified = models.JSONField(default=dict)
    address = models.GenericIPAddressField(null=True)
    agent = models.CharField(max_length=300, blank=True)
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")

    def __str__(self):
        return f"{self.name}, {self.signed_at:%Y-%m-%d %H:%M}"
