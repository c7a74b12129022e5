"""The address a client's calendar fetches by itself: no session, no cookie, a secret in the path.

Who holds the secret reads the dates of that client and nothing else. It stops working with the next request when the
client replaces or ends it, when the access is blocked or removed, and while the portal is closed; dates that were
withdrawn, or whose matter was, are simply not in it any more.
"""

from datetime import timedelta

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from django.views.decorators.http import conditional_page
from django.views.generic import View

from portal_cms.accounts import throttle
from portal_cms.accounts.models import User
from portal_cms.audit.services import record
from portal_cms.common.network import current_address, network_of
from portal_cms.common.tokens import hash_token, new_token
from portal_cms.parts.entries import entries_of
from portal_cms.parts.ics import CONTENT_TYPE, calendar_of
from portal_cms.parts.models import CalendarFeed, Proceeding

PER_HOUR = 60  # of one calendar; several devices may share its address
UNKNOWN_PER_HOUR = 300  # of one network: a calendar service asks on behalf of many people
KEPT = timedelta(days=366)  # how long a date stays in the calendar after it
MOST = 500


@transaction.atomic
def renew(user):
    """Make the address of this client's calendar, or a new one in place of it. Returns the secret, once."""
    token, digest = new_token()
    values = {"token_hash": digest, "created_at": timezone.now(), "fetched_at": None}
    _feed, made = CalendarFeed.objects.update_or_create(user=user, defaults=values)
    record("calendar.made" if made else "calendar.renewed", on=user, by=user)
    return token


@transaction.atomic
def end(user, *, by):
    """The address stops working. Does nothing where there is none."""
    deleted, _kinds = CalendarFeed.objects.filter(user=user).delete()
    if deleted:
        record("calendar.ended", on=user, by=by)


def find(site, token):
    """The calendar of this firm with this secret, if its client may still sign in; else None."""
    rows = CalendarFeed.objects.select_related("user").filter(token_hash=hash_token(token), user__site=site)
    feed = rows.first()
    return feed if feed and feed.user.kind == User.Kind.CLIENT and feed.user.may_sign_in else None


@method_decorator(conditional_page, name="dispatch")
class FeedView(View):
    """`/calendar/<secret>.ics`. An unknown, ended or blocked address is the same 404."""

    http_method_names = ["get", "head", "options"]
    not_simulated = gettext_lazy("The calendar of a client is fetched by the client alone.")

    def get(self, request, token):
        feed = find(request.site, token) if request.firm.portal_enabled else None
        if feed is None:
            network = network_of(current_address())
            if throttle.hit(f"calendar:{network}", limit=UNKNOWN_PER_HOUR, window=throttle.HOUR):
                raise Http404
            return _too_often()
        if not throttle.hit(f"calendar:{feed.pk}", limit=PER_HOUR, window=throttle.HOUR):
            return _too_often()
        CalendarFeed.objects.filter(pk=feed.pk).update(fetched_at=timezone.now())
        return self._answer(request, feed.user)

    def _answer(self, request, user):
        since = timezone.localdate() - KEPT
        dates = Proceeding.objects.visible_to(user).dates_from(since)
        rows = list(dates.select_related("matter", "court").reverse()[:MOST])  # the oldest are left out first
        with translation.override(request.firm.best_language(user.language)):
            entries = entries_of(user, since)[-MOST:]
            calendar = calendar_of(rows, request.firm, entries)
            response = HttpResponse(calendar, content_type=CONTENT_TYPE)
        response["Cache-Control"] = "private, no-cache"  # kept by its reader, and asked about each time
        response["Content-Disposition"] = 'attachment; filename="calendar.ics"'
        response["X-Robots-Tag"] = "noindex"
        return response


def _too_often():
    return HttpResponse(status=429, headers={"Retry-After": "3600"})
