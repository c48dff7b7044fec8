"""Verbs on notifications (NTF-03)."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_noop

from records.models import Notification
from tenancy import queries, work
from tenancy.context import require_wall
from tenancy.models import Membership, Tenant
from tenancy.rules.actor import Actor

DUE_TODAY = gettext_noop("Mail: due today")


def notify(
    *,
    event: str,
    text: str,
    url: str,
    to: Iterable[int | None],
    at: datetime,
    params: dict[str, Any] | None = None,
    key: str = "",
    due_on: date | None = None,
) -> int:
    """Tell memberships something, once each; return how many rows were asked for.

    ``text`` is an English msgid (mark it with ``gettext_noop``) with named placeholders such as ``%(number)s``;
    ``params`` holds their values, a value in several languages as a mapping. The reader's language is used when it is
    read (TEN-10). ``key`` makes a repeated call the same row (NTF-07). What is due today is mailed at once, everything
    else in the daily digest.
    """
    members = Membership.objects.filter(
        id__in={one for one in to if one is not None}, tenant_id=require_wall().tenant_id, is_active=True
    )
    wanted = [
        Notification(
            membership=member,
            vendor_id=member.vendor_id,
            event=event,
            text=text,
            params=params or {},
            url=url[:200],
            key=key[:120],
            due_on=due_on,
            created_at=at,
        )
        for member in members
    ]
    _write(wanted)
    if due_on is not None and require_wall().vendor_id is None and due_on == _today():
        for row in wanted:
            _mail_at_once(row.membership_id, event=event, key=key or f"{url}:{at.isoformat()}", at=at)
    return len(wanted)


def _today() -> date:
    return queries.today(Tenant.objects.get(id=require_wall().tenant_id))


def _mail_at_once(membership_id: int, *, event: str, key: str, at: datetime) -> None:
    work.enqueue(
        "records.mail_notifications",
        f"{membership_id}:{event}:{key}"[:160],
        title=DUE_TODAY,
        payload={"membership_id": membership_id},
        at=at,
    )


def _write(rows: list[Notification]) -> None:
    """Insert the rows; by plain SQL where a vendor tells Party A: the wall lets it write such news, not read it."""
    vendor_id = require_wall().vendor_id
    own = [row for row in rows if vendor_id is None or row.vendor_id == vendor_id]
    Notification.objects.bulk_create(own, ignore_conflicts=True)
    for row in rows:
        if vendor_id is not None and row.vendor_id is None:
            _insert_unseen(row)


def _insert_unseen(row: Notification) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into records_notification"
            " (tenant_id, membership_id, event, text, params, url, key, due_on, created_at)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s) on conflict do nothing",
            [
                row.tenant_id,
                row.membership_id,
                row.event,
                row.text,
                json.dumps(row.params),
                row.url,
                row.key,
                row.due_on,
                row.created_at,
            ],
        )


def mark_read(*, notification_id: int, by: Actor, at: datetime) -> int:
    """Mark one of the actor's notifications as read; return 0 when there is no such row. Reading twice is the same."""
    own = Notification.objects.filter(id=notification_id, membership_id=by.membership_id or 0)
    own.filter(read_at__isnull=True).update(read_at=at)
    return own.count()


def mark_all_read(*, by: Actor, at: datetime) -> int:
    """Mark all of the actor's notifications as read; return how many were unread."""
    return Notification.objects.filter(membership_id=by.membership_id or 0, read_at__isnull=True).update(read_at=at)


def mark_mailed(*, ids: Iterable[int], at: datetime) -> int:
    """Note that notifications were mailed, so that no mail repeats them."""
    return Notification.objects.filter(id__in=list(ids), mailed_at__isnull=True).update(mailed_at=at)
