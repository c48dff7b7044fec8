"""Verbs on background jobs that people give: start a failed one again."""

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
    work.nudge(job.id, job.tenant_id, job.kind)
    journal_port.record("tenancy.job_retried", job, by=by, at=at, changes={"kind": job.kind})
    return job
