"""The log across all matters, the tab of one matter, and the page of the bell."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import BaseListingView, WagtailAdminTemplateMixin

from portal_cms.access.listing import BoundedPaginator
from portal_cms.activity import bell
from portal_cms.activity.filters import ActivityFilterSet
from portal_cms.activity.log import events_for, matching_matters, rows_of
from portal_cms.audit.models import AuditEvent
from portal_cms.matters.models import Matter
from portal_cms.matters.screens import MatterScreenMixin

PERMISSION = "portal_matters.view_matter"
PER_PAGE = 50


def may_follow(user):
    return user.has_perm(PERMISSION)


class ActivityPaginator(BoundedPaginator):
    """Says how many activities, not how many entries of the record."""

    verbose_name = gettext_lazy("activity")
    verbose_name_plural = gettext_lazy("activities")


class ActivityListMixin:
    """A list of lines made from events, page by page."""

    model = AuditEvent
    paginator_class = ActivityPaginator
    paginate_by = PER_PAGE
    filterset_class = ActivityFilterSet
    is_searchable = False
    default_ordering = "-pk"
    results_template_name = "portal_activity/admin/results.html"
    page_title = gettext_lazy("Activity")
    header_icon = "history"
    verbose_name_plural = gettext_lazy("activities")
    with_matter = True

    def order_queryset(self, queryset):
        return queryset

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["rows"] = rows_of(self.request.user, context["object_list"])
        return context


class LogView(ActivityListMixin, BaseListingView):
    """Across all matters the person sees."""

    template_name = "portal_activity/admin/log.html"
    index_url_name = "portal_activity:log"
    index_results_url_name = "portal_activity:results"
    is_searchable = True

    def dispatch(self, request, *args, **kwargs):
        if not may_follow(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self):
        return events_for(self.request.user, self.request.site)

    def search_queryset(self, queryset):
        """By the matter's reference number and subject, and by the client's name."""
        if not self.is_searching:
            return queryset
        words = self.search_query
        matters = Matter.objects.visible_to(self.request.user).filter(
            Q(reference__icontains=words) | Q(subject__icontains=words)
        )
        return queryset.filter(Q(actor_name__icontains=words) | matching_matters(matters))


class MatterLogView(ActivityListMixin, MatterScreenMixin, BaseListingView):
    """The tab of one matter."""

    template_name = "portal_activity/admin/matter.html"
    active_tab = "activity"
    with_matter = False

    def get_base_queryset(self):
        events = events_for(self.request.user, self.matter.site)
        return events.filter(matter_uuid=str(self.matter.uuid))

    def get_filterset_kwargs(self):
        return {**super().get_filterset_kwargs(), "matter": self.matter}

    def get_index_url(self):
        return reverse("portal_activity:matter", args=[self.matter.pk])

    def get_index_results_url(self):
        return reverse("portal_activity:matter_results", args=[self.matter.pk])


def words_of(number):
    """The number at the bell, as it is shown and as it is said."""
    text = ngettext("%(count)s new activity of clients", "%(count)s new activities of clients", number)
    shown = f"{bell.MOST}+" if number > bell.MOST else str(number)
    return {"count": number, "shown": shown, "text": text % {"count": shown}}


class BellMixin:
    """What waits to be seen. Everybody of the firm has a bell; it rings for matters that are the person's."""

    most = bell.MOST

    @cached_property
    def now(self):
        return timezone.now()

    def get_context_data(self, **kwargs):
        user = self.request.user
        events = list(bell.unseen_events(user, self.request.site)[: bell.MOST + 1])
        return super().get_context_data(
            rows=rows_of(user, events[: self.most]),
            has_more=len(events) > self.most,
            number=words_of(len(events)),
            until=self.now.isoformat(),
            may_follow=may_follow(user),
            **kwargs,
        )

    def mark_seen(self):
        """Only what the list showed: what came in since then waits on."""
        until = parse_datetime(self.request.POST.get("until", "")) or self.now
        if timezone.is_naive(until) or until > self.now:
            until = self.now
        bell.mark_all_seen(self.request.user, until)


class BellView(BellMixin, WagtailAdminTemplateMixin, TemplateView):
    """The list on a page of its own."""

    template_name = "portal_activity/admin/bell.html"
    page_title = gettext_lazy("What is new from clients")
    header_icon = "portal-bell"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def post(self, request, *args, **kwargs):
        self.mark_seen()
        messages.success(request, _("Everything on the list is marked as seen."))
        return redirect("portal_activity:bell")


class PanelView(BellMixin, TemplateView):
    """The newest of the list, for the panel that opens at the bell. Like the page, it leaves everything unseen until
    somebody says otherwise or looks at the matter."""

    template_name = "portal_activity/admin/panel.html"
    most = 8

    def post(self, request, *args, **kwargs):
        """Marks what was shown as seen, and answers with what is left."""
        self.mark_seen()
        return self.get(request, *args, **kwargs)


class CountView(View):
    """The number at the bell, for the script. Asking for it does not keep a session alive."""

    def get(self, request, *args, **kwargs):
        return JsonResponse(
            words_of(bell.count(request.user, request.site)), headers={"Cache-Control": "no-store"}
        )
