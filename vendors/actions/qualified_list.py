"""Verbs on the qualified-vendor list (VEN-08, VEN-09): compile, change a draft, send for approval, decided, discard."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _

from records import journal
from records.actions import approval as approvals
from records.models import Approval, ApprovalStatus
from records.rules.text import clean, one_line
from tenancy import work
from tenancy.context import require_wall
from tenancy.errors import AlreadyDone
from tenancy.models import Tenant
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from vendors.actions.qualification import qualify_listed
from vendors.choices import ListStatus
from vendors.errors import ListBeingCompiled, ListEmpty, ListFixed, NoLine, NotListable, ReasonMissing
from vendors.models import QualifiedList, QualifiedListEntry, Vendor
from vendors.queries import lines_of
from vendors.queries import qualified_list as queries
from vendors.queries.rating import last_ratings
from vendors.rules import may
from vendors.rules.qualification import check_lines


def compile_list(*, by: Actor, at: datetime) -> QualifiedList:
    """Begin a version, filled with every vendor that may stand on it, its lines and last grade (VEN-09).

    Whoever is disqualified, banned or switched off since drops out; who passed a review enters. Raises NotAllowed,
    ListBeingCompiled while another version is being worked on.
    """
    may.compile_list(by)
    with transaction.atomic():
        work.advisory_lock("vendors.qualified_list")
        running = queries.under_work()
        if running is not None:
            raise ListBeingCompiled(version_id=running.id, number=running.number)
        last = QualifiedList.objects.aggregate(last=Max("number"))["last"] or 0
        version = QualifiedList.objects.create(number=last + 1, compiled_at=at, compiled_by_name=by.name)
        offers = queries.listable(on=approvals.day_of(at))
        kept = _kept(version)
        _add(version, offers, kept, on=approvals.day_of(at))
        journal.record(
            "vendors.list_compiled", version, by=by, at=at, changes={"version": version.number, "vendors": len(offers)}
        )
    return version


def _kept(version: QualifiedList) -> dict[int, QualifiedListEntry]:
    """Return the entries of the version before, whose remarks and last day are taken over."""
    before = queries.before(version)
    return {row.vendor_id: row for row in queries.entries_of(before)} if before else {}


def _add(
    version: QualifiedList, offers: Iterable[queries.Offer], kept: dict[int, QualifiedListEntry], *, on: date
) -> None:
    rows = list(offers)
    grades = last_ratings([one.vendor.id for one in rows], on=on)
    QualifiedListEntry.objects.bulk_create(
        [
            QualifiedListEntry(
                version=version,
                vendor=one.vendor,
                legal_name=one.vendor.legal_name,
                credit_code=one.vendor.credit_code,
                sort_key=one.vendor.sort_key,
                lines=[{"id": line.id, "code": line.code, "names": line.names} for line in one.lines],
                last_grade=grades[one.vendor.id].last_grade,
                mean_total=grades[one.vendor.id].mean_total,
                valid_until=kept[one.vendor.id].valid_until if one.vendor.id in kept else None,
                remarks=kept[one.vendor.id].remarks if one.vendor.id in kept else "",
            )
            for one in rows
        ]
    )


def add_entry(*, version_id: int, vendor_id: int, by: Actor, at: datetime) -> QualifiedListEntry:
    """Put a vendor on a draft. Raises NotAllowed, ListFixed, NotListable, AlreadyDone when it stands there."""
    with transaction.atomic():
        version = _draft(version_id, by)
        if QualifiedListEntry.objects.filter(version=version, vendor_id=vendor_id).exists():
            raise AlreadyDone
        offers = queries.listable([vendor_id], on=approvals.day_of(at))
        if not offers:
            raise NotListable(vendor_id=vendor_id, name=str(Vendor.objects.get(id=vendor_id)), field="vendor")
        _add(version, offers, {}, on=approvals.day_of(at))
        journal.record(
            "vendors.list_entry_added", version, by=by, at=at, changes={"vendor": offers[0].vendor.legal_name}
        )
    return QualifiedListEntry.objects.get(version=version, vendor_id=vendor_id)


def change_entry(
    *,
    entry_id: int,
    line_ids: Iterable[int],
    by: Actor,
    at: datetime,
    valid_until: date | None = None,
    remarks: str = "",
) -> QualifiedListEntry:
    """Narrow the lines of an entry, set its last day and remarks. Raises NotAllowed, ListFixed, NoLine."""
    with transaction.atomic():
        row = QualifiedListEntry.objects.get(id=entry_id)
        version = _draft(row.version_id, by)
        offered = {line.id: line for line in lines_of([row.vendor_id]).get(row.vendor_id, [])}
        chosen = check_lines(list(line_ids), list(offered))
        if not chosen:
            raise NoLine
        lines = [
            {"id": line.id, "code": line.code, "names": line.names} for key, line in offered.items() if key in chosen
        ]
        pairs: dict[str, list[Any]] = {
            "lines": [[one["code"] for one in row.lines], [one["code"] for one in lines]],
            "valid_until": [str(row.valid_until or ""), str(valid_until or "")],
            "remarks": [row.remarks, one_line(remarks)[:200]],
        }
        changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
        row.lines, row.valid_until, row.remarks = lines, valid_until, one_line(remarks)[:200]
        row.save(update_fields=["lines", "valid_until", "remarks"])
        if changes:
            facts = {"vendor": row.legal_name, **changes}
            journal.record("vendors.list_entry_changed", version, by=by, at=at, changes=facts)
    return row


def remove_entry(*, entry_id: int, reason: str, by: Actor, at: datetime) -> QualifiedList:
    """Take a vendor off a draft, with a reason. Raises NotAllowed, ListFixed, ReasonMissing."""
    with transaction.atomic():
        row = QualifiedListEntry.objects.get(id=entry_id)
        version = _draft(row.version_id, by)
        if not clean(reason):
            raise ReasonMissing
        row.delete()
        facts = {"vendor": row.legal_name, "reason": clean(reason)}
        journal.record("vendors.list_entry_removed", version, by=by, at=at, changes=facts)
    return version


def submit_list(*, version_id: int, by: Actor, at: datetime, remarks: str = "") -> QualifiedList:
    """Send a draft to the management representative and the general manager (VEN-08, X-21).

    Raises NotAllowed, and as RuleBroken: ListFixed, ListEmpty, NotListable for a vendor that fell out meanwhile.
    """
    with transaction.atomic():
        version = _draft(version_id, by)
        _check(version, at)
        version.status, version.submitted_at, version.remarks = ListStatus.IN_APPROVAL.value, at, clean(remarks)
        version.approval = approvals.start(
            document_type=queries.TYPE,
            object_id=version.id,
            title=_title(version.number),
            reason=version.remarks,
            papers_url=tenant_url("vendors:qualified_list_detail", version.id),
            by=by,
            at=at,
        )
        version.save(update_fields=["status", "submitted_at", "remarks", "approval"])
        journal.record("vendors.list_submitted", version, by=by, at=at, changes={"version": version.number})
    return version


def _title(number: int) -> str:
    """Return what the approval is called, in the tenant's language: several people read it."""
    with translation.override(Tenant.objects.values_list("language", flat=True).get(id=require_wall().tenant_id)):
        return _("Qualified-vendor list, version %(number)s") % {"number": number}


