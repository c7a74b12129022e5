"""Files of matters, the folders they lie in, and their releases to clients."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal_cms.accounts.models import User
from portal_cms.clients.models import Client
from portal_cms.common.models import FirmModel
from portal_cms.matters.models import Matter


class FolderQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff: folders of the matters they see. Clients: those of the portal in their matters, unless all in
        them is for somebody else: the name of a folder can tell as much as a file's."""
        folders = self.filter(matter_id__in=Matter.objects.visible_to(user).order_by().values("pk"))
        if not getattr(user, "is_client", False):
            return folders
        shares = Share.objects.active().filter(folder=OuterRef("pk"))
        mine = Exists(shares.filter(client__user=user))
        return folders.filter(mine | ~Exists(shares), area=Folder.Area.PORTAL)


class Folder(FirmModel):
    """A folder of the staff's own filing, or one the clients see in the portal."""

    class Area(models.TextChoices):
        FILE = "file", _("Matter")
        PORTAL = "portal", _("Client portal")

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="folders")
    area = models.CharField(max_length=6, choices=Area, default=Area.PORTAL)
    name = models.CharField(_("name"), max_length=120)

    objects = models.Manager.from_queryset(FolderQuerySet)()

    class Meta:
        verbose_name = _("folder")
        verbose_name_plural = _("folders")
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["matter", "area", "name"], name="one_folder_per_name")]

    def __str__(self):
        return self.name

    @property
    def is_in_portal(self):
        return self.area == self.Area.PORTAL


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff: documents of the matters they see. Clients: what is shared with them, see Share."""
        if getattr(user, "is_client", False):
            return self.filter(pk__in=Share.objects.visible_to(user).values("document_id"))
        return self.filter(matter_id__in=Matter.objects.visible_to(user).order_by().values("pk"))

    def released(self):
        return self.filter(state=Document.State.RELEASED)

    def due(self, now=None):
        """Files a worker may check: waiting, their time has come, and no other worker holds them."""
        now = now or timezone.now()
        waiting = self.filter(state__in=Document.WAITING, next_check_at__lte=now)
        return waiting.filter(Q(claimed_until=None) | Q(claimed_until__lt=now))

    def in_storage(self, now=None):
        """Documents whose file is kept. A refused one stays for a while, should somebody have to look at it."""
        before = (now or timezone.now()) - Document.QUARANTINE
        return self.exclude(state=Document.State.REJECTED, checked_at__lt=before)

    def stuck(self):
        """Files whose check was tried several times without an answer: somebody should look at the scanner."""
        return self.filter(state__in=Document.WAITING, attempts__gte=Document.STUCK_AFTER)


class FiledManager(models.Manager.from_queryset(DocumentQuerySet)):
    """Files of matters. The file of something else, like an invoice, is nobody's to list, share or move."""

    def get_queryset(self):
        return super().get_queryset().filter(is_filed=True)


