"""Bases of the admin screens below a matter that touch its documents or its clients."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin import messages

from portal_cms.common.errors import PortalError
from portal_cms.common.uuids import valid_uuids
from portal_cms.documents.models import Document
from portal_cms.matters.access import may_share, require_share
from portal_cms.matters.models import MatterAccess
from portal_cms.matters.screens import MatterScreenMixin, refuse

MOST_AT_ONCE = 200


class DocumentScreenMixin(MatterScreenMixin):
    """Whoever sees the matter sees this; a missing right on top of it is a 403 in the admin's frame.

    (Wagtail itself turns a denial into a redirect to its home, which tells neither people nor programs.)
    """

    needs_share = False
    needs_permission = ""

    def dispatch(self, request, *args, **kwargs):
        try:
            self.check_rights(request)
            return self.prepare(request) or super().dispatch(request, *args, **kwargs)
        except PermissionDenied as error:
            reason = str(error) or why_not_share(request.user, self.matter)
            return refuse(request, self.matter, reason, self.active_tab)

    @cached_property
    def may_share(self):
        """Asked once for a page, however many buttons hang on it."""
        return may_share(self.request.user, self.matter)

    def check_rights(self, request):
        if self.needs_share:
            require_share(request.user, self.matter)
        if self.needs_permission and not request.user.has_perm(self.needs_permission):
            raise PermissionDenied(no_right())

    def prepare(self, request):
        """What must be found after the rights are known and before the view runs; a response ends it here."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(may_share=self.may_share, **kwargs)


class SelectionMixin(DocumentScreenMixin):
    """A screen about the documents named in `?document=`, all of this matter."""

    template_name = "portal_documents/admin/form.html"
    active_tab = "documents"

    def prepare(self, request):
        self.documents = chosen_documents(self.matter, self.wanted())
        if not self.documents:
            messages.error(request, _("Please select at least one document."))
            return redirect(self.get_success_url())
        return super().prepare(request)

    def wanted(self):
        data = self.request.POST if self.request.method == "POST" else self.request.GET
        return data.getlist("document")

    def get_success_url(self):
        return reverse("portal_documents_admin:list", args=[self.matter.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(documents=self.documents, back_url=self.get_success_url(), **kwargs)


class ServiceFormMixin:
    """A form whose service may refuse: the reason stands in the form, and nothing typed is lost."""

    def form_valid(self, form):
        try:
            self.perform(form)
        except PortalError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class ServiceFormView(ServiceFormMixin, FormView):
    submit_label = ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(submit_label=self.get_submit_label(), **kwargs)

    def get_submit_label(self):
        return self.submit_label


def chosen_documents(matter, names):
    """The documents of these uuids; one that is not of this matter makes it a 404, whether it exists or not."""
    uuids = {uuid for name in names for uuid in valid_uuids(name)}
    if len(uuids) != len(set(names)) or len(uuids) > MOST_AT_ONCE:
        raise Http404
    documents = list(Document.objects.filter(matter=matter, uuid__in=uuids).select_related("folder"))
    if len(documents) != len(uuids):
        raise Http404
    for document in documents:
        document.matter = matter
    return documents


def no_right():
    return _("Your role does not include this. Please ask the firm's administration.")


def why_not_share(user, matter):
    """The first of the preconditions A32 to A35 that is not met, as a sentence."""
    if not user.has_perm("portal_matters.use_client_portal"):
        return _("You do not have the permission “Client portal”, so you can not send anything to clients.")
    if not matter.has_portal:
        return _("There is no client portal for this matter yet.")
    if not MatterAccess.objects.filter(user=user, matter=matter, may_share=True).exists():
        return _(
            "Only the handler of this matter, the assistant and people they named can send something to its clients."
        )
    return _("You can not do this in this matter.")
