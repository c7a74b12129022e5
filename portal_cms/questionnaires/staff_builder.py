"""Building questionnaires in the admin: one list per firm, drafts, preview, history."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn, UpdatedAtColumn

from portal_cms.access.panels import ShowPanel
from portal_cms.access.viewsets import ScopedSnippetViewSet
from portal_cms.questionnaires.models import Questionnaire


class HowToPanel(ShowPanel):
    class BoundPanel(ShowPanel.BoundPanel):
        class Media:
            js = ["portal_questionnaires/builder.js"]


def _state(row):
    """Without asking each draft for its schedule, as Wagtail's own column does."""
    return pgettext("questionnaire", "Published") if row.live else pgettext("questionnaire", "Draft")


class QuestionnaireViewSet(ScopedSnippetViewSet):
    model = Questionnaire
    icon = "form"
    menu_label = _("Questionnaires")
    menu_order = 255
    add_to_settings_menu = True
    admin_url_namespace = "portal_questionnaire_builder"
    base_url_path = "questionnaires"
    list_per_page = 25
    list_display = [
        "title",
        Column("language", label=_("Language"), accessor="get_language_display"),
        UpdatedAtColumn(label=_("Changed")),
        StatusTagColumn(
            "state",
            label=pgettext_lazy("questionnaire", "State"),
            accessor=_state,
            primary=lambda row: row.live,
        ),
    ]
    search_fields = ["title"]
    edit_handler = ObjectList(
        [
            HowToPanel(
                "portal_questionnaires/admin/how_to.html",
                lambda questionnaire, request: {},
                heading=_("How it works"),
            ),
            FieldPanel("title", required_on_save=True),
            FieldPanel("language"),
            FieldPanel("intro"),
            FieldPanel("pages", heading=pgettext_lazy("of a questionnaire", "Pages")),
        ]
    )
