"""The panel: seats, conflicts, sheets, closing."""

from typing import Any

import pytest

from records.models import JournalEntry
from tenancy.actions.owners import admit_owner
from tenancy.errors import AlreadyDone, IllegalTransition, NotAllowed
from tenancy.models import Tenant
from tenancy.queries import actor_of
from tenancy.roles import Role
from tendering.actions.panel import appoint_judge, close_panel, declare, release_judge
from tendering.actions.sheets import save_scores, submit_sheet
from tendering.actions.validity import check_bid
from tendering.choices import TenderStatus
from tendering.errors.judging import (
    JudgingNotReady,
    ReasonNeeded,
    ScoreRefused,
    SeatRefused,
    SheetIncomplete,
    SheetsMissing,
    TextMissing,
    TooFewValidBids,
)
from tendering.models import Judge, JudgeScore, RankedBid, SheetSum
from tendering.queries import awards
from tendering.rules import sheets
from tendering.rules.sheets import Score
from tendering.rules.tender_rules import LEAVE_OUT, TenderRules
from tests.factories.judging import (
    Opened,
    a_colleague,
    a_judge,
    a_scored_tender,
    an_opened_tender,
    check_all,
    fill,
    ranked,
)
from tests.factories.tenancy import AT, World, add_vendor_person
from tests.tendering.test_validity import entries


def appoint(opened: Opened, membership_id: int, **facts: Any) -> Judge:
    """Appoint somebody as the general manager does."""
    values: dict[str, Any] = {"seat": "expert", "judges_service": True, "judges_financial": True} | facts
    return appoint_judge(
        tender_id=opened.tender.id, membership_id=membership_id, by=values.pop("by", opened.manager), at=AT, **values
    )


def admit(world: World, line: str, capacity: str = "bid_reviewer") -> None:
    """Admit the owners' representative to the project for one line."""
    admit_owner(
        project_id=world.project.id,
        membership_id=world.member(Role.OWNER_REP).id,
        capacity=capacity,
        lines=[line],
        by=None,
        at=AT,
        on=AT.date(),
    )


@pytest.mark.req("TND-18")
def test_decision_team_appoints_an_expert(world: World, tenant: Tenant) -> None:
    """The judge is told; who may not appoint is refused."""
    opened = an_opened_tender(world)
    expert = a_colleague(world, "专家甲")
    for role in (Role.TENDER_OFFICER, Role.OFFICE_CUSTODIAN, Role.AUDITOR):
        with pytest.raises(NotAllowed):
            appoint(opened, expert.id, by=opened.actor(role))
    assert entries("tendering.judge_appointed") == 0
    judge = appoint(opened, expert.id, judges_financial=False)
    assert (judge.seat, judge.judges_service, judge.judges_financial) == ("expert", True, False)
    with pytest.raises(SeatRefused) as refused:
        appoint(opened, expert.id)
    assert refused.value.code == "seat_taken"
    assert entries("tendering.judge_appointed") == 1


@pytest.mark.req("TND-18")
@pytest.mark.req("TEN-06")
@pytest.mark.parametrize(
    ("line", "seat", "role", "code"),
    [
        ("CLN", "owner", Role.OWNER_REP, None),
        ("SEC", "owner", Role.OWNER_REP, None),
        ("GRN", "owner", Role.OWNER_REP, "seat_owner_line"),
        ("CLN", "owner", Role.FINANCE, "seat_owner_role"),
        ("CLN", "expert", Role.OWNER_REP, "seat_owner_only"),
        ("CLN", "expert", Role.TENDER_OFFICER, "seat_organiser"),
        ("CLN", "project_manager", Role.PROPERTY_MANAGER, "seat_review_group"),
    ],
)
def test_seat_goes_only_to_whom_it_belongs(
    world: World, tenant: Tenant, line: str, seat: str, role: str, code: str | None
) -> None:
    """Owners' seats for cleaning and security; the organiser judges nothing."""
    opened = an_opened_tender(world, line=line)
    if code is None:
        with pytest.raises(SeatRefused) as refused:
            appoint(opened, world.member(role).id, seat=seat)
        assert refused.value.code == "seat_owner_admission"
        admit(world, line)
        assert appoint(opened, world.member(role).id, seat=seat).seat == seat
        return
    with pytest.raises(SeatRefused) as refused:
        appoint(opened, world.member(role).id, seat=seat)
    assert refused.value.code == code
    assert Judge.objects.count() == 0


