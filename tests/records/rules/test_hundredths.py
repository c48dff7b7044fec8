"""One rounding rule for every score (scoring.md, "Storage")."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.rules.hundredths import as_text, from_hundredths, round_half_up_div, to_hundredths, weighted_mean


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (0, 1, 0),
        (1, 2, 1),
        (5, 2, 3),
        (-1, 2, 0),
        (-3, 2, -1),
        (-2, 3, -1),
        (1, 3, 0),
        (2, 3, 1),
        (799_950, 100, 8_000),
        (799_949, 100, 7_999),
        (8_999_500, 1_000, 9_000),
    ],
)
def test_round_half_up_div_rounds_a_half_up(numerator: int, denominator: int, expected: int) -> None:
    assert round_half_up_div(numerator, denominator) == expected


@pytest.mark.parametrize("denominator", [0, -1])
def test_round_half_up_div_refuses_a_denominator_that_is_not_positive(denominator: int) -> None:
    with pytest.raises(ValueError, match="positive"):
        round_half_up_div(1, denominator)


@given(st.integers(min_value=0, max_value=10**12), st.integers(min_value=1, max_value=10**9))
def test_round_half_up_div_equals_decimal_half_up(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    floor = exact.numerator // exact.denominator
    assert round_half_up_div(numerator, denominator) == floor + (exact - floor >= Fraction(1, 2))


@given(st.integers(min_value=0, max_value=10**9))
def test_round_half_up_div_equals_quantize(thousandths: int) -> None:
    quantized = (Decimal(thousandths) / 1000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert from_hundredths(round_half_up_div(thousandths, 10)) == quantized


def test_weighted_mean_rounds_once_at_the_end() -> None:
    assert weighted_mean([(8_501, 50), (8_502, 50)]) == 8_502
    assert weighted_mean([(9_000, 50), (8_000, 100), (7_000, 200)]) == 7_571


def test_weighted_mean_of_nothing_is_none() -> None:
    assert weighted_mean([]) is None
    assert weighted_mean([(9_000, 0)]) is None


def test_weighted_mean_refuses_a_negative_weight() -> None:
    with pytest.raises(ValueError, match="negative"):
        weighted_mean([(1, -1)])


values = st.integers(min_value=0, max_value=10_000)
weights = st.integers(min_value=0, max_value=1_000)


@given(st.lists(st.tuples(values, weights), min_size=1).filter(lambda pairs: any(weight for _, weight in pairs)))
def test_weighted_mean_lies_between_the_extremes(pairs: list[tuple[int, int]]) -> None:
    counted = [value for value, weight in pairs if weight]
    mean = weighted_mean(pairs)
    assert mean is not None
    assert min(counted) <= mean <= max(counted)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("87.65", 8765), (87, 8700), (Decimal("0.1"), 10), ("-5", -500), ("5.10", 510), ("1e1", 1000), ("0.0000", 0)],
)
def test_to_hundredths_is_exact(typed: Decimal | int | str, expected: int) -> None:
    assert to_hundredths(typed) == expected


@pytest.mark.parametrize("typed", ["", "abc", "NaN", "Infinity", "0.001", "1e999999999", "1e16"])
def test_to_hundredths_refuses_what_it_cannot_keep(typed: str) -> None:
    with pytest.raises(ValueError, match=r"not a|finer"):
        to_hundredths(typed)


def test_text_has_two_places() -> None:
    assert [as_text(value) for value in (0, 5, -500, 8765, 10_000)] == ["0.00", "0.05", "-5.00", "87.65", "100.00"]


@given(st.integers(min_value=-(10**9), max_value=10**9))
def test_hundredths_survive_the_edge(value: int) -> None:
    assert to_hundredths(from_hundredths(value)) == value
    assert to_hundredths(as_text(value)) == value
