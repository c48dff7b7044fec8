"""Closing the bid box at the deadline, and ending a tender with too few bids (TND-17)."""

from datetime import datetime

from django.db import transaction

from tenancy.errors import AlreadyDone
from tenancy.rules.actor import Actor
from tendering.actions import box, moving, notices
from tendering.choices import BidStatus, NoticeKind, Occasion, TenderStatus
from tendering.errors import DeadlineAhead, EnoughBids, MeetingNotRecorded, WrongStage
from tendering.models import Bid, Invitation, Meeting, Tender
from tendering.rules import may
from tendering.rules.tender_rules import TenderRules

TAKING = (TenderStatus.INVITING, TenderStatus.CLARIFYING)


def close_bids(*, tender_id: int, by: Actor, at: datetime) -> Tender:
    """Close the box after the deadline and register how many bids lie in it.

    By the organiser or the scheduler. Raises NotAllowed, AlreadyDone, WrongStage, DeadlineAhead, MeetingNotRecorded.
    """
    with transaction.atomic():
        locked = box.locked_box(tender_id)
        tender = locked.tender
        may.organise(by, tender.project_id, tender.organiser_id)
        if tender.status == TenderStatus.BIDS_CLOSED:
            raise AlreadyDone
        if tender.status not in TAKING:
            raise WrongStage
        if not locked.is_past_deadline:
            raise DeadlineAhead
        _check_meetings(tender)
        if tender.status == TenderStatus.INVITING:
            moving.move(tender, TenderStatus.CLARIFYING, by=by, at=at)
        _stop_taking(locked.invitations)
        bids = Bid.objects.filter(tender=tender, status=BidStatus.SUBMITTED.value).order_by("id")
        moving.move(
            tender,
            TenderStatus.BIDS_CLOSED,
            by=by,
            at=at,
            changes={"bids": len(bids), "closed_at": locked.moment.isoformat()},
        )
    return tender


def fail_for_too_few(*, tender_id: int, by: Actor, at: datetime) -> Tender:
    """End a tender whose closed box holds fewer bids than needed; the envelopes stay sealed for ever.

    Raises NotAllowed, AlreadyDone, WrongStage, EnoughBids.
    """
    with transaction.atomic():
        locked = box.locked_box(tender_id)
        tender = locked.tender
        may.organise(by, tender.project_id, tender.organiser_id)
        if tender.status == TenderStatus.FAILED:
            raise AlreadyDone
        if tender.status != TenderStatus.BIDS_CLOSED:
            raise WrongStage
        count = Bid.objects.filter(tender=tender, status=BidStatus.SUBMITTED.value).count()
        needed = TenderRules.from_json(tender.rules).minimum_valid_bids
        if count >= needed:
            raise EnoughBids
        reason = f"{count} < {needed}"
        tender.end_reason = reason
        tender.save(update_fields=["end_reason"])
        moving.move(tender, TenderStatus.FAILED, by=by, at=at, reason=reason)
        end_for_bidders(locked.invitations, text=notices.FAILED, at=at)
    return tender


def end_for_bidders(invitations: list[Invitation], *, text: str, at: datetime) -> None:
    """Take the tender off its bidders' hands and tell them: it failed or was cancelled. The rows are locked."""
    _stop_taking(invitations, is_over=True)
    notices.tell_all(invitations, kind=NoticeKind.ENDED, subject="", text=text, at=at)


def _stop_taking(invitations: list[Invitation], *, is_over: bool = False) -> None:
    for row in invitations:
        row.is_taking_bids = False
        row.is_over = row.is_over or is_over
    Invitation.objects.bulk_update(invitations, ["is_taking_bids", "is_over"])


def _check_meetings(tender: Tender) -> None:
    """A visit or meeting that was planned must have its record before the box is closed (TND-19, TND-20)."""
    planned = {
        Occasion.VISIT.value: tender.visit_at is not None,
        Occasion.CLARIFICATION.value: tender.clarification_at is not None,
    }
    recorded = set(Meeting.objects.filter(tender=tender).values_list("occasion", flat=True))
    if any(is_planned and one not in recorded for one, is_planned in planned.items()):
        raise MeetingNotRecorded
