"""Reads of the qualified-vendor list: the version that counts, who stands on it, how versions differ (VEN-08)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from records.models import Approval, ApprovalStatus
from tenancy.rules.actor import Actor
from vendors import queries
from vendors.choices import ListStatus, Qualification
from vendors.models import QualifiedList, QualifiedListEntry, ServiceLine, Vendor
from vendors.models.qualified_list import UNDER_WORK
from vendors.queries.bans import whole_ban
from vendors.queries.review import qualifying
from vendors.rules import may
from vendors.rules.lifecycle import USABLE
from vendors.rules.qualification import Candidate, Comparison, Entry, compare, may_be_listed

TYPE = "vendors.qualified_list"
LISTABLE = frozenset({*USABLE, Qualification.UNDER_REVIEW})


def lists_visible_to(actor: Actor) -> QuerySet[QualifiedList]:
    """Return the versions the actor may read: staff who read the register, never a vendor."""
    rows = QualifiedList.objects.all()
    return rows.annotate(size=Count("entries")) if may.may_see_logs(actor) else rows.none()


def entries_visible_to(actor: Actor) -> QuerySet[QualifiedListEntry]:
    """Return the entries of all versions the actor may read."""
    rows = QualifiedListEntry.objects.select_related("version", "vendor")
    return rows if may.may_see_logs(actor) else rows.none()


def current(on: date | None = None) -> QualifiedList | None:
    """Return the latest approved version, the only one that counts (VEN-08); on a day, the one valid then."""
    rows = QualifiedList.objects.filter(status=ListStatus.APPROVED)
    if on is not None:
        rows = rows.filter(valid_from__lte=on)
    return rows.order_by("-number").first()


def is_on_current_list(
    vendor_ids: Iterable[int], line_id: int | None = None, on: date | None = None
) -> dict[int, bool]:
    """Return for each vendor whether it stands on the version that counts, for a line when one is given (two queries).

    ``on`` also asks whether the entry is valid on that day. Without an approved version nobody stands on it.
    """
    version = current(on)
    wanted = list(vendor_ids)
    return on_version(version, wanted, line_id, on) if version else dict.fromkeys(wanted, False)


def on_version(
    version: QualifiedList, vendor_ids: list[int], line_id: int | None = None, on: date | None = None
) -> dict[int, bool]:
    """Return for each vendor whether it stands on a version, for a line and on a day when these are given (1 query)."""
    found = dict.fromkeys(vendor_ids, False)
    for row in QualifiedListEntry.objects.filter(version=version, vendor_id__in=vendor_ids):
        is_valid = on is None or row.valid_until is None or row.valid_until >= on
        found[row.vendor_id] = is_valid and (line_id is None or line_id in {line["id"] for line in row.lines})
    return found


def under_work() -> QualifiedList | None:
    """Return the version that is being compiled or approved, or None."""
    return QualifiedList.objects.filter(status__in=UNDER_WORK).first()


def before(version: QualifiedList) -> QualifiedList | None:
    """Return the approved version that preceded this one, or None."""
    rows = QualifiedList.objects.filter(status=ListStatus.APPROVED, number__lt=version.number)
    return rows.order_by("-number").first()


def entries_of(version: QualifiedList) -> list[QualifiedListEntry]:
    """Return the entries of a version by name (one query)."""
    return list(QualifiedListEntry.objects.filter(version=version).order_by("sort_key", "id"))


def comparison(old: QualifiedList | None, new: QualifiedList) -> Comparison:
    """Return what happened between two versions; against nothing, everybody entered (two queries)."""
    return compare(_plain(old) if old else [], _plain(new))


def _plain(version: QualifiedList) -> list[Entry]:
    return [
        Entry(
            vendor_id=row.vendor_id,
            name=row.legal_name,
            lines=frozenset(line["code"] for line in row.lines),
            grade=row.last_grade,
        )
        for row in entries_of(version)
    ]


def line_names(entries: Iterable[QualifiedListEntry]) -> dict[str, dict[str, str]]:
    """Return the names of the lines on entries, by code, as they were written down."""
    return {line["code"]: line["names"] for row in entries for line in row.lines}


@dataclass(frozen=True)
class Offer:
    """A vendor that may stand on the list now, with its lines."""

    vendor: Vendor
    lines: list[ServiceLine]


def listable(vendor_ids: Iterable[int] | None = None, *, on: date) -> list[Offer]:
    """Return the vendors that may stand on the list now, by name (VEN-04, VEN-08, VEN-09; seven queries)."""
    rows = Vendor.objects.filter(status__in=[one.value for one in LISTABLE], is_active=True)
    if vendor_ids is not None:
        rows = rows.filter(id__in=list(vendor_ids))
    vendors = list(rows.order_by("sort_key", "id"))
    reviewed = qualifying([row.id for row in vendors if row.status == Qualification.UNDER_REVIEW])
    lines = queries.lines_of(row.id for row in vendors)
    banned = whole_ban(vendors, on=on)
    return [
        Offer(row, lines.get(row.id, []))
        for row in vendors
        if may_be_listed(
            Candidate(
                status=row.status,
                is_active=row.is_active,
                is_banned=banned[row.id] is not None,
                review_qualifies=row.id in reviewed,
            )
        )
    ]


def addable(version: QualifiedList, *, on: date) -> list[Offer]:
    """Return the vendors that may stand on the list but are not on this version."""
    known = set(QualifiedListEntry.objects.filter(version=version).values_list("vendor_id", flat=True))
    return [one for one in listable(on=on) if one.vendor.id not in known]


def approval_waits(version: QualifiedList) -> bool:
    """Whether the approval of a version is still undecided."""
    return Approval.objects.filter(id=version.approval_id or 0, status=ApprovalStatus.PENDING).exists()


def list_actions(version: QualifiedList, actor: Actor) -> list[str]:
    """Return what the actor may do with a version now."""
    if not may.may_compile(actor):
        return []
    if version.status == ListStatus.DRAFT:
        return ["change", "submit", "discard"]
    if version.status == ListStatus.IN_APPROVAL and not approval_waits(version):
        return ["reopen"]
    return []
