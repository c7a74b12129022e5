"""The client's timeline of a matter, one date for the own calendar, and the address of all of them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from portal_cms.clients.area import ClientAreaMixin
from portal_cms.common.paging import ShortPaginator
from portal_cms.matters.access import get_matter_or_404
from portal_cms.matters.page import matter_tabs
from portal_cms.parts import feeds
from portal_cms.parts.entries import entries_of
from portal_cms.parts.ics import CONTENT_TYPE, calendar_of
from portal_cms.parts.models import CalendarFeed, Proceeding
from portal_cms.parts.rows import by_year, date_row, merged, step_row

STEPS_PER_PAGE = 20
DATES_SHOWN = 20


class TimelineView(ClientAreaMixin, TemplateView):
    """What comes next on top, below it what happened, newest first and by year."""

    template_name = "portal_parts/timeline.html"

    def get_context_data(self, uuid, **kwargs):
        user = self.request.user
        matter = get_matter_or_404(user, uuid)
        steps = Proceeding.objects.visible_to(user).filter(matter=matter).select_related("court")
        page = ShortPaginator(steps, STEPS_PER_PAGE).get_page(self.request.GET.get("page"))
        dates = self._dates(matter, steps) if page.number == 1 else []
        return super().get_context_data(
            matter=matter,
            tabs=matter_tabs(matter, "dates"),
            dates=dates,
            years=by_year([step_row(row) for row in page]),
            page_obj=page,
            **kwargs,
        )

    def _dates(self, matter, steps):
        today = timezone.localdate()
        entries = [entry for entry in entries_of(self.request.user, today) if entry.matter.pk == matter.pk]
        dates = [date_row(row) for row in steps.dates_from(today)[:DATES_SHOWN]]
        return merged(dates, entries, DATES_SHOWN)


class DateView(ClientAreaMixin, View):
    """One date as a file the person's calendar opens."""

    def get(self, request, uuid):
        dates = Proceeding.objects.visible_to(request.user).filter(uuid=uuid, next_date__isnull=False)
        row = dates.select_related("matter", "court").first()
        if row is None:
            raise Http404
        response = HttpResponse(calendar_of([row], request.firm), content_type=CONTENT_TYPE)
        response["Content-Disposition"] = f'attachment; filename="{row.next_date:%Y-%m-%d}.ics"'
        return response


class CalendarView(ClientAreaMixin, TemplateView):
    """The secret address of the own calendar: made, replaced and ended here. It is shown once, in the answer to the
    click that makes it, because only its hash is kept."""

    template_name = "portal_parts/calendar.html"

    def get_context_data(self, **kwargs):
        feed = CalendarFeed.objects.filter(user=self.request.user).first()
        return super().get_context_data(feed=feed, **kwargs)

    def post(self, request):
        if request.POST.get("action") == "end":
            feeds.end(request.user, by=request.user)
            messages.success(request, _("The address of your calendar does not work any more."))
            return redirect("portal_parts:calendar")
        token = feeds.renew(request.user)
        address = request.firm.absolute_url(reverse("portal_parts:feed", args=[token]))
        subscribe = f"webcal://{address.partition('://')[2]}"
        return self.render_to_response(self.get_context_data(address=address, subscribe_url=subscribe))
