"""The base of the staff's screens of a request, also of those in apps above."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from portal_cms.documents.screens import DocumentScreenMixin
from portal_cms.requests.models import Request


class RequestScreenMixin(DocumentScreenMixin):
    """A screen of the tab; with a request in its address it sets `self.asked`."""

    active_tab = "requests"
    page_title = gettext_lazy("Requests")
    asked = None

    def prepare(self, request):
        if "asked" in self.kwargs:
            rows = Request.objects.visible_to(request.user).select_related("client__user", "matter", "site")
            self.asked = rows.filter(matter=self.matter, uuid=self.kwargs["asked"]).first()
            if self.asked is None:
                raise Http404
        return super().prepare(request)

    def list_url(self):
        return reverse("portal_requests_admin:list", args=[self.matter.pk])

    def detail_url(self):
        return reverse("portal_requests_admin:detail", args=[self.matter.pk, self.asked.uuid])

    def get_context_data(self, **kwargs):
        kwargs["asked"] = self.asked
        kwargs.setdefault("back_url", self.detail_url() if self.asked and self.asked.pk else self.list_url())
        return super().get_context_data(**kwargs)