def decided(approval: Approval, *, by: Actor, at: datetime) -> None:
    """Close a version as its chain decided (``settings.APPROVABLE``): the last signature makes it the one that counts.

    Vendors under review on it become qualified. Raises AlreadyDone when it is not in approval, NotListable when a
    vendor on it was banned or failed meanwhile: then it is compiled anew.
    """
    version = QualifiedList.objects.select_for_update(of=("self",), no_key=True).get(id=approval.object_id)
    if version.status != ListStatus.IN_APPROVAL:
        raise AlreadyDone
    if approval.status != ApprovalStatus.APPROVED:
        version.status = ListStatus.REFUSED.value
        version.save(update_fields=["status"])
        journal.record("vendors.list_refused", version, by=by, at=at, changes={"version": version.number})
        return
    rows = Vendor.objects.filter(id__in=QualifiedListEntry.objects.filter(version=version).values("vendor_id"))
    # Locked before they are looked at: a ban that comes a moment later waits for this decision, or this for the ban.
    locked = list(rows.select_for_update(of=("self",), no_key=True).order_by("id"))
    _check(version, at)
    signers = list(approval.steps.order_by("position").select_related("decided_by__person"))
    version.status, version.valid_from = ListStatus.APPROVED.value, approvals.day_of(at)
    version.approved_at, version.approved_by_name = at, by.name
    if len(signers) > 1 and signers[0].decided_by is not None:
        version.reviewed_at, version.reviewed_by_name = signers[0].decided_at, signers[0].decided_by.person.name
    version.save()
    qualify_listed(vendors=locked, number=version.number, by=by, at=at)
    journal.record("vendors.list_approved", version, by=by, at=at, changes={"version": version.number})


def reopen_list(*, version_id: int, by: Actor, at: datetime) -> QualifiedList:
    """Make a version a draft again after its approval was withdrawn. Raises NotAllowed, AlreadyDone."""
    may.compile_list(by)
    with transaction.atomic():
        version = _locked(version_id)
        if version.status != ListStatus.IN_APPROVAL or queries.approval_waits(version):
            raise AlreadyDone
        version.status, version.submitted_at = ListStatus.DRAFT.value, None
        version.save(update_fields=["status", "submitted_at"])
        journal.record("vendors.list_reopened", version, by=by, at=at, changes={"version": version.number})
    return version


def discard_list(*, version_id: int, by: Actor, at: datetime) -> QualifiedList:
    """Give a draft up; its number stays used. Raises NotAllowed, ListFixed."""
    with transaction.atomic():
        version = _draft(version_id, by)
        version.status = ListStatus.DISCARDED.value
        version.save(update_fields=["status"])
        journal.record("vendors.list_discarded", version, by=by, at=at, changes={"version": version.number})
    return version


def _locked(version_id: int) -> QualifiedList:
    row: QualifiedList = QualifiedList.objects.select_for_update(of=("self",), no_key=True).get(id=version_id)
    return row


def _draft(version_id: int, by: Actor) -> QualifiedList:
    may.compile_list(by)
    version = _locked(version_id)
    if version.status != ListStatus.DRAFT:
        raise ListFixed
    return version


def _check(version: QualifiedList, at: datetime) -> None:
    """Raise ListEmpty or NotListable unless every vendor on a version may stand there now."""
    rows = queries.entries_of(version)
    if not rows:
        raise ListEmpty
    usable = {one.vendor.id for one in queries.listable([row.vendor_id for row in rows], on=approvals.day_of(at))}
    for row in rows:
        if row.vendor_id not in usable:
            raise NotListable(vendor_id=row.vendor_id, name=row.legal_name)
