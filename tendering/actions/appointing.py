"""Verbs that name people for a tender: organiser, author, custodian, answerers; the author's undertaking."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from records import journal
from records.actions.notification import notify
from tenancy.errors import AlreadyDone, IllegalTransition, NotAllowed
from tenancy.models import Membership
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from tendering.actions.moving import locked
from tendering.choices import TENDER_DUTY_SINGLE, Duty, TenderStatus
from tendering.errors import DutiesMixed, NotAColleague
from tendering.models import Appointment, Tender
from tendering.queries import people
from tendering.rules import lifecycle, may, separation

NAMED = gettext_noop("You are named for tender %(number)s.")
# Until when each duty may change hands: the author writes what is approved, the custodian's key is in the seal.
LAST_STAGE = {
    Duty.AUTHOR: TenderStatus.PAPERS_DRAFTING,
    Duty.CUSTODIAN: TenderStatus.PAPERS_APPROVED,
    Duty.PROJECT_MANAGER: TenderStatus.CLARIFYING,
    Duty.SPECIALIST: TenderStatus.CLARIFYING,
}


def name_organiser(*, tender_id: int, member_id: int, by: Actor, at: datetime) -> Tender:
    """Name who organises a tender (TND-06): a member of the organising department, or the office where there is none.

    Raises NotAllowed, AlreadyDone for the same person, IllegalTransition once bids are invited, and as RuleBroken
    NotAColleague or DutiesMixed.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        _may_name(by, tender)
        if TenderStatus(tender.status) in lifecycle.ENDED or lifecycle.has_reached(
            TenderStatus(tender.status), TenderStatus.INVITING
        ):
            raise IllegalTransition(tender.status, tender.status)
        member = people.colleague(tender.tenant_id, member_id)
        if member is None:
            raise NotAColleague
        if member.id == tender.organiser_id:
            raise AlreadyDone
        if member.id not in {one.id for one in people.organisers(tender.project_id)}:
            raise DutiesMixed("not_organiser", field="member")
        separation.check_organiser(
            member.person_id,
            author_person_id=people.duty_person(tender.id, Duty.AUTHOR),
            custodian_person_id=people.duty_person(tender.id, Duty.CUSTODIAN),
        )
        before = Membership.objects.filter(id=tender.organiser_id or 0).values_list("person__name", flat=True).first()
        tender.organiser_id = member.id
        tender.save(update_fields=["organiser"])
        _tell(tender, member.id, at)
        journal.record(
            "tendering.organiser_named", tender, by=by, at=at, changes={"person": [before or "", member.person.name]}
        )
    return tender


def appoint(*, tender_id: int, duty: str, member_id: int, by: Actor, at: datetime, speciality: str = "") -> Appointment:
    """Name somebody for a duty; of author, custodian and project manager the former holder's duty ends.

    Raises NotAllowed, AlreadyDone, IllegalTransition after the duty's last stage, and as RuleBroken NotAColleague or
    DutiesMixed (TND-09, TND-11, TND-12, X-31).
    """
    with transaction.atomic():
        tender = locked(tender_id)
        _may_name(by, tender)
        kind = Duty(duty)
        _in_time(tender, kind)
        member = people.colleague(tender.tenant_id, member_id)
        if member is None:
            raise NotAColleague
        separation.check_duty(
            kind,
            people.candidate(member, tender.project_id),
            organiser_person_id=people.organiser_person(tender),
            author_person_id=people.duty_person(tender.id, Duty.AUTHOR),
            custodian_person_id=people.duty_person(tender.id, Duty.CUSTODIAN),
        )
        holders = Appointment.objects.filter(tender=tender, duty=kind.value, ended_at__isnull=True)
        if holders.filter(membership_id=member.id).exists():
            raise AlreadyDone
        if kind.value in TENDER_DUTY_SINGLE:
            holders.update(ended_at=at)
        row = Appointment.objects.create(
            tender=tender,
            duty=kind.value,
            membership=member,
            speciality=speciality.strip()[:120],
            appointed_at=at,
            appointed_by_id=by.membership_id,
        )
        _tell(tender, member.id, at)
        journal.record(
            "tendering.appointed", tender, by=by, at=at, changes={"duty": kind.value, "person": member.person.name}
        )
    return row


def end_appointment(*, appointment_id: int, by: Actor, at: datetime) -> Appointment:
    """End a specialist's duty. Raises NotAllowed, AlreadyDone, IllegalTransition for duties that only change hands."""
    with transaction.atomic():
        rows = Appointment.objects.select_for_update(of=("self",), no_key=True).select_related("membership__person")
        row = rows.get(id=appointment_id)
        tender = locked(row.tender_id)
        _may_name(by, tender)
        if row.ended_at is not None:
            raise AlreadyDone
        if row.duty in TENDER_DUTY_SINGLE:
            raise IllegalTransition(row.duty, "")
        _in_time(tender, Duty(row.duty))
        row.ended_at = at
        row.save(update_fields=["ended_at"])
        journal.record(
            "tendering.appointment_ended",
            tender,
            by=by,
            at=at,
            changes={"duty": row.duty, "person": row.membership.person.name},
        )
    return row


def sign_undertaking(*, tender_id: int, by: Actor, at: datetime) -> Appointment:
    """The author undertakes to keep the evaluation papers secret; nothing is written before (TND-10).

    Raises NotAllowed for anybody else, AlreadyDone.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        row = people.author_of(tender.id)
        if row is None or by.person_id is None or row.membership_id != by.membership_id:
            raise NotAllowed
        if row.undertaken_at is not None:
            raise AlreadyDone
        row.undertaking, row.undertaken_at = undertaking_text(tender, by.name), at
        row.save(update_fields=["undertaking", "undertaken_at"])
        journal.record("tendering.undertaking_signed", tender, by=by, at=at)
    return row


def undertaking_text(tender: Tender, name: str) -> str:
    """Return the text of the undertaking in the reader's language."""
    return _(
        "I, %(name)s, write the evaluation papers of tender %(number)s. Until they are unsealed I show their drafts, "
        "files and sources to nobody but their approvers, keep no copy after sealing, and take no part in organising "
        "this tender."
    ) % {"name": name, "number": tender.number}


def _may_name(by: Actor, tender: Tender) -> None:
    """The organising side names people; the office does where there is no organising department (TND-06)."""
    if people.office_organises(tender.project_id) and may.may(by, Permission.PAPERS_SEAL, tender.project_id):
        return
    may.organise(by, tender.project_id, tender.organiser_id)


def _in_time(tender: Tender, duty: Duty) -> None:
    stage, last = TenderStatus(tender.status), LAST_STAGE[duty]
    if stage not in lifecycle.STAGES or lifecycle.STAGES.index(stage) > lifecycle.STAGES.index(last):
        raise IllegalTransition(stage, stage)


def _tell(tender: Tender, member_id: int, at: datetime) -> None:
    notify(
        event="tendering.appointed",
        text=NAMED,
        params={"number": tender.number},
        url=tenant_url("tendering:tender_detail", tender.id),
        to=[member_id],
        at=at,
    )
