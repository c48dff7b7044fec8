"""Components of a monthly card (scoring.md, section 2)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.choices import Responsibility, Severity
from complaints.rules.points import ComplaintRules
from inspections.choices import InspectionType as T
from scoring.rules.components import complaints_component, inspection_component
from scoring.rules.evidence import ComplaintEvidence, InspectionEvidence
from scoring.rules.settings import InspectionWeights
from tests.scoring.rules.evidence import complaint, complaints, inspection, inspections

WEIGHTS = InspectionWeights()
RULES = ComplaintRules()


@pytest.mark.req("SCO-02")
@pytest.mark.parametrize(
    ("kind", "weight"),
    [
        (T.DAILY, 0),
        (T.SELF_CHECK, 50),
        (T.CROSS_CHECK, 50),
        (T.COMPANY, 100),
        (T.REGION, 150),
        (T.HQ_SPECIAL, 200),
        (T.RECHECK, 0),
        (T.BOTTOM_ELIMINATION, 200),
        (T.THIRD_PARTY, 150),
        (T.WORKS_ACCEPTANCE, 0),
    ],
)
def test_types_of_inspection_weigh_as_written(kind: T, weight: int) -> None:
    assert WEIGHTS.of(kind) == weight


@pytest.mark.req("SCO-02")
@pytest.mark.parametrize(
    ("rows", "score"),
    [
        ([(T.COMPANY, 8_800)], 8_800),
        ([(T.SELF_CHECK, 9_200), (T.COMPANY, 8_800)], 8_933),
        ([(T.SELF_CHECK, 10_000), (T.HQ_SPECIAL, 5_900)], 6_720),
        ([(T.REGION, 7_000), (T.THIRD_PARTY, 7_001)], 7_001),
        ([(T.COMPANY, 0)], 0),
        ([(T.COMPANY, 10_000)], 10_000),
        ([(T.COMPANY, 8_000), (T.RECHECK, 0), (T.DAILY, 0)], 8_000),
        ([], None),
        ([(T.RECHECK, 10_000)], None),
    ],
)
def test_inspections_are_a_weighted_mean(rows: list[tuple[T, int]], score: int | None) -> None:
    evidence = [inspection(index, kind, value) for index, (kind, value) in enumerate(rows)]
    assert inspection_component(evidence, WEIGHTS).score == score


@pytest.mark.req("SCO-02")
@pytest.mark.parametrize(
    ("rows", "households", "score"),
    [
        ([], None, 10_000),
        ([], 5_000, 10_000),
        ([complaint(1)], None, 9_800),
        ([complaint(1, Severity.ORDINARY)], None, 9_500),
        ([complaint(1, Severity.SERIOUS)], None, 8_500),
        ([complaint(1, is_late=True)], None, 9_500),
        ([complaint(1, Severity.SERIOUS, is_late=True), complaint(2)], None, 8_000),
        ([complaint(1, Severity.SERIOUS, is_late=True)], 1_000, 8_200),
        ([complaint(1, Severity.SERIOUS, is_late=True)], 500, 8_200),
        ([complaint(1, Severity.SERIOUS, is_late=True)], 0, 8_200),
        ([complaint(1, Severity.SERIOUS, is_late=True)], 2_000, 9_100),
        ([complaint(1, Severity.ORDINARY), complaint(2)], 1_001, 9_301),
        ([complaint(1, Severity.ORDINARY), complaint(2)], 1_500, 9_533),
        ([complaint(1)], 3_000, 9_933),
        ([complaint(index, Severity.SERIOUS) for index in range(7)], None, 0),
        ([complaint(index, Severity.SERIOUS) for index in range(20)], 2_000, 0),
    ],
)
def test_complaints_take_points_per_thousand_households(
    rows: list[ComplaintEvidence], households: int | None, score: int
) -> None:
    assert complaints_component(rows, RULES, households).score == score


@pytest.mark.req("CMP-08")
@pytest.mark.parametrize(
    "responsibility",
    [Responsibility.PENDING, Responsibility.TENANT, Responsibility.THIRD_PARTY, Responsibility.UNFOUNDED],
)
def test_complaints_not_charged_are_shown_and_cost_nothing(responsibility: Responsibility) -> None:
    result = complaints_component([complaint(1, Severity.SERIOUS, responsibility, is_late=True)], RULES)
    assert result.score == 10_000
    assert [(line.evidence_id, line.points_e4) for line in result.lines] == [(1, 0), (None, 1_000_000)]


def test_scaling_rounds_half_up_once() -> None:
    rules = replace(RULES, minor=1)
    assert complaints_component([complaint(1)], rules, 2_000).score == 10_000
    assert complaints_component([complaint(1), complaint(2)], rules, 2_000).score == 9_999


@given(st.lists(inspections, max_size=8))
def test_an_inspection_component_lies_between_its_scores(rows: list[InspectionEvidence]) -> None:
    counted = [row.score for row in rows if WEIGHTS.of(row.kind)]
    score = inspection_component(rows, WEIGHTS).score
    if not counted:
        assert score is None
        return
    assert score is not None
    assert min(counted) <= score <= max(counted)


@pytest.mark.slow
@given(st.lists(inspections, min_size=1, max_size=8), st.data())
def test_a_better_inspection_never_lowers_the_component(rows: list[InspectionEvidence], data: st.DataObject) -> None:
    index = data.draw(st.integers(min_value=0, max_value=len(rows) - 1))
    better = replace(rows[index], score=data.draw(st.integers(min_value=rows[index].score, max_value=10_000)))
    before = inspection_component(rows, WEIGHTS).score
    after = inspection_component([*rows[:index], better, *rows[index + 1 :]], WEIGHTS).score
    assert (before is None) == (after is None)
    assert before is None or after is None or after >= before


@pytest.mark.slow
@given(st.lists(complaints, max_size=12), complaints, st.none() | st.integers(0, 5_000))
def test_one_more_complaint_never_raises_the_component(
    rows: list[ComplaintEvidence], more: ComplaintEvidence, households: int | None
) -> None:
    before = complaints_component(rows, RULES, households).score
    after = complaints_component([*rows, more], RULES, households).score
    assert before is not None
    assert after is not None
    assert 0 <= after <= before <= 10_000


@pytest.mark.slow
@given(st.lists(complaints, max_size=8), st.integers(1_000, 5_000), st.integers(0, 5_000))
def test_a_larger_site_is_never_judged_harder(rows: list[ComplaintEvidence], households: int, more: int) -> None:
    smaller = complaints_component(rows, RULES, households).score
    larger = complaints_component(rows, RULES, households + more).score
    assert smaller is not None
    assert larger is not None
    assert larger >= smaller