class Document(FirmModel):
    class State(models.TextChoices):
        RECEIVED = "received", _("Being checked")
        CHECKING = "checking", _("Being checked")
        RELEASED = "released", _("Checked")
        REJECTED = "rejected", _("Refused")

    WAITING = (State.RECEIVED, State.CHECKING)
    STUCK_AFTER = 5  # tries
    QUARANTINE = timedelta(days=30)  # of a refused file

    matter = models.ForeignKey(
        Matter, on_delete=models.PROTECT, related_name="documents", verbose_name=_("matter")
    )
    folder = models.ForeignKey(
        Folder,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="documents",
        verbose_name=_("folder"),
    )
    title = models.CharField(_("title"), max_length=200)
    original_name = models.CharField(_("file name"), max_length=200, editable=False)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveBigIntegerField(_("size"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    storage_name = models.CharField(max_length=200, unique=True, editable=False)
    key_id = models.CharField(max_length=32, editable=False)
    wrapped_key = models.BinaryField(editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RECEIVED, editable=False)
    reason = models.CharField(max_length=40, blank=True, editable=False)
    attempts = models.PositiveIntegerField(default=0, editable=False)
    next_check_at = models.DateTimeField(auto_now_add=True, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    pages = models.PositiveIntegerField(null=True, editable=False)
    uploaded_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="+", editable=False, verbose_name=_("from")
    )
    client = models.ForeignKey(
        Client,
        null=True,
        on_delete=models.PROTECT,
        related_name="uploads",
        editable=False,
        verbose_name=_("uploaded by client"),
    )
    upload_key = models.CharField(max_length=80, editable=False)
    is_filed = models.BooleanField(default=True, editable=False)

    objects = FiledManager()
    all_files = models.Manager.from_queryset(DocumentQuerySet)()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "uploaded_by", "upload_key"], name="one_document_per_upload"
            )
        ]
        indexes = [
            models.Index(fields=["matter", "-created_at", "-id"], name="document_list"),
            models.Index(
                fields=["next_check_at"], condition=Q(state__in=["received", "checking"]), name="document_due"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_released(self):
        return self.state == self.State.RELEASED

    @property
    def is_rejected(self):
        return self.state == self.State.REJECTED

    @property
    def is_waiting(self):
        return self.state in self.WAITING

    @property
    def is_stuck(self):
        """Waiting although it was tried several times: the scanner does not answer, or the file is damaged."""
        return self.is_waiting and self.attempts >= self.STUCK_AFTER

    @property
    def is_renamed(self):
        """The title is not simply the name of the file."""
        return self.title != (self.original_name.rpartition(".")[0] or self.original_name)

    @property
    def extension(self):
        return self.original_name.rpartition(".")[2].lower() if "." in self.original_name else ""


class DocumentPicture(models.Model):
    """A picture of one page, made when the file was checked: what "view" shows instead of the file itself."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="pictures")
    number = models.PositiveIntegerField()
    content_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    storage_name = models.CharField(max_length=200, unique=True)
    key_id = models.CharField(max_length=32)
    wrapped_key = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_picture_per_page")]

    def __str__(self):
        return f"{self.document} {self.number}"


class ShareQuerySet(models.QuerySet):
    def active(self):
        return self.filter(ended_at=None)

    def visible_to(self, user):
        """Clients: their own active shares in matters they see; files of the firm only once released, their own
        uploads in every state. Staff: shares in the matters they see."""
        matters = Matter.objects.visible_to(user).order_by().values("pk")
        if getattr(user, "is_client", False):
            return (
                self.active()
                .filter(client__user=user, matter_id__in=matters)
                .filter(Q(document__state=Document.State.RELEASED) | Q(origin=Share.Origin.UPLOAD))
            )
        return self.filter(matter_id__in=matters)


class Share(models.Model):
    """The release of one document to one client."""

    class Origin(models.TextChoices):
        """Where the release came from decides whether it can be ended (A57 to A59)."""

        TAB = "tab", _("without message")
        MESSAGE = "message", _("with message")
        UPLOAD = "upload", _("uploaded by the client")
        SIGNED = "signed", _("signed by the client")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="shares")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="shares")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="shares")
    folder = models.ForeignKey(
        Folder, null=True, blank=True, on_delete=models.SET_NULL, related_name="shares"
    )
    origin = models.CharField(max_length=7, choices=Origin)
    shared_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    shared_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    downloaded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = models.Manager.from_queryset(ShareQuerySet)()

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        ordering = ["-shared_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "client", "origin"], condition=Q(ended_at=None), name="one_active_share"
            )
        ]
        indexes = [
            models.Index(
                fields=["client", "matter", "-shared_at", "-id"],
                condition=Q(ended_at=None),
                name="share_list",
            ),
            models.Index(
                fields=["client", "matter"], condition=Q(ended_at=None, seen_at=None), name="share_unseen"
            ),
            models.Index(fields=["matter", "-shared_at"], name="share_matter"),
            models.Index(fields=["-shared_at", "-id"], name="share_report"),
        ]

    def __str__(self):
        return f"{self.document} → {self.client}"

    @property
    def site(self):
        return self.matter.site

    @property
    def can_be_ended(self):
        return self.ended_at is None and self.origin == self.Origin.TAB
