"""Totals, evidence, adjustments and grades (scoring.md, section 2)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.choices import AdjustmentKind, Component, Grade, Insufficient, ProvenAct
from scoring.errors import AdjustmentOutOfRange
from scoring.rules.adjustments import apply_adjustments, check_adjustment
from scoring.rules.evidence import Act, Adjustment
from scoring.rules.grades import bands, grade_of
from scoring.rules.settings import AdjustmentRules, EvidenceRules, GradeRules, ScoringRules
from scoring.rules.total import graded, insufficiency, total_of
from tests.scoring.rules.evidence import scores as any_score

RULES = ScoringRules()
LIMITS = AdjustmentRules()
FIVE = tuple(Component)


def scores(*values: int | None) -> dict[Component, int | None]:
    return dict(zip(FIVE, values, strict=True))


def reward(row_id: int, points: int) -> Adjustment:
    return Adjustment(row_id, AdjustmentKind.REWARD, points, "flood night", "Wang")


def penalty(row_id: int, points: int) -> Adjustment:
    return Adjustment(row_id, AdjustmentKind.PENALTY, points, "no plan", "Wang")


@pytest.mark.req("SCO-02")
@pytest.mark.parametrize(
    ("values", "total", "weight"),
    [
        ((10_000, 10_000, 10_000, 10_000, 10_000), 10_000, 10_000),
        ((0, 0, 0, 0, 0), 0, 10_000),
        ((9_000, 8_000, 7_000, 6_000, 5_000), 7_500, 10_000),
        ((8_933, None, None, 10_000, None), 9_224, 5_500),
        ((0, None, None, 10_000, None), 2_727, 5_500),
        ((9_000, 10_000, None, None, None), 9_273, 5_500),
        ((7_999, None, None, 8_000, None), 7_999, 5_500),
        ((8_999, 9_000, 9_000, 9_000, 9_000), 9_000, 10_000),
    ],
)
def test_a_total_is_the_weighted_mean_of_what_has_evidence(
    values: tuple[int | None, ...], total: int, weight: int
) -> None:
    result = total_of(scores(*values), RULES)
    assert (result.total, result.evidence_weight, result.insufficient) == (total, weight, None)


@pytest.mark.parametrize(
    ("values", "reason", "weight"),
    [
        ((None, 10_000, 10_000, 10_000, 10_000), Insufficient.NO_INSPECTION, 6_000),
        ((None, None, None, None, None), Insufficient.NO_INSPECTION, 0),
        ((None, None, None, 10_000, None), Insufficient.NO_INSPECTION, 1_500),
        ((10_000, None, None, None, None), Insufficient.TOO_LITTLE_EVIDENCE, 4_000),
    ],
)
def test_too_little_evidence_gives_no_total(values: tuple[int | None, ...], reason: Insufficient, weight: int) -> None:
    result = total_of(scores(*values), RULES)
    assert (result.total, result.insufficient, result.evidence_weight) == (None, reason, weight)


@pytest.mark.parametrize(("minimum", "reason"), [(4_000, None), (4_001, Insufficient.TOO_LITTLE_EVIDENCE)])
def test_the_least_evidence_is_a_setting(minimum: int, reason: Insufficient | None) -> None:
    rules = replace(RULES, evidence=EvidenceRules(minimum_weight=minimum))
    assert insufficiency(scores(9_000, None, None, None, None), rules) is reason


def test_a_setting_of_zero_still_needs_some_weight() -> None:
    weights = replace(RULES.weights, inspection=0, complaints=5_500)
    rules = replace(RULES, weights=weights, evidence=EvidenceRules(minimum_weight=0))
    assert insufficiency(scores(9_000, None, None, None, None), rules) is Insufficient.TOO_LITTLE_EVIDENCE


@pytest.mark.req("SCO-08")
@pytest.mark.parametrize(
    ("total", "grade"),
    [
        (0, Grade.D),
        (5_900, Grade.D),
        (6_999, Grade.D),
        (7_000, Grade.C),
        (7_999, Grade.C),
        (8_000, Grade.B),
        (8_999, Grade.B),
        (9_000, Grade.A),
        (9_999, Grade.A),
        (10_000, Grade.A),
    ],
)
def test_grades_touch_and_cover(total: int, grade: Grade) -> None:
    assert grade_of(total) is grade


@pytest.mark.parametrize(
    ("products", "grade"), [((8_000, 7_999), Grade.B), ((9_000, 8_999), Grade.A), ((7_000, 6_999), Grade.C)]
)
def test_half_a_hundredth_rounds_up_into_the_better_grade(products: tuple[int, int], grade: Grade) -> None:
    """79.995 and 89.995 are totals before rounding; they end as 80.00 and 90.00."""
    weights = replace(RULES.weights, inspection=5_000, personnel=5_000, rectification=0, complaints=0, satisfaction=0)
    result = total_of(scores(*products, None, None, None), replace(RULES, weights=weights))
    assert result.total == products[0]
    assert grade_of(products[0]) is grade


@pytest.mark.parametrize("total", [-1, 10_001])
def test_what_is_no_total_has_no_grade(total: int) -> None:
    with pytest.raises(ValueError, match="not a total"):
        grade_of(total)


@given(st.integers(0, 10_000), st.integers(1, 9_998), st.integers(1, 9_998), st.integers(1, 9_998))
def test_every_total_lies_in_exactly_one_band(total: int, first: int, second: int, third: int) -> None:
    low, middle, high = sorted({first, second, third, 9_999, 9_998, 9_997})[:3]
    rules = GradeRules(a_from=high, b_from=middle, c_from=low)
    assert rules.problems() == {}
    edges = [10_001, *(lowest for _, lowest in bands(rules))]
    holding = [grade for (grade, lowest), above in zip(bands(rules), edges, strict=False) if lowest <= total < above]
    assert holding == [grade_of(total, rules)]


@given(any_score, any_score)
def test_a_better_total_never_has_a_worse_grade(one: int, other: int) -> None:
    assert (one <= other) <= (grade_of(one) >= grade_of(other))


@pytest.mark.req("RPA-03")
def test_a_proven_act_is_a_fail_whatever_the_total() -> None:
    acts = (Act(4, ProvenAct.FRAUD), Act(2, ProvenAct.ONWARD_ASSIGNMENT))
    for total in (10_000, 0, None):
        grade, lines = graded(total, acts, RULES.grades)
        assert grade is Grade.D
        assert [line.evidence_id for line in lines] == [2, 4]
    assert graded(None, (), RULES.grades) == (None, ())


@pytest.mark.req("RPA-01")
@pytest.mark.parametrize(
    ("total", "adjustments", "steps"),
    [
        (8_000, [], []),
        (8_000, [reward(1, 300)], [(300, 8_300)]),
        (8_000, [penalty(1, 300)], [(-300, 7_700)]),
        (8_000, [reward(2, 400), reward(1, 300)], [(300, 8_300), (200, 8_500)]),
        (8_000, [penalty(1, 900), penalty(2, 900), penalty(3, 1)], [(-900, 7_100), (-100, 7_000), (0, 7_000)]),
        (9_800, [reward(1, 500), penalty(2, 300)], [(200, 10_000), (-300, 9_700)]),
        (500, [penalty(1, 1_000), reward(2, 100)], [(-500, 0), (100, 100)]),
    ],
)
def test_adjustments_stay_within_their_limits_and_the_total_within_its_range(
    total: int, adjustments: list[Adjustment], steps: list[tuple[int, int]]
) -> None:
    assert [(step.change, step.total) for step in apply_adjustments(total, adjustments, LIMITS)] == steps


@pytest.mark.req("RPA-01")
@pytest.mark.parametrize(
    ("kind", "points", "granted", "refused"),
    [
        (AdjustmentKind.REWARD, 500, 0, False),
        (AdjustmentKind.REWARD, 501, 0, True),
        (AdjustmentKind.REWARD, 200, 301, True),
        (AdjustmentKind.REWARD, 0, 0, True),
        (AdjustmentKind.PENALTY, 1_000, 0, False),
        (AdjustmentKind.PENALTY, 1, 1_000, True),
        (AdjustmentKind.PENALTY, -1, 0, True),
    ],
)
def test_an_adjustment_beyond_its_limit_is_refused(
    kind: AdjustmentKind, points: int, granted: int, refused: bool
) -> None:
    if not refused:
        check_adjustment(kind, points, granted, LIMITS)
        return
    with pytest.raises(AdjustmentOutOfRange) as caught:
        check_adjustment(kind, points, granted, LIMITS)
    assert (caught.value.code, caught.value.field) == ("adjustment_out_of_range", "points")


@given(st.fixed_dictionaries({component: st.none() | any_score for component in Component}))
def test_a_total_lies_between_its_components(values: dict[Component, int | None]) -> None:
    result = total_of(values, RULES)
    present = [score for score in values.values() if score is not None]
    if result.total is None:
        assert result.insufficient is not None
        return
    assert min(present) <= result.total <= max(present)


@given(
    st.fixed_dictionaries(dict.fromkeys(Component, any_score)),
    st.sampled_from(Component),
    any_score,
)
def test_a_better_component_never_lowers_the_total(
    values: dict[Component, int], component: Component, other: int
) -> None:
    better = {**values, component: max(values[component], other)}
    before, after = total_of(values, RULES).total, total_of(better, RULES).total
    assert before is not None
    assert after is not None
    assert after >= before
