"""Reviews of many inspections at once, for imports and takeovers."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from inspections import queries
from inspections.choices import InspectionStatus, InspectionType
from inspections.models import Inspection
from inspections.rules import lifecycle, may
from records import journal
from tenancy.roles import Permission
from tenancy.rules.actor import Actor

S = InspectionStatus


def review_many(*, inspection_ids: Iterable[int], by: Actor, at: datetime) -> int:
    """Confirm those of the inspections whose kind is reviewed before publication; return how many.

    Every rule of ``review_inspection`` holds, all or nothing. Raises NotAllowed or IllegalTransition.
    """
    with transaction.atomic():
        rows = [
            row
            for row in Inspection.objects.select_for_update(of=("self",), no_key=True)
            .filter(id__in=list(inspection_ids))
            .order_by("id")
            if lifecycle.needs_review(InspectionType(row.kind))
        ]
        for row in rows:
            kind = InspectionType(row.kind)
            may.judge(
                by, Permission.INSPECTION_REVIEW, project_id=row.project_id, kind=kind, filed_by=queries.filed_by(row)
            )
            lifecycle.check(S(row.status), S.REVIEWED, kind)
        Inspection.objects.filter(id__in=[row.id for row in rows]).update(
            status=S.REVIEWED.value, reviewed_at=at, reviewed_by_id=by.person_id
        )
        if rows:
            journal.record(
                "inspections.inspections_reviewed", rows[0], by=by, at=at, changes={"inspections": [r.id for r in rows]}
            )
    return len(rows)
