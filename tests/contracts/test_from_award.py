"""A contract made from a tender's award: drafted once, by the winner, in force only while the award stands."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.actions.contract import abandon_draft, activate, change_draft
from contracts.actions.from_award import draft_from_award
from contracts.errors import VendorFixedByAward
from contracts.models import Contract, ContractLine
from contracts.rules.facts import monthly_fee_of
from tenancy.errors import IllegalTransition, NotAllowed
from tenancy.models import Tenant
from tenancy.roles import Role
from tendering.actions.awards import pass_over
from tendering.choices import AwardStatus, TenderStatus
from tendering.errors.judging import AwardRefused
from tendering.models import Award
from tests.factories.contracts import a_department, some_rules
from tests.factories.judging import Opened, a_contracting_tender, a_notified_tender
from tests.factories.qualification import a_report
from tests.factories.tenancy import AT, World
from tests.factories.vendors import a_line, a_vendor

TERM: dict[str, Any] = {"title": "云栖苑绿化养护合同", "starts_on": date(2026, 11, 15), "ends_on": date(2028, 11, 14)}


def draft(opened: Opened, **facts: Any) -> Contract:
    """Draft the contract of a tender's award as the tender officer does."""
    award = Award.objects.filter(tender=opened.tender).latest("round")
    values: dict[str, Any] = {**TERM, "award_id": award.id, "by": opened.officer, "at": AT} | facts
    return draft_from_award(**values)


@pytest.mark.parametrize(
    ("price", "fee"), [("960000.00", "80000.00"), ("100000.00", "8333.33"), ("100000.06", "8333.34")]
)
def test_monthly_fee_is_a_twelfth_rounded_half_up(price: str, fee: str) -> None:
    """To the fen."""
    assert monthly_fee_of(Decimal(price)) == Decimal(fee)


@pytest.mark.req("TND-27")
def test_contract_takes_winner_project_line_and_price_from_the_award(world: World, tenant: Tenant) -> None:
    """And the award notes its number; none is drafted twice."""
    opened = a_contracting_tender(world)
    row = draft(opened)
    award = Award.objects.get()
    assert (row.vendor_id, row.project_id, row.monthly_fee, row.award_id) == (
        opened.bids[0].vendor_id,
        world.project.id,
        Decimal("80000.00"),
        award.id,
    )
    assert [one.line.code for one in ContractLine.objects.filter(contract=row)] == ["GRN"]
    assert award.contract_number == row.number
    with pytest.raises(AwardRefused):
        draft(opened)
    assert Contract.objects.count() == 1


@pytest.mark.req("TND-27")
def test_without_a_passed_recheck_nothing_is_drafted(world: World, tenant: Tenant) -> None:
    """Nor before the tender is at its contract."""
    with pytest.raises(IllegalTransition):
        draft(a_notified_tender(world))
    with pytest.raises(AwardRefused):
        draft(a_contracting_tender(world, rechecked=False))
    assert Contract.objects.count() == 0


def test_who_may_not_draft_contracts_drafts_none_from_an_award(world: World, tenant: Tenant) -> None:
    """The general manager puts in force; he does not draft."""
    opened = a_contracting_tender(world)
    for role in (Role.GENERAL_MANAGER, Role.AUDITOR, Role.OFFICE_CUSTODIAN):
        with pytest.raises(NotAllowed):
            draft(opened, by=opened.actor(role))
    assert (Contract.objects.count(), Award.objects.get().contract_number) == (0, "")


def test_contract_in_force_closes_the_tender(world: World, tenant: Tenant) -> None:
    """The chain from need to contract ends here."""
    opened = a_contracting_tender(world)
    a_department()
    some_rules(a_line("GRN"))
    a_report(opened.bids[0].vendor)
    row = draft(opened)
    activate(contract_id=row.id, by=opened.manager, at=AT)
    assert (opened.reload().status, Award.objects.get().status) == (TenderStatus.CLOSED, AwardStatus.CONTRACTED)


@pytest.mark.req("TND-24")
def test_contract_of_a_winner_passed_over_cannot_come_into_force(world: World, tenant: Tenant) -> None:
    """The draft stays a draft."""
    opened = a_contracting_tender(world)
    a_department()
    some_rules(a_line("GRN"))
    a_report(opened.bids[0].vendor)
    row = draft(opened)
    pass_over(tender_id=opened.tender.id, reason="拒签", advantages="方案扎实", risks="无", by=opened.manager, at=AT)
    with pytest.raises(AwardRefused):
        activate(contract_id=row.id, by=opened.manager, at=AT)
    assert Contract.objects.get(id=row.id).status == "drafting"
    assert opened.reload().status == TenderStatus.CONCLUDED


def test_given_up_draft_frees_the_award_and_the_vendor_is_fixed(world: World, tenant: Tenant) -> None:
    """Another draft may follow; the winner cannot be exchanged on the way."""
    opened = a_contracting_tender(world)
    row = draft(opened)
    facts: dict[str, Any] = {
        "title": row.title,
        "project": row.project,
        "lines": [a_line("GRN")],
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "monthly_fee": row.monthly_fee,
    }
    with pytest.raises(VendorFixedByAward):
        change_draft(contract_id=row.id, vendor=a_vendor(), **facts, by=opened.officer, at=AT)
    abandon_draft(contract_id=row.id, by=opened.officer, at=AT)
    assert Award.objects.get().contract_number == ""
    assert draft(opened).award_id == row.award_id
