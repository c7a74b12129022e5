"""The client's home, the overview of one matter, the public landing page and the live counters."""

from django.db.models import F
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import TemplateView, View

from portal_cms.billing.models import Bill
from portal_cms.billing.rows import task_row
from portal_cms.clients.area import ClientAreaMixin
from portal_cms.clients.visits import last_visit, note_visit
from portal_cms.common.health import failures
from portal_cms.common.paging import ShortPaginator
from portal_cms.dashboard.news import News
from portal_cms.documents.models import Share
from portal_cms.documents.rows import file_row
from portal_cms.matters.access import get_matter_or_404
from portal_cms.matters.models import Matter
from portal_cms.matters.page import matter_links, matter_page
from portal_cms.messaging.models import Message
from portal_cms.messaging.rows import recent_row
from portal_cms.parts.overview import next_dates_of
from portal_cms.requests.dates import entry_of
from portal_cms.requests.models import Request
from portal_cms.requests.rows import request_row

MATTERS_PER_PAGE = 25
RECENT = 5
URGENT = 3  # unpaid bills of each kind among what is to do


class RootView(View):
    """`/`: the client's home, the admin for staff, else the landing page or the sign-in."""

    def get(self, request):
        if request.user.is_authenticated:
            return HomeView.as_view()(request)
        if not request.firm.is_public:
            return redirect("portal_accounts:sign_in")
        context = {
            "portrait": request.firm.portrait(),
            "offices": request.firm.offices.values(),
            "is_indexable": True,
        }
        return render(request, "portal_dashboard/landing.html", context)


class HomeView(ClientAreaMixin, TemplateView):
    template_name = "portal_dashboard/home.html"

    def get_context_data(self, **kwargs):
        user, client, firm = self.request.user, self.client, self.request.firm
        matters = Matter.objects.visible_to(user).select_related("handler__profile")
        page = ShortPaginator(matters, MATTERS_PER_PAGE).get_page(self.request.GET.get("page"))
        bills = list(Bill.objects.visible_to(user).first_of_each_kind(URGENT))
        news = News(user, client, last_visit(self.request, client))
        unread = news.unread()
        waiting = self._requests(unread)
        due = [entry_of(asked) for asked in waiting if asked.due_on and not asked.is_late]
        rows = [matter_row(matter, news.by_kind["message"], news.by_kind["document"]) for matter in page]
        return super().get_context_data(
            matters=rows,
            single_matter=rows[0] if page.paginator.count == 1 else None,
            page_obj=page,
            todo=[*map(request_row, waiting), *(task_row(bill) for bill in bills if bill.open_amount)],
            unread=unread,
            news=news.newest(),
            last_visit_at=news.reader.since,
            dates=next_dates_of(user, due),
            office=firm.standard_office,
            portrait=firm.portrait(),
            is_first_visit=client.first_visit_at is None,
            **kwargs,
        )

    def _requests(self, unread):
        """Those that wait, asked for only if there are any."""
        if not unread["waiting"]:
            return []
        waiting = Request.objects.visible_to(self.request.user).waiting().select_related("matter")
        return list(waiting.order_by(F("due_on").asc(nulls_last=True), "-sent_at")[:RECENT])

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        response.render()
        note_visit(request, self.client)
        return response


def matter_row(matter, messages, documents):
    """A matter in the client's list; the counts are by matter id."""
    return {
        "url": reverse("portal_dashboard:matter", args=[matter.uuid]),
        "reference": matter.reference,
        "subject": matter.subject,
        "description": matter.description,
        "handler": matter.handler,
        "state": matter.state_text,
        "last_activity_at": matter.last_activity_at,
        "unread_messages": messages.get(matter.pk, 0),
        "new_documents": documents.get(matter.pk, 0),
        **matter_links(matter),
    }


class MatterView(ClientAreaMixin, TemplateView):
    """The overview of one matter (A18 to A26)."""

    template_name = "portal_matters/matter.html"

    def get_context_data(self, uuid, **kwargs):
        user = self.request.user
        matter = get_matter_or_404(user, uuid, "handler__profile")
        shares = Share.objects.visible_to(user).filter(matter=matter)
        messages = Message.objects.filter(matter=matter, thread__client=self.client)
        messages = messages.select_related("thread", "author__profile").order_by("-created_at", "-pk")
        shares = shares.select_related("document", "folder", "shared_by")
        news = News(user, self.client, last_visit(self.request, self.client))
        return super().get_context_data(
            **matter_page(matter, self.request),
            recent_messages=[recent_row(message) for message in messages[:RECENT]],
            recent_documents=[file_row(share) for share in shares[:RECENT]],
            unread=news.unread(),
            news=news.of_matter(matter),
            last_visit_at=news.reader.since,
            **kwargs,
        )


class LiveView(ClientAreaMixin, View):
    """Counters for the script that keeps the navigation current."""

    def get(self, request):
        return JsonResponse(News(request.user, self.client).counts())


class HealthView(View):
    """`/healthz`: 200 "ready", or 503 with a word for each part that is not. Names no firm."""

    def get(self, request):
        failed = failures()
        return JsonResponse({"ready": not failed, "failed": failed}, status=503 if failed else 200)
