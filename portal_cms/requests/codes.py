"""The second step of a personal link: six digits by mail. They are made while the mail is written, kept as a keyed
hash, and count for ten minutes, five tries and the browser that asked for them."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from portal_cms.accounts import throttle
from portal_cms.audit.services import record
from portal_cms.requests import announce
from portal_cms.requests.models import RequestCode, RequestLink
from sitesettings.firm import firm_for

ASKED = "portal_request_codes"  # the session's key: the code that was asked for with each link
DIGITS = 6
LIFETIME = timedelta(minutes=10)
TRIES = 5
MAILS = 4  # codes per link and hour


def is_needed(link):
    """Whether the link opens its request only with a code. One for another device comes from an open visit."""
    if link.origin == RequestLink.Origin.DEVICE:
        return False
    return link.request.needs_code or firm_for(link.request.site).request_needs_code


def is_asked(http, link):
    return str(link.pk) in http.session.get(ASKED, {})


def ask(http, link):
    """Have a code mailed for this browser; the one asked for before counts no more. Returns whether there may be
    another already."""
    if not throttle.hit(f"request-code:{link.pk}", limit=MAILS, window=throttle.HOUR):
        return False
    with transaction.atomic():
        code = RequestCode.objects.create(link=link)
        announce.request_code(link.request, code)
    http.session[ASKED] = {**http.session.get(ASKED, {}), str(link.pk): code.pk}
    return True


def make(code):
    """The digits for the mail that is being sent; a mail that is sent again brings new ones."""
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    RequestCode.objects.filter(pk=code.pk).update(
        code_hash=_hash(code.pk, digits), expires_at=timezone.now() + LIFETIME
    )
    return digits


def is_right(http, link, typed):
    """Use up one try; whether these are the digits. A right code counts once."""
    pk = http.session.get(ASKED, {}).get(str(link.pk))
    mine = RequestCode.objects.filter(pk=pk, link=link, used_at=None)
    counted = mine.filter(tries__lt=TRIES, expires_at__gt=timezone.now()).update(tries=F("tries") + 1)
    expected = mine.values_list("code_hash", flat=True).first() or ""
    same = constant_time_compare(_hash(pk, typed), expected)
    if counted and same and mine.update(used_at=timezone.now()):
        return True
    record("request.code_refused", on=link.request)
    return False


def _hash(pk, digits):
    """Keyed: a million codes are tried quickly by whoever has only the table."""
    return salted_hmac("portal.request.code", f"{pk}:{digits}", algorithm="sha256").hexdigest()
