"""From the ranking to the contract: opinion, meeting, report, decision, letters, next candidate, failure."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from records.models import Approval
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, IllegalTransition, NotAllowed
from tenancy.models import Tenant
from tenancy.roles import Role
from tendering.actions.awards import pass_over
from tendering.actions.contracting import begin_contracting, contract_in_force, hand_over, recheck
from tendering.actions.failing import fail_after_opening
from tendering.actions.letters import issue_letters, log_call, record_collection
from tendering.actions.validity import check_bid
from tendering.choices import AwardStatus, RankStatus, TenderStatus
from tendering.errors.judging import (
    AwardRefused,
    EnoughValidBids,
    InTheFuture,
    JudgingNotReady,
    ReasonNeeded,
    TextMissing,
)
from tendering.models import Award, AwardLetter, Invitation, LetterCall, OwnersOpinion, RankedBid, ReviewMeeting
from tendering.rules.tender_rules import TenderRules
from tests.factories.judging import (
    Opened,
    a_concluded_tender,
    a_contracting_tender,
    a_notified_tender,
    a_scored_tender,
    an_opened_tender,
    an_opinion,
    check_all,
    decide,
    hold_meeting,
    propose,
    ranked,
)
from tests.factories.tenancy import AT, World
from tests.tendering.test_validity import entries

SIGNING = date(2026, 11, 2)
NEXT: dict[str, Any] = {"reason": "放弃签约", "advantages": "服务方案扎实", "risks": "规模较小"}


def kinds(opened: Opened) -> dict[int, str]:
    """Return the kind of letter by the place of the bid in the order of arrival."""
    places = {bid.vendor_id: at for at, bid in enumerate(opened.bids)}
    return {places[one.vendor_id]: one.kind for one in AwardLetter.objects.filter(tender=opened.tender)}


@pytest.mark.req("TND-22")
def test_steps_follow_in_the_stated_order_and_no_notice_before_the_approval(world: World, tenant: Tenant) -> None:
    """Ranking, meeting, report, general manager, notices: none can be skipped."""
    opened = a_scored_tender(world)
    with pytest.raises(IllegalTransition):
        propose(opened)
    with pytest.raises(IllegalTransition):
        issue_letters(tender_id=opened.tender.id, signing_on=SIGNING, by=opened.officer, at=AT)
    hold_meeting(opened)
    with pytest.raises(AlreadyDone):
        hold_meeting(opened)
    award = propose(opened)
    with pytest.raises(AlreadyDone):
        propose(opened)
    with pytest.raises(IllegalTransition):
        issue_letters(tender_id=opened.tender.id, signing_on=SIGNING, by=opened.officer, at=AT)
    assert (opened.reload().status, AwardLetter.objects.count()) == (TenderStatus.REVIEW_MEETING, 0)
    decide(opened)
    award.refresh_from_db()
    assert (award.status, opened.reload().status) == (AwardStatus.APPROVED, TenderStatus.CONCLUDED)
    assert [row.status for row in ranked(opened)] == [RankStatus.WINNER, RankStatus.RANKED, RankStatus.RANKED]
    assert entries("tendering.tender_concluded") == 1


@pytest.mark.req("TND-22")
def test_refused_award_may_be_proposed_again(world: World, tenant: Tenant) -> None:
    """The refusal's reason stays on the first report."""
    opened = a_scored_tender(world)
    hold_meeting(opened)
    first = propose(opened)
    decide(opened, approve=False, reason="风险分析不足")
    first.refresh_from_db()
    assert (first.status, first.decision_note, opened.reload().status) == (
        AwardStatus.REFUSED,
        "风险分析不足",
        TenderStatus.REVIEW_MEETING,
    )
    assert propose(opened).round == 2
    decide(opened)
    assert opened.reload().status == TenderStatus.CONCLUDED


@pytest.mark.req("TND-18")
def test_owners_are_heard_before_the_award_and_a_deviation_is_reasoned(world: World, tenant: Tenant) -> None:
    """Cleaning: no award without the opinion; another than the recommended bid needs a written reason (X-32)."""
    opened = a_scored_tender(world, line="CLN")
    hold_meeting(opened)
    with pytest.raises(AwardRefused) as refused:
        propose(opened)
    assert refused.value.code == "award_opinion_missing"
    an_opinion(opened, took_part=True, recommended_id=opened.bids[1].id, text="第二名驻场经验更丰富")
    with pytest.raises(AwardRefused) as refused:
        propose(opened)
    assert (refused.value.code, refused.value.field) == ("award_against_owners", "deviation_reason")
    assert Award.objects.count() == 0
    award = propose(opened, deviation_reason="总分领先 6.75 分")
    assert award.deviation_reason == "总分领先 6.75 分"


