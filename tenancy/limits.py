"""Limits on guessing, counted by one atomic UPSERT in PostgreSQL: reading first and writing then let hundreds through.

The account's limit is per account *and* address, so that a stranger who guesses never locks the owner out; a second
limit per address stops one machine from trying many accounts (security.md 6).
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from tenancy.models import RateBucket


@dataclass(frozen=True)
class Limit:
    """At most ``most`` tries within ``window``."""

    name: str
    most: int
    window: timedelta


LOGIN_PER_ACCOUNT_AND_ADDRESS = Limit("login-account", 5, timedelta(minutes=5))
LOGIN_PER_ADDRESS = Limit("login-address", 20, timedelta(minutes=5))

_UPSERT = """
insert into tenancy_ratebucket as bucket (key, count, window_ends_at) values (%(key)s, 1, %(ends)s)
on conflict (key) do update set
    count = case when bucket.window_ends_at <= %(now)s then 1 else bucket.count + 1 end,
    window_ends_at = case when bucket.window_ends_at <= %(now)s then %(ends)s else bucket.window_ends_at end
returning count
"""


def key_of(limit: Limit, *parts: str) -> str:
    """Return the bucket's key: a keyed hash, so that the table holds neither names nor addresses."""
    text = "\x00".join((limit.name, *parts))
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), "sha256").hexdigest()


def take(limit: Limit, *parts: str, now: datetime) -> bool:
    """Count one try; False when it is one too many."""
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, {"key": key_of(limit, *parts), "now": now, "ends": now + limit.window})
        (count,) = cursor.fetchone()
    return bool(count <= limit.most)


def give_back(limit: Limit, *parts: str) -> None:
    """Take a try back: a login that succeeded does not count as guessing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update tenancy_ratebucket set count = greatest(count - 1, 0) where key = %s", [key_of(limit, *parts)]
        )


def forget_old(now: datetime) -> int:
    """Remove buckets whose window has ended; return how many."""
    return RateBucket.objects.filter(window_ends_at__lt=now).delete()[0]
