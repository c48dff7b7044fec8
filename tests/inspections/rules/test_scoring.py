"""The score of one inspection (scoring.md, section 1)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.errors import DeductionOutOfRange, NotApplicableWithDeduction
from inspections.rules.scoring import (
    InspectionRules,
    InspectionScore,
    ItemResult,
    ItemScore,
    check_item,
    repeat_multiplier,
    score_inspection,
    score_item,
)

RULES = InspectionRules()


def item(maximum: int, deduction: int = 0, **more: object) -> ItemResult:
    return replace(ItemResult("X", maximum * 100, deduction * 100), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("items", "score"),
    [
        ([item(100)], 10_000),
        ([item(100, 100)], 0),
        ([item(100, 41)], 5_900),
        ([item(100, 30)], 7_000),
        ([item(60, 20), item(40, not_applicable=True)], 6_667),
        ([item(30, 10), item(30, 10)], 6_667),
        ([item(3, 1)], 6_667),
        ([item(3, 2)], 3_333),
        ([ItemResult("X", 10_000, 3_001)], 6_999),
        ([ItemResult("X", 20_000, 4_001)], 8_000),
        ([ItemResult("X", 20_000, 2_001)], 9_000),
        ([ItemResult("X", 20_000, 4_002)], 7_999),
    ],
)
def test_score_is_what_is_left_of_the_applicable_points(items: list[ItemResult], score: int) -> None:
    assert score_inspection(items).score == score


@pytest.mark.parametrize("items", [[], [item(10, not_applicable=True)], [item(10, not_applicable=True)] * 5])
def test_score_without_an_applicable_item_is_none(items: list[ItemResult]) -> None:
    result = score_inspection(items)
    assert (result.score, result.uncapped, result.maximum, result.veto_failed) == (None, None, 0, False)


@pytest.mark.parametrize(
    ("items", "score", "uncapped"),
    [
        ([item(50, 1, is_veto=True), item(50)], 5_900, 9_900),
        ([item(50, 0, is_veto=True), item(50)], 10_000, 10_000),
        ([item(50, 50, is_veto=True), item(50, 50)], 0, 0),
        ([item(50, 1, is_veto=True), item(50, 40)], 5_900, 5_900),
        ([item(50, 1, is_veto=True), item(50, 41)], 5_800, 5_800),
        ([item(50, 0, is_veto=True, not_applicable=True), item(50, 5)], 9_000, 9_000),
    ],
)
def test_a_failed_veto_item_caps_the_score(items: list[ItemResult], score: int, uncapped: int) -> None:
    result = score_inspection(items)
    assert (result.score, result.uncapped) == (score, uncapped)


@pytest.mark.parametrize(
    ("months_before", "multiplier", "deduction"),
    [(0, 100, 300), (1, 150, 450), (2, 200, 600), (3, 200, 600), (11, 200, 600)],
)
def test_a_repeated_fault_grows(months_before: int, multiplier: int, deduction: int) -> None:
    assert score_item(item(10, 3, months_failed_before=months_before), RULES) == ItemScore(
        "X", 300, multiplier, deduction
    )


def test_a_repeated_fault_never_exceeds_the_items_maximum() -> None:
    assert score_item(item(10, 8, months_failed_before=1), RULES).deduction == 1_000
    assert score_item(item(10, 10, months_failed_before=5), RULES).deduction == 1_000


def test_a_repeated_fault_is_rounded_half_up_once() -> None:
    assert score_item(ItemResult("X", 1_000, 333, months_failed_before=1), RULES).deduction == 500
    assert score_item(ItemResult("X", 1_000, 331, months_failed_before=1), RULES).deduction == 497


def test_an_item_in_order_has_no_multiplier() -> None:
    assert score_item(item(10, 0, months_failed_before=2), RULES) == ItemScore("X", 0, 100, 0)


def test_multipliers_and_cap_are_settings() -> None:
    rules = InspectionRules(veto_cap=4_000, second_month_multiplier=100, third_month_multiplier=300)
    assert [repeat_multiplier(months, rules) for months in (-1, 0, 1, 2)] == [100, 100, 100, 300]
    assert score_inspection([item(100, 1, is_veto=True)], rules).score == 4_000


@pytest.mark.req("INS-11")
@pytest.mark.parametrize("deduction", [-1, 1_001])
def test_a_deduction_outside_the_items_range_is_refused(deduction: int) -> None:
    with pytest.raises(DeductionOutOfRange) as caught:
        check_item(ItemResult("P-01", 1_000, deduction), field="items.P-01")
    assert (caught.value.code, caught.value.field) == ("deduction_out_of_range", "items.P-01")
    with pytest.raises(DeductionOutOfRange):
        score_inspection([ItemResult("P-01", 1_000, deduction)])


def test_a_deduction_on_an_item_that_does_not_apply_is_refused() -> None:
    with pytest.raises(NotApplicableWithDeduction) as caught:
        score_inspection([ItemResult("P-01", 1_000, 1, not_applicable=True)])
    assert (caught.value.code, caught.value.field) == ("not_applicable_with_deduction", "P-01")


def test_the_result_shows_every_step() -> None:
    items = [
        ItemResult("P-01", 500, 200, months_failed_before=1, section="base"),
        ItemResult("P-02", 400, 0, not_applicable=True, section="base"),
        ItemResult("CLN-1", 2_000, 0, section="line"),
        ItemResult("X-1", 100, 0, not_applicable=True, section="extra"),
    ]
    assert score_inspection(items) == InspectionScore(
        score=8_800,
        uncapped=8_800,
        maximum=2_500,
        deduction=300,
        veto_failed=False,
        items=(
            ItemScore("P-01", 200, 150, 300),
            ItemScore("P-02", 0, 100, 0),
            ItemScore("CLN-1", 0, 100, 0),
            ItemScore("X-1", 0, 100, 0),
        ),
        sections={"base": 4_000, "line": 10_000, "extra": None},
    )


@st.composite
def answers(draw: st.DrawFn) -> ItemResult:
    maximum = draw(st.integers(min_value=1, max_value=2_000))
    skipped = draw(st.booleans())
    return ItemResult(
        key=draw(st.sampled_from("ABCDEF")),
        maximum=maximum,
        deduction=0 if skipped else draw(st.integers(min_value=0, max_value=maximum)),
        not_applicable=skipped,
        is_veto=draw(st.booleans()),
        months_failed_before=draw(st.integers(min_value=0, max_value=4)),
        section=draw(st.sampled_from(["base", "line"])),
    )


@pytest.mark.slow
@given(st.lists(answers(), max_size=30))
def test_a_score_is_bounded_and_none_only_when_nothing_applies(items: list[ItemResult]) -> None:
    result = score_inspection(items)
    if all(answer.not_applicable for answer in items):
        assert result.score is None
        return
    assert result.score is not None
    assert result.uncapped is not None
    assert 0 <= result.score <= result.uncapped <= 10_000
    assert result.score <= RULES.veto_cap or not result.veto_failed


@pytest.mark.slow
@given(st.lists(answers(), min_size=1, max_size=20), st.data())
def test_a_larger_deduction_never_raises_the_score(items: list[ItemResult], data: st.DataObject) -> None:
    index = data.draw(st.integers(min_value=0, max_value=len(items) - 1))
    chosen = items[index]
    if chosen.not_applicable:
        return
    worse = replace(chosen, deduction=data.draw(st.integers(min_value=chosen.deduction, max_value=chosen.maximum)))
    before = score_inspection(items).score
    after = score_inspection([*items[:index], worse, *items[index + 1 :]]).score
    assert before is not None
    assert after is not None
    assert after <= before


@given(st.lists(answers(), max_size=20), st.randoms())
def test_the_order_of_the_items_does_not_matter(items: list[ItemResult], random: object) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert score_inspection(shuffled).score == score_inspection(items).score


@pytest.mark.slow
@given(st.lists(answers(), min_size=1, max_size=20))
def test_one_more_month_of_the_same_faults_never_raises_the_score(items: list[ItemResult]) -> None:
    later = [replace(answer, months_failed_before=answer.months_failed_before + 1) for answer in items]
    before, after = score_inspection(items).score, score_inspection(later).score
    assert (before is None) == (after is None)
    assert before is None or after is None or after <= before
