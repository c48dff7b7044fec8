"""Looking after the journal: sealing what is new, checking what is sealed."""

from datetime import datetime, timedelta
from typing import Any

from records import journal
from records.models import JournalEntry
from tenancy import work
from tenancy.choices import JobStatus
from tenancy.models import Job, Tenant
from tenancy.roles import Permission
from tenancy.rules import may
from tenancy.rules.actor import Actor

SEAL_JOB = "records.seal"
VERIFY_JOB = "records.verify"
KEPT_SEAL_JOBS = timedelta(days=1)


def seal(*, at: datetime) -> int:
    """Chain every entry of the active tenant that has no seal yet and return how many; old seal jobs are cleared."""
    sealed = 0
    while batch := journal.seal_pending():
        sealed += batch
    Job.objects.filter(kind=SEAL_JOB, status=JobStatus.DONE, created_at__lt=at - KEPT_SEAL_JOBS).delete()
    return sealed


def order_sealing(*, at: datetime) -> Job | None:
    """Write the seal job of this minute when the active tenant has entries without a seal (security.md 3)."""
    if not JournalEntry.objects.filter(seals__isnull=True).exists():
        return None
    return work.enqueue(SEAL_JOB, f"{at:%Y-%m-%dT%H:%M}", title="journal sealing", at=at)


def order_verification(*, by: Actor, at: datetime) -> Job:
    """Let the whole chain be checked in the background; once a minute and person is enough. Raises NotAllowed."""
    may.require(by, Permission.JOURNAL_VIEW)
    return work.enqueue(
        VERIFY_JOB, f"{by.membership_id}:{at:%Y-%m-%dT%H:%M}", title="journal verification", by=by, at=at
    )


def verify(*, tenant: Tenant, by: Actor, at: datetime) -> dict[str, Any]:
    """Check the chain, write into the journal that it was checked, and return what was found."""
    verdict = journal.verify()
    found = {
        "links": verdict.links,
        "unsealed": verdict.unsealed,
        "head": verdict.head,
        "first_bad": verdict.first_bad,
        "reason": verdict.reason,
    }
    journal.record("records.journal_verified", tenant, by=by, at=at, changes=found)
    return found