@pytest.mark.req("TND-22")
def test_second_of_the_ranking_needs_a_reason_even_when_the_owners_want_it(world: World, tenant: Tenant) -> None:
    """Either departure is explained."""
    opened = a_scored_tender(world, line="CLN")
    hold_meeting(opened)
    an_opinion(opened, took_part=True, recommended_id=opened.bids[1].id, text="推荐第二名")
    second = ranked(opened)[1]
    with pytest.raises(AwardRefused) as refused:
        propose(opened, second)
    assert refused.value.code == "award_not_first"
    assert propose(opened, second, deviation_reason="尊重业主委员会意见").ranked_id == second.id


def test_opinion_is_refused_without_words_for_a_foreign_bid_or_from_the_future(world: World, tenant: Tenant) -> None:
    """Nothing is kept of a refused opinion."""
    opened, other = an_opened_tender(world), an_opened_tender(world)
    check_all(opened)
    check_all(other)
    cases: list[tuple[dict[str, Any], type[Exception]]] = [
        ({"text": " "}, TextMissing),
        ({"given_by": ""}, TextMissing),
        ({"given_on": date(2026, 10, 16)}, InTheFuture),
        ({"took_part": True, "recommended_id": other.bids[0].id}, AwardRefused),
        ({"by": opened.actor(Role.OWNER_REP)}, NotAllowed),
    ]
    for facts, error in cases:
        with pytest.raises(error):
            an_opinion(opened, **facts)
    assert (OwnersOpinion.objects.count(), entries("tendering.opinion_recorded")) == (0, 0)


@pytest.mark.parametrize(
    ("facts", "error"),
    [({"advantages": " "}, TextMissing), ({"risks": ""}, TextMissing), ({"ranked_id": 10**9}, AwardRefused)],
)
def test_report_with_a_gap_is_refused(
    world: World, tenant: Tenant, facts: dict[str, Any], error: type[Exception]
) -> None:
    """Advantages and risks are both written."""
    opened = a_scored_tender(world)
    hold_meeting(opened)
    with pytest.raises(error):
        propose(opened, **facts)
    assert (Award.objects.count(), Approval.objects.count()) == (0, 0)


def test_only_the_organiser_proposes_and_the_general_manager_decides(world: World, tenant: Tenant) -> None:
    """The proposer does not approve his own report."""
    opened = a_scored_tender(world)
    hold_meeting(opened)
    for role in (Role.GENERAL_MANAGER, Role.OFFICE_CUSTODIAN, Role.OWNER_REP):
        with pytest.raises(NotAllowed):
            propose(opened, by=opened.actor(role))
    propose(opened)
    assert list(Approval.objects.get().steps.values_list("role", flat=True)) == [Role.GENERAL_MANAGER]


@pytest.mark.req("TND-23")
def test_award_candidates_and_thanks_go_out_together(world: World, tenant: Tenant) -> None:
    """Five bids: winner, two candidates, and thanks to the others, at one moment."""
    opened = a_concluded_tender(world, bids=5, rules=TenderRules(candidate_count=2))
    rows = issue_letters(tender_id=opened.tender.id, signing_on=SIGNING, by=opened.officer, at=AT)
    assert kinds(opened) == {0: "award", 1: "candidate", 2: "candidate", 3: "thanks", 4: "thanks"}
    assert {one.issued_at for one in rows} == {AT}
    won = AwardLetter.objects.get(kind="award")
    assert (won.price, won.signing_on, won.vendor_id) == (opened.bids[0].price, SIGNING, opened.bids[0].vendor_id)
    assert set(AwardLetter.objects.exclude(kind="award").values_list("price", "signing_on")) == {(None, None)}
    assert set(Invitation.objects.filter(tender=opened.tender).values_list("is_over", flat=True)) == {True}
    with pytest.raises(AlreadyDone):
        issue_letters(tender_id=opened.tender.id, signing_on=SIGNING, by=opened.officer, at=AT)
    assert opened.reload().status == TenderStatus.NOTIFIED


@pytest.mark.req("TND-23")
def test_bidder_whose_bid_could_not_be_scored_is_thanked_too(world: World, tenant: Tenant) -> None:
    """All other bidders means all: not valid, or an envelope that could not be opened."""
    opened = a_concluded_tender(world, bids=4, rules=TenderRules(candidate_count=1))
    RankedBid.objects.filter(opened_bid=opened.bids[3]).delete()
    issue_letters(tender_id=opened.tender.id, signing_on=SIGNING, by=opened.officer, at=AT)
    assert kinds(opened) == {0: "award", 1: "candidate", 2: "thanks", 3: "thanks"}


