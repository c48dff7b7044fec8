"""Registering opened bids as valid or not (TND-17, TND-25), and setting the reference price range (TND-26)."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from records import journal
from records.rules.text import clean
from tenancy.errors import IllegalTransition
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tendering.actions.moving import locked
from tendering.choices import BID_CHECK_LABELS, BidCheck, TenderStatus
from tendering.errors.judging import ChecksIncomplete, JudgingNotReady, ReasonNeeded, ReferenceRangeWrong, TextMissing
from tendering.models import Judge, OpenedBid, Tender
from tendering.rules import may
from tendering.rules.sheets import checks_missing

MOST_PRICE = Decimal("999999999999.99")


def check_bid(
    *, opened_bid_id: int, checks: list[str], is_valid: bool, by: Actor, at: datetime, reason: str = ""
) -> OpenedBid:
    """Register an opened bid as valid or not, until the first sheet is handed in.

    ``checks`` names what was found in order (choices.BidCheck). Raises NotAllowed, IllegalTransition, and as
    RuleBroken: JudgingNotReady, ChecksIncomplete for a valid bid with a gap, ReasonNeeded for one that is not valid.
    """
    with transaction.atomic():
        bid = OpenedBid.objects.select_related("tender").get(id=opened_bid_id)
        tender = locked(bid.tender_id)
        may.require(by, Permission.TENDER_ORGANISE, tender.project_id)
        _before_sheets(tender)
        found = _found(bid, checks)
        if is_valid and (missing := checks_missing(found)):
            raise ChecksIncomplete("、".join(str(BID_CHECK_LABELS[one]) for one in missing))
        if not is_valid and not clean(reason):
            raise ReasonNeeded(field="invalid_reason")
        old = bid.is_valid
        bid.is_valid, bid.invalid_reason, bid.checks = is_valid, "" if is_valid else clean(reason), found
        bid.checked_at, bid.checked_by_id = at, by.membership_id
        bid.save(update_fields=["is_valid", "invalid_reason", "checks", "checked_at", "checked_by"])
        journal.record(
            "tendering.bid_checked",
            bid,
            by=by,
            at=at,
            changes={"is_valid": [old, is_valid], "checks": sorted(key for key, ok in found.items() if ok)}
            | ({"reason": bid.invalid_reason} if not is_valid else {}),
        )
    return bid


def _found(bid: OpenedBid, checks: list[str]) -> dict[str, bool]:
    """Return the checks as found; what the envelope itself shows cannot be ticked against it."""
    slots = {one["slot"] for one in bid.files}
    found = {one.value: one.value in checks for one in BidCheck}
    for one in (BidCheck.COMMITMENT_LETTER, BidCheck.SERVICE_PLAN, BidCheck.QUOTATION):
        found[one.value] = found[one.value] and one.value in slots
    found[BidCheck.QUOTATION] = found[BidCheck.QUOTATION] and bid.price is not None and bid.price > 0
    return found


def set_reference(*, tender_id: int, low: Decimal, high: Decimal, basis: str, by: Actor, at: datetime) -> Tender:
    """Set the reference price range, CNY per year, with what it rests on: market, trade rules, cost estimate.

    Possible until the first sheet is handed in (TND-26). Raises NotAllowed, IllegalTransition for a tender that has
    ended, and as RuleBroken: JudgingNotReady, ReferenceRangeWrong, TextMissing.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        may.require(by, Permission.TENDER_ORGANISE, tender.project_id)
        _before_sheets(tender, early=True)
        if not 0 < low <= high <= MOST_PRICE:
            raise ReferenceRangeWrong
        if not clean(basis):
            raise TextMissing(field="basis")
        old = [_text(tender.reference_low), _text(tender.reference_high)]
        tender.reference_low, tender.reference_high = low, high
        tender.reference_basis, tender.reference_set_at = clean(basis), at
        tender.save(update_fields=["reference_low", "reference_high", "reference_basis", "reference_set_at"])
        journal.record(
            "tendering.reference_set",
            tender,
            by=by,
            at=at,
            changes={"reference": [old, [_text(low), _text(high)]], "basis": tender.reference_basis},
        )
    return tender


def _text(price: Decimal | None) -> str:
    return "" if price is None else f"{price:.2f}"


# Stages at which the range may be set: from the papers on, before bids are scored.
BEFORE_SCORING = frozenset(
    {
        TenderStatus.PAPERS_DRAFTING,
        TenderStatus.PAPERS_APPROVED,
        TenderStatus.SEALED,
        TenderStatus.INVITING,
        TenderStatus.CLARIFYING,
        TenderStatus.BIDS_CLOSED,
        TenderStatus.OPENED,
    }
)


def _before_sheets(tender: Tender, *, early: bool = False) -> None:
    allowed = BEFORE_SCORING if early else {TenderStatus.OPENED}
    if tender.status not in allowed:
        raise IllegalTransition(tender.status, "scoring")
    if Judge.objects.filter(tender=tender, submitted_at__isnull=False).exists():
        raise JudgingNotReady("started")
