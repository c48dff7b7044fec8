"""The verb that says who was responsible for a complaint (CMP-08, CMP-09)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from complaints import queries
from complaints.actions.complaint import NOUN, charged_to, index, linked, locked
from complaints.choices import Responsibility
from complaints.errors import ContractNeeded, LineNeeded, MonthClosed
from complaints.models import Complaint
from complaints.rules import may, register
from contracts.models import Contract
from records import journal, search
from records.rules.deadlines import local_day
from tenancy.errors import AlreadyDone
from tenancy.queries import active_zone
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from vendors.models import ServiceLine


def judge(
    *,
    complaint_id: int,
    responsibility: str,
    reason: str,
    by: Actor,
    at: datetime,
    contract: Contract | None = None,
    line: ServiceLine | None = None,
    severity: str | None = None,
    is_attendance_related: bool | None = None,
) -> Complaint:
    """Find who was responsible, with the reason; a new judgement replaces an older one and both stay in the journal.

    What is None stays as registered. A vendor's responsibility needs a contract and a line. Raises NotAllowed,
    AlreadyDone for the very same judgement, and as RuleBroken: UnknownChoice, ReasonMissing, AttendanceIsVendors,
    ContractNeeded, LineNeeded, ContractNotInForce, LineNotInContract, MonthClosed once a card of the month is out.
    """
    with transaction.atomic():
        complaint = locked(complaint_id, "project", "line", "contract", "vendor")
        may.require(by, Permission.COMPLAINT_JUDGE, complaint.project_id)
        attendance = complaint.is_attendance_related if is_attendance_related is None else is_attendance_related
        finding, why = register.check_judgement(responsibility, reason, is_attendance_related=attendance)
        day = local_day(complaint.received_at, active_zone())
        wanted = contract or complaint.contract
        found, found_line = linked(
            complaint.project_id,
            day,
            contract=wanted,
            line=line or (None if contract and contract != complaint.contract else complaint.line),
            vendor=complaint.vendor,
        )
        if finding is Responsibility.VENDOR:
            _chargeable(found, found_line)
        if any(queries.month_is_closed(one, complaint.month) for one in _involved(complaint, found)):
            raise MonthClosed
        facts = {
            "responsibility": finding.value,
            "judgement_reason": why,
            "contract_id": found.id if found else None,
            "line_id": found_line.id if found_line else None,
            "vendor_id": found.vendor_id if found else complaint.vendor_id,
            "severity": register.check_severity(severity) if severity else complaint.severity,
            "is_attendance_related": attendance,
        }
        shown_to = charged_to(complaint)
        changes = _apply(complaint, facts)
        if not changes:
            raise AlreadyDone
        complaint.judged_at, complaint.judged_by_id = at, by.person_id
        complaint.save()
        if "vendor_id" in changes:
            index(complaint)
        elif shown_to != charged_to(complaint):
            search.show_to(complaint, NOUN, charged_to(complaint))
        journal.record(
            "complaints.complaint_judged",
            complaint,
            by=by,
            at=at,
            changes=changes,
            subject_vendor_id=complaint.vendor_id,
        )
    return complaint


def _chargeable(contract: Contract | None, line: ServiceLine | None) -> None:
    if contract is None:
        raise ContractNeeded
    if line is None:
        raise LineNeeded


def _involved(complaint: Complaint, contract: Contract | None) -> set[int | None]:
    return {complaint.contract_id, contract.id if contract else None}


def _apply(complaint: Complaint, facts: dict[str, Any]) -> dict[str, Any]:
    changes = {}
    for name, new in facts.items():
        old = getattr(complaint, name)
        if old != new:
            changes[name] = [old, new]
            setattr(complaint, name, new)
    return changes
