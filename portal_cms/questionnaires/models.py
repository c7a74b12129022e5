"""Questionnaires as staff build them, as they were sent, and what was answered."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.fields import StreamField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin

from portal_cms.access.querysets import FirmQuerySet
from portal_cms.common.models import FirmModel
from portal_cms.questionnaires import previewing
from portal_cms.questionnaires.blocks import pages_block
from portal_cms.questionnaires.content import Content, load
from portal_cms.requests.models import RequestItem


class Questionnaire(DraftStateMixin, RevisionMixin, PreviewableMixin, FirmModel):
    """`live` means: staff can send it. What is sent is a version, which no later edit changes."""

    title = models.CharField(
        _("title"), max_length=150, help_text=_("Clients read it at the top of each page.")
    )
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    intro = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("Stands on the first page: what it is for, how long it takes."),
    )
    pages = StreamField(pages_block(), verbose_name=pgettext_lazy("of a questionnaire", "pages"))

    objects = FirmQuerySet.as_manager()

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")
        ordering = ["title", "pk"]
        indexes = [models.Index(fields=["site", "title"], name="questionnaire_list")]

    def __str__(self):
        return self.title

    def serve_preview(self, request, mode_name):
        return previewing.answer(request, self)


class QuestionnaireVersion(models.Model):
    """The questions as they were sent. The same questions are the same version."""

    questionnaire = models.ForeignKey(
        Questionnaire, null=True, on_delete=models.SET_NULL, related_name="versions"
    )
    digest = models.CharField(max_length=64)
    frozen = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("version of a questionnaire")
        verbose_name_plural = _("versions of a questionnaire")
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "digest"], name="one_version_per_content")
        ]

    def __str__(self):
        return self.frozen["title"]

    @property
    def content(self) -> Content:
        return load(self.frozen)


class AnswerSheet(models.Model):
    """What one client answers to one item of a request; whoever may open the request may open it.

    `draft` is everything typed so far, by the question's key: {"value": …} where it is sound, {"typed": …} where it
    is not. `answers` is what was handed in last; staff read only that.
    """

    item = models.OneToOneField(RequestItem, on_delete=models.CASCADE, related_name="sheet")
    version = models.ForeignKey(QuestionnaireVersion, on_delete=models.PROTECT, related_name="sheets")
    draft = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField(null=True)
    saved_page = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("answers to a questionnaire")
        verbose_name_plural = _("answers to questionnaires")

    def __str__(self):
        return str(self.version)

    @property
    def is_changed(self):
        """Something was typed since it was handed in."""
        return self.finished_at is not None and self.draft != self.answers
