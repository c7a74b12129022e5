"""The firm's seal in the settings: which certificate closes signed documents, and how to use an own one."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal_cms.documents.screens import ServiceFormMixin
from portal_cms.signing import seals, timestamps
from portal_cms.signing.access import may_seal
from portal_cms.signing.forms import SealForm


class SealMixin:
    """For the firm's administration."""

    def dispatch(self, request, *args, **kwargs):
        if not may_seal(request.user, request.site):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SealView(SealMixin, ServiceFormMixin, WagtailAdminTemplateMixin, FormView):
    template_name = "portal_signing/admin/seal.html"
    form_class = SealForm
    page_title = gettext_lazy("Seal of signed documents")
    header_icon = "lock"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        rows = list(seals.seals_of(self.request.site).select_related("created_by"))
        return super().get_context_data(
            seal=next((row for row in rows if row.is_active), None),
            former=[row for row in rows if not row.is_active],
            has_timestamp=timestamps.is_on(),
            **kwargs,
        )

    def perform(self, form):
        data = form.cleaned_data
        seals.install(self.request.site, data["file"].read(), data["password"], by=self.request.user)
        messages.success(
            self.request, _("The certificate is installed. Documents signed from now on are sealed with it.")
        )

    def get_success_url(self):
        return "portal_signing_admin:seal"


class RenewView(SealMixin, View):
    http_method_names = ["post", "options"]

    def post(self, request):
        seals.renew(request.site, by=request.user)
        messages.success(request, _("The portal has made a new certificate. It is used from now on."))
        return redirect("portal_signing_admin:seal")
