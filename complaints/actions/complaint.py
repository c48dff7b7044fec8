"""Verbs on complaints: register, answer, close, reopen, reveal who complained."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from complaints import queries
from complaints.choices import ComplaintStatus as S
from complaints.choices import Satisfaction, Severity
from complaints.errors import (
    AnsweredInFuture,
    AnswerMissing,
    ContractNotInForce,
    LineNotInContract,
    NotAProject,
    NumberTaken,
    ReasonMissing,
    UnknownChoice,
)
from complaints.models import Complaint, ComplaintContact
from complaints.rules import lifecycle, may, register
from complaints.rules.deadlines import answer_due, check_answer
from contracts.models import Contract
from contracts.queries import contract_for
from records import journal, search
from records.actions.number import next_number
from records.rules.deadlines import local_day
from records.rules.text import clean, halfwidth, one_line
from tenancy.choices import UnitKind
from tenancy.errors import AlreadyDone
from tenancy.models import OrgUnit
from tenancy.queries import active_zone
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from vendors.models import ServiceLine, Vendor

NOUN = "complaints.complaint"


def register_complaint(
    *,
    channel: str,
    received_at: datetime,
    project: OrgUnit,
    content: str,
    by: Actor,
    at: datetime,
    line: ServiceLine | None = None,
    contract: Contract | None = None,
    vendor: Vendor | None = None,
    severity: str = Severity.ORDINARY.value,
    is_attendance_related: bool = False,
    customer_name: str = "",
    phone: str = "",
    address: str = "",
    number: str = "",
) -> Complaint:
    """Put a complaint on the one register and start its three days (CMP-01, CMP-02, CMP-03).

    With a contract, the vendor is the contract's, and its line too when it has only one. With a vendor alone, the
    contract it worked under at the project that day is looked up. Raises NotAllowed, and as RuleBroken:
    ContentMissing, ReceivedInFuture, UnknownChoice, NotAProject, ContractNotInForce, LineNotInContract, NumberTaken.
    """
    may.require(by, Permission.COMPLAINT_REGISTER, project.id)
    if project.kind != UnitKind.PROJECT:
        raise NotAProject
    register.check_received(received_at, at)
    zone = active_zone()
    day = local_day(received_at, zone)
    contract, line = linked(project.id, day, contract=contract, line=line, vendor=vendor)
    with transaction.atomic():
        complaint = Complaint(
            number=halfwidth(number) or next_number("complaint", on=day),
            channel=register.check_channel(channel),
            received_at=received_at,
            month=day.replace(day=1),
            project=project,
            line=line,
            contract=contract,
            vendor=contract.vendor if contract else vendor,
            content=register.check_content(content),
            severity=register.check_severity(severity),
            status=S.REGISTERED.value,
            is_attendance_related=is_attendance_related,
            answer_due_at=answer_due(received_at, zone, queries.answer_days(day)),
            registered_at=at,
            registered_by_id=by.person_id,
        )
        _create(complaint)
        if any(clean(text) for text in (customer_name, phone, address)):
            ComplaintContact.objects.create(
                complaint=complaint,
                customer_name=one_line(customer_name),
                phone=halfwidth(phone),
                address=one_line(address),
            )
        index(complaint)
        journal.record(
            "complaints.complaint_registered",
            complaint,
            by=by,
            at=at,
            changes={"channel": complaint.channel, "severity": complaint.severity},
        )
    return complaint


def answer(
    *, complaint_id: int, answer: str, by: Actor, at: datetime, answered_at: datetime | None = None
) -> Complaint:
    """Note what the customer was told and when; the first answer stops the clock (CMP-03).

    ``answered_at`` is the moment of the answer when it was given before it is noted. A later answer replaces the
    text, never the first moment. Raises NotAllowed, IllegalTransition for a closed case, AnswerMissing,
    AnsweredBeforeReceived, AnsweredInFuture.
    """
    with transaction.atomic():
        complaint = locked(complaint_id)
        may.require(by, Permission.COMPLAINT_ANSWER, complaint.project_id)
        if complaint.status != S.REPORTED:
            lifecycle.check(S(complaint.status), S.REPORTED)
        moment = answered_at or at
        if moment > at + register.CLOCK_DRIFT:
            raise AnsweredInFuture
        if not clean(answer):
            raise AnswerMissing
        zone = active_zone()
        check_answer(local_day(complaint.received_at, zone), local_day(moment, zone))
        changes = {"status": [complaint.status, S.REPORTED.value], "answer": [complaint.answer, clean(answer)]}
        complaint.status, complaint.answer = S.REPORTED.value, clean(answer)
        if complaint.first_answered_at is None:
            complaint.first_answered_at = moment
            changes["first_answered_at"] = ["", moment.isoformat()]
        complaint.save(update_fields=["status", "answer", "first_answered_at"])
        journal.record("complaints.complaint_answered", complaint, by=by, at=at, changes=changes)
    return complaint


def close(*, complaint_id: int, satisfaction: str, by: Actor, at: datetime, reason: str = "") -> Complaint:
    """Close a case: the customer is satisfied, or a quality officer gives a reason (CMP-06, X-33).

    ``satisfaction`` is empty when the customer could not be asked. Raises NotAllowed, AlreadyDone, IllegalTransition
    for a case without an answer, UnknownChoice, CustomerNotSatisfied.
    """
    with transaction.atomic():
        complaint = locked(complaint_id)
        may.require(by, Permission.COMPLAINT_CLOSE, complaint.project_id)
        if complaint.status == S.CLOSED:
            raise AlreadyDone
        lifecycle.check(S(complaint.status), S.CLOSED)
        if satisfaction and satisfaction not in set(Satisfaction):
            raise UnknownChoice(field="satisfaction")
        lifecycle.check_closing(
            Satisfaction(satisfaction) if satisfaction else None,
            reason=reason,
            closed_by_quality=may.closes_for_quality(by),
        )
        changes = {"status": [complaint.status, S.CLOSED.value], "satisfaction": satisfaction, "reason": clean(reason)}
        complaint.status, complaint.satisfaction, complaint.close_reason = S.CLOSED.value, satisfaction, clean(reason)
        complaint.closed_at, complaint.closed_by_id = at, by.person_id
        complaint.save(update_fields=["status", "satisfaction", "close_reason", "closed_at", "closed_by"])
        journal.record("complaints.complaint_closed", complaint, by=by, at=at, changes=changes)
    return complaint


def reopen(*, complaint_id: int, reason: str, by: Actor, at: datetime) -> Complaint:
    """Open a case again because the customer is not content; its first answer and its deadline stay as they were.

    Raises NotAllowed, AlreadyDone, IllegalTransition, ReasonMissing.
    """
    with transaction.atomic():
        complaint = locked(complaint_id)
        may.reopen(by, complaint.project_id)
        if complaint.status == S.REOPENED:
            raise AlreadyDone
        lifecycle.check(S(complaint.status), S.REOPENED)
        if not clean(reason):
            raise ReasonMissing
        changes = {"status": [complaint.status, S.REOPENED.value], "reason": clean(reason)}
        complaint.status, complaint.satisfaction, complaint.close_reason = S.REOPENED.value, "", ""
        complaint.closed_at, complaint.closed_by_id = None, None
        complaint.reopened_count += 1
        complaint.save(
            update_fields=["status", "satisfaction", "close_reason", "closed_at", "closed_by", "reopened_count"]
        )
        journal.record("complaints.complaint_reopened", complaint, by=by, at=at, changes=changes)
    return complaint


def reveal_contact(*, complaint_id: int, by: Actor, at: datetime) -> ComplaintContact:
    """Return who complained in full and note in the journal who looked (security.md 6).

    Raises NotAllowed, ComplaintContact.DoesNotExist when nobody left a name.
    """
    with transaction.atomic():
        complaint = Complaint.objects.get(id=complaint_id)
        may.reveal(by, complaint.project_id)
        contact = ComplaintContact.objects.get(complaint=complaint)
        journal.record("complaints.contact_revealed", complaint, by=by, at=at)
    return contact


def locked(complaint_id: int, *with_rows: str) -> Complaint:
    """Return the complaint locked for a change, read together with the rows it points to by these names."""
    rows = Complaint.objects.select_for_update(of=("self",), no_key=True)
    return (rows.select_related(*with_rows) if with_rows else rows).get(id=complaint_id)


def linked(
    project_id: int,
    day: date,
    *,
    contract: Contract | None,
    line: ServiceLine | None,
    vendor: Vendor | None = None,
) -> tuple[Contract | None, ServiceLine | None]:
    """Return the contract and line a complaint belongs to (CMP-08). Raises ContractNotInForce, LineNotInContract."""
    if contract is None:
        if vendor is None:
            return None, line
        contract = contract_for(vendor_id=vendor.id, project_id=project_id, on=day, line_id=line.id if line else None)
        if contract is None:
            return None, line
    elif not queries.is_in_force(contract, project_id, day):
        raise ContractNotInForce
    covered = queries.line_ids_of(contract)
    if line is None and len(covered) == 1:
        line = ServiceLine.objects.get(id=covered[0])
    if line is not None and line.id not in covered:
        raise LineNotInContract
    return contract, line


def index(complaint: Complaint) -> None:
    """Make a complaint findable; the person who complained is left out on purpose."""
    search.index(
        complaint,
        NOUN,
        complaint.number,
        complaint.content[:200],
        complaint.project.name,
        complaint.vendor.legal_name if complaint.vendor else "",
        vendor_id=charged_to(complaint),
    )


def charged_to(complaint: Complaint) -> int | None:
    """Return the vendor that may find the complaint: the one it was charged to."""
    return complaint.vendor_id if complaint.responsibility == "vendor" else None


def _create(complaint: Complaint) -> None:
    if Complaint.objects.filter(number=complaint.number).exists():
        raise NumberTaken
    try:
        with transaction.atomic():
            complaint.save(force_insert=True)
    except IntegrityError as error:
        if "complaints_complaint_number" in str(error):
            raise NumberTaken from error
        raise
