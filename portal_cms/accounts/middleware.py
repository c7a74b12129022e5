"""Turns a session into a person of this firm, and picks the language the person reads."""

from datetime import timedelta

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation.trans_real import parse_accept_lang_header

from portal_cms.accounts.doors import is_open
from portal_cms.accounts.models import AccountSession
from portal_cms.common.network import client_address, current_address, network_of, remember_address

SIGNED_IN_AT = "portal_signed_in_at"
SEEN_AT = "portal_seen_at"
POLL = "X-Portal-Poll"  # sent by scripts that ask by themselves: that is not somebody at work
LINK = "portal_link"  # the personal link that opened the session
LANGUAGE_COOKIE = "portal_language"
YEAR = 365 * 24 * 60 * 60


class AccountMiddleware:
    """Sets `request.user`. A session made at one firm is nobody at another, and ends when it is old."""

    def __init__(self, get_response):
        self.get_response = get_response

    @cached_property
    def admin_path(self):
        return reverse("wagtailadmin_home")

    def __call__(self, request):
        remember_address(client_address(request))
        request.user = SimpleLazyObject(lambda: account_of(request))
        if request.path.startswith(self.admin_path) and getattr(request.user, "is_client", False):
            raise Http404
        return self.get_response(request)


def account_of(request):
    """The signed-in account, if it belongs to this firm and its session is still young enough."""
    if not hasattr(request, "_portal_account"):
        user = auth.get_user(request)
        if user.is_authenticated and not (
            _is_of_this_firm(user, request)
            and _is_fresh(user, request)
            and _its_link_is_open(user, request.session)
        ):
            user = AnonymousUser()
        request._portal_account = user
    return request._portal_account


def start_session(request, user, *, link=None):
    """Sign in: new session key, and the clock of the session starts. `link` is the key of the personal link that
    opened it: the session ends with the link.

    Django keeps the key of somebody who signs in a second time (a form left open in another tab).
    """
    previous = request.session.session_key
    auth.login(request, user, backend="portal_cms.accounts.backends.FirmAccountBackend")
    if previous and request.session.session_key == previous:
        request.session.cycle_key()
        AccountSession.objects.filter(session_key=previous).delete()
    now = timezone.now().timestamp()
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now
    request.session[LINK] = link
    request.session.save()
    AccountSession.objects.create(
        user=user,
        session_key=request.session.session_key,
        device=request.headers.get("User-Agent", "")[:200],
        network=network_of(current_address()),
    )
    request._portal_account = user
    request.user = user


def _is_of_this_firm(user, request):
    site = getattr(request, "site", None)
    return user.is_superuser or (site is not None and user.site_id == site.pk)


def _its_link_is_open(user, session):
    link = session.get(LINK)
    return link is None or is_open(user, link)


def _is_fresh(user, request):
    session = request.session
    now = timezone.now().timestamp()
    signed_in, seen = session.get(SIGNED_IN_AT), session.get(SEEN_AT)
    if signed_in is None or now - signed_in > settings.PORTAL_SESSION_ABSOLUTE:
        return False
    if now - seen > settings.PORTAL_SESSION_IDLE[user.kind]:
        return False
    if (
        now - seen > timedelta(minutes=1).total_seconds() and POLL not in request.headers
    ):  # not a write on every request
        session[SEEN_AT] = now
        AccountSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())
    return True


class LanguageMiddleware:
    """Account's language, else the cookie, else what the browser asks for, else the firm's."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = choose_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def choose_language(request):
    """The first wish that the firm offers."""
    firm = getattr(request, "firm", None)
    offered = (
        [code for code, _name in firm.languages] if firm else [code for code, _name in settings.LANGUAGES]
    )
    wishes = [
        getattr(request.user, "language", "") if request.user.is_authenticated else "",
        request.COOKIES.get(LANGUAGE_COOKIE, ""),
    ]
    for wish in wishes:
        if wish in offered:
            return wish
    for asked, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if asked[:2] in offered:
            return asked[:2]
    return firm.default_language if firm else settings.LANGUAGE_CODE


def remember_language(response, language, *, seconds=YEAR):
    """The response, which has the browser keep this language for somebody who is not signed in."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=seconds,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response
