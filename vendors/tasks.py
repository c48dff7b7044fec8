"""Background work of the vendors room; each function calls one verb."""

from datetime import date
from typing import Any

from tenancy.rules.actor import system_actor
from tenancy.work import JobRun
from vendors.actions import ban, document


def end_bans(job: JobRun) -> dict[str, Any]:
    """Return vendors whose bans are over as candidates (RPA-04)."""
    on = date.fromisoformat(job.payload["on"])
    return {"candidates": ban.end_bans(by=system_actor(job.tenant.id), at=job.at, on=on)}


def remind_papers(job: JobRun) -> dict[str, Any]:
    """Tell people of papers that expire (NTF-05)."""
    on = date.fromisoformat(job.payload["on"])
    return {"told": document.remind(by=system_actor(job.tenant.id), at=job.at, on=on)}
