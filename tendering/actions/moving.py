"""The one place where a tender changes its stage; every verb that moves it calls this inside its own transaction."""

from datetime import datetime
from typing import Any

from records import journal
from tenancy.rules.actor import Actor
from tendering.choices import TenderStatus
from tendering.models import Tender, TenderStage
from tendering.rules import lifecycle


def locked(tender_id: int) -> Tender:
    """Return a tender locked for a verb (the caller is in a transaction); bids wait for whoever holds it."""
    return Tender.objects.select_for_update(of=("self",), no_key=True).get(id=tender_id)


def move(
    tender: Tender,
    to: TenderStatus,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    changes: dict[str, Any] | None = None,
) -> None:
    """Take a locked tender to its next stage, with its stage row and journal entry. Refuses as the lifecycle does."""
    old = TenderStatus(tender.status)
    lifecycle.check(old, to)
    tender.status = to.value
    tender.save(update_fields=["status"])
    TenderStage.objects.create(
        tender=tender, status=to.value, reached_at=at, reached_by_id=by.membership_id, reason=reason
    )
    journal.record(
        f"tendering.tender_{to.value}",
        tender,
        by=by,
        at=at,
        changes={"status": [old.value, to.value], **({"reason": reason} if reason else {}), **(changes or {})},
    )
