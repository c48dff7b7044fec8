"""Scheduled work of the tendering room: boxes whose deadline has passed are closed."""

from datetime import datetime

from django.utils.translation import gettext_noop

from tenancy.context import acting_for
from tenancy.models import Tenant
from tenancy.work import enqueue
from tendering.queries.inviting import ready_to_close

CLOSE = gettext_noop("Close the bid box")


def schedule(now: datetime) -> None:
    """Write one job row for each box that can be closed; asking again writes nothing."""
    for tenant in Tenant.objects.filter(is_active=True):
        with acting_for(tenant):
            for row in ready_to_close(now):
                key = f"{row.id}:{row.deadline_at:%Y%m%d%H%M%S}"
                enqueue("tendering.close_bids", key, title=CLOSE, payload={"tender_id": row.id}, at=now)
