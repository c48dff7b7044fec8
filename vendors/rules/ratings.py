"""What several published grades come to. Totals are integer hundredths."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Rated:
    """One published grade of a contract's line in a month; ``total`` None is insufficient evidence."""

    month: date
    total: int | None
    grade: str


@dataclass(frozen=True, slots=True)
class Rating:
    """A vendor's grades of some months: the last one, the mean, and of how many months with a total it is made.

    ``last_grade`` is the worst of the newest month that has any; empty when there is none.
    """

    last_grade: str = ""
    last_month: date | None = None
    mean_total: int | None = None
    months: int = 0


def summary(rows: Sequence[Rated]) -> Rating:
    """Return what the grades come to; every published total counts the same, halves are rounded up."""
    graded = [row for row in rows if row.grade]
    newest = max((row.month for row in graded), default=None)
    totals = [row.total for row in rows if row.total is not None]
    return Rating(
        last_grade=max((row.grade for row in graded if row.month == newest), default=""),
        last_month=newest,
        mean_total=(2 * sum(totals) + len(totals)) // (2 * len(totals)) if totals else None,
        months=len({row.month for row in rows if row.total is not None}),
    )


def first_month(on: date, months: int) -> date:
    """Return the first day of the earliest of ``months`` months that end with that of ``on``."""
    index = on.year * 12 + on.month - months
    return date(index // 12, index % 12 + 1, 1) if index >= 12 else date(1, 1, 1)
