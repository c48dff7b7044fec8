"""The to-do list: what the actor has to do, computed from data when it is read (NTF-01). Nothing is stored.

Each room names a function ``duties(actor, on) -> list[Duty]`` in ``config.registry.DUTIES``. A job only reminds.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from tenancy.models import Tenant
from tenancy.rules.actor import Actor

FAR = date.max


@dataclass(frozen=True)
class Duty:
    """One thing to do: ``title`` and ``detail`` translated, ``url`` where it is done, ``kind`` a stable code.

    ``due_on`` counts to 24:00 in the tenant's time zone (NTF-04); ``unit_id`` is the project it belongs to, from which
    an overdue one escalates (NTF-06).
    """

    title: Any
    detail: Any
    url: str
    due_on: date | None
    kind: str
    is_overdue: bool
    unit_id: int | None = None

    @property
    def order(self) -> tuple[bool, date, str]:
        """What the list is sorted by: overdue first, then the due date, those without one last."""
        return not self.is_overdue, self.due_on or FAR, str(self.title)


def duties(actor: Actor, on: date) -> list[Duty]:
    """Return every room's duties of the actor: overdue first, then by due date (NTF-01)."""
    found = [duty for path in settings.DUTIES for duty in import_string(path)(actor, on)]
    return sorted(found, key=lambda duty: duty.order)


def count(actor: Actor) -> int:
    """Return how many duties are open for the actor today; shown in the top bar."""
    tenant = Tenant.objects.get(id=actor.tenant_id)
    return len(duties(actor, timezone.now().astimezone(ZoneInfo(tenant.time_zone)).date()))


def is_reminder_day(due_on: date, on: date) -> bool:
    """Whether a reminder goes out on a day: 3 days and 1 day before, on the day, and every day after it (NTF-02)."""
    return due_on - on in {timedelta(days=3), timedelta(days=1), timedelta(0)} or on > due_on
