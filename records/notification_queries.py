"""Reads of notifications, in the reader's language."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from records.models import Notification
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language


@dataclass(frozen=True)
class News:
    """A notification as it is shown."""

    id: int
    text: str
    url: str
    at: datetime
    is_read: bool


def notifications_of(membership_id: int | None) -> QuerySet[Notification]:
    """Return a membership's notifications, newest first."""
    return Notification.objects.filter(membership_id=membership_id or 0).order_by("-id")


def text_of(row: Notification) -> str:
    """Return a notification's text in the active language (TEN-10)."""
    params = {key: _value(value) for key, value in row.params.items()}
    try:
        return gettext(row.text) % params
    except (KeyError, ValueError, TypeError):
        # A translation with a wrong placeholder must not take the whole page away.
        return row.text % params if "%(" in row.text else row.text


def _value(value: Any) -> str:
    return in_language(value) if isinstance(value, dict) else str(value)


def shown(row: Notification) -> News:
    """Return a notification as it is shown."""
    return News(row.id, text_of(row), row.url, row.created_at, row.read_at is not None)


def latest(actor: Actor, *, most: int = 5) -> list[News]:
    """Return the actor's newest unread notifications."""
    unread = notifications_of(actor.membership_id).filter(read_at__isnull=True)
    return [shown(row) for row in unread[:most]]


def unread_count(actor: Actor) -> int:
    """Return how many notifications the actor has not read, counted up to 100."""
    return notifications_of(actor.membership_id).filter(read_at__isnull=True).order_by()[:100].count()
