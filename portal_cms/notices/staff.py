"""The screens of mail texts: which event speaks in the firm's own words, in which language (P4)."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import EditView, IndexView

from portal_cms.access.viewsets import ScopedSnippetViewSet
from portal_cms.notices.models import MailText
from portal_cms.notices.staff_forms import mail_text_panels
from portal_cms.notices.texts import reset_text, send_trial, start_text
from sitesettings.events import WORDED, Audience

NAMESPACE = "portal_mail_texts"


def may_change(user) -> bool:
    return policy_registry.get_by_type(MailText).user_has_permission(user, "change")


class MailTextIndexView(IndexView):
    """Events down, languages across; nothing to search or to page through."""

    def get_context_data(self, **kwargs):
        firm = self.request.firm
        rows = MailText.objects.visible_to(self.request.user).filter(site=self.request.site)
        texts = {(text.event, text.language): text for text in rows.defer("body")}
        return super().get_context_data(
            languages=[name for _code, name in firm.languages],
            events=[_row(stem, event, firm, texts) for stem, event in WORDED.items()],
            may_change=may_change(self.request.user),
            **kwargs,
        )


def _row(stem, event, firm, texts):
    return {
        "stem": stem,
        "label": event.label,
        "is_for_staff": event.audience == Audience.STAFF,
        "cells": [
            {"language": code, "name": name, "text": texts.get((stem, code))} for code, name in firm.languages
        ],
    }


class MailTextEditView(EditView):
    """Saving can send the saved text to oneself."""

    def get_available_actions(self):
        return [*super().get_available_actions(), "test"]

    def test_action(self):
        send_trial(self.object, to=self.request.user)
        messages.success(
            self.request,
            _("The text is saved. A test mail to %(address)s is on its way.")
            % {"address": self.request.user.email},
        )
        return redirect(self.get_edit_url())

    @cached_property
    def header_more_buttons(self):
        url = reverse(f"{NAMESPACE}:reset", args=[self.object.pk])
        reset = Button(_("Reset to the shipped text"), url=url, icon_name="undo", priority=15)
        return [*super().header_more_buttons, reset]


@require_POST
def start(request, event, language):
    """Begin an own text. Asking again leads to the one there is."""
    if not may_change(request.user):
        raise PermissionDenied
    if event not in WORDED or language not in request.firm.language_codes:
        raise Http404
    text = start_text(request.site, event, language, by=request.user)
    return redirect(f"{NAMESPACE}:edit", text.pk)


class ResetView(WagtailAdminTemplateMixin, TemplateView):
    """Back to the shipped text, after a question."""

    template_name = "portal_notices/admin/text_reset.html"
    page_title = gettext_lazy("Reset to the shipped text")
    header_icon = "mail"

    def dispatch(self, request, *args, **kwargs):
        if not may_change(request.user) or not request.user.has_perm("portal_notices.publish_mailtext"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def text(self):
        key = unquote(str(self.kwargs["pk"]))
        return get_object_or_404(MailText.objects.visible_to(self.request.user), pk=key)

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


class MailTextViewSet(ScopedSnippetViewSet):
    """Texts are begun from the list, one per event and language, and reset instead of deleted: so there is
    neither a form to add one nor one to delete it."""

    model = MailText
    icon = "mail"
    menu_label = gettext_lazy("Mail texts")
    menu_order = 250
    add_to_settings_menu = True
    admin_url_namespace = NAMESPACE
    base_url_path = "mail-texts"
    index_view_class = MailTextIndexView
    index_template_name = "portal_notices/admin/texts.html"
    index_results_template_name = "portal_notices/admin/_texts.html"
    edit_view_class = MailTextEditView
    edit_handler = mail_text_panels

    def get_common_view_kwargs(self, **kwargs):
        return super().get_common_view_kwargs(**{"add_url_name": None, "delete_url_name": None, **kwargs})

    def get_urlpatterns(self):
        stock = [
            route
            for route in super().get_urlpatterns()
            if route.name not in ("add", "preview_on_add", "delete")
        ]
        return [
            *stock,
            path("own/<slug:event>/<slug:language>/", start, name="start"),
            path("reset/<int:pk>/", ResetView.as_view(), name="reset"),
        ]
