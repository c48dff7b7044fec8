"""From the ranking to the award: opinion, review meeting, proposal, decision, next candidate (TND-22, TND-24)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from records import journal
from records.actions import approval
from records.models import Approval, ApprovalStatus
from records.rules.text import clean, one_line
from tenancy.errors import AlreadyDone, IllegalTransition
from tenancy.queries import active_zone
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from tendering.actions.moving import locked, move
from tendering.choices import AwardStatus, RankStatus, TenderStatus
from tendering.errors.judging import AwardRefused, InTheFuture, ReasonNeeded, TextMissing
from tendering.models import Award, OpenedBid, OwnersOpinion, RankedBid, ReviewMeeting, Tender
from tendering.queries import awards, judging
from tendering.rules import awarding, may

AWARD = "tendering.award"
OPINION_STAGES = frozenset({TenderStatus.OPENED, TenderStatus.SCORED, TenderStatus.REVIEW_MEETING})


def record_opinion(
    *,
    tender_id: int,
    took_part: bool,
    text: str,
    given_by: str,
    given_on: date,
    by: Actor,
    at: datetime,
    recommended_id: int | None = None,
) -> OwnersOpinion:
    """Record what the owners' committee concluded, or that it did not take part and why (TND-18).

    ``recommended_id`` is a valid opened bid. Raises NotAllowed, IllegalTransition, TextMissing, InTheFuture,
    AwardRefused for a bid that is none of the tender's.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        may.require(by, Permission.TENDER_ORGANISE, tender.project_id)
        if tender.status not in OPINION_STAGES:
            raise IllegalTransition(tender.status, "opinion")
        _filled(text=text, given_by=given_by)
        if given_on > at.astimezone(active_zone()).date():
            raise InTheFuture(field="given_on")
        recommended = _valid_bid(tender, recommended_id) if took_part and recommended_id is not None else None
        row = OwnersOpinion.objects.create(
            tender=tender,
            took_part=took_part,
            recommended=recommended,
            text=clean(text),
            given_by=one_line(given_by)[:80],
            given_on=given_on,
            recorded_at=at,
            recorded_by_id=by.membership_id,
        )
        journal.record(
            "tendering.opinion_recorded",
            row,
            by=by,
            at=at,
            changes={
                "took_part": took_part,
                "recommended": recommended.vendor.legal_name if recommended else "",
                "opinion": row.text,
            },
        )
    return row


def _filled(**texts: str) -> None:
    for field, text in texts.items():
        if not clean(text):
            raise TextMissing(field=field)


def _valid_bid(tender: Tender, bid_id: int) -> OpenedBid:
    found = OpenedBid.objects.filter(id=bid_id, tender=tender, is_valid=True).select_related("vendor").first()
    if found is None:
        raise AwardRefused("unknown_bid", field="recommended")
    return found


def record_meeting(
    *, tender_id: int, held_at: datetime, place: str, attendees: str, summary: str, by: Actor, at: datetime
) -> ReviewMeeting:
    """Record the review summary meeting and take the tender to that stage (TND-22).

    Raises NotAllowed, AlreadyDone, IllegalTransition before the ranking, TextMissing, InTheFuture.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        may.require(by, Permission.TENDER_ORGANISE, tender.project_id)
        _filled(place=place, attendees=attendees, summary=summary)
        if held_at > at:
            raise InTheFuture(field="held_at")
        if ReviewMeeting.objects.filter(tender=tender).exists():
            raise AlreadyDone
        if tender.status != TenderStatus.SCORED:
            raise IllegalTransition(tender.status, TenderStatus.REVIEW_MEETING)
        row = ReviewMeeting.objects.create(
            tender=tender,
            held_at=held_at,
            place=one_line(place)[:200],
            attendees=clean(attendees),
            summary=clean(summary),
            recorded_at=at,
            recorded_by_id=by.membership_id,
        )
        move(tender, TenderStatus.REVIEW_MEETING, by=by, at=at, changes={"held_at": held_at.isoformat()})
    return row


def propose_award(
    *,
    tender_id: int,
    ranked_id: int,
    advantages: str,
    risks: str,
    by: Actor,
    at: datetime,
    deviation_reason: str = "",
) -> Award:
    """Write the advantage assessment report for a bid and send it on the approval chain (TND-22).

    A choice that is not the first of the ranking, or not the bid the owners' committee recommends, needs a written
    reason (X-32). Raises NotAllowed, IllegalTransition, AlreadyDone while one waits, TextMissing, AwardRefused.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        may.require(by, Permission.TENDER_ORGANISE, tender.project_id)
        if tender.status != TenderStatus.REVIEW_MEETING:
            raise IllegalTransition(tender.status, TenderStatus.CONCLUDED)
        if awards.live_award(tender.id) is not None:
            raise AlreadyDone
        _filled(advantages=advantages, risks=risks)
        ranked = _chosen(tender, ranked_id, reason=clean(deviation_reason))
        award = _new_award(
            tender,
            ranked,
            advantages=clean(advantages),
            risks=clean(risks),
            deviation_reason=clean(deviation_reason),
            proposed_at=at,
            proposed_by_id=by.membership_id,
        )
        journal.record(
            "tendering.award_proposed",
            award,
            by=by,
            at=at,
            changes={"bidder": ranked.vendor.legal_name, "rank": ranked.rank, "reason": award.deviation_reason},
        )
        approval.start(
            document_type=AWARD,
            object_id=award.id,
            title=f"{tender.number} {tender.title}: {ranked.vendor.legal_name}",
            reason=award.advantages,
            papers_url=tenant_url("tendering:conclusion_detail", tender.id),
            unit=tender.project,
            by=by,
            at=at,
        )
    return award