def test_letter_numbers_tell_nothing_about_others(world: World, tenant: Tenant) -> None:
    """The tender's number and four random letters, no count."""
    opened = a_notified_tender(world, bids=4)
    numbers = list(AwardLetter.objects.order_by("id").values_list("number", flat=True))
    ends = [one.removeprefix(f"{opened.tender.number}-") for one in numbers]
    assert len(set(ends)) == 4
    assert {(len(one), one.isalpha(), one.isupper()) for one in ends} == {(4, True, True)}


@pytest.mark.req("TEN-05")
def test_bidder_reads_its_own_letter_and_nothing_else_of_the_award(world: World, tenant: Tenant) -> None:
    """By the wall of the database."""
    opened = a_notified_tender(world)
    with acting_for(world.tenant, vendor_id=opened.bids[1].vendor_id):
        assert [one.vendor_id for one in AwardLetter.objects.all()] == [opened.bids[1].vendor_id]
        for model in (Award, RankedBid, ReviewMeeting, OwnersOpinion, LetterCall):
            assert model.objects.count() == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            AwardLetter.objects.create(
                tender_id=opened.tender.id,
                vendor_id=opened.bids[1].vendor_id,
                kind="thanks",
                number="x",
                tender_number="x",
                title="x",
                project_name="x",
                issued_at=AT,
            )
        assert AwardLetter.objects.all().update(collected_by="x") == 0


@pytest.mark.parametrize("signing_on", [date(2026, 10, 15), date(2020, 1, 1)])
def test_day_of_signing_lies_in_the_future(world: World, tenant: Tenant, signing_on: date) -> None:
    """No letter went out with a wrong one."""
    opened = a_concluded_tender(world)
    with pytest.raises(AwardRefused) as refused:
        issue_letters(tender_id=opened.tender.id, signing_on=signing_on, by=opened.officer, at=AT)
    assert (refused.value.field, AwardLetter.objects.count()) == ("signing_on", 0)


@pytest.mark.req("TND-23")
def test_calls_are_logged_and_a_collection_recorded_once(world: World, tenant: Tenant) -> None:
    """Who was spoken to, who collected, when; nothing from the future."""
    opened = a_notified_tender(world)
    letter = AwardLetter.objects.get(kind="award")
    with pytest.raises(InTheFuture):
        log_call(letter_id=letter.id, called_at=AT + timedelta(1), spoken_to="陈强", by=opened.officer, at=AT)
    with pytest.raises(TextMissing):
        log_call(letter_id=letter.id, called_at=AT, spoken_to=" ", by=opened.officer, at=AT)
    with pytest.raises(NotAllowed):
        log_call(letter_id=letter.id, called_at=AT, spoken_to="陈强", by=opened.actor(Role.AUDITOR), at=AT)
    log_call(letter_id=letter.id, called_at=AT, spoken_to="陈强", note="下周一来领", by=opened.officer, at=AT)
    assert list(LetterCall.objects.values_list("spoken_to", "note")) == [("陈强", "下周一来领")]
    with pytest.raises(InTheFuture):
        record_collection(
            letter_id=letter.id, collected_by="陈强", collected_on=date(2026, 10, 16), by=opened.officer, at=AT
        )
    done: dict[str, Any] = {"collected_by": "陈强", "collected_on": date(2026, 10, 15), "by": opened.officer, "at": AT}
    record_collection(letter_id=letter.id, **done)
    with pytest.raises(AlreadyDone):
        record_collection(letter_id=letter.id, **done)
    assert (entries("tendering.call_logged"), entries("tendering.letter_collected")) == (1, 1)


@pytest.mark.req("TND-27")
def test_winner_is_checked_again_before_a_contract_is_drafted(world: World, tenant: Tenant) -> None:
    """All three must hold; then the hand-over is noted, once."""
    opened = a_contracting_tender(world, rechecked=False)
    award = Award.objects.get()
    with pytest.raises(AwardRefused) as refused:
        hand_over(award_id=award.id, contract_number="HT-2026-001", by=opened.officer, at=AT)
    assert refused.value.code == "award_recheck_missing"
    facts: dict[str, Any] = {"award_id": award.id, "note": "逐项核对", "by": opened.officer, "at": AT}
    with pytest.raises(TextMissing):
        recheck(**facts | {"note": ""}, qualification_holds=True, ability_holds=True, reputation_holds=True)
    recheck(**facts, qualification_holds=True, ability_holds=True, reputation_holds=False)
    with pytest.raises(AwardRefused):
        hand_over(award_id=award.id, contract_number="HT-2026-001", by=opened.officer, at=AT)
    recheck(**facts, qualification_holds=True, ability_holds=True, reputation_holds=True)
    hand_over(award_id=award.id, contract_number="HT-2026-001", by=opened.officer, at=AT)
    with pytest.raises(AwardRefused) as refused:
        hand_over(award_id=award.id, contract_number="HT-2026-002", by=opened.officer, at=AT)
    assert refused.value.code == "award_drafted"
    contract_in_force(award_id=award.id, by=opened.manager, at=AT)
    assert (Award.objects.get().status, opened.reload().status) == (AwardStatus.CONTRACTED, TenderStatus.CLOSED)


