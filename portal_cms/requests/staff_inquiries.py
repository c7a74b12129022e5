"""A new inquiry on one screen: the client, the inquiry and the first request, made in one go (J31)."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from portal_cms.common.errors import PortalError
from portal_cms.matters.models import Matter
from portal_cms.requests.inquiry_forms import InquiryForm
from portal_cms.requests.intake import begin

NEEDED = ("portal_matters.add_matter", "portal_clients.add_client")
SHARE = "portal_matters.use_client_portal"


class NewInquiryView(WagtailAdminTemplateMixin, FormView):
    template_name = "portal_requests/admin/new_inquiry.html"
    form_class = InquiryForm
    page_title = gettext_lazy("New inquiry")
    header_icon = "help"

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if user.is_superuser or not user.has_perms(NEEDED):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        matters = {"url": reverse("portal_matters_admin:list"), "label": _("Matters")}
        return [*self.breadcrumbs_items, matters, {"url": "", "label": self.page_title}]

    def get_form_kwargs(self):
        may_share = self.request.user.has_perm(SHARE)
        return {**super().get_form_kwargs(), "site": self.request.site, "may_share": may_share}

    def get_initial(self):
        return {"handler": self.request.user.pk, "language": self.request.firm.default_language}

    def form_valid(self, form):
        try:
            matter, asked = begin(self.request.site, form.client, form.cleaned_data, by=self.request.user)
        except PortalError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        self.say(form)
        if asked:
            return redirect("portal_requests_admin:edit", matter.pk, asked.uuid)
        if not Matter.objects.visible_to(self.request.user).filter(pk=matter.pk).exists():
            return redirect("portal_matters_admin:list")
        return redirect("portal_requests_admin:list", matter.pk)

    def say(self, form):
        messages.success(self.request, _("The inquiry is opened. Nothing was sent."))
        if form.client:
            text = _("%(client)s was a client of the firm already, so the inquiry is theirs.")
            messages.info(self.request, text % {"client": form.client})

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)
