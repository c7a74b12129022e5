"""The screens of the firm's request templates: Settings > Request templates."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView
from wagtail.admin.widgets import Button
from wagtail.log_actions import log

from portal_cms.access.viewsets import ScopedModelViewSet
from portal_cms.audit.services import record
from portal_cms.common.errors import PortalError
from portal_cms.notices.previewing import as_page
from portal_cms.requests.compose_forms import TemplateForm
from portal_cms.requests.drafting import save_template, send_trial
from portal_cms.requests.models import RequestTemplate
from portal_cms.requests.preview import mail_of_template
from portal_cms.requests.staff_edit import mail_markers
from sitesettings.firm import firm_for

NAMESPACE = "portal_request_templates"


class TemplateEditingMixin:
    """A template and its items are saved together, with one event of the record."""

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except PortalError as error:
            form.add_error(None, error)
            return self.form_invalid(form)

    def save_instance(self):
        what = "edit" if self.form.instance.pk else "create"
        template = self.form.save(commit=False)
        save_template(template, self.form.items.rows(), by=self.request.user)
        log(template, f"wagtail.{what}", user=self.request.user)
        return template

    def get_success_url(self):
        return reverse(f"{NAMESPACE}:edit", args=[self.object.pk])

    def get_success_buttons(self):
        return []

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), **mail_markers(self.request.site)}


class TemplateCreateView(TemplateEditingMixin, CreateView):
    def get_initial_form_instance(self):
        site = self.request.site
        return RequestTemplate(site=site, language=firm_for(site).default_language)


class TemplateEditView(TemplateEditingMixin, EditView):
    actions = ["edit", "test"]

    def form_valid(self, form):
        response = super().form_valid(form)
        if self.action == "test" and not form.errors:
            send_trial(self.object, to=self.request.user)
            text = _("A test mail to %(address)s is on its way.")
            messages.success(self.request, text % {"address": self.request.user.email})
            return redirect(self.get_success_url())
        return response

    @cached_property
    def header_more_buttons(self):
        url = reverse(f"{NAMESPACE}:mail", args=[self.object.pk])
        return [
            *super().header_more_buttons,
            Button(_("See the mail"), url=url, icon_name="view", priority=15),
        ]


class TemplateDeleteView(DeleteView):
    """Requests that were made from it stay as they are."""

    @transaction.atomic
    def delete_action(self):
        record("request_template.deleted", on=self.object, by=self.request.user)
        super().delete_action()


@require_safe
@xframe_options_sameorigin
def mail(request, pk):
    """The mail of a template, to a sample person, as it is saved."""
    if not request.user.has_perm("portal_requests.view_requesttemplate"):
        raise PermissionDenied
    key = unquote(str(pk))
    template = RequestTemplate.objects.visible_to(request.user).filter(pk=key).first()
    if template is None:
        raise Http404
    return as_page(mail_of_template(template), firm_for(template.site), request.GET.get("mode", "html"))


class RequestTemplateViewSet(ScopedModelViewSet):
    model = RequestTemplate
    icon = "list-ul"
    menu_label = gettext_lazy("Request templates")
    menu_order = 255
    add_to_settings_menu = True
    add_view_class = TemplateCreateView
    edit_view_class = TemplateEditView
    delete_view_class = TemplateDeleteView
    create_template_name = "portal_requests/admin/template.html"
    edit_template_name = "portal_requests/admin/template.html"
    list_display = [
        "name",
        "area",
        Column("language", label=gettext_lazy("Language"), accessor="get_language_display"),
        "title",
    ]
    list_filter = ["area", "language"]
    search_fields = ["name", "area", "title"]

    def get_form_class(self, for_update=False):
        return TemplateForm

    def get_edit_view_kwargs(self, **kwargs):
        return super().get_edit_view_kwargs(usage_url_name=None, **kwargs)

    def get_delete_view_kwargs(self, **kwargs):
        return super().get_delete_view_kwargs(usage_url_name=None, **kwargs)

    def get_urlpatterns(self):
        return [*super().get_urlpatterns(), path("mail/<int:pk>/", mail, name="mail")]
