"""Background work of the inspections room; each function calls one verb."""

from typing import Any

from inspections.actions import final
from tenancy.rules.actor import system_actor
from tenancy.work import JobRun


def finalise(job: JobRun) -> dict[str, Any]:
    """Make final the inspections whose appeal window is over."""
    return {"final": final.finalise(by=system_actor(job.tenant.id), at=job.at)}
