"""A contact of the firm who may get access to the portal."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from portal_cms.access.querysets import FirmQuerySet
from portal_cms.accounts.identity import email_key
from portal_cms.accounts.models import User
from portal_cms.clients.signals import address_changed
from portal_cms.common.models import FirmModel


class Client(index.Indexed, FirmModel):
    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        COMPANY = "company", _("Company")

    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.PERSON)
    number = models.CharField(_("client number"), max_length=40, blank=True)
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    company = models.CharField(_("company"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    email_key = models.CharField(max_length=300, blank=True, editable=False)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    street = models.CharField(_("street"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, help_text=_("Two letters, for example DE or ES.")
    )
    tax_number = models.CharField(
        _("tax number"), max_length=40, blank=True, help_text=_("For bills. Spain: NIF, NIE or CIF.")
    )
    vat_id = models.CharField(
        _("VAT number"), max_length=20, blank=True, help_text=_("With its country, for example DE123456789.")
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    user = models.OneToOneField(
        User,
        null=True,
        on_delete=models.SET_NULL,
        related_name="client",
        editable=False,
        verbose_name=_("account"),
    )
    first_visit_at = models.DateTimeField(null=True, editable=False)
    visit_at = models.DateTimeField(
        null=True, editable=False
    )  # when the present or last visit began, see `visits`
    visit_before_at = models.DateTimeField(null=True, editable=False)
    invited_at = models.DateTimeField(_("invited"), null=True, editable=False)

    objects = models.Manager.from_queryset(FirmQuerySet)()

    search_fields = [
        index.SearchField("first_name"),
        index.SearchField("last_name"),
        index.SearchField("company"),
        index.SearchField("email"),
        index.SearchField("number"),
        index.AutocompleteField("first_name"),
        index.AutocompleteField("last_name"),
        index.AutocompleteField("company"),
        index.AutocompleteField("email"),
        index.AutocompleteField("number"),
        index.FilterField("site_id"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        ordering = ["last_name", "company", "first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "number"], condition=~models.Q(number=""), name="one_client_per_number"
            )
        ]
        indexes = [
            models.Index(fields=["site", "last_name", "company"], name="client_list"),
            models.Index(fields=["site", "email_key"], name="client_address"),
        ]
        permissions = [("invite_client", _("Can invite clients to the portal"))]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """`email_key` is the address as it is compared: twins in case or Unicode are one address (A3)."""
        former, self.email_key = self.email_key, email_key(self.email) if self.email else ""
        fields = kwargs.get("update_fields")
        if fields is not None and "email" in fields:
            kwargs["update_fields"] = {*fields, "email_key"}
        super().save(*args, **kwargs)
        if self.user_id and self.email and self.user.is_removed and self.user.email != self.email:
            self.user.email = self.email  # who has no access is written to as a contact
            User.objects.filter(pk=self.user_id).update(email=self.email)
        if former and former != self.email_key:
            address_changed.send(None, client=self)

    @property
    def name(self):
        person = f"{self.first_name} {self.last_name}".strip()
        if self.kind == self.Kind.COMPANY:
            return self.company or person
        return person or self.company or self.email

    @property
    def access_state(self):
        return self.user.access_state if self.user_id else User.Access.NONE

    @property
    def has_active_access(self):
        return bool(self.user_id) and self.user.may_sign_in


class Simulation(models.Model):
    """A member of staff is looking at the portal as a client. The row lives as long as that lasts; what stays is in
    the record. Written by `simulation` alone."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    pages = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.staff} – {self.client}"
