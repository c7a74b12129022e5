"""Personal links: made, opened, ended. Opening a page changes nothing; pressing its button does (C2)."""

import time
from datetime import timedelta

import segno
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from portal_cms.accounts import throttle
from portal_cms.accounts.models import AccountSession
from portal_cms.audit.services import record
from portal_cms.clients.models import Client
from portal_cms.common.network import current_address, network_of
from portal_cms.common.tokens import hash_token, new_token
from portal_cms.requests import announce
from portal_cms.requests.door_models import VISITS, open_visits
from portal_cms.requests.models import Request, RequestLink

Origin = RequestLink.Origin
MOST_LIVE = 10  # per request; one more ends the oldest
DEVICE_LIFETIME = timedelta(minutes=15)  # to open a link for another device
KEPT = timedelta(days=30)  # how long staff's lists could need a link that is over
GUESSES = 20  # per network and hour
MAILS = 3  # new links per address and hour
DEVICES = 20  # links for another device, per request and hour


@transaction.atomic
def make_link(request, *, by=None, origin=Origin.MAIL, parent=None):
    """A new link to `request`, as a path with its secret, which is kept nowhere. Those made before go on working, up
    to MOST_LIVE of them."""
    Request.objects.select_for_update().get(pk=request.pk)
    _make_room(request)
    token, digest = new_token()
    lifetime = timedelta(seconds=settings.PORTAL_REQUEST_LINK_LIFETIME)
    RequestLink.objects.create(
        request=request,
        token_hash=digest,
        origin=origin,
        parent=parent,
        created_by=by,
        expires_at=timezone.now() + (DEVICE_LIFETIME if origin == Origin.DEVICE else lifetime),
    )
    if origin == Origin.HAND:
        record("request.link_made", on=request, by=by)
    return reverse("portal_requests:link", args=[token])


def _make_room(request):
    too_many = list(request.links.live().order_by("-pk").values_list("pk", flat=True)[MOST_LIVE - 1 :])
    _end(Q(pk__in=too_many) | Q(parent__in=too_many))


def make_device_link(http, request):
    """A link that continues this visit on another device: to be opened once, within a quarter of an hour, and ended
    with the link it comes from. None if too many were made lately."""
    if not throttle.hit(f"request-device:{request.pk}", limit=DEVICES, window=throttle.HOUR):
        return None
    held = held_link(http, request)
    parent = held and (held.parent or held)
    by = request.client.user
    unopened = Q(request=request, origin=Origin.DEVICE, parent=parent, last_used_at=None)
    with transaction.atomic():
        _end(unopened)
        return make_link(request, by=by, origin=Origin.DEVICE, parent=parent)


def held_link(http, request):
    """The link by which this browser opened the request, or None for somebody signed in."""
    links = request.links.live().filter(pk__in=open_visits(http.session)).select_related("parent")
    return links.order_by("-pk").first()


def end_links(request):
    """Nobody comes in by the links made so far, from the next click on. Returns how many ended."""
    return _end(Q(request=request))


@transaction.atomic
def end_mailed(request):
    """Links that were mailed, and those made from them, end; one that was handed over stays. Returns how many ended."""
    if count := _end(Q(request=request) & (Q(origin=Origin.MAIL) | Q(parent__origin=Origin.MAIL))):
        record("request.link_ended", on=request, count=count)
    return count


@transaction.atomic
def revoke(request, *, by, link=None):
    """The staff's: end one link, with those made from it, or all. Does nothing if it is over already."""
    which = Q(pk=link) | Q(parent=link) if link else Q()
    if count := _end(Q(request=request) & which):
        record("request.link_ended", on=request, by=by, count=count)
    return count


def _end(which):
    return RequestLink.objects.filter(which, ended_at=None).update(ended_at=timezone.now())


def find(site, token):
    """The link of this firm with this secret that can still be opened, or None; counts guesses per network. Changes
    no link."""
    bucket = f"request-link:{network_of(current_address())}"
    if not throttle.is_open(bucket, limit=GUESSES):
        return None
    link = (
        RequestLink.objects.unused_up()
        .filter(token_hash=hash_token(token), request__in=Request.objects.of_the_matters_clients())
        .filter(request__site=site, request__state__in=Request.SHOWN)
        .exclude(request__client__user__access_state="blocked")
        .select_related("request__client__user", "request__site", "parent")
        .first()
    )
    if link is None:
        throttle.hit(bucket, limit=GUESSES, window=throttle.HOUR)
    return link


@transaction.atomic
def open_link(http, link):
    """Let this browser answer the link's request, until the link ends, or the visit does by its absolute time.
    Returns whether it could be opened: a link for another device is opened by one browser only."""
    now = timezone.now()
    changes = {"last_used_at": now}
    mine = RequestLink.objects.unused_up().filter(pk=link.pk)
    if link.origin == Origin.DEVICE:
        until = now + timedelta(seconds=settings.PORTAL_SESSION_ABSOLUTE)
        changes["expires_at"] = min(until, link.parent.expires_at) if link.parent else until
    if not mine.update(**changes):
        return False
    previous = http.session.session_key
    http.session.cycle_key()
    AccountSession.objects.filter(session_key=previous).update(session_key=http.session.session_key)
    http.session[VISITS] = {**http.session.get(VISITS, {}), str(link.pk): int(time.time())}
    http.session.set_expiry(settings.PORTAL_SESSION_ABSOLUTE)
    record("request.link_opened", on=link.request, by=link.request.client.user)
    return True


def close_visits(http):
    """This browser holds no request any more; its links go on working. Whoever is signed in stays so."""
    if http.user.is_authenticated:
        http.session.pop(VISITS, None)
    else:
        http.session.flush()


def ask_again(site, email):
    """Mail new links of the waiting requests to this address, if there are any: nobody is told which."""
    if not throttle.hit(f"request-again:{site.pk}:{email.casefold()}", limit=MAILS, window=throttle.HOUR):
        return
    for client in Client.objects.filter(site=site, email__iexact=email, user__isnull=False):
        for request in Request.objects.waiting().filter(client=client).select_related("site", "client__user"):
            with transaction.atomic():
                announce.request_sent(request)


def forget_over():
    """Housekeeping: links that ended or expired a month ago, with their codes."""
    before = timezone.now() - KEPT
    RequestLink.objects.filter(Q(ended_at__lt=before) | Q(expires_at__lt=before)).delete()


def as_picture(address):
    """The address as a QR code, an SVG to be put into a page: from the desk to the phone."""
    return segno.make(address, error="m").svg_inline(scale=4, border=2, omitsize=False)
