"""Background work of this room: each function calls one verb."""

from typing import Any

from records.actions import export, journal, printing, retention
from tenancy.rules.actor import system_actor
from tenancy.web import tenant_url
from tenancy.work import JobRun


def seal_journal(job: JobRun) -> dict[str, Any]:
    """Chain the journal's new entries."""
    return {"sealed": journal.seal(at=job.at)}


def verify_journal(job: JobRun) -> dict[str, Any]:
    """Check the journal's whole chain."""
    return journal.verify(tenant=job.tenant, by=job.actor, at=job.at)


def print_document(job: JobRun) -> dict[str, Any]:
    """Make a printed document."""
    row = printing.print_paper(
        job.payload["kind"], job.payload["inputs"], language=job.payload["language"], by=job.actor, at=job.at
    )
    job.result_url = tenant_url("records:document_detail", row.id)
    return {"document": row.id, "number": row.number}


def export_list(job: JobRun) -> dict[str, Any]:
    """Write a list into a file."""
    written = export.write_export(job_id=job.id, by=job.actor, at=job.at, progress=job.progress)
    job.result_url = tenant_url("records:file", written["file"])
    return written


def delete_old_exports(job: JobRun) -> dict[str, Any]:
    """Delete the files of exports whose time is over (ARC-06)."""
    return {"deleted": retention.delete_old_exports(by=system_actor(job.tenant.id), at=job.at)}
