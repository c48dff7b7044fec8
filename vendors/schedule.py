"""Periods of the vendors room: once a day bans end and papers that expire are reminded of."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

from tenancy.context import acting_for
from tenancy.models import Tenant
from tenancy.work import enqueue

BANS = gettext_noop("Vendors whose bans have ended")
PAPERS = gettext_noop("Reminders of papers that expire")


def schedule(now: datetime) -> None:
    """Write the day's job rows of each tenant; asking again writes nothing."""
    for tenant in Tenant.objects.filter(is_active=True):
        with acting_for(tenant):
            day = now.astimezone(ZoneInfo(tenant.time_zone)).date().isoformat()
            enqueue("vendors.end_bans", day, title=BANS, payload={"on": day}, at=now)
            enqueue("vendors.remind_papers", day, title=PAPERS, payload={"on": day}, at=now)
