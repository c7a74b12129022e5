"""The matter, and the grants on it."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin
from wagtail.search import index

from portal_cms.accounts.models import User
from portal_cms.clients.models import Client
from portal_cms.common.models import FirmModel
from portal_cms.matters.mandates import FIELDS as MANDATE_FIELDS
from portal_cms.matters.mandates import MandateFields
from portal_cms.matters.page import matter_page
from portal_cms.matters.pending_models import PendingNotice

__all__ = [
    "Matter",
    "MatterAccess",
    "MatterClient",
    "MatterGroupObjectPermission",
    "MatterSeen",
    "MatterUserObjectPermission",
    "PendingNotice",
]
ACCESS_FIELDS = (
    "site_id", "uuid", "handler_id", "assistant_id", "is_restricted", "has_portal", "billing_client_id",
)  # fmt: skip
NOTED_FIELDS = ("last_activity_at", "client_activity_at")
KEPT_FIELDS = (*ACCESS_FIELDS, *NOTED_FIELDS, *MANDATE_FIELDS)  # no part of a draft


class MatterQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Clients: published matters with a portal that were granted to them, while their access is active.
        Staff: with the permission to view matters, their firm's; restricted ones only if they are named in it.
        Staff who simulate a client: of the client's matters those they may see themselves."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        granted = MatterAccess.objects.filter(user=user).values("matter_id")
        if user.is_client:
            if not user.sees_portal:
                return self.none()
            seen = self.visible_to(user.simulated_by) if user.is_simulated else self
            return seen.filter(site_id=user.site_id, live=True, has_portal=True, pk__in=granted)
        if not user.has_perm("portal_matters.view_matter"):
            return self.none()
        return self.filter(site_id=user.site_id).filter(Q(is_restricted=False) | Q(pk__in=granted))

    def changeable_by(self, user):
        """Clients change no matter; staff change what they see (the model permission is asked besides)."""
        return self.none() if getattr(user, "kind", "") == User.Kind.CLIENT else self.visible_to(user)

    def shareable_by(self, user):
        """Matters in which `user` may send something to a client (A32 to A35): a portal exists there, and
        the person holds the portal permission and is its handler, its assistant or was named to share."""
        if not user.is_authenticated or user.is_superuser or user.kind != User.Kind.STAFF:
            return self.none()
        if not user.has_perm("portal_matters.use_client_portal"):
            return self.none()
        return self.visible_to(user).filter(has_portal=True, pk__in=MatterAccess.objects.shared_by(user))

    def publishable_by(self, user):
        """Matters whose text `user` may show to clients or take back: those who may send from it, and who
        decides for the firm which people work on matters. (The model permission is asked besides.)"""
        visible = self.changeable_by(user)
        if user.is_superuser or user.has_perm("portal_matters.manage_matter_people"):
            return visible
        return visible.filter(pk__in=MatterAccess.objects.shared_by(user))

    def notifiable_by(self, user):
        """Matters whose clients `user` may tell of what was published: who may publish, and holds the portal
        permission. Mail goes out in the firm's name, so the operator of the server sends none."""
        if not user.is_authenticated or user.is_superuser or user.kind != User.Kind.STAFF:
            return self.none()
        if not user.has_perm("portal_matters.use_client_portal"):
            return self.none()
        return self.publishable_by(user)

    def with_unseen(self, user):
        """`unseen` is true where a client did something after `user` last looked."""
        seen = MatterSeen.objects.filter(
            user=user, matter=OuterRef("pk"), seen_at__gte=OuterRef("client_activity_at")
        )
        return self.annotate(unseen=Q(client_activity_at__isnull=False) & ~Exists(seen))


