"""Accounts of staff and clients, the profile of staff, and which group carries which role."""

import uuid

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.search import index

from portal_cms.accounts.identity import email_key, identity_of
from portal_cms.accounts.models.keys import AccountName
from sitesettings.models import AccessMode

NAMING = {"email", "user_name", "site", "access_state"}


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Staff see the staff of their own firm. Clients have their own screen, so nobody lists them here."""
        if user.is_superuser:
            return self.filter(kind=User.Kind.STAFF)
        if not user.is_authenticated or user.kind != User.Kind.STAFF:
            return self.none()
        return self.filter(site_id=user.site_id, kind=User.Kind.STAFF, is_superuser=False)

    def named(self, *identities):
        """The accounts that answer to these names, see `identity_of`: by user name or by address."""
        return self.filter(names__identity__in=identities)

    def staff_of(self, site):
        """People who can be given work in a matter of this firm."""
        return self.filter(site=site, kind=User.Kind.STAFF, is_active=True, is_superuser=False)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    use_in_migrations = False

    def create_user(self, email, password=None, *, site=None, **fields):
        """An account of a firm; without a password nobody can sign in until one is set by mail."""
        user = self.model(email=email, site=site, **fields)
        if password is None:
            user.set_unusable_password()
        else:
            user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """The operator: belongs to no firm."""
        fields.pop("identity", None)
        return self.create_user(email, password, site=None, is_superuser=True, **fields)

    def get_by_natural_key(self, identity):
        return self.get(identity=identity)


class User(index.Indexed, AbstractBaseUser, PermissionsMixin):
    class Kind(models.TextChoices):
        STAFF = "staff", _("Staff")
        CLIENT = "client", _("Client")

    class Access(models.TextChoices):
        """States of a client's access; staff are always active and are switched off by `is_active`."""

        NONE = "none", _("No access")
        PENDING = "pending", pgettext_lazy("access", "Pending")
        ACTIVE = "active", _("Active")
        BLOCKED = "blocked", _("Blocked")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(
        "wagtailcore.Site",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accounts",
        editable=False,
    )
    identity = models.CharField(max_length=400, unique=True)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.STAFF, editable=False)
    user_name = models.CharField(_("user name"), max_length=254, blank=True, editable=False)
    email = models.EmailField(_("e-mail address"))
    first_name = models.CharField(_("first name"), max_length=150, blank=True)
    last_name = models.CharField(_("last name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    access_state = models.CharField(max_length=8, choices=Access, default=Access.ACTIVE, editable=False)
    access_mode = models.CharField(
        max_length=14, choices=AccessMode, default=AccessMode.PASSWORD_LINK, editable=False
    )
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects = UserManager()
    simulated_by = None  # never stored: the member of staff who looks at the portal as this client, see clients.simulation

    USERNAME_FIELD = "identity"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    search_fields = [
        index.SearchField("first_name"),
        index.SearchField("last_name"),
        index.SearchField("email"),
        index.FilterField("site_id"),
        index.FilterField("kind"),
        index.FilterField("is_superuser"),
    ]

    class Meta:
        verbose_name = _("staff member")
        verbose_name_plural = _("staff")
        ordering = ["last_name", "first_name", "pk"]
        indexes = [models.Index(fields=["site", "kind", "last_name"], name="account_list")]

    def __str__(self):
        return self.get_full_name() or self.email

    def clean(self):
        """Nothing to normalise: `identity` is made in `save`."""

    def save(self, *args, **kwargs):
        """Keeps `identity` and the names of the account in step with what it is called."""
        fields = kwargs.get("update_fields")
        if fields is not None and not NAMING & set(fields):
            return super().save(*args, **kwargs)
        self.identity = self._identity()
        if fields is not None:
            kwargs["update_fields"] = {*fields, "identity"}
        with transaction.atomic():
            super().save(*args, **kwargs)
            self._claim_names()

    def _identity(self):
        """An account whose access was removed answers to no name, so that another contact may have it."""
        if self.is_removed:
            return f"{self.site_id or 0}/-{self.uuid}"
        return identity_of(self.site_id, self.sign_in_name)

    def _claim_names(self):
        """Raises IntegrityError if one of the names is another account's."""
        wanted = {self.identity, identity_of(self.site_id, self.email)} if not self.is_removed else set()
        held = set(self.names.values_list("identity", flat=True))
        if held - wanted:
            self.names.filter(identity__in=held - wanted).delete()
        for identity in wanted - held:
            AccountName.objects.create(user=self, identity=identity)

    @property
    def is_removed(self):
        return self.access_state == self.Access.NONE

    @property
    def sign_in_name(self):
        """What the person types at the sign-in page; the address, unless another name was chosen."""
        return self.user_name or self.email

    def get_username(self):
        """What Wagtail shows of somebody without a name; `identity` is nothing to read."""
        return self.sign_in_name

    def get_full_name(self):
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self):
        return self.first_name or self.last_name or self.email

    @property
    def initials(self):
        letters = [part[0] for part in (self.first_name, self.last_name) if part]
        return "".join(letters or [self.email[0]]).upper()

    @property
    def is_client(self):
        return self.kind == self.Kind.CLIENT

    @property
    def may_sign_in(self):
        return self.is_active and self.access_state == self.Access.ACTIVE

    @property
    def is_simulated(self):
        return self.simulated_by is not None

    @property
    def sees_portal(self):
        """Whether the portal shows this client anything; to who simulates an invited one, what it will show."""
        return self.may_sign_in or self.is_simulated

    @property
    def actor(self):
        """Who really acts, for every record: in a simulation the member of staff."""
        return self.simulated_by or self

    @property
    def picture_url(self):
        """Address of the person's picture, or "" so that the page shows initials."""
        profile = getattr(self, "profile", None) if self.pk else None
        return profile.picture.url if profile and profile.picture else ""

    @property
    def direct_phone(self):
        """The person's own number, or "" so that the page shows the office's."""
        profile = getattr(self, "profile", None) if self.pk else None
        return profile.phone if profile else ""

    @property
    def job_title(self):
        profile = getattr(self, "profile", None) if self.pk else None
        return profile.position if profile else ""

    def _get_session_auth_hash(self, secret=None):
        """Sessions end when the password, the state of the access or the epoch changes."""
        value = f"{self.password}|{self.access_state}|{self.session_epoch}"
        return salted_hmac(
            "portal_cms.accounts.session", value, secret=secret, algorithm="sha256"
        ).hexdigest()

    def same_address(self, email):
        return email_key(self.email) == email_key(email)


class StaffProfile(models.Model):
    """What clients see of a member of staff, and how that person likes the admin."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile", editable=False)
    office = models.ForeignKey(
        "sitesettings.OfficeLocation",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("office"),
    )
    position = models.CharField(_("position"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    picture = models.ImageField(_("picture"), upload_to="staff/", blank=True)
    toolbar = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("staff profile")
        verbose_name_plural = _("staff profiles")

    def __str__(self):
        return str(self.user)


class FirmRole(models.Model):
    """Which group carries which role of a firm. Roles are given by group, so Wagtail's tools understand them."""

    class Key(models.TextChoices):
        STAFF = "staff", _("Staff")
        PORTAL = "portal", _("Client portal")
        BILLING = "billing", _("Billing")
        MARKETING = "marketing", _("Marketing")
        ADMIN = "firm_admin", _("Firm administration")

    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE, related_name="roles")
    key = models.CharField(max_length=12, choices=Key)
    group = models.OneToOneField("auth.Group", on_delete=models.CASCADE, related_name="portal_role")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "key"], name="one_group_per_role")]

    def __str__(self):
        return f"{self.get_key_display()} ({self.site})"
