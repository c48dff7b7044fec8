"""Jobs of the scoring room: each calls one verb."""

from typing import Any

from records.rules.periods import Month
from scoring import verification
from scoring.actions import run as runs
from tenancy.errors import AlreadyDone, IllegalTransition
from tenancy.rules.actor import system_actor
from tenancy.web import tenant_url
from tenancy.work import JobRun


def compute_month(job: JobRun) -> dict[str, Any]:
    """Compute a month's cards. The order was allowed when it was given; the work is the system's."""
    month = Month.parse(job.payload["month"])
    try:
        run = runs.compute_month(month=month, by=system_actor(job.tenant.pk), at=job.at)
    except IllegalTransition as error:
        raise AlreadyDone from error
    job.result_url = tenant_url("scoring:run_detail", run.pk)
    return {"cards": run.card_count, "insufficient": run.insufficient_count}


def compare_scores(job: JobRun) -> dict[str, Any]:
    """Compare stored scores with what their own evidence gives, every night (design.md 7)."""
    found = verification.verify(job.tenant)
    return {"inspections": found.inspections, "cards": found.cards, "wrong": found.wrong[:50]}
