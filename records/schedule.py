"""Periods of this room: the journal is sealed every minute in which something was written, old exports go daily."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop

from records.actions.journal import order_sealing
from tenancy.context import acting_for
from tenancy.models import Tenant
from tenancy.work import enqueue

DELETION = gettext_noop("Deletion of old exports")


def schedule(now: datetime) -> None:
    """Write the seal job of each tenant that has entries without a seal, and the day's job on old exports."""
    for tenant in Tenant.objects.filter(is_active=True):
        with acting_for(tenant):
            order_sealing(at=now)
            day = now.astimezone(ZoneInfo(tenant.time_zone)).date()
            enqueue("records.delete_old_exports", day.isoformat(), title=DELETION, at=now)
