"""Verbs on service reports (VEN-05) and on how a vendor is organised (VEN-12)."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from records import journal
from records.rules.text import clean
from tenancy.errors import AlreadyDone, NotAllowed
from tenancy.models import OrgUnit
from tenancy.rules.actor import Actor
from vendors.actions.qualification import tell
from vendors.choices import ReportStatus
from vendors.errors import ReasonMissing, ReportHandedIn
from vendors.models import ServiceLine, ServiceReport, Vendor, VendorProfile
from vendors.rules import may
from vendors.rules.review import Report, check_report

RETURNED = gettext_noop("Your service report was returned: %(reason)s")
PROFILE_FACTS = (
    "has_quality_safety",
    "has_training",
    "has_customer_service",
    "has_maintenance",
    "has_training_system",
    "has_emergency_plan",
    "has_system_documents",
)


def save_report(
    *,
    vendor_id: int,
    by: Actor,
    at: datetime,
    report_id: int | None = None,
    project: OrgUnit | None = None,
    line: ServiceLine | None = None,
    hand_in: bool = False,
    **texts: str,
) -> ServiceReport:
    """Save a report as a draft, or hand it in when all five things are named (VEN-05).

    ``report_id`` None begins a new one. Raises NotAllowed, and as RuleBroken: ReportFactMissing (also for a draft that
    says nothing), ReportHandedIn.
    """
    may.speak_for(by, vendor_id)
    report = Report.written(**texts)
    if hand_in or len(report.missing) == len(asdict(report)):
        check_report(report)
    with transaction.atomic():
        row = _open_report(vendor_id, report_id, at)
        for name, value in {**asdict(report), "project": project, "line": line}.items():
            setattr(row, name, value)
        row.status = ReportStatus.DRAFT.value
        if hand_in:
            row.status, row.handed_in_at, row.handed_in_by_name = ReportStatus.HANDED_IN.value, at, by.name
            row.return_reason = ""
        row.save()
        event = "vendors.report_handed_in" if hand_in else "vendors.report_drafted"
        journal.record(event, row, by=by, at=at, changes={"status": row.status}, subject_vendor_id=vendor_id)
    return row


def _open_report(vendor_id: int, report_id: int | None, at: datetime) -> ServiceReport:
    if report_id is None:
        return ServiceReport(vendor=Vendor.objects.get(id=vendor_id), created_at=at)
    rows = ServiceReport.objects.select_for_update(of=("self",), no_key=True)
    row: ServiceReport = rows.get(id=report_id, vendor_id=vendor_id)
    if row.status == ReportStatus.HANDED_IN:
        raise ReportHandedIn
    return row


def hand_in(*, report_id: int, by: Actor, at: datetime) -> ServiceReport:
    """Hand in a draft as it stands. Raises NotAllowed, ReportFactMissing, ReportHandedIn."""
    row = ServiceReport.objects.get(id=report_id)
    texts = {name: getattr(row, name) for name in asdict(Report.written())}
    return save_report(
        vendor_id=row.vendor_id,
        report_id=row.id,
        project=row.project,
        line=row.line,
        hand_in=True,
        by=by,
        at=at,
        **texts,
    )


def return_report(*, report_id: int, reason: str, by: Actor, at: datetime) -> ServiceReport:
    """Give a report back with a reason; it no longer counts. Raises NotAllowed, ReasonMissing, AlreadyDone."""
    if by.is_vendor or not may.may_edit_register(by):
        raise NotAllowed
    written = clean(reason)
    if not written:
        raise ReasonMissing
    with transaction.atomic():
        row: ServiceReport = ServiceReport.objects.select_for_update(of=("self",), no_key=True).get(id=report_id)
        if row.status != ReportStatus.HANDED_IN:
            raise AlreadyDone
        row.status, row.return_reason = ReportStatus.RETURNED.value, written
        row.save(update_fields=["status", "return_reason"])
        journal.record(
            "vendors.report_returned",
            row,
            by=by,
            at=at,
            changes={"reason": written},
            subject_vendor_id=row.vendor_id,
        )
        tell(row.vendor, "vendors.report_returned", RETURNED, {"reason": written}, at=at)
    return row


def change_profile(
    *, vendor_id: int, by: Actor, at: datetime, remarks: str = "", **facts: bool | None
) -> VendorProfile:
    """Say how a vendor is organised (VEN-12), by its manager or by staff; nothing changed writes nothing.

    ``facts`` are the names of ``PROFILE_FACTS``; one left out or None is unknown. Raises NotAllowed.
    """
    may.speak_for(by, vendor_id)
    wanted: dict[str, Any] = {name: facts.get(name) for name in PROFILE_FACTS}
    wanted["remarks"] = clean(remarks)
    with transaction.atomic():
        vendor = Vendor.objects.get(id=vendor_id)
        row = VendorProfile.objects.filter(vendor=vendor).select_for_update(of=("self",)).first()
        row = row or VendorProfile(vendor=vendor)
        changes = {name: [getattr(row, name), value] for name, value in wanted.items() if getattr(row, name) != value}
        if not changes:
            return row
        for name, value in wanted.items():
            setattr(row, name, value)
        row.changed_at = at
        row.save()
        journal.record("vendors.profile_changed", vendor, by=by, at=at, changes=changes, subject_vendor_id=vendor.id)
    return row
