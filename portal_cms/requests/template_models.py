"""Templates of the firm: a mail text with everything it asks for, kept to be used again (J21)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField

from portal_cms.access.querysets import FirmQuerySet
from portal_cms.common.models import FirmModel
from portal_cms.notices.models.texts import FEATURES
from portal_cms.requests import kinds
from sitesettings.fields import language_choices
from sitesettings.validators import single_line


class MailFields(models.Model):
    """The mail in which something is asked for, in somebody's own words; empty: the firm's usual text."""

    mail_subject = models.CharField(
        _("subject of the mail"), max_length=200, blank=True, validators=[single_line]
    )
    mail_text = RichTextField(
        _("text of the mail"),
        blank=True,
        features=FEATURES,
        help_text=_(
            "Left empty, your usual mail goes out. The personal link is put where {link} stands, or at the end."
        ),
    )

    class Meta:
        abstract = True

    @property
    def has_own_mail(self):
        return bool(self.mail_text)


class AskedFields(models.Model):
    """What one item asks for, in a request or in a template of one."""

    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=20, default=kinds.UPLOAD)  # the key of a registered kind
    material = models.CharField(_("which one"), max_length=60, blank=True)  # what the kind's choices offer
    title = models.CharField(_("title"), max_length=150)
    explanation = models.TextField(_("explanation or text"), blank=True)
    is_required = models.BooleanField(_("required"), default=True)

    COPIED = ("position", "kind", "material", "title", "explanation", "is_required")

    class Meta:
        abstract = True

    @property
    def how(self):
        """The item's kind: what it is called, how it is answered."""
        return kinds.kind_of(self)

    def asked_fields(self):
        """What another item that asks for the same starts with."""
        return {name: getattr(self, name) for name in self.COPIED}


class RequestTemplate(MailFields, FirmModel):
    name = models.CharField(_("name"), max_length=120, help_text=_("Only staff see it."))
    area = models.CharField(
        _("practice area"),
        max_length=80,
        blank=True,
        help_text=_("Templates are sorted by it, for example “Family law”."),
    )
    language = models.CharField(_("language"), max_length=5, choices=language_choices)
    title = models.CharField(
        _("title of the request"), max_length=120, help_text=_("The client reads it, also in the mail.")
    )
    text = models.TextField(_("explanation"), blank=True, help_text=_("What it is about, and why you ask."))
    days = models.PositiveSmallIntegerField(
        _("due in … days"), null=True, blank=True, help_text=_("Left empty, there is no due date.")
    )
    remind_every = models.PositiveSmallIntegerField(
        _("remind every … days"),
        default=3,
        help_text=_("Until everything is handed in. With 0 nobody is reminded."),
    )

    objects = FirmQuerySet.as_manager()

    class Meta:
        verbose_name = _("request template")
        verbose_name_plural = _("request templates")
        ordering = ["area", "name", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name", "language"], name="one_request_template_per_language"
            )
        ]

    def __str__(self):
        several = len(settings.LANGUAGES) > 1
        return f"{self.name} ({self.get_language_display()})" if several else self.name


class TemplateItem(AskedFields):
    """One thing a template asks for. It can bring a file of the firm to read or as an example, which is copied
    into the matter, and checked there, whenever the template is used."""

    template = models.ForeignKey(RequestTemplate, on_delete=models.CASCADE, related_name="items")
    original_name = models.CharField(_("file name"), max_length=200, blank=True, editable=False)
    size = models.PositiveBigIntegerField(default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    storage_name = models.CharField(max_length=200, unique=True, null=True, editable=False)
    key_id = models.CharField(max_length=32, blank=True, editable=False)
    wrapped_key = models.BinaryField(default=bytes, editable=False)

    class Meta:
        verbose_name = _("item of a request template")
        verbose_name_plural = _("items of a request template")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title