def _chosen(tender: Tender, ranked_id: int, *, reason: str) -> RankedBid:
    rows = judging.ranking(tender)
    row = next((one for one in rows if one.id == ranked_id), None)
    if row is None:
        raise AwardRefused("unknown_bid", field="ranked")
    opinion = awards.opinion_of(tender)
    if opinion is None and awards.needs_opinion(tender):
        raise AwardRefused("opinion_missing")
    ranked = awards.as_ranked(rows)
    chosen = next(one for one in ranked if one.bid_id == row.opened_bid_id)
    recommended = opinion.recommended_id if opinion is not None else None
    awarding.check_choice(chosen, ranked, recommended_bid_id=recommended, reason=reason)
    return row


def _new_award(tender: Tender, ranked: RankedBid, **facts: Any) -> Award:
    before = Award.objects.filter(tender=tender).count()
    return Award.objects.create(tender=tender, ranked=ranked, vendor=ranked.vendor, round=before + 1, **facts)


def decided(paper: Approval, *, by: Actor, at: datetime) -> None:
    """Take the decision of the chain: approved concludes the tender, refused frees it for another proposal."""
    award = Award.objects.get(id=paper.object_id)
    tender = locked(award.tender_id)
    award = Award.objects.select_for_update(of=("self",), no_key=True).select_related("ranked__vendor").get(id=award.id)
    if award.status != AwardStatus.PROPOSED:
        raise AlreadyDone
    last = paper.steps.exclude(decided_at=None).order_by("-position").first()
    award.decided_at, award.decided_by_id = at, by.membership_id
    award.decision_note = last.reason if last is not None else ""
    approved = paper.status == ApprovalStatus.APPROVED
    award.status = (AwardStatus.APPROVED if approved else AwardStatus.REFUSED).value
    award.save(update_fields=["status", "decided_at", "decided_by", "decision_note"])
    if not approved:
        journal.record("tendering.award_refused", award, by=by, at=at, changes={"reason": award.decision_note})
        return
    _conclude(tender, award, by=by, at=at)


def _conclude(tender: Tender, award: Award, *, by: Actor, at: datetime) -> None:
    RankedBid.objects.filter(id=award.ranked_id).update(status=RankStatus.WINNER)
    move(
        tender,
        TenderStatus.CONCLUDED,
        by=by,
        at=at,
        changes={"bidder": award.ranked.vendor.legal_name, "price": f"{award.ranked.price:.2f}", "round": award.round},
    )


def pass_over(*, tender_id: int, reason: str, advantages: str, risks: str, by: Actor, at: datetime) -> Award:
    """Offer the contract to the next candidate because the winner does not sign (TND-24); the general manager's act.

    ``advantages`` and ``risks`` are the report on the next candidate, and the act is its approval in one. Raises
    NotAllowed, IllegalTransition, ReasonNeeded, TextMissing, and AwardRefused when no candidate is left: then the
    tender fails.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        may.require(by, Permission.OPENING_SIGN, tender.project_id)
        award = awards.live_award(tender.id)
        if tender.status != TenderStatus.CONTRACTING or award is None or award.status != AwardStatus.APPROVED:
            raise IllegalTransition(tender.status, TenderStatus.CONCLUDED)
        if not clean(reason):
            raise ReasonNeeded
        _filled(advantages=advantages, risks=risks)
        following = next(iter(awards.candidates_left(tender.id)), None)
        if following is None:
            raise AwardRefused("no_candidate")
        leave_award(award, clean(reason), by=by, at=at)
        new = _new_award(
            tender,
            following,
            status=AwardStatus.APPROVED.value,
            advantages=clean(advantages),
            risks=clean(risks),
            deviation_reason=clean(reason),
            proposed_at=at,
            proposed_by_id=by.membership_id,
            decided_at=at,
            decided_by_id=by.membership_id,
            decision_note=clean(reason),
        )
        _conclude(tender, new, by=by, at=at)
    return new


def leave_award(award: Award, reason: str, *, by: Actor, at: datetime) -> None:
    """Close an award whose bidder did not sign (the caller holds the tender's lock)."""
    award.status, award.ended_reason = AwardStatus.PASSED_OVER.value, reason
    award.save(update_fields=["status", "ended_reason"])
    row = award.ranked
    row.status, row.passed_over_at, row.passed_over_reason = RankStatus.PASSED_OVER.value, at, reason
    row.save(update_fields=["status", "passed_over_at", "passed_over_reason"])
    journal.record("tendering.bidder_passed_over", award, by=by, at=at, changes={"reason": reason})