@pytest.mark.req("TEN-06")
def test_observer_or_member_admitted_to_another_line_takes_no_seat(world: World, tenant: Tenant) -> None:
    """Only a bid reviewer of this project and line."""
    opened = an_opened_tender(world, line="SEC")
    admit(world, "CLN")
    with pytest.raises(SeatRefused) as refused:
        appoint(opened, world.member(Role.OWNER_REP).id, seat="owner")
    assert (refused.value.code, Judge.objects.count()) == ("seat_owner_admission", 0)


def test_owners_are_heard_everywhere_where_the_tenant_says_so(world: World, tenant: Tenant) -> None:
    """X-29 as a setting: the opinion is asked for every line."""
    everywhere = an_opened_tender(world, line="GRN", rules=TenderRules(owner_seats_everywhere=True))
    usual = an_opened_tender(world, line="GRN")
    assert [awards.needs_opinion(one.tender) for one in (everywhere, usual)] == [True, False]


def test_vendors_people_strangers_and_the_gone_take_no_seat(world: World, tenant: Tenant, other_tenant: Tenant) -> None:
    """Neither side of the wall, nor another tenant's people."""
    opened = an_opened_tender(world)
    bidder = add_vendor_person(
        world, vendor_id=opened.bids[0].vendor_id, vendor_name="投标人", role=Role.VENDOR_MANAGER
    )
    gone = a_colleague(world, "离职者")
    type(gone).objects.filter(id=gone.id).update(is_active=False)
    for member_id in (bidder.id, world.member(Role.FINANCE, tenant=other_tenant).id, gone.id, 10**9):
        with pytest.raises(SeatRefused) as refused:
            appoint(opened, member_id)
        assert refused.value.code == "seat_unknown"
    assert Judge.objects.count() == 0


@pytest.mark.req("TND-28")
def test_review_group_sits_in_full_before_the_panel_closes(world: World, tenant: Tenant) -> None:
    """Project property manager, company's and property centre's general managers, where the tenant uses a group."""
    opened = an_opened_tender(world, rules=TenderRules(use_review_group=True))
    check_all(opened)
    for number, seat in enumerate(("project_manager", "company_manager", "centre_manager")):
        if number == 2:
            with pytest.raises(JudgingNotReady) as refused:
                close_panel(tender_id=opened.tender.id, by=opened.officer, at=AT)
            assert refused.value.code == "judging_review_group"
        judge, actor = a_judge(opened, seat, seat=seat)
        fill(opened, judge, actor)
        submit_sheet(judge_id=judge.id, by=actor, at=AT)
    with pytest.raises(SeatRefused):
        a_judge(opened, "second", seat="project_manager")
    assert len(close_panel(tender_id=opened.tender.id, by=opened.officer, at=AT)) == 3


@pytest.mark.req("TND-18")
def test_conflict_is_declared_first_and_gives_the_seat_up(world: World, tenant: Tenant) -> None:
    """Nothing is scored before the declaration; a conflict ends the seat at once."""
    opened = an_opened_tender(world)
    check_all(opened)
    judge, actor = a_judge(opened, declared=False)
    with pytest.raises(JudgingNotReady) as refused:
        fill(opened, judge, actor)
    assert refused.value.code == "judging_declaration"
    with pytest.raises(TextMissing):
        declare(judge_id=judge.id, has_conflict=True, note=" ", by=actor, at=AT)
    with pytest.raises(NotAllowed):
        declare(judge_id=judge.id, has_conflict=False, by=opened.manager, at=AT)
    declare(judge_id=judge.id, has_conflict=True, note="配偶在投标单位任职", by=actor, at=AT)
    with pytest.raises(NotAllowed):
        fill(opened, judge, actor)
    row = Judge.objects.get(id=judge.id)
    assert (row.withdrawn_at, row.has_conflict, JudgeScore.objects.count()) == (AT, True, 0)


def test_declaration_is_given_once(world: World, tenant: Tenant) -> None:
    """A second word is not taken."""
    opened = an_opened_tender(world)
    judge, actor = a_judge(opened)
    with pytest.raises(AlreadyDone):
        declare(judge_id=judge.id, has_conflict=True, note="x", by=actor, at=AT)
    assert entries("tendering.conflict_declared") == 1


