"""Periods of the contracts room: once a day every tenant's ledger is brought up to date."""

from datetime import datetime
from zoneinfo import ZoneInfo

from tenancy.context import acting_for
from tenancy.models import Tenant
from tenancy.work import enqueue


def schedule(now: datetime) -> None:
    """Write the day's job row of each tenant; asking again writes nothing."""
    for tenant in Tenant.objects.filter(is_active=True):
        with acting_for(tenant):
            day = now.astimezone(ZoneInfo(tenant.time_zone)).date()
            enqueue("contracts.expire", day.isoformat(), title="contracts.expire", at=now)
