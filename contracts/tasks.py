"""Background work of the contracts room; each function calls one verb."""

from typing import Any

from contracts.actions import term
from tenancy.rules.actor import system_actor
from tenancy.work import JobRun


def expire_run_out(job: JobRun) -> dict[str, Any]:
    """Mark the contracts whose last day has passed as expired (CON-18)."""
    return {"expired": term.expire_run_out(by=system_actor(job.tenant.id), at=job.at)}