def test_judge_is_released_with_a_reason_and_may_be_replaced(world: World, tenant: Tenant) -> None:
    """The old seat stays on record."""
    opened = an_opened_tender(world)
    check_all(opened)
    judge, actor = a_judge(opened)
    with pytest.raises(ReasonNeeded):
        release_judge(judge_id=judge.id, reason="", by=opened.manager, at=AT)
    with pytest.raises(NotAllowed):
        release_judge(judge_id=judge.id, reason="出差", by=opened.officer, at=AT)
    release_judge(judge_id=judge.id, reason="出差", by=opened.manager, at=AT)
    with pytest.raises(AlreadyDone):
        release_judge(judge_id=judge.id, reason="出差", by=opened.manager, at=AT)
    with pytest.raises(NotAllowed):
        fill(opened, judge, actor)
    again, actor = a_judge(opened, member=judge.membership)
    fill(opened, again, actor)
    submit_sheet(judge_id=again.id, by=actor, at=AT)
    with pytest.raises(SeatRefused) as refused:
        release_judge(judge_id=again.id, reason="x", by=opened.manager, at=AT)
    assert refused.value.code == "seat_submitted"


@pytest.mark.req("TND-21")
def test_sheet_is_filled_in_parts_handed_in_once_and_then_locked(world: World, tenant: Tenant) -> None:
    """A gap keeps it open; the digest in the journal fits the rows and shows no points."""
    opened = an_opened_tender(world)
    check_all(opened)
    judge, actor = a_judge(opened)
    first = Score(opened.bids[0].id, opened.items[0].id, 3550, "方案细")
    save_scores(judge_id=judge.id, scores=[first], by=actor, at=AT)
    with pytest.raises(SheetIncomplete):
        submit_sheet(judge_id=judge.id, by=actor, at=AT)
    fill(opened, judge, actor)
    save_scores(judge_id=judge.id, scores=[first], by=actor, at=AT)
    done = submit_sheet(judge_id=judge.id, by=actor, at=AT)
    rows = JudgeScore.objects.filter(judge=judge)
    stored = [Score(one.opened_bid_id, one.item_id, one.points, one.reason) for one in rows]
    assert first in stored
    assert sheets.digest(judge.id, done.sheet_salt, stored) == done.sheet_sha256
    assert JournalEntry.objects.get(event="tendering.sheet_submitted").changes == {"sha256": done.sheet_sha256}
    for act in (
        lambda: save_scores(judge_id=judge.id, scores=[Score(first.bid_id, first.item_id, 0)], by=actor, at=AT),
        lambda: submit_sheet(judge_id=judge.id, by=actor, at=AT),
    ):
        with pytest.raises(AlreadyDone):
            act()
    assert JudgeScore.objects.get(judge=judge, opened_bid_id=first.bid_id, item_id=first.item_id).points == 3550


@pytest.mark.req("TND-21")
def test_score_outside_the_line_or_the_seat_is_refused_and_nothing_is_kept(world: World, tenant: Tenant) -> None:
    """Above the maximum, computed from the price, another part, another tender's bid, another's sheet."""
    opened, foreign = an_opened_tender(world), an_opened_tender(world)
    check_all(opened)
    judge, actor = a_judge(opened, judges_financial=False)
    good = Score(opened.bids[0].id, opened.items[0].id, 100)
    bad: list[tuple[Score, type[Exception]]] = [
        (Score(opened.bids[0].id, opened.items[0].id, 4001), ScoreRefused),
        (Score(opened.bids[0].id, opened.items[0].id, -1), ScoreRefused),
        (Score(opened.bids[0].id, opened.items[2].id, 100), NotAllowed),
        (Score(opened.bids[0].id, opened.items[3].id, 100), NotAllowed),
        (Score(foreign.bids[0].id, opened.items[0].id, 100), NotAllowed),
    ]
    for one, error in bad:
        with pytest.raises(error):
            save_scores(judge_id=judge.id, scores=[good, one], by=actor, at=AT)
    with pytest.raises(NotAllowed):
        save_scores(judge_id=judge.id, scores=[good], by=opened.officer, at=AT)
    assert JudgeScore.objects.count() == 0


@pytest.mark.req("TND-17")
@pytest.mark.req("TND-26")
def test_scoring_waits_for_the_register_of_valid_bids_and_the_reference_range(world: World, tenant: Tenant) -> None:
    """Both stand before the first score."""
    opened = an_opened_tender(world)
    judge, actor = a_judge(opened)
    with pytest.raises(JudgingNotReady) as refused:
        fill(opened, judge, actor)
    assert refused.value.code == "judging_unchecked"
    check_all(opened)
    type(opened.tender).objects.update(reference_low=None, reference_high=None)
    with pytest.raises(JudgingNotReady) as refused:
        fill(opened, judge, actor)
    assert refused.value.code == "judging_reference"
    assert JudgeScore.objects.count() == 0


