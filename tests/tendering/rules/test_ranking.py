"""The ranking: means, price formulas, bonus, ties, outliers, left-out sheets; the same in any order."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tendering.rules import ranking
from tendering.rules.ranking import Bidder, Place, SheetTotal
from tendering.rules.tender_rules import LOWEST_FULL, NEAREST_MEAN, TenderRules

AT = datetime(2026, 10, 15, 2, 0, tzinfo=UTC)
RULES = TenderRules()


def bidder(number: int, price: str, grade: str = "") -> Bidder:
    """A bid that arrived ``number`` minutes after the first."""
    return Bidder(number, Decimal(price), AT + timedelta(minutes=number), grade)


@pytest.mark.req("TND-21")
def test_means_price_and_total_of_a_small_tender_by_hand() -> None:
    """Two judges, two bids: service means 6450 and 6000 (halves up), price 30 points lowest full."""
    totals = [
        SheetTotal(1, 1, "service", 6500),
        SheetTotal(2, 1, "service", 6399),
        SheetTotal(1, 2, "service", 6000),
        SheetTotal(2, 2, "service", 6000),
        SheetTotal(1, 1, "financial", 800),
        SheetTotal(1, 2, "financial", 900),
    ]
    result = ranking.rank(totals, [bidder(1, "120000.00"), bidder(2, "100000.00")], most_for_price=2000, rules=RULES)
    assert result.places == [
        Place(1, 1, service=6450, financial=2467, price_points=1667, bonus=0, total=8917, tie_rule=""),
        Place(2, 2, service=6000, financial=2900, price_points=2000, bonus=0, total=8900, tie_rule=""),
    ]


@pytest.mark.req("TND-21")
@pytest.mark.parametrize(
    ("first", "second", "prices", "winner", "rule"),
    [
        ((6000, 1000), (5900, 1100), ("100.00", "100.00"), 1, "service"),
        ((6000, 1000), (6000, 1000), ("100.00", "100.00"), 1, "arrival"),
    ],
)
def test_tie_is_broken_by_the_stated_rule(
    first: tuple[int, int], second: tuple[int, int], prices: tuple[str, str], winner: int, rule: str
) -> None:
    """Service points, then price, then arrival; the rule that decided stands in the ranking."""
    totals = [
        SheetTotal(9, bid, section, points)
        for bid, pair in ((1, first), (2, second))
        for section, points in zip(("service", "financial"), pair, strict=True)
    ]
    places = ranking.rank(totals, [bidder(2, prices[1]), bidder(1, prices[0])], most_for_price=2000, rules=RULES).places
    assert [(one.bid_id, one.tie_rule) for one in places] == [(winner, rule), (3 - winner, rule)]


def test_equal_total_and_service_at_different_prices_goes_to_the_lower_price() -> None:
    """With no points for the price the totals are equal and the price decides."""
    totals = [SheetTotal(9, bid, "service", 6000) for bid in (1, 2)]
    places = ranking.rank(totals, [bidder(1, "100.01"), bidder(2, "100.00")], most_for_price=0, rules=RULES).places
    assert [(one.bid_id, one.tie_rule) for one in places] == [(2, "price"), (1, "price")]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (LOWEST_FULL, {1: 3000, 2: 2727, 3: 1500}),
        # Mean 136.666...: distances 36.67, 26.67 and 63.33 in parts of the mean.
        (NEAREST_MEAN, {1: 2195, 2: 2415, 3: 1610}),
    ],
)
def test_price_formulas(formula: str, expected: dict[int, int]) -> None:
    """The tenant's formula; both never leave 0 to full."""
    prices = {1: Decimal("100.00"), 2: Decimal("110.00"), 3: Decimal("200.00")}
    assert ranking.price_points(prices, 3000, formula) == expected


def test_price_far_above_the_mean_gets_nothing_and_no_prices_give_nothing() -> None:
    """Points never go below nothing."""
    prices = {1: Decimal("1.00"), 2: Decimal("1.00"), 3: Decimal("100.00")}
    assert ranking.price_points(prices, 3000, NEAREST_MEAN)[3] == 0
    assert ranking.price_points({}, 3000, LOWEST_FULL) == {}


@pytest.mark.req("TND-16")
def test_grade_changes_the_score_only_where_announced() -> None:
    """A and B give, D takes, C and no grade do nothing; off by default."""
    announced = TenderRules(use_grade_bonus=True)
    assert [ranking.bonus(grade, announced) for grade in ("A", "B", "C", "D", "")] == [200, 100, 0, -200, 0]
    assert ranking.bonus("A", RULES) == 0


def test_outliers_are_marked_and_extremes_left_out_from_five_sheets() -> None:
    """20 % from the mean is not yet an outlier; four sheets all count, of five the outer two do not."""
    rules = TenderRules(drop_extremes=True)
    four = [SheetTotal(judge, 1, "service", points) for judge, points in enumerate((1000, 1000, 1000, 3000), 1)]
    weighed = ranking.weigh(four, rules)
    assert [(one.mean, one.is_outlier, one.is_left_out) for one in weighed] == [
        (1500, True, False),
        (1500, True, False),
        (1500, True, False),
        (1500, True, False),
    ]
    five = [*four, SheetTotal(5, 1, "service", 900)]
    assert [one.is_left_out for one in ranking.weigh(five, rules)] == [False, False, False, True, True]
    assert ranking.counted_mean(ranking.weigh(five, rules)) == 1000
    even = [SheetTotal(1, 1, "service", 800), SheetTotal(2, 1, "service", 1200)]
    assert [one.is_outlier for one in ranking.weigh(even, rules)] == [False, False]


@pytest.mark.req("TND-26")
@pytest.mark.parametrize(
    ("price", "outside"), [("99.99", True), ("100.00", False), ("200.00", False), ("200.01", True)]
)
def test_reference_range_includes_its_ends(price: str, outside: bool) -> None:
    """A price outside is marked, never refused."""
    assert ranking.is_outside(Decimal(price), Decimal(100), Decimal(200)) is outside
    assert ranking.is_outside(Decimal(price), None, None) is False


SHEETS = st.lists(
    st.tuples(st.integers(1, 6), st.integers(1, 5), st.sampled_from(["service", "financial"]), st.integers(0, 7000)),
    max_size=60,
    unique_by=lambda one: one[:3],
)


@given(SHEETS, st.randoms(use_true_random=False), st.booleans())
def test_ranking_does_not_depend_on_the_order_of_its_input(sheets: list, shuffler: object, drops: bool) -> None:
    """Every bid has one place, ranks run from 1 without a gap, totals never rise."""
    rules = TenderRules(drop_extremes=drops)
    totals = [SheetTotal(*one) for one in sheets]
    bidders = [bidder(number, f"{90 + number * 7}.00") for number in range(1, 6)]
    first = ranking.rank(totals, bidders, most_for_price=2000, rules=rules)
    shuffler.shuffle(totals)  # type: ignore[attr-defined]
    shuffler.shuffle(bidders)  # type: ignore[attr-defined]
    again = ranking.rank(totals, bidders, most_for_price=2000, rules=rules)
    assert again == first
    assert [one.rank for one in first.places] == [1, 2, 3, 4, 5]
    assert sorted((one.total for one in first.places), reverse=True) == [one.total for one in first.places]


def test_half_goes_up() -> None:
    """0.5 becomes 1, 0.49 nothing."""
    assert [ranking.half_up(Fraction(n, 100)) for n in (49, 50, 150)] == [0, 1, 2]
