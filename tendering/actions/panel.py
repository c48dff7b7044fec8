"""The panel: appointing and releasing judges, declaring conflicts, closing the panel (TND-18, TND-21)."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from records import journal
from records.actions.notification import notify
from records.rules.text import clean
from tenancy.choices import Side
from tenancy.context import require_wall
from tenancy.errors import AlreadyDone, IllegalTransition, NotAllowed
from tenancy.models import Membership
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from tendering.actions.moving import locked, move
from tendering.choices import JudgeSeat, TenderStatus
from tendering.errors.judging import (
    JudgingNotReady,
    ReasonNeeded,
    SeatRefused,
    SheetsMissing,
    TextMissing,
    TooFewValidBids,
)
from tendering.models import Judge, OpenedBid, RankedBid, SheetSum, Tender
from tendering.queries import judging, standing
from tendering.rules import may, ranking, seats
from tendering.rules.tender_rules import WAIT

APPOINTED = gettext_noop("You judge tender %(number)s: declare conflicts, then fill in your sheet.")


def appoint_judge(
    *,
    tender_id: int,
    membership_id: int,
    seat: str,
    judges_service: bool,
    judges_financial: bool,
    by: Actor,
    at: datetime,
) -> Judge:
    """Give somebody a seat on the panel of an opened tender; chosen by the decision team (TND-18).

    Raises NotAllowed, IllegalTransition, and SeatRefused for the organiser, the author, a vendor's person, a seat that
    is not theirs, or somebody who sits already.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        may.require(by, Permission.OPENING_SIGN, tender.project_id)
        _opened(tender)
        if not (judges_service or judges_financial):
            raise SeatRefused("part", field="judges_service")
        member = _colleague(membership_id)
        here = judging.sitting(judging.panel(tender))
        if membership_id in {one.membership_id for one in here}:
            raise SeatRefused("taken")
        seats.check_seat(
            JudgeSeat(seat),
            _candidate(tender, member),
            line_code=tender.line.code,
            rules=judging.rules_of(tender),
            taken=[one.seat for one in here],
        )
        judge = _seat(
            tender, member, seat=seat, judges_service=judges_service, judges_financial=judges_financial, by=by, at=at
        )
        journal.record(
            "tendering.judge_appointed",
            judge,
            by=by,
            at=at,
            changes={"person": member.person.name, "seat": seat, "parts": _parts(judge)},
        )
        notify(
            event="tendering.judge_appointed",
            text=APPOINTED,
            params={"number": tender.number},
            url=tenant_url("tendering:judge_sheet", judge.id),
            to=[member.id],
            at=at,
        )
    return judge


def _seat(tender: Tender, member: Membership, *, by: Actor, at: datetime, **facts: Any) -> Judge:
    try:
        with transaction.atomic():
            return Judge.objects.create(
                tender=tender, membership=member, appointed_at=at, appointed_by_id=by.membership_id, **facts
            )
    except IntegrityError as error:
        raise SeatRefused("taken") from error


def _colleague(membership_id: int) -> Membership:
    found = Membership.objects.select_related("person").filter(
        id=membership_id, tenant_id=require_wall().tenant_id, side=Side.TENANT, is_active=True
    )
    member = found.first()
    if member is None:
        raise SeatRefused("unknown")
    return member


def _candidate(tender: Tender, member: Membership) -> seats.Candidate:
    return seats.Candidate(
        is_owner_rep=judging.is_owner_rep(member.id, tender.project_id),
        is_admitted=judging.is_admitted(member.id, tender),
        is_organiser=member.id == tender.organiser_id,
        is_author=member.id in judging.author_ids(tender),
    )


def _parts(judge: Judge) -> list[str]:
    return [name for name, held in (("service", judge.judges_service), ("financial", judge.judges_financial)) if held]


def _opened(tender: Tender) -> None:
    if tender.status != TenderStatus.OPENED:
        raise IllegalTransition(tender.status, TenderStatus.OPENED)


def release_judge(*, judge_id: int, reason: str, by: Actor, at: datetime) -> Judge:
    """Take a judge who has not handed in a sheet off the panel. Raises NotAllowed, AlreadyDone, SeatRefused."""
    with transaction.atomic():
        tender = locked(Judge.objects.get(id=judge_id).tender_id)
        judge = Judge.objects.select_for_update(of=("self",), no_key=True).get(id=judge_id)
        may.require(by, Permission.OPENING_SIGN, tender.project_id)
        _opened(tender)
        if judge.withdrawn_at is not None:
            raise AlreadyDone
        if judge.submitted_at is not None:
            raise SeatRefused("submitted", field=None)
        if not clean(reason):
            raise ReasonNeeded
        _release(judge, clean(reason), at)
        journal.record("tendering.judge_released", judge, by=by, at=at, changes={"reason": clean(reason)})
    return judge


def _release(judge: Judge, reason: str, at: datetime) -> None:
    judge.withdrawn_at, judge.withdrawn_reason = at, reason
    judge.save(update_fields=["withdrawn_at", "withdrawn_reason"])


def declare(*, judge_id: int, has_conflict: bool, by: Actor, at: datetime, note: str = "") -> Judge:
    """Declare whether the judge has a conflict of interest; with one the seat is given up at once.

    Only the judge himself, once, before anything is shown. Raises NotAllowed, IllegalTransition, AlreadyDone,
    TextMissing when a conflict is not described.
    """
    with transaction.atomic():
        judge = own_seat(judge_id, by)
        if judge.declared_at is not None:
            raise AlreadyDone
        if has_conflict and not clean(note):
            raise TextMissing(field="note")
        judge.declared_at, judge.has_conflict, judge.conflict_note = at, has_conflict, clean(note)
        judge.save(update_fields=["declared_at", "has_conflict", "conflict_note"])
        if has_conflict:
            _release(judge, clean(note), at)
        journal.record(
            "tendering.conflict_declared",
            judge,
            by=by,
            at=at,
            changes={"has_conflict": has_conflict} | ({"note": clean(note)} if has_conflict else {}),
        )
    return judge


