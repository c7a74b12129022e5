"""Counting tries, so that guessing is slow and nobody can lock the owner out.

Wrong passwords are counted per account *and* network: somebody else's tries on another network never
use up the owner's. A second, per-account counter over all networks the account is not known on bounds
distributed guessing; networks with an earlier successful sign-in are exempt from that one.
"""

import hashlib
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal_cms.accounts.models import Throttle

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)


def hit(bucket, *, limit, window):
    """Count one try. Return True while the limit within the window is not exceeded."""
    return _count(bucket, window) <= limit


def take(bucket, *, limit, window):
    """Count one try beforehand, if the limit leaves room for it; True if it may be made.

    The comparison is in the UPDATE itself, so that tries at the same moment can not all see the last place free.
    """
    key, now = _key(bucket), timezone.now()
    with transaction.atomic():
        row, made = Throttle.objects.get_or_create(
            bucket=key, defaults={"count": 1, "window_ends_at": now + window}
        )
        if made:
            return True
        same = Throttle.objects.filter(pk=row.pk)
        if same.filter(window_ends_at__lte=now).update(count=1, window_ends_at=now + window):
            return True
        return bool(same.filter(count__lt=limit).update(count=F("count") + 1))


def give_back(bucket):
    """A try that was counted beforehand did not happen, or was no guess."""
    Throttle.objects.filter(bucket=_key(bucket), count__gt=0).update(count=F("count") - 1)


def is_open(bucket, *, limit):
    """True if another try would still be allowed; counts nothing."""
    return not Throttle.objects.filter(
        bucket=_key(bucket), count__gte=limit, window_ends_at__gt=timezone.now()
    ).exists()


def clear(bucket):
    Throttle.objects.filter(bucket=_key(bucket)).delete()


def forget_old():
    """Housekeeping for the minute tick: windows that ended count for nothing."""
    Throttle.objects.filter(window_ends_at__lt=timezone.now()).delete()


def _count(bucket, window):
    key, now = _key(bucket), timezone.now()
    with transaction.atomic():
        row, made = Throttle.objects.get_or_create(
            bucket=key, defaults={"count": 1, "window_ends_at": now + window}
        )
        if made:
            return 1
        ended = Throttle.objects.filter(pk=row.pk, window_ends_at__lte=now)
        if ended.update(count=1, window_ends_at=now + window):
            return 1
        Throttle.objects.filter(pk=row.pk).update(count=F("count") + 1)
        return Throttle.objects.values_list("count", flat=True).get(pk=row.pk)


def _key(bucket):
    """Addresses are personal data: the bucket's name is stored as a hash only."""
    return hashlib.sha256(bucket.encode()).hexdigest()
