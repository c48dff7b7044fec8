"""Periods of the inspections room: once a day what can no longer be appealed against becomes final."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

from tenancy.context import acting_for
from tenancy.models import Tenant
from tenancy.work import enqueue

FINAL = gettext_noop("Inspections become final")


def schedule(now: datetime) -> None:
    """Write the day's job row of each tenant; asking again writes nothing."""
    for tenant in Tenant.objects.filter(is_active=True):
        with acting_for(tenant):
            day = now.astimezone(ZoneInfo(tenant.time_zone)).date()
            enqueue("inspections.finalise", day.isoformat(), title=FINAL, at=now)