def own_seat(judge_id: int, by: Actor) -> Judge:
    """Return the actor's own seat, tender and seat locked, of a panel that is open. Raises NotAllowed."""
    judge = Judge.objects.filter(id=judge_id, membership_id=by.membership_id or 0).first()
    if by.is_vendor or judge is None:
        raise NotAllowed
    tender = locked(judge.tender_id)
    judge = Judge.objects.select_for_update(of=("self",), no_key=True).get(id=judge_id)
    if judge.withdrawn_at is not None:
        raise NotAllowed
    _opened(tender)
    judge.tender = tender
    return judge


def close_panel(*, tender_id: int, by: Actor, at: datetime) -> list[RankedBid]:
    """Close the panel: weigh the sheets, compute the ranking and take the tender to ``scored`` (TND-21).

    Raises NotAllowed, AlreadyDone, IllegalTransition, and as RuleBroken: JudgingNotReady, TooFewValidBids,
    SheetsMissing where the tender's rule waits for every judge.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        may.require(by, Permission.TENDER_ORGANISE, tender.project_id)
        if tender.status == TenderStatus.SCORED:
            raise AlreadyDone
        _opened(tender)
        rules = judging.rules_of(tender)
        bids = judging.valid_bids(tender.id)
        judges = judging.sitting(judging.panel(tender))
        check_ready(tender, bids)
        left_out = _check_sheets(tender, judges)
        grades = standing.grades([one.vendor_id for one in bids], line_id=tender.line_id, at=at)
        result = ranking.rank(
            judging.sheet_totals(tender.id),
            [_bidder(one, grades) for one in bids],
            most_for_price=judging.price_points_at_most(tender.id),
            rules=rules,
        )
        rows = _store(tender, result, {one.id: one for one in bids}, grades)
        move(
            tender,
            TenderStatus.SCORED,
            by=by,
            at=at,
            changes={
                "ranking": [f"{one.rank}. {one.vendor.legal_name} {one.total}" for one in rows],
                "sheets": sum(one.submitted_at is not None for one in judges),
                "missing_sheets": left_out,
            },
        )
    return rows


def check_ready(tender: Tender, bids: list[OpenedBid]) -> None:
    """Raise JudgingNotReady or TooFewValidBids unless the bids may be scored (TND-17, TND-26)."""
    if judging.unchecked(tender.id):
        raise JudgingNotReady("unchecked")
    needed = judging.rules_of(tender).minimum_valid_bids
    if len(bids) < needed:
        raise TooFewValidBids(valid=len(bids), needed=needed)
    if tender.reference_low is None:
        raise JudgingNotReady("reference")


def _check_sheets(tender: Tender, judges: list[Judge]) -> list[str]:
    """Return the names of judges whose sheet is left out. Raises as ``close_panel``."""
    rules = judging.rules_of(tender)
    if not judges:
        raise JudgingNotReady("no_judges")
    if not seats.group_is_complete([one.seat for one in judges], rules):
        raise JudgingNotReady("review_group")
    missing = [one.membership.person.name for one in judges if one.submitted_at is None]
    if missing and rules.missing_judge == WAIT:
        raise SheetsMissing("、".join(missing))
    handed_in = [one for one in judges if one.submitted_at is not None]
    covered = {part for one in handed_in for part in _parts(one)}
    if judging.judged_sections(tender.id) - covered:
        raise JudgingNotReady("section")
    return missing


def _bidder(bid: OpenedBid, grades: dict[int, str]) -> ranking.Bidder:
    if bid.price is None or bid.bid.received_at is None:  # check_bid lets no such bid count as valid
        raise JudgingNotReady("unchecked")
    return ranking.Bidder(bid.id, bid.price, bid.bid.received_at, grades.get(bid.vendor_id, ""))


def _store(
    tender: Tender, result: ranking.Result, bids: dict[int, OpenedBid], grades: dict[int, str]
) -> list[RankedBid]:
    SheetSum.objects.bulk_create(
        SheetSum(
            tender=tender,
            judge_id=one.total.judge_id,
            opened_bid_id=one.total.bid_id,
            section=one.total.section,
            points=one.total.points,
            mean=one.mean,
            is_outlier=one.is_outlier,
            is_left_out=one.is_left_out,
        )
        for one in result.totals
    )
    return RankedBid.objects.bulk_create(
        [_ranked(tender, one, bids[one.bid_id], grades.get(bids[one.bid_id].vendor_id, "")) for one in result.places]
    )


def _ranked(tender: Tender, place: ranking.Place, bid: OpenedBid, grade: str) -> RankedBid:
    price = bid.price or Decimal(0)
    return RankedBid(
        tender=tender,
        opened_bid=bid,
        vendor=bid.vendor,
        rank=place.rank,
        service_points=place.service,
        financial_points=place.financial,
        price_points=place.price_points,
        bonus_points=place.bonus,
        grade=grade,
        total=place.total,
        price=price,
        is_outside_range=ranking.is_outside(price, tender.reference_low, tender.reference_high),
        tie_rule=place.tie_rule,
    )
