"""The fields of a PDF, and what a client writes into them."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal_cms.documents.models import Document
from portal_cms.pdfforms.bindings import Binding
from portal_cms.pdfforms.pdf.limits import LABEL, NAME, TEXT
from portal_cms.requests.models import RequestItem


class Kind(models.TextChoices):
    TEXT = "text", _("Text, one line")
    MULTILINE = "multiline", _("Text, several lines")
    DATE = "date", pgettext_lazy("kind of a form field", "Date")
    CHECKBOX = "checkbox", _("Box to tick")
    RADIO = "radio", _("One of several boxes")
    CHOICE = "choice", _("Choice from a list")
    CHOICES = "choices", _("Several choices from a list")
    SIGNATURE = "signature", _("Place for a signature")


PLACEABLE = (Kind.TEXT, Kind.MULTILINE, Kind.DATE, Kind.CHECKBOX, Kind.SIGNATURE)


class FormPaper(models.Model):
    """A PDF that was looked into: the sizes of its pages in mm, or the reason why it is not filled in here."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="form_paper")
    sha256 = models.CharField(max_length=64)
    pages = models.JSONField(default=list)
    reason = models.CharField(max_length=12, blank=True)

    class Meta:
        verbose_name = _("PDF form")
        verbose_name_plural = _("PDF forms")
        ordering = ["pk"]

    def __str__(self):
        return str(self.document)


class PaperField(models.Model):
    """One field of a paper: found in the file, or placed on a page by staff. Lengths are mm from the top left."""

    class Filler(models.TextChoices):
        CLIENT = "client", pgettext_lazy("who fills a field", "The client")
        FIRM = "firm", pgettext_lazy("who fills a field", "The firm")

    paper = models.ForeignKey(FormPaper, on_delete=models.CASCADE, related_name="fields")
    name = models.CharField(max_length=NAME, editable=False)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    is_placed = models.BooleanField(default=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TEXT)
    label = models.CharField(
        _("label"), max_length=LABEL, help_text=_("The client reads it beside the picture of the page.")
    )
    page = models.PositiveSmallIntegerField(_("page"), default=1)
    x = models.FloatField(_("from the left (mm)"), default=20)
    y = models.FloatField(_("from the top (mm)"), default=20)
    width = models.FloatField(_("width (mm)"), default=70)
    height = models.FloatField(_("height (mm)"), default=7)
    filled_by = models.CharField(_("filled in by"), max_length=6, choices=Filler, default=Filler.CLIENT)
    binding = models.CharField(
        _("taken from"),
        max_length=20,
        choices=Binding,
        blank=True,
        help_text=_("The client can change what is filled in."),
    )
    value = models.CharField(
        _("fixed text"),
        max_length=TEXT,
        blank=True,
        help_text=_("Stands in the field already. For a box, any letter ticks it."),
    )
    is_required = models.BooleanField(_("required"), default=False)
    pattern = models.CharField(max_length=30, blank=True, editable=False)
    max_length = models.PositiveSmallIntegerField(default=0, editable=False)
    options = models.JSONField(default=list, editable=False)

    class Meta:
        verbose_name = _("form field")
        verbose_name_plural = _("form fields")
        ordering = ["page", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["paper", "name"], name="one_field_per_name")]

    def __str__(self):
        return self.label

    @property
    def box(self):
        return [self.x, self.y, self.width, self.height]


class FormSheet(models.Model):
    """A form that was sent: its fields as they were then, and what the client wrote, finished or not.

    `values` maps names of fields to what was typed, as it was typed. `round` counts how often it was asked for.
    """

    item = models.OneToOneField(RequestItem, on_delete=models.CASCADE, related_name="form_sheet")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    pages = models.JSONField()
    fields = models.JSONField()
    values = models.JSONField(default=dict)
    round = models.PositiveSmallIntegerField(default=1)
    saved_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("form that was sent")
        verbose_name_plural = _("forms that were sent")
        ordering = ["pk"]

    def __str__(self):
        return str(self.item)

    @property
    def asked_fields(self):
        """Pairs of a key for the HTML form and a field, for those the client fills in."""
        rows = enumerate(self.fields)
        return [
            (f"f{number}", row)
            for number, row in rows
            if row["by"] == "client" and row["kind"] != Kind.SIGNATURE
        ]

    @property
    def done(self):
        return sum(bool(self.values.get(row["name"])) for _key, row in self.asked_fields)
