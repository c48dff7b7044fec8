"""Periods of this room: the journal is sealed every minute in which something was written."""

from datetime import datetime

from records.actions.journal import order_sealing
from tenancy.context import acting_for
from tenancy.models import Tenant


def schedule(now: datetime) -> None:
    """Write the seal job of each tenant that has entries without a seal."""
    for tenant in Tenant.objects.filter(is_active=True):
        with acting_for(tenant):
            order_sealing(at=now)
