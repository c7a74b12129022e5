"""The staff's screens of help texts: the firm's own words, and the concerns with answers to copy."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import EditView, IndexView

from portal_cms.access.viewsets import ScopedSnippetViewSet
from portal_cms.help.models import HelpText, Section
from portal_cms.help.services import entries_of, offered_sections, reset_text, start_text
from portal_cms.help.shipped import shipped_text, shipped_texts
from portal_cms.help.staff_forms import HelpTextForm

NAMESPACE = "portal_help_texts"


def may_change(user) -> bool:
    return policy_registry.get_by_type(HelpText).user_has_permission(user, "change")


class HelpTextIndexView(IndexView):
    """Questions down, languages across; below them those the firm has added."""

    def get_context_data(self, **kwargs):
        firm, language = self.request.firm, self.request.LANGUAGE_CODE
        rows = HelpText.objects.visible_to(self.request.user).filter(site=self.request.site).defer("answer")
        texts = {(row.key, row.language): row for row in rows if row.key}
        sections = offered_sections()
        return super().get_context_data(
            languages=[name for _code, name in firm.languages],
            sections=[
                {"title": Section(section).label, "questions": _questions(section, language, firm, texts)}
                for section in sections
            ],
            own=[row for row in rows if not row.key],
            may_change=may_change(self.request.user),
            **kwargs,
        )


def _questions(section, language, firm, texts):
    return [
        {
            "key": text.key,
            "question": text.question,
            "cells": [
                {"language": code, "name": name, "text": texts.get((text.key, code))}
                for code, name in firm.languages
            ],
        }
        for text in shipped_texts(language)
        if text.section == section
    ]


class HelpTextEditView(EditView):
    @cached_property
    def header_more_buttons(self):
        buttons = super().header_more_buttons
        if not self.object.key:
            return buttons
        url = reverse(f"{NAMESPACE}:reset", args=[self.object.pk])
        return [*buttons, Button(_("Reset to the shipped text"), url=url, icon_name="undo", priority=15)]


@require_POST
def start(request, key, language):
    """Begin an own text. Asking again leads to the one there is."""
    if not may_change(request.user):
        raise PermissionDenied
    if shipped_text(key, language) is None or language not in request.firm.language_codes:
        raise Http404
    return redirect(f"{NAMESPACE}:edit", start_text(request.site, key, language, by=request.user).pk)


class ResetView(WagtailAdminTemplateMixin, TemplateView):
    """Back to the shipped text, after a question."""

    template_name = "portal_help/admin/reset.html"
    page_title = gettext_lazy("Reset to the shipped text")
    header_icon = "help"

    def dispatch(self, request, *args, **kwargs):
        if not may_change(request.user) or not request.user.has_perm("portal_help.publish_helptext"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def text(self):
        rows = HelpText.objects.visible_to(self.request.user).exclude(key="")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def post(self, request, *args, **kwargs):
        reset_text(self.text, by=request.user)
        messages.success(
            request, _("The shipped text is used again. What you had written is in the history.")
        )
        return redirect(f"{NAMESPACE}:edit", self.text.pk)

    def get_page_subtitle(self):
        return str(self.text)

    def get_context_data(self, **kwargs):
        return super().get_context_data(text=self.text, **kwargs)


class HelpTextViewSet(ScopedSnippetViewSet):
    model = HelpText
    icon = "help"
    menu_label = gettext_lazy("Help texts")
    menu_order = 245
    add_to_settings_menu = True
    admin_url_namespace = NAMESPACE
    base_url_path = "help-texts"
    index_view_class = HelpTextIndexView
    index_template_name = "portal_help/admin/texts.html"
    index_results_template_name = "portal_help/admin/_texts.html"
    edit_view_class = HelpTextEditView
    edit_handler = ObjectList(
        [
            FieldPanel("language", required_on_save=True),
            FieldPanel("section"),
            FieldPanel("question", required_on_save=True),
            FieldPanel("answer"),
            FieldPanel("is_hidden"),
        ],
        base_form_class=HelpTextForm,
    )

    def get_urlpatterns(self):
        return [
            *super().get_urlpatterns(),
            path("own/<slug:key>/<slug:language>/", start, name="start"),
            path("reset/<int:pk>/", ResetView.as_view(), name="reset"),
        ]


class ConcernsView(WagtailAdminTemplateMixin, TemplateView):
    """What people often object before they use the portal, with answers to copy into a letter; for all staff."""

    template_name = "portal_help/admin/concerns.html"
    page_title = gettext_lazy("Concerns and answers")
    header_icon = "help"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        firm = self.request.firm
        wanted = self.request.GET.get("language", self.request.LANGUAGE_CODE)
        language = firm.best_language(wanted)
        entries = entries_of(self.request.site, language)
        return super().get_context_data(
            language=language,
            languages=firm.languages,
            concerns=[
                {"question": entry.question, "answer": strip_tags(entry.answer).strip()}
                for entry in entries
                if entry.section == Section.CONCERNS
            ],
            texts_url=reverse(f"{NAMESPACE}:list") if may_change(self.request.user) else "",
            **kwargs,
        )
