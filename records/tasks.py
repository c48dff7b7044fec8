"""Background work of this room: each function calls one verb."""

from typing import Any

from records.actions import journal
from tenancy.work import JobRun


def seal_journal(job: JobRun) -> dict[str, Any]:
    """Chain the journal's new entries."""
    return {"sealed": journal.seal(at=job.at)}


def verify_journal(job: JobRun) -> dict[str, Any]:
    """Check the journal's whole chain."""
    return journal.verify(tenant=job.tenant, by=job.actor, at=job.at)
