"""Sending the letters, and changing dates after that: what bidders may know is copied into their own rows (TND-16)."""

from datetime import datetime

from django.db import transaction

from records import journal
from tenancy.errors import AlreadyDone
from tenancy.rules.actor import Actor
from tendering.actions import box, inviting, moving, notices, papers_for_bidders
from tendering.actions.unsealing import void_applications
from tendering.choices import InvitationStatus, ListStatus, NoticeKind, TenderStatus
from tendering.errors import ListNotApproved, WrongStage
from tendering.models import Invitation, InvitationList, Tender, TenderSeal
from tendering.rules import inviting as rules
from tendering.rules import may
from tendering.rules.bidding import letter_number
from tendering.rules.inviting import Dates
from tendering.rules.tender_rules import TenderRules

COPIED_DATES = (
    "reply_by",
    "visit_at",
    "visit_place",
    "clarification_at",
    "clarification_place",
    "deadline_at",
    "opens_at",
)
TAKING = (TenderStatus.INVITING, TenderStatus.CLARIFYING)


def send_invitations(*, tender_id: int, by: Actor, at: datetime) -> Tender:
    """Send the letters to everybody on the approved list; each vendor is checked once more (TND-16, VEN-14).

    Raises NotAllowed, AlreadyDone when they are sent, WrongStage, ListNotApproved, DateWrong, VendorNotInvitable.
    """
    with transaction.atomic():
        locked = box.locked_box(tender_id)
        tender = locked.tender
        may.organise(by, tender.project_id, tender.organiser_id)
        if tender.status in TAKING:
            raise AlreadyDone
        if tender.status != TenderStatus.SEALED:
            raise WrongStage
        approved = InvitationList.objects.filter(tender=tender, status=ListStatus.APPROVED.value).first()
        if approved is None or approved.sha256 != rules.digest(inviting.checked_content(tender, at)):
            raise ListNotApproved
        seal = TenderSeal.objects.get(tender=tender)
        for row in locked.invitations:
            _fill(row, tender, seal, by, at)
        papers_for_bidders.give(tender, locked.invitations, at=at)
        moving.move(
            tender,
            TenderStatus.INVITING,
            by=by,
            at=at,
            changes={"letters": len(locked.invitations), "list": approved.sha256},
        )
        for row in locked.invitations:
            notices.tell_managers(row, event="tendering.invited", text=notices.INVITED, at=at)
    return tender


def change_dates(*, tender_id: int, dates: Dates, reason: str, by: Actor, at: datetime) -> Tender:
    """Change dates after the letters left: everybody invited is told, and a signed opening becomes void (TND-13).

    The deadline can be moved only while bids are still taken. Raises NotAllowed, WrongStage, DateWrong, AlreadyDone
    when nothing differs.
    """
    with transaction.atomic():
        locked = box.locked_box(tender_id)
        tender = locked.tender
        may.organise(by, tender.project_id, tender.organiser_id)
        if tender.status not in TAKING or locked.is_past_deadline:
            raise WrongStage
        old = Dates.of(tender)
        changes = inviting.changed_dates(old, dates)
        if not changes:
            raise AlreadyDone
        inviting.check_dates(tender, dates, locked.moment, known=old)
        inviting.write_dates(tender, dates)
        void_applications(tender, reason=reason, by=by, at=at)
        for row in locked.invitations:
            _copy_dates(row, tender)
            row.save(update_fields=[*COPIED_DATES, "contact"])
        notices.tell_all(locked.invitations, kind=NoticeKind.DATES, subject="", text=reason, at=at)
        journal.record("tendering.dates_changed", tender, by=by, at=at, changes={**changes, "reason": reason})
    return tender


def _fill(row: Invitation, tender: Tender, seal: TenderSeal, by: Actor, at: datetime) -> None:
    """Write into a vendor's row what it may know of the tender."""
    figures = TenderRules.from_json(tender.rules)
    row.tender_number, row.title, row.method = tender.number, tender.title, tender.method
    row.project_name, row.line_id = tender.project.name, tender.line_id
    row.public_key, row.headings = seal.public_key, seal.headings
    row.letter_number = letter_number(tender.number, row.public_id)
    # Never the points of the scoring sheets: only what bidders must know beforehand (TND-16, TND-20).
    row.announcements = {
        "minimum_valid_bids": figures.minimum_valid_bids,
        "missing_judge": figures.missing_judge,
        "grade_bonus": [figures.grade_bonus_a, figures.grade_bonus_b, figures.grade_malus_d]
        if figures.use_grade_bonus
        else None,
    }
    _copy_dates(row, tender)
    row.status, row.is_taking_bids = InvitationStatus.SENT.value, True
    row.sent_at, row.sent_by_id = at, by.membership_id
    row.save()


def _copy_dates(row: Invitation, tender: Tender) -> None:
    for name in COPIED_DATES:
        setattr(row, name, getattr(tender, name))
    row.contact = tender.bidder_contact
