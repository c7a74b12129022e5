"""The screens of the guide: the steps, the check of an address, the test mail."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from portal_cms.common.errors import PortalError
from portal_cms.guide import services
from portal_cms.guide.checking import check_host, report
from portal_cms.guide.steps import Setup
from sitesettings.access import may_set_up
from sitesettings.middleware import host_of
from sitesettings.models import SiteHost


class SetUpMixin:
    """For those who may change the firm's settings."""

    def dispatch(self, request, *args, **kwargs):
        if not may_set_up(request.user, request.site):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class GuideView(SetUpMixin, WagtailAdminTemplateMixin, TemplateView):
    """What is done and what is missing, in order."""

    template_name = "portal_guide/admin/guide.html"
    page_title = gettext_lazy("Set-up guide")
    header_icon = "list-ol"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(setup=Setup(self.request.site, self.request.user), **kwargs)


class TestMailView(SetUpMixin, View):
    http_method_names = ["post", "options"]

    def post(self, request):
        try:
            services.send_test_mail(request.site, to=request.user)
        except PortalError as error:
            messages.error(request, error.text)
        else:
            text = _("A test mail to %(address)s is on its way. Reload this page to see whether it was sent.")
            messages.success(request, text % {"address": request.user.email})
        return redirect("portal_guide:guide")


class CheckView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the last check of one host name; by POST the address is asked again."""

    template_name = "portal_guide/admin/check.html"
    page_title = gettext_lazy("Check this address")
    header_icon = "site"

    @cached_property
    def host(self):
        hosts = SiteHost.objects.visible_to(self.request.user).select_related("site")
        return get_object_or_404(hosts, pk=self.kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        policy = policy_registry.get_by_type(SiteHost)
        if not policy.user_has_permission_for_instance(request.user, "change", self.host):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        try:
            check_host(self.host, by=request.user, seen_at=host_of(request))
        except PortalError as error:
            messages.error(request, error.text)
        return redirect("portal_guide:check", self.host.pk)

    def get_page_subtitle(self):
        return str(self.host)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse("sitesettings_hosts:index"), "label": _("Host names")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(host=self.host, report=report(self.host), **kwargs)
