"""Registering opened bids as valid or not, and the reference price range."""

from decimal import Decimal
from typing import Any

import pytest

from records.models import JournalEntry
from tenancy.context import acting_for
from tenancy.errors import IllegalTransition, NotAllowed
from tenancy.models import Tenant
from tenancy.roles import Role
from tendering.actions.sheets import submit_sheet
from tendering.actions.validity import check_bid, set_reference
from tendering.choices import TenderStatus
from tendering.errors.judging import ChecksIncomplete, JudgingNotReady, ReasonNeeded, ReferenceRangeWrong, TextMissing
from tendering.models import OpenedBid, Tender
from tests.factories.judging import ALL_CHECKS, a_judge, an_opened_tender, check_all, fill
from tests.factories.tenancy import AT, World


def entries(event: str) -> int:
    """Return how many journal rows of an event there are."""
    return JournalEntry.objects.filter(event=event).count()


@pytest.mark.req("TND-17")
def test_bid_with_every_check_in_order_is_registered_as_valid(world: World, tenant: Tenant) -> None:
    """Checks, person and time stand on the row and in the journal."""
    opened = an_opened_tender(world)
    row = check_bid(opened_bid_id=opened.bids[0].id, checks=ALL_CHECKS, is_valid=True, by=opened.officer, at=AT)
    row.refresh_from_db()
    assert (row.is_valid, row.checks, row.checked_at, row.checked_by_id) == (
        True,
        dict.fromkeys(ALL_CHECKS, True),
        AT,
        world.member(Role.TENDER_OFFICER).id,
    )
    assert JournalEntry.objects.get(event="tendering.bid_checked").changes == {
        "is_valid": [None, True],
        "checks": sorted(ALL_CHECKS),
    }


@pytest.mark.req("TND-17")
@pytest.mark.req("TND-25")
@pytest.mark.parametrize("gap", ALL_CHECKS)
def test_bid_with_a_gap_does_not_count_as_valid(world: World, tenant: Tenant, gap: str) -> None:
    """Commitment letter, plan, quotation, eligibility: one missing is enough."""
    opened = an_opened_tender(world, bids=1)
    checks = [one for one in ALL_CHECKS if one != gap]
    with pytest.raises(ChecksIncomplete):
        check_bid(opened_bid_id=opened.bids[0].id, checks=checks, is_valid=True, by=opened.officer, at=AT)
    assert OpenedBid.objects.get().is_valid is None
    assert entries("tendering.bid_checked") == 0


@pytest.mark.req("TND-17")
@pytest.mark.parametrize(("field", "value"), [("files", []), ("price", None), ("price", Decimal("0.00"))])
def test_what_the_envelope_does_not_hold_cannot_be_ticked(world: World, tenant: Tenant, field: str, value: Any) -> None:
    """A commitment letter that is not there is not in order, whoever ticks it."""
    opened = an_opened_tender(world, bids=1)
    OpenedBid.objects.update(**{field: value})
    with pytest.raises(ChecksIncomplete):
        check_bid(opened_bid_id=opened.bids[0].id, checks=ALL_CHECKS, is_valid=True, by=opened.officer, at=AT)


def test_invalid_bid_needs_its_reason_and_may_be_corrected_before_the_first_sheet(world: World, tenant: Tenant) -> None:
    """The register says why; a mistake is put right in the open."""
    opened = an_opened_tender(world)
    bid = opened.bids[0]
    with pytest.raises(ReasonNeeded):
        check_bid(opened_bid_id=bid.id, checks=[], is_valid=False, reason=" ", by=opened.officer, at=AT)
    check_bid(opened_bid_id=bid.id, checks=[], is_valid=False, reason="承诺书未盖章", by=opened.officer, at=AT)
    assert OpenedBid.objects.get(id=bid.id).invalid_reason == "承诺书未盖章"
    check_all(opened)
    judge, actor = a_judge(opened)
    fill(opened, judge, actor)
    submit_sheet(judge_id=judge.id, by=actor, at=AT)
    with pytest.raises(JudgingNotReady):
        check_bid(opened_bid_id=bid.id, checks=[], is_valid=False, reason="x", by=opened.officer, at=AT)
    assert OpenedBid.objects.get(id=bid.id).is_valid is True


@pytest.mark.parametrize("role", [Role.GENERAL_MANAGER, Role.OFFICE_CUSTODIAN, Role.AUDITOR, Role.LEGAL_REVIEWER])
def test_only_the_organising_side_checks_bids(world: World, tenant: Tenant, role: str) -> None:
    """Others may read."""
    opened = an_opened_tender(world, bids=1)
    with pytest.raises(NotAllowed):
        check_bid(opened_bid_id=opened.bids[0].id, checks=ALL_CHECKS, is_valid=True, by=opened.actor(role), at=AT)
    assert entries("tendering.bid_checked") == 0


def test_bid_of_another_tenant_is_not_there(world: World, tenant: Tenant, other_tenant: Tenant) -> None:
    """The wall: no row, no refusal that tells it exists."""
    opened = an_opened_tender(world, bids=1)
    stranger = world.actor(Role.TENDER_OFFICER, tenant=other_tenant)
    with acting_for(other_tenant), pytest.raises(OpenedBid.DoesNotExist):
        check_bid(opened_bid_id=opened.bids[0].id, checks=ALL_CHECKS, is_valid=True, by=stranger, at=AT)


@pytest.mark.req("TND-26")
def test_reference_range_is_set_with_its_basis_before_bids_are_scored(world: World, tenant: Tenant) -> None:
    """Low, high and basis stay on the tender; after the first sheet nothing moves any more."""
    opened = an_opened_tender(world)
    check_all(opened)
    row = opened.reload()
    assert (row.reference_low, row.reference_high, row.reference_set_at) == (
        Decimal("890000.00"),
        Decimal("1000000.00"),
        AT,
    )
    judge, actor = a_judge(opened)
    fill(opened, judge, actor)
    submit_sheet(judge_id=judge.id, by=actor, at=AT)
    with pytest.raises(JudgingNotReady):
        set_reference(tender_id=row.id, low=Decimal(1), high=Decimal(2), basis="改", by=opened.officer, at=AT)
    assert entries("tendering.reference_set") == 1


@pytest.mark.parametrize(
    ("low", "high", "basis", "error"),
    [
        ("0", "10", "x", ReferenceRangeWrong),
        ("10", "9.99", "x", ReferenceRangeWrong),
        ("1", "9999999999999", "x", ReferenceRangeWrong),
        ("1", "2", "  ", TextMissing),
    ],
)
def test_bad_reference_range_is_refused(
    world: World, tenant: Tenant, low: str, high: str, basis: str, error: type[Exception]
) -> None:
    """Nothing is kept of a refused range."""
    opened = an_opened_tender(world, bids=1)
    with pytest.raises(error):
        set_reference(
            tender_id=opened.tender.id, low=Decimal(low), high=Decimal(high), basis=basis, by=opened.officer, at=AT
        )
    assert opened.reload().reference_low is None
    assert entries("tendering.reference_set") == 0


def test_range_is_not_set_for_a_tender_that_has_ended(world: World, tenant: Tenant) -> None:
    """Neither before papers are written nor after the end."""
    opened = an_opened_tender(world, bids=1)
    for status in (TenderStatus.NEED_APPLIED, TenderStatus.SCORED, TenderStatus.FAILED):
        Tender.objects.update(status=status)
        with pytest.raises(IllegalTransition):
            set_reference(
                tender_id=opened.tender.id, low=Decimal(1), high=Decimal(2), basis="x", by=opened.officer, at=AT
            )
