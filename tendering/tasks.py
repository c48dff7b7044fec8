"""Background work of the tendering room; each function calls one verb."""

from typing import Any

from tenancy.rules.actor import system_actor
from tenancy.work import JobRun
from tendering.actions import closing


def close_bids(job: JobRun) -> dict[str, Any]:
    """Close a bid box after its deadline (TND-17)."""
    closing.close_bids(tender_id=job.payload["tender_id"], by=system_actor(job.tenant.id), at=job.at)
    return {"tender": job.payload["tender_id"]}