def test_too_few_valid_bids_are_not_scored(world: World, tenant: Tenant) -> None:
    """Three are needed unless the tenant says otherwise."""
    opened = an_opened_tender(world)
    check_all(opened)
    check_bid(opened_bid_id=opened.bids[2].id, checks=[], is_valid=False, reason="缺报价", by=opened.officer, at=AT)
    judge, actor = a_judge(opened)
    with pytest.raises(TooFewValidBids):
        fill(opened, judge, actor)
    with pytest.raises(TooFewValidBids):
        close_panel(tender_id=opened.tender.id, by=opened.officer, at=AT)
    assert opened.reload().status == TenderStatus.OPENED


@pytest.mark.req("TND-21")
def test_panel_closes_with_a_computed_ranking(world: World, tenant: Tenant) -> None:
    """By hand: 90, 80, 70 percent of 70 and 10; price 880000 is not among the three, so 900000 is full marks."""
    opened = a_scored_tender(world)
    rows = ranked(opened)
    assert [
        (row.rank, row.opened_bid_id, row.service_points, row.financial_points, row.price_points, row.total)
        for row in rows
    ] == [
        (1, opened.bids[0].id, 6300, 2775, 1875, 9075),
        (2, opened.bids[1].id, 5600, 2800, 2000, 8400),
        (3, opened.bids[2].id, 4900, 2500, 1800, 7400),
    ]
    assert [row.is_outside_range for row in rows] == [False, False, False]
    assert SheetSum.objects.count() == 12
    assert opened.tender.status == TenderStatus.SCORED
    with pytest.raises(AlreadyDone):
        close_panel(tender_id=opened.tender.id, by=opened.officer, at=AT)
    assert entries("tendering.tender_scored") == 1


@pytest.mark.req("TND-26")
def test_price_outside_the_reference_range_is_marked(world: World, tenant: Tenant) -> None:
    """Marked, and still ranked."""
    opened = a_scored_tender(world, bids=4)
    assert {row.opened_bid_id: row.is_outside_range for row in ranked(opened)} == {
        opened.bids[0].id: False,
        opened.bids[1].id: False,
        opened.bids[2].id: False,
        opened.bids[3].id: True,
    }


@pytest.mark.req("TND-21")
@pytest.mark.parametrize("rule", ["wait", LEAVE_OUT])
def test_missing_sheet_follows_the_rule_stated_beforehand(world: World, tenant: Tenant, rule: str) -> None:
    """Waiting names who is missing; leaving out says so in the journal."""
    opened = an_opened_tender(world, rules=TenderRules(missing_judge=rule))
    check_all(opened)
    judge, actor = a_judge(opened, "到席评委")
    fill(opened, judge, actor)
    submit_sheet(judge_id=judge.id, by=actor, at=AT)
    late, late_actor = a_judge(opened, "缺席评委")
    fill(opened, late, late_actor, percent=10)
    if rule == LEAVE_OUT:
        rows = close_panel(tender_id=opened.tender.id, by=opened.officer, at=AT)
        assert [row.service_points for row in rows] == [5600, 5600, 5600]
        assert JournalEntry.objects.get(event="tendering.tender_scored").changes["missing_sheets"] == ["缺席评委"]
        with pytest.raises(IllegalTransition):
            submit_sheet(judge_id=late.id, by=late_actor, at=AT)
        return
    with pytest.raises(SheetsMissing) as refused:
        close_panel(tender_id=opened.tender.id, by=opened.officer, at=AT)
    assert "缺席评委" in str(refused.value.message)
    assert RankedBid.objects.count() == 0


def test_each_part_needs_a_sheet(world: World, tenant: Tenant) -> None:
    """A panel of service judges alone does not close."""
    opened = an_opened_tender(world)
    check_all(opened)
    with pytest.raises(JudgingNotReady) as refused:
        close_panel(tender_id=opened.tender.id, by=opened.officer, at=AT)
    assert refused.value.code == "judging_no_judges"
    judge, actor = a_judge(opened, judges_financial=False)
    fill(opened, judge, actor)
    submit_sheet(judge_id=judge.id, by=actor, at=AT)
    with pytest.raises(JudgingNotReady) as refused:
        close_panel(tender_id=opened.tender.id, by=opened.officer, at=AT)
    assert refused.value.code == "judging_section"


@pytest.mark.parametrize("role", [Role.GENERAL_MANAGER, Role.OFFICE_CUSTODIAN, Role.AUDITOR])
def test_only_the_organiser_closes_the_panel(world: World, tenant: Tenant, role: str) -> None:
    """Nobody else."""
    opened = an_opened_tender(world)
    check_all(opened)
    with pytest.raises(NotAllowed):
        close_panel(tender_id=opened.tender.id, by=actor_of(world.member(role)), at=AT)
    assert RankedBid.objects.count() == 0
