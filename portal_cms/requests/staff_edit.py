"""Writing a request: from nothing, from a template or from another request, with its mail, up to sending."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import TemplateView, View
from wagtail.admin import messages

from portal_cms.documents.screens import ServiceFormView
from portal_cms.notices.previewing import as_page
from portal_cms.requests import drafting, services
from portal_cms.requests.compose_forms import ClientForm, SaveAsTemplateForm, StartForm
from portal_cms.requests.models import Request
from portal_cms.requests.preview import mail_of
from portal_cms.requests.screens import RequestScreenMixin
from portal_cms.requests.staff_forms import RequestForm, item_forms
from sitesettings.events import EVENTS
from sitesettings.firm import firm_for


class StartView(RequestScreenMixin, ServiceFormView):
    """Whom to ask, and what to start from: an empty request or one of the firm's templates (J21)."""

    template_name = "portal_requests/admin/start.html"
    needs_share = True
    form_class = StartForm
    page_title = gettext_lazy("Write a request")
    submit_label = gettext_lazy("Continue")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "matter": self.matter}

    def get_initial(self):
        return {"template": self.request.GET.get("template")}

    def perform(self, form):
        client, template = form.cleaned_data["client"], form.cleaned_data["template"]
        if template:
            self.asked = drafting.draft_from(template, self.matter, client, by=self.request.user)
        else:
            self.client = client

    def get_success_url(self):
        if self.asked:
            return reverse("portal_requests_admin:edit", args=[self.matter.pk, self.asked.uuid])
        new = reverse("portal_requests_admin:new", args=[self.matter.pk])
        return f"{new}?client={self.client.pk}"


class DraftView(RequestScreenMixin, TemplateView):
    """Write a request; keep it as a draft, or go on to sending it."""

    template_name = "portal_requests/admin/edit.html"
    needs_share = True
    page_title = gettext_lazy("Write a request")

    def prepare(self, request):
        response = super().prepare(request)
        self.asked = self.asked or Request(site_id=self.matter.site_id, matter=self.matter)
        if self.asked.state != Request.State.DRAFT:
            messages.error(request, _("This request was sent, so it can not be changed any more."))
            return redirect(self.detail_url())
        return response

    def get(self, request, *args, **kwargs):
        return self._page(self._form(), item_forms(self.matter, self.asked))

    def post(self, request, *args, **kwargs):
        form, items = self._form(request.POST), item_forms(self.matter, self.asked, request.POST)
        if not (form.is_valid() & items.is_valid()):
            return self._page(form, items, status=422)
        self.asked = services.save_draft(form.save(commit=False), items.rows(), by=request.user)
        if "send" not in request.POST:
            messages.success(request, _("The draft is saved. Nothing was sent."))
            return redirect("portal_requests_admin:edit", self.matter.pk, self.asked.uuid)
        return redirect("portal_requests_admin:send", self.matter.pk, self.asked.uuid)

    def _form(self, data=None):
        first = {} if self.asked.pk else {"client": self.request.GET.get("client")}
        return RequestForm(data, instance=self.asked, matter=self.matter, initial=first)

    def _page(self, form, items, status=200):
        context = self.get_context_data(
            form=form, items=items, media=form.media, **mail_markers(self.matter.site)
        )
        return self.render_to_response(context, status=status)

    def get_context_data(self, **kwargs):
        return super().get_context_data(back_url=self.list_url(), **kwargs)


def mail_markers(site):
    """What the buttons of the markers are made from (see `portal_notices/admin/markers.html`)."""
    event = EVENTS["request_sent"]
    return {
        "subject_markers": event.subject_markers,
        "text_markers": event.all_markers,
        "shows_content": firm_for(site).mail_shows_content,
    }


@method_decorator(xframe_options_sameorigin, name="dispatch")
class MailView(RequestScreenMixin, View):
    """The mail as the client gets it, or its plain text; the personal link in it is made on sending."""

    def get(self, request, *args, **kwargs):
        return as_page(mail_of(self.asked), firm_for(self.matter.site), request.GET.get("mode", "html"))


class DuplicateView(RequestScreenMixin, ServiceFormView):
    """The same again, for the same client or another one of the matter."""

    template_name = "portal_requests/admin/form.html"
    needs_share = True
    form_class = ClientForm
    page_title = gettext_lazy("Duplicate the request")
    submit_label = gettext_lazy("Make a draft")

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "matter": self.matter}

    def get_initial(self):
        return {"client": self.asked.client_id}

    def perform(self, form):
        client = form.cleaned_data["client"]
        self.copied = drafting.duplicate(self.asked, client, by=self.request.user)
        messages.success(self.request, _("This draft asks for the same. Nothing was sent."))

    def get_success_url(self):
        return reverse("portal_requests_admin:edit", args=[self.matter.pk, self.copied.uuid])

    def get_page_subtitle(self):
        return self.asked.title


class SaveAsTemplateView(RequestScreenMixin, ServiceFormView):
    """What this request asks for, kept for other matters."""

    template_name = "portal_requests/admin/form.html"
    needs_permission = "portal_requests.add_requesttemplate"
    form_class = SaveAsTemplateForm
    page_title = gettext_lazy("Save as a template")
    submit_label = gettext_lazy("Save")

    def get_initial(self):
        return {"name": self.asked.title}

    def perform(self, form):
        name, area = form.cleaned_data["name"], form.cleaned_data["area"]
        self.template = drafting.template_from(self.asked, name, area, by=self.request.user)
        messages.success(
            self.request,
            _(
                "The template is saved. Documents of this matter are not in it; please check the texts for names."
            ),
        )

    def get_success_url(self):
        return reverse("portal_request_templates:edit", args=[self.template.pk])

    def get_page_subtitle(self):
        return self.asked.title
