"""Pages. The client area is plain URLs above them (see ARCHITECTURE.md), so pages hold public text only."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from portal_cms.pages.forms import TextPageForm
from portal_cms.pages.rights import HomePermissions

TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr"]


class PortalHomePage(Page):
    """The root page of a firm. What visitors see at its address is made by the dashboard."""

    max_count_per_parent = None
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["portal_pages.TextPage"]
    private_page_options = []  # what is private in the portal is never a page
    template = "portal_dashboard/landing.html"

    class Meta:
        verbose_name = _("portal home")
        verbose_name_plural = _("portal homes")

    def permissions_for_user(self, user):
        return HomePermissions(user, self)

    def get_context(self, request, *args, **kwargs):
        """Previews show what visitors without an account see."""
        firm = request.firm
        return {
            **super().get_context(request, *args, **kwargs),
            "offices": firm.offices.values(),
            "portrait": firm.portrait(),
        }


class TextPage(Page):
    """A text for everybody: handbook, imprint, privacy, or any other; one page per language."""

    class Purpose(models.TextChoices):
        HANDBOOK = "handbook", _("Handbook")
        IMPRINT = "imprint", _("Imprint")
        PRIVACY = "privacy", pgettext_lazy("legal", "Privacy")
        OTHER = "other", _("Other text")

    purpose = models.CharField(_("purpose"), max_length=8, choices=Purpose, default=Purpose.OTHER)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    body = StreamField(
        [
            ("text", blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Text"))),
            ("image", ImageBlock(label=_("Image"))),
            (
                "question",
                blocks.StructBlock(
                    [
                        ("question", blocks.CharBlock(label=_("Question"))),
                        ("answer", blocks.RichTextBlock(features=TEXT_FEATURES, label=_("Answer"))),
                    ],
                    label=_("Question and answer"),
                ),
            ),
        ],
        blank=True,
        verbose_name=_("content"),
    )

    parent_page_types = ["portal_pages.PortalHomePage"]
    subpage_types = []
    private_page_options = []
    content_panels = [*Page.content_panels, FieldPanel("purpose"), FieldPanel("language"), FieldPanel("body")]
    template = "portal_pages/text.html"
    base_form_class = TextPageForm

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")
