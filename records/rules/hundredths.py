"""Exact arithmetic on points, weights and scores: integers of one hundredth and a single rounding rule.

8,765 stands for 87.65. Everything inside the product adds, multiplies and compares such integers; ``Decimal``
appears only where people read or type a number. Money does not belong here: it is ``Decimal`` throughout.
"""

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

ONE = 100
FULL_SCORE = 100 * ONE
# Digits before the point; far above every score, weight and count, far below what would take long to compute.
MOST_DIGITS = 15


def round_half_up_div(numerator: int, denominator: int) -> int:
    """Return ``numerator / denominator`` as the nearest integer, a half going up (towards plus infinity).

    For a numerator that is not negative PostgreSQL's ``(2 * n + d) / (2 * d)`` on integers is the same number, which
    is how the set-based computation agrees to the last digit. Raises ValueError unless the denominator is positive.
    """
    if denominator <= 0:
        raise ValueError("the denominator must be positive")
    return (2 * numerator + denominator) // (2 * denominator)


def weighted_mean(pairs: Iterable[tuple[int, int]]) -> int | None:
    """Return the mean of ``(value, weight)`` pairs in the unit of the values, rounded half up once at the end.

    None when nothing carries weight. Weights may be in any unit as long as they share it; a negative one raises
    ValueError.
    """
    total = weights = 0
    for value, weight in pairs:
        if weight < 0:
            raise ValueError("a weight must not be negative")
        total += value * weight
        weights += weight
    return round_half_up_div(total, weights) if weights else None


def to_hundredths(value: Decimal | int | str) -> int:
    """Return a number of points as integer hundredths.

    Raises ValueError for text that is no number, for infinities, for numbers beyond any score or weight, and for
    anything finer than one hundredth: a digit that cannot be kept is refused, never dropped.
    """
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise ValueError(f"not a number: {value!r}") from error
    if not number.is_finite() or number.adjusted() > MOST_DIGITS:
        raise ValueError(f"not a usable number: {value!r}")
    whole, rest = divmod(number.scaleb(2), 1)
    if rest:
        raise ValueError(f"finer than one hundredth: {value!r}")
    return int(whole)


def from_hundredths(value: int) -> Decimal:
    """Return integer hundredths as a ``Decimal`` with two places, for people and for interfaces."""
    return Decimal(value).scaleb(-2)


def as_text(value: int) -> str:
    """Return integer hundredths as plain text with two places, for instance ``"87.65"`` or ``"-5.00"``."""
    return f"{from_hundredths(value):f}"
