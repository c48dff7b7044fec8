"""The last step of an inspection: after the appeal window it is final (requirements.md, 5)."""

from datetime import datetime

from django.db import transaction

from inspections import queries
from inspections.choices import InspectionStatus, InspectionType
from inspections.models import Inspection
from inspections.rules import lifecycle
from records import journal
from tenancy.errors import NotAllowed
from tenancy.rules.actor import Actor

S = InspectionStatus
BATCH = 1000


def finalise(*, by: Actor, at: datetime) -> int:
    """Make final every published inspection whose appeal window is over and that is not being corrected.

    Scheduled work only: raises NotAllowed for a person. Returns how many; one journal entry for each thousand.
    """
    if not by.is_system:
        raise NotAllowed
    done = 0
    while rows := _next(by, at):
        done += len(rows)
    return done


def _next(by: Actor, at: datetime) -> list[Inspection]:
    with transaction.atomic():
        waiting = queries.out_of_appeal(at).select_for_update(of=("self",), no_key=True)
        rows = list(waiting.order_by("id")[:BATCH])
        for row in rows:
            lifecycle.check(S(row.status), S.FINAL, InspectionType(row.kind))
            row.status = S.FINAL.value
        if rows:
            Inspection.objects.bulk_update(rows, ["status"])
            ids = [row.id for row in rows]
            journal.record("inspections.inspections_final", rows[0], by=by, at=at, changes={"inspections": ids})
    return rows