class Matter(
    index.Indexed,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    MandateFields,
    FirmModel,
):
    """A case file. `live` means: published in the client portal.

    Who works on it and who may see it are rows of this table too, but never part of a revision: reverting
    a text must not bring back old rights.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("matter", "Open")
        CLOSED = "closed", pgettext_lazy("matter", "Closed")

    reference = models.CharField(_("reference number"), max_length=60)
    subject = models.CharField(
        pgettext_lazy("matter", "subject"), max_length=250, help_text=_("The line after “re:”.")
    )
    description = models.TextField(_("description"), blank=True, help_text=_("Clients read this."))
    state = models.CharField(_("state"), max_length=6, choices=State, default=State.OPEN)
    handler = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="handled_matters", verbose_name=_("handler")
    )
    assistant = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assisted_matters",
        verbose_name=_("assistant"),
    )
    is_restricted = models.BooleanField(
        _("restrict access"),
        default=False,
        help_text=_("Only the handler, the assistant and the people named below see this matter."),
    )
    has_portal = models.BooleanField(
        _("client portal"), default=False, help_text=_("Without a portal nothing can be sent to clients.")
    )
    billing_client = models.ForeignKey(
        Client,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="billed_matters",
        verbose_name=_("billing client"),
        help_text=_("Invoices of this matter go to this client, whoever else sees the matter."),
    )
    last_activity_at = models.DateTimeField(_("last activity"), auto_now_add=True)
    client_activity_at = models.DateTimeField(null=True, editable=False)

    objects = models.Manager.from_queryset(MatterQuerySet)()

    search_fields = [
        index.SearchField("reference", boost=2),
        index.SearchField("subject"),
        index.AutocompleteField("reference"),
        index.AutocompleteField("subject"),
        index.FilterField("site_id"),
    ]

    class Meta:
        verbose_name = _("matter")
        verbose_name_plural = _("matters")
        ordering = ["-last_activity_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["site", "reference"], name="one_matter_per_reference")]
        indexes = [
            models.Index(fields=["site", "-last_activity_at", "-id"], name="matter_list"),
            models.Index(fields=["handler", "-last_activity_at"], name="matter_handler"),
            models.Index(
                fields=["site", "-last_activity_at", "-id"],
                condition=Q(mandate="inquiry"),
                name="matter_inquiries",
            ),
        ]
        permissions = [
            ("publish_matter", _("Can publish matters in the client portal")),
            ("use_client_portal", _("Can send documents and messages to clients (client portal)")),
            ("manage_matter_people", _("Can decide who works on a matter and who may see it")),
        ]

    def __str__(self):
        return f"{self.reference} {self.subject}"

    @property
    def is_public(self):
        """Whether its clients see it, those with access (C9); never anybody without a grant."""
        return self.live and self.has_portal

    @property
    def client_names(self):
        """For lists, which prefetch the clients."""
        return ", ".join(link.client.name for link in self.matter_clients.all())

    def with_content_json(self, content):
        """A revision's content with today's rights: see the class docstring."""
        instance = super().with_content_json(content)
        for field in KEPT_FIELDS:
            setattr(instance, field, getattr(self, field))
        if not self.is_inquiry and instance.reference == self.inquiry_number:
            instance.reference = self.reference  # a text from the time before it had a number
        return instance

    def save(self, **kwargs):
        """Of a saved matter only the text: an editor that read it a moment ago must not write back the rights of
        that moment. Rights and activity have writers of their own (`grants`, `services`), which use `update`."""
        if not self._state.adding and kwargs.get("update_fields") is None:
            own = {field.attname: field.name for field in self._meta.concrete_fields if not field.primary_key}
            text = [name for column, name in own.items() if column not in KEPT_FIELDS]
            kwargs["update_fields"] = text
        super().save(**kwargs)

    def get_preview_template(self, request, mode_name):
        return "portal_matters/matter.html"

    def get_preview_context(self, request, mode_name):
        """The matter as its client reads it, made by the same function as the client's page."""
        return {**super().get_preview_context(request, mode_name), **matter_page(self, request, preview=True)}


class MatterClient(models.Model):
    """A client of the matter: the grant that lets this client see it in the portal."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="matter_clients")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="matter_clients")
    added_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("client of the matter")
        verbose_name_plural = _("clients of the matter")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["matter", "client"], name="client_once_per_matter")]

    def __str__(self):
        return f"{self.client} – {self.matter}"


class MatterAccessQuerySet(models.QuerySet):
    def shared_by(self, user):
        """Keys of the matters from which `user` may send."""
        return self.filter(user=user, may_share=True).values("matter_id")


class MatterAccess(models.Model):
    """Projection of the grants for lists: who may see which matter, and why. Written by `grants` alone."""

    class Source(models.TextChoices):
        HANDLER = "handler", _("Handler")
        ASSISTANT = "assistant", _("Assistant")
        NAMED = "named", _("Named person")
        CLIENT = "client", _("Client")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="matter_access")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="access")
    source = models.CharField(max_length=9, choices=Source)
    may_share = models.BooleanField(default=False)

    objects = models.Manager.from_queryset(MatterAccessQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "matter", "source"], name="one_access_per_source")
        ]
        indexes = [models.Index(fields=["matter", "user"], name="access_matter")]

    def __str__(self):
        return f"{self.user} – {self.matter} ({self.get_source_display()})"


class MatterUserObjectPermission(UserObjectPermissionBase):
    """guardian's ledger of grants to people: a direct foreign key, so no row outlives its matter."""

    content_object = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="user_grants")

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("grant to a person")


class MatterGroupObjectPermission(GroupObjectPermissionBase):
    """guardian's ledger of grants to groups. The portal writes none; the table keeps guardian off its generic one."""

    content_object = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="group_grants")

    class Meta(GroupObjectPermissionBase.Meta):
        verbose_name = _("grant to a group")


class MatterSeen(models.Model):
    """When a member of staff last looked at a matter's portal area; client activity after it is unseen."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="seen_by")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "matter"], name="seen_once_per_person")]

    def __str__(self):
        return f"{self.user} – {self.matter}"
