"""The one form of settings each firm has."""

import secrets

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseSiteSetting
from wagtail.models import Collection

from sitesettings import filing
from sitesettings.fields import LanguagesField, all_languages, language_choices
from sitesettings.models.offices import OfficeLocation
from sitesettings.policies import OwnFirmPolicy
from sitesettings.validators import single_line


class AccessMode(models.TextChoices):
    """How a client gets into the portal (C1); chosen with each access, the firm has a standard."""

    PASSWORD_LINK = "password_link", _("Link to choose a password")
    START_PASSWORD = "start_password", _("Start password, to be changed at the first sign-in")
    PERSONAL_LINK = "personal_link", _("Personal link, without a password")


def new_version():
    """A number nobody had before: a counter would meet old cache entries after a rollback."""
    return secrets.randbits(62)


class FirmSettings(BaseSiteSetting):
    name = models.CharField(_("name of the firm"), max_length=120, validators=[single_line])
    standard_office = models.ForeignKey(
        OfficeLocation,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("standard address"),
        help_text=_("Clients see this office, its phone number and its hours on their home page."),
    )
    languages = LanguagesField(
        _("languages"), default=all_languages, help_text=_("Clients can switch between these languages.")
    )
    default_language = models.CharField(
        _("standard language"), max_length=10, choices=language_choices, default="de"
    )
    portal_enabled = models.BooleanField(
        _("portal is switched on"),
        default=True,
        help_text=_(
            "While it is off, clients meet a page that says so and get no mails. Your staff keep working."
        ),
    )
    is_public = models.BooleanField(
        _("public landing page"),
        default=False,
        help_text=_(
            "Logo, portrait and hours are visible without signing in, and search engines may list them."
        ),
    )
    access_mode = models.CharField(
        _("how clients get in"),
        max_length=14,
        choices=AccessMode,
        default=AccessMode.PASSWORD_LINK,
        help_text=_("What is proposed when you send an access; you can choose differently for each client."),
    )
    mail_from_name = models.CharField(_("sender name"), max_length=120, blank=True, validators=[single_line])
    mail_from_address = models.EmailField(_("sender address"), blank=True)
    mail_reply_to = models.EmailField(_("reply address"), blank=True)
    mail_shows_content = models.BooleanField(
        _("mails may name matters and files"),
        default=False,
        help_text=_("Mail is not protected on its way. When off, it only says that something is new."),
    )
    calendar_shows_details = models.BooleanField(
        _("calendars may name matter, court and place"),
        default=False,
        help_text=_(
            "Clients can read their dates in their own calendar, which others may keep for them. When off, a date"
            " only says what it is and the reference number of the matter."
        ),
    )
    request_needs_code = models.BooleanField(
        _("personal links of requests ask for a code"),
        default=False,
        help_text=_(
            "Before a link opens a request, the client types in six digits that come by mail. When off, you choose it"
            " for each request."
        ),
    )
    filing_folder = models.CharField(
        _("folder of files sent for a request"),
        max_length=100,
        default=filing.FOLDER,
        validators=[filing.check_rule],
        help_text=_(
            "Words and markers: {request} {item} {client} {matter} {date} {name}. With {request} alone, each request"
            " has a folder of its own."
        ),
    )
    filing_name = models.CharField(
        _("name of files sent for a request"),
        max_length=100,
        default=filing.NAME,
        validators=[filing.check_rule],
        help_text=_(
            "The same markers; {name} is how the client called the file. The ending stays, and files of the same name"
            " are numbered."
        ),
    )
    upload_max_mb = models.PositiveIntegerField(
        _("largest file in MB"), default=100, validators=[MinValueValidator(1), MaxValueValidator(2000)]
    )
    collection = models.ForeignKey(
        Collection, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    version = models.BigIntegerField(default=new_version, editable=False)

    class Meta:
        verbose_name = _("firm")
        verbose_name_plural = _("firms")

    def __str__(self):
        return self.name or self.site.hostname

    def save(self, **kwargs):
        self.version = new_version()
        super().save(**kwargs)

    @classmethod
    def get_permission_policy(cls):
        return OwnFirmPolicy(cls)

    @classmethod
    def touch(cls, **scope):
        """Tell every worker that something these firms show has changed."""
        for pk in cls.objects.filter(**scope).values_list("pk", flat=True):
            cls.objects.filter(pk=pk).update(version=new_version())

    def clean(self):
        super().clean()
        if self.languages and self.default_language not in self.languages:
            raise ValidationError(
                {"default_language": _("The standard language must be one of the languages you offer.")}
            )
