"""Ranking, settlement and the year (scoring.md, sections 3 and 4)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.annual import AnnualScore, annual_score, mean_of, review_score, vendor_score
from scoring.rules.ranking import ranking
from scoring.rules.settings import AnnualRules, SettlementRules
from scoring.rules.settlement import FeeDeduction, fee_deduction
from tests.scoring.rules.evidence import scores


@pytest.mark.req("RPT-04", "SCO-14")
@pytest.mark.parametrize(
    ("totals", "ranks", "bottom"),
    [
        ([], [], []),
        ([("a", 9_000)], [1], []),
        ([("a", 9_000), ("b", 8_000)], [1, 2], []),
        ([("b", 8_000), ("a", 9_000), ("c", 8_000), ("d", 7_000)], [1, 2, 2, 4], ["d"]),
        ([("a", 9_000), ("b", 8_000), ("c", 8_000)], [1, 2, 2], ["b", "c"]),
        ([("a", 9_000), ("b", 9_000), ("c", 9_000)], [1, 1, 1], []),
        ([("a", 9_000), ("b", None), ("c", 8_000)], [1, 2], []),
        ([("a", None), ("b", None), ("c", None)], [], []),
    ],
)
def test_ties_share_a_rank_and_the_last_of_three_is_flagged(
    totals: list[tuple[str, int | None]], ranks: list[int], bottom: list[str]
) -> None:
    places = ranking(totals)
    assert [place.rank for place in places] == ranks
    assert [place.key for place in places if place.is_bottom] == bottom


@given(st.lists(st.tuples(st.integers(), st.none() | scores), max_size=20))
def test_a_rank_counts_who_is_better(totals: list[tuple[int, int | None]]) -> None:
    counted = [total for _, total in totals if total is not None]
    for place in ranking(totals):
        assert place.rank == 1 + sum(total > place.total for total in counted)


FEE = Decimal("57000.00")


@pytest.mark.req("SET-03")
@pytest.mark.parametrize(
    ("total", "points", "rate", "amount"),
    [
        (None, 0, 0, "0.00"),
        (10_000, 0, 0, "0.00"),
        (8_500, 0, 0, "0.00"),
        (8_499, 1, 50, "285.00"),
        (8_400, 1, 50, "285.00"),
        (8_399, 2, 100, "570.00"),
        (6_500, 20, 1_000, "5700.00"),
        (6_499, 21, 1_000, "5700.00"),
        (0, 85, 1_000, "5700.00"),
    ],
)
def test_each_started_point_below_the_threshold_costs_half_a_percent(
    total: int | None, points: int, rate: int, amount: str
) -> None:
    assert fee_deduction(FEE, total, SettlementRules()) == FeeDeduction(points, rate, Decimal(amount))


def test_a_deduction_is_rounded_half_up_to_the_cent() -> None:
    assert fee_deduction(Decimal("0.99"), 8_499, SettlementRules()).amount == Decimal("0.00")
    assert fee_deduction(Decimal("1.00"), 8_499, SettlementRules()).amount == Decimal("0.01")


@pytest.mark.parametrize("fee", ["-1", "1.001"])
def test_what_is_no_amount_is_refused(fee: str) -> None:
    with pytest.raises(ValueError, match="not an amount"):
        fee_deduction(Decimal(fee), 8_000, SettlementRules())


YEAR = AnnualRules()


@pytest.mark.req("SCO-09")
@pytest.mark.parametrize(
    ("totals", "survey", "review", "expected"),
    [
        ([9_000] * 12, 8_000, 7_000, AnnualScore(9_000, 8_000, 7_000, 12, 8_600)),
        ([9_000] * 6, None, 7_000, AnnualScore(9_000, None, 7_000, 6, 8_750)),
        ([9_000] * 6, None, None, AnnualScore(9_000, None, None, 6, 9_000)),
        ([9_001, 9_000] * 3, 8_000, None, AnnualScore(9_001, 8_000, None, 6, 8_779)),
        ([9_000] * 5, 8_000, 7_000, AnnualScore(9_000, 8_000, 7_000, 5, None)),
        ([], None, None, AnnualScore(None, None, None, 0, None)),
    ],
)
def test_a_year_weighs_months_survey_and_review(
    totals: list[int], survey: int | None, review: int | None, expected: AnnualScore
) -> None:
    assert annual_score(totals, survey, review, YEAR) == expected


@pytest.mark.req("SCO-05")
def test_the_review_is_the_mean_of_five_indicators() -> None:
    assert review_score([9_000, 8_000, 7_000, 6_000, 5_001]) == 7_000
    with pytest.raises(ValueError, match="5 indicators"):
        review_score([9_000])


@pytest.mark.parametrize(
    ("contracts", "expected"),
    [
        ([], None),
        ([(None, Decimal(5))], None),
        ([(9_000, Decimal("684000.00")), (6_000, Decimal("228000.00"))], 8_250),
        ([(9_000, Decimal(0)), (6_000, Decimal(0))], 7_500),
        ([(9_000, Decimal(1)), (None, Decimal(100))], 9_000),
    ],
)
def test_a_vendors_year_weighs_its_contracts_by_amount(
    contracts: list[tuple[int | None, Decimal]], expected: int | None
) -> None:
    assert vendor_score(contracts) == expected


def test_a_mean_of_nothing_is_none() -> None:
    assert mean_of([]) is None


@given(st.lists(scores, min_size=6, max_size=12), st.none() | scores, st.none() | scores)
def test_a_year_lies_between_its_parts(totals: list[int], survey: int | None, review: int | None) -> None:
    parts = [part for part in (*totals, survey, review) if part is not None]
    score = annual_score(totals, survey, review, YEAR).score
    assert score is not None
    assert min(parts) <= score <= max(parts)
