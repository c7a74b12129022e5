"""The question "Notify the client now?" and its answers (P27 to P30).

The question stands in the header of every screen of a matter; the page here shows the same at any later time. Both
work without scripts.
"""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages

from portal_cms.common.errors import PortalError
from portal_cms.matters import pending
from portal_cms.matters.news import told_by
from portal_cms.matters.screens import MatterScreenMixin
from portal_cms.matters.waiting import group, in_words


class NotifyView(MatterScreenMixin, TemplateView):
    """What waits, for whom; send it, discard it, or leave it."""

    template_name = "portal_matters/admin/notify.html"
    page_title = gettext_lazy("Notify clients")
    header_icon = "mail"

    def dispatch(self, request, *args, **kwargs):
        if not told_by(request.user, self.matter):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def waiting(self):
        return group(list(pending.pending_of(self.matter, by=self.request.user)))

    def post(self, request, *args, **kwargs):
        wanted = set(request.POST.getlist("client"))
        chosen = [client for client in self.waiting.clients if str(client.uuid) in wanted]
        if self.waiting.clients and not chosen:
            messages.error(request, _("Please choose at least one client."))
            return self.get(request, *args, **kwargs)
        answer = self.discard if "discard" in request.POST else self.send
        try:
            done, text = answer(chosen)
        except PortalError as error:
            messages.error(request, error.text)
            return redirect(self.next_url())
        if done:
            messages.success(request, text % {"clients": in_words(done)})
        else:
            messages.info(request, _("Nothing waits any more: somebody else has sent or discarded it."))
        return redirect(self.next_url())

    def send(self, clients):
        told = pending.send(self.matter, by=self.request.user, clients=clients)
        return told, _("An e-mail is on its way to %(clients)s.")

    def discard(self, clients):
        dropped = pending.discard(self.matter, by=self.request.user, clients=clients)
        return dropped, _("The notice is discarded. %(clients)s will get no e-mail about these changes.")

    def next_url(self):
        wanted = self.request.POST.get("next", "")
        if url_has_allowed_host_and_scheme(wanted, {self.request.get_host()}, self.request.is_secure()):
            return wanted
        return reverse("portal_matters_admin:edit", args=[self.matter.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(untold=self.waiting, next_url=self.next_url(), **kwargs)
