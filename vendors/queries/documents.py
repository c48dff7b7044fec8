"""Reads of the qualification file (VEN-03)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from records.models import Attachment
from records.queries import attachments_of
from tenancy.rules.actor import Actor
from vendors.choices import DOCUMENT_KIND_LABELS, DocumentStatus
from vendors.models import DocumentRequirement, QualificationDocument, VendorLine
from vendors.rules import may

S = DocumentStatus
NOUN = "vendors.qualificationdocument"
SOON = 60


def best_papers(vendor_ids: Iterable[int]) -> dict[int, dict[str, date | None]]:
    """Return the last valid day of each vendor's longest-lived accepted paper of each kind, None without end date.

    A paper without a last day counts as one without end date (one query).
    """
    found: dict[int, dict[str, date | None]] = {vendor_id: {} for vendor_id in vendor_ids}
    rows = QualificationDocument.objects.filter(vendor_id__in=list(found), status=S.ACCEPTED.value)
    # The latest end comes last and stays.
    for vendor_id, kind, until in rows.order_by("sort_until", "id").values_list("vendor_id", "kind", "valid_until"):
        found[vendor_id][kind] = until
    return found


def papers_visible_to(actor: Actor) -> QuerySet[QualificationDocument]:
    """Return the papers the actor may read: all versions; a vendor's manager its own, by the wall."""
    rows = QualificationDocument.objects.select_related("vendor")
    return rows if may.see_papers(actor) else rows.none()


def papers_listed(actor: Actor) -> QuerySet[QualificationDocument]:
    """Return what the list of papers shows: the current versions and what waits for a check."""
    return papers_visible_to(actor).filter(status__in=[S.ACCEPTED.value, S.PROPOSED.value])


def waiting() -> QuerySet[QualificationDocument]:
    """Return the papers that wait for a check, oldest first."""
    return (
        QualificationDocument.objects.filter(status=S.PROPOSED.value)
        .select_related("vendor")
        .order_by("proposed_at", "id")
    )


def expiring(on: date, *, within: int, since: date | None = None) -> QuerySet[QualificationDocument]:
    """Return the current papers of vendors in use that end within so many days, or ended since a day, first end first.

    ``since`` None takes all that have ended.
    """
    rows = QualificationDocument.objects.filter(
        status=S.ACCEPTED.value, sort_until__lte=on + timedelta(days=within), vendor__is_active=True
    )
    if since is not None:
        rows = rows.filter(sort_until__gte=since)
    return rows.select_related("vendor").order_by("sort_until", "id")


def ending_between(rows: QuerySet[QualificationDocument], on: date, days: int) -> QuerySet[QualificationDocument]:
    """Return the current papers among the rows that are valid on a day and end within so many days after it."""
    return rows.filter(status=S.ACCEPTED.value, sort_until__gte=on, sort_until__lte=on + timedelta(days=days))


def scans_of(document_ids: Iterable[int]) -> dict[int, list[Attachment]]:
    """Return the scans of several papers (one query)."""
    return attachments_of(NOUN, document_ids)


def owner_visible(actor: Actor, document_id: int) -> bool:
    """Whether the actor may see the scan of a paper: whoever may see the paper."""
    return papers_visible_to(actor).filter(id=document_id).exists()


def versions_of(row: QualificationDocument) -> list[QualificationDocument]:
    """Return every version of a paper, newest first: what it replaced, and what was handed in to replace it."""
    found = {row.pk: row}
    edge = {row.pk}
    while edge:
        near = QualificationDocument.objects.filter(Q(supersedes_id__in=edge) | Q(renewals__in=edge)).distinct()
        edge = {one.pk for one in near} - found.keys()
        found |= {one.pk: one for one in near if one.pk in edge}
    return sorted(found.values(), key=lambda one: (one.version, one.pk), reverse=True)


@dataclass(frozen=True)
class Paper:
    """One line of a vendor's file: the current version, or the need for one; ``renewal`` waits for a check."""

    kind: str
    label: Any
    is_required: bool
    row: QualificationDocument | None = None
    renewal: QualificationDocument | None = None
    days_left: int | None = None
    scans: list[Attachment] = field(default_factory=list)

    @property
    def state(self) -> str:
        """What is to be seen at once: missing, waiting, expired, expiring (60 days) or valid."""
        if self.row is None:
            return "waiting" if self.renewal else "missing"
        return state_of(self.days_left)


def state_of(days_left: int | None) -> str:
    """Return how an accepted paper stands: expired, expiring (60 days) or valid; None is without end date."""
    if days_left is None or days_left > SOON:
        return "valid"
    return "expired" if days_left < 0 else "expiring"


def file_of(vendor_id: int, *, on: date) -> list[Paper]:
    """Return a vendor's file: required papers first, then the rest, each in the order of the list (four queries)."""
    rows = list(QualificationDocument.objects.filter(vendor_id=vendor_id, status__in=[S.ACCEPTED, S.PROPOSED]))
    scans = scans_of(row.pk for row in rows)
    renewals = {row.supersedes_id: row for row in rows if row.status == S.PROPOSED and row.supersedes_id}
    known: dict[str, list[QualificationDocument]] = defaultdict(list)
    for row in rows:
        if row.status == S.ACCEPTED or row.supersedes_id is None:
            known[row.kind].append(row)
    required = required_of(vendor_id)
    found = []
    for kind in sorted(known.keys() | required, key=lambda one: (one not in required, _place(one))):
        label, needed = DOCUMENT_KIND_LABELS[kind], kind in required
        if not known[kind]:
            found.append(Paper(kind, label, needed))
        for row in sorted(known[kind], key=lambda one: (one.sort_until, one.pk)):
            if row.status == S.PROPOSED:
                found.append(Paper(kind, label, needed, renewal=row, scans=scans.get(row.pk, [])))
                continue
            left = (row.valid_until - on).days if row.valid_until else None
            found.append(Paper(kind, label, needed, row, renewals.get(row.pk), left, scans.get(row.pk, [])))
    return found


def required_of(vendor_id: int) -> set[str]:
    """Return the papers a vendor must have for anything in any of its lines (two queries)."""
    lines = list(VendorLine.objects.filter(vendor_id=vendor_id).values_list("line_id", flat=True))
    rows = DocumentRequirement.objects.filter(Q(line__isnull=True) | Q(line_id__in=lines))
    return set(rows.values_list("kind", flat=True))


def _place(kind: str) -> int:
    return list(DOCUMENT_KIND_LABELS).index(kind)


def allowed_actions(row: QualificationDocument, actor: Actor) -> list[str]:
    """Return what the actor may do with a paper now; buttons and the API read the same list."""
    if row.status == S.PROPOSED:
        if actor.is_vendor:
            return ["withdraw"] if may.may_hand_in_paper(actor, row.vendor_id) else []
        return ["accept", "refuse"] if may.may_edit_register(actor) else []
    if row.status == S.ACCEPTED and may.may_hand_in_paper(actor, row.vendor_id):
        has_renewal = QualificationDocument.objects.filter(supersedes_id=row.pk, status=S.PROPOSED.value).exists()
        return [] if has_renewal and actor.is_vendor else ["renew"]
    return []
