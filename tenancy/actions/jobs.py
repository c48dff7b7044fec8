"""Verbs on background jobs that people give: start a failed one again, note that a result was seen."""

from datetime import datetime

from tenancy import journal_port, work
from tenancy.choices import JobStatus
from tenancy.errors import AlreadyDone
from tenancy.models import Job
from tenancy.roles import Permission
from tenancy.rules import may
from tenancy.rules.actor import Actor


def retry_job(*, job_id: int, by: Actor, at: datetime) -> Job:
    """Start a failed job again with fresh attempts. Raises NotAllowed, or AlreadyDone when it no longer is."""
    may.require(by, Permission.TENANT_MANAGE)
    revived = Job.objects.filter(id=job_id, status=JobStatus.DEAD).update(
        status=JobStatus.WAITING, attempt=0, error="", lease_until=None, finished_at=None
    )
    job = Job.objects.get(id=job_id)
    if not revived:
        raise AlreadyDone
    work.nudge(job.id, job.tenant_id)
    journal_port.record("tenancy.job_retried", job, by=by, at=at, changes={"kind": job.kind})
    return job


def mark_seen(*, job_id: int, by: Actor, at: datetime) -> int:
    """Take a finished job off the actor's first page; returns 0 when it is not the actor's own finished job."""
    return Job.objects.filter(
        id=job_id,
        ordered_by_id=by.membership_id or 0,
        status__in=[JobStatus.DONE, JobStatus.DEAD],
        seen_at__isnull=True,
    ).update(seen_at=at)