@pytest.mark.req("TND-24")
def test_next_candidate_takes_the_award_when_the_winner_does_not_sign(world: World, tenant: Tenant) -> None:
    """The general manager alone; the ranking is kept; the new winner gets its notice, nobody else a second letter."""
    opened = a_contracting_tender(world)
    old = Award.objects.get()
    with pytest.raises(NotAllowed):
        pass_over(tender_id=opened.tender.id, **NEXT, by=opened.officer, at=AT)
    with pytest.raises(ReasonNeeded):
        pass_over(tender_id=opened.tender.id, **NEXT | {"reason": " "}, by=opened.manager, at=AT)
    new = pass_over(tender_id=opened.tender.id, **NEXT, by=opened.manager, at=AT)
    old.refresh_from_db()
    assert (old.status, old.ended_reason, new.round) == (AwardStatus.PASSED_OVER, "放弃签约", 2)
    assert [row.status for row in ranked(opened)] == [RankStatus.PASSED_OVER, RankStatus.WINNER, RankStatus.RANKED]
    assert opened.reload().status == TenderStatus.CONCLUDED
    letters = issue_letters(tender_id=opened.tender.id, signing_on=SIGNING, by=opened.officer, at=AT)
    assert [(one.kind, one.vendor_id) for one in letters] == [("award", opened.bids[1].vendor_id)]
    with pytest.raises(AwardRefused) as refused:
        contract_in_force(award_id=old.id, by=opened.manager, at=AT)
    assert refused.value.code == "award_not_standing"


@pytest.mark.req("TND-24")
def test_tender_fails_when_the_last_candidate_does_not_sign(world: World, tenant: Tenant) -> None:
    """Not while somebody is left."""
    opened = a_contracting_tender(world)
    for _rank in (1, 2):
        with pytest.raises(EnoughValidBids):
            fail_after_opening(tender_id=opened.tender.id, reason="x", by=opened.manager, at=AT)
        pass_over(tender_id=opened.tender.id, **NEXT, by=opened.manager, at=AT)
        issue_letters(tender_id=opened.tender.id, signing_on=SIGNING, by=opened.officer, at=AT)
        begin_contracting(tender_id=opened.tender.id, by=opened.officer, at=AT)
    with pytest.raises(AwardRefused) as refused:
        pass_over(tender_id=opened.tender.id, **NEXT, by=opened.manager, at=AT)
    assert refused.value.code == "award_no_candidate"
    fail_after_opening(tender_id=opened.tender.id, reason="均放弃签约", by=opened.manager, at=AT)
    assert (opened.reload().status, opened.tender.end_reason) == (TenderStatus.FAILED, "均放弃签约")
    assert {row.status for row in ranked(opened)} == {RankStatus.PASSED_OVER}


def test_opened_tender_fails_with_too_few_valid_bids_and_tells_everybody(world: World, tenant: Tenant) -> None:
    """Only after all were checked, only when too few are valid, with a reason, once."""
    opened = an_opened_tender(world)
    fail: dict[str, Any] = {"tender_id": opened.tender.id, "reason": "有效投标不足三家", "by": opened.officer, "at": AT}
    with pytest.raises(JudgingNotReady):
        fail_after_opening(**fail)
    check_all(opened)
    with pytest.raises(EnoughValidBids):
        fail_after_opening(**fail)
    check_bid(opened_bid_id=opened.bids[0].id, checks=[], is_valid=False, reason="缺承诺书", by=opened.officer, at=AT)
    with pytest.raises(NotAllowed):
        fail_after_opening(**fail | {"by": opened.actor(Role.AUDITOR)})
    with pytest.raises(ReasonNeeded):
        fail_after_opening(**fail | {"reason": " "})
    fail_after_opening(**fail)
    assert (opened.reload().status, kinds(opened)) == (TenderStatus.FAILED, dict.fromkeys(range(3), "failure"))
    with pytest.raises(AlreadyDone):
        fail_after_opening(**fail)
    assert entries("tendering.tender_failed") == 1
