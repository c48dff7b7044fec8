"""A tender that fails after its opening: too few valid bids, or nobody left who signs."""

from datetime import datetime

from django.db import transaction

from records.rules.text import clean
from tenancy.errors import AlreadyDone, IllegalTransition, NotAllowed
from tenancy.rules.actor import Actor
from tendering.actions.awards import leave_award
from tendering.actions.letters import end_for_bidders, new_letter, tell_bidders
from tendering.actions.moving import locked, move
from tendering.choices import LetterKind, TenderStatus
from tendering.errors.judging import EnoughValidBids, JudgingNotReady, ReasonNeeded
from tendering.models import AwardLetter, Tender
from tendering.queries import awards, judging


def fail_after_opening(*, tender_id: int, reason: str, by: Actor, at: datetime) -> Tender:
    """End a tender as failed and tell every bidder at the same time.

    After the opening it fails when every bid was checked and fewer are valid than needed; at the contract when the
    last candidate does not sign. Raises NotAllowed, AlreadyDone, IllegalTransition, ReasonNeeded, JudgingNotReady,
    EnoughValidBids.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        if not (judging.may_organise(by, tender) or judging.may_decide(by, tender)):
            raise NotAllowed
        if tender.status == TenderStatus.FAILED:
            raise AlreadyDone
        _check(tender)
        if not clean(reason):
            raise ReasonNeeded
        award = awards.live_award(tender.id)
        if award is not None:
            leave_award(award, clean(reason), by=by, at=at)
        tender.end_reason = clean(reason)
        tender.save(update_fields=["end_reason"])
        told = set(
            AwardLetter.objects.filter(tender=tender, kind=LetterKind.THANKS).values_list("vendor_id", flat=True)
        )
        rows = AwardLetter.objects.bulk_create(
            new_letter(
                tender, kind=LetterKind.FAILURE, vendor_id=one, award=None, issued_at=at, issued_by_id=by.membership_id
            )
            for one in judging.bidders(tender.id)
            if one not in told
        )
        end_for_bidders(tender)
        tell_bidders(rows, at)
        move(tender, TenderStatus.FAILED, by=by, at=at, reason=clean(reason), changes={"letters": len(rows)})
    return tender


def _check(tender: Tender) -> None:
    if tender.status == TenderStatus.OPENED:
        if judging.unchecked(tender.id):
            raise JudgingNotReady("unchecked")
        if len(judging.valid_bids(tender.id)) >= judging.rules_of(tender).minimum_valid_bids:
            raise EnoughValidBids
    elif tender.status == TenderStatus.CONTRACTING:
        if awards.candidates_left(tender.id):
            raise EnoughValidBids
    else:
        raise IllegalTransition(tender.status, TenderStatus.FAILED)
