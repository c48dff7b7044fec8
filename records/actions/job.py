"""What a person does to a background job."""

from datetime import datetime

from tenancy.models import Job
from tenancy.rules.actor import Actor


def mark_seen(*, job_id: int, by: Actor, at: datetime) -> None:
    """Take a finished job off the to-do list of whoever ordered it; for anybody else nothing happens."""
    Job.objects.filter(
        id=job_id, ordered_by_id=by.membership_id, finished_at__isnull=False, seen_at__isnull=True
    ).update(seen_at=at)
