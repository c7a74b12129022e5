"""The staff's screens of personal links: one by hand, those that work, and the end of them."""

from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import View
from wagtail.admin import messages

from portal_cms.matters.models import Matter
from portal_cms.requests import links
from portal_cms.requests.models import Request, RequestLink
from portal_cms.requests.screens import RequestScreenMixin
from portal_cms.requests.staff import QuestionView
from sitesettings.firm import firm_for

SHOWN = 50  # on a client's tab


class LinkView(QuestionView):
    """The link by hand: shown once, as only its hash is kept."""

    page_title = gettext_lazy("Personal link")
    question = gettext_lazy(
        "Make a new link to hand over yourself, for example by phone or at the desk? "
        "Whoever has the link can answer this request as %(client)s."
    )
    button = gettext_lazy("Make a new link")

    def post(self, request, *args, **kwargs):
        if not self.asked.is_answerable:
            messages.error(request, _("Nothing is waiting in this request, so it needs no link."))
            return redirect(self.detail_url())
        path = links.make_link(self.asked, by=request.user, origin=RequestLink.Origin.HAND)
        address = firm_for(self.matter.site).absolute_url(path)
        context = self.get_context_data(address=address, code=links.as_picture(address))
        response = self.render_to_response(context)
        response["Cache-Control"] = "private, no-store"
        return response


class EndLinkView(RequestScreenMixin, View):
    """End one link of the request, or without a number all of them."""

    http_method_names = ["post", "options"]
    needs_share = True

    def post(self, request, *args, link=None, **kwargs):
        if link and not self.asked.links.filter(pk=link).exists():
            raise Http404
        count = links.revoke(self.asked, by=request.user, link=link)
        messages.success(request, ended_text(count))
        return redirect(self.detail_url())


def ended_text(count):
    if not count:
        return _("No link was open any more.")
    return ngettext(
        "%(count)d link has ended. Whoever had opened it is out as well.",
        "%(count)d links have ended. Whoever had opened them is out as well.",
        count,
    ) % {"count": count}


def live_links(requests):
    """The links that work, of these requests, the newest first."""
    rows = RequestLink.objects.live().filter(request__in=requests).select_related("created_by")
    return rows.order_by("-pk")


def links_of_client(client, request):
    """For the client's tab: the links to those requests which this member of staff sees."""
    seen = Request.objects.visible_to(request.user).filter(client=client, state__in=Request.SHOWN)
    found = list(live_links(seen).select_related("created_by", "request__matter")[:SHOWN])
    if not found:
        return None
    matters = {link.request.matter_id for link in found}
    may_end = set(
        Matter.objects.shareable_by(request.user).filter(pk__in=matters).values_list("pk", flat=True)
    )
    for link in found:
        link.may_end = link.request.matter_id in may_end
    return {"links": found}
