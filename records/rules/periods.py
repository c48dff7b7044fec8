"""Calendar months as values: every day lies in exactly one, so that periods neither overlap nor leave gaps."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_TEXT = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """One calendar month; ordered by time. Raises ValueError for a month that does not exist."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12 or not 1 <= self.year <= 9998:
            raise ValueError(f"no such month: {self.year}-{self.month}")

    def __str__(self) -> str:
        """Return ``YYYY-MM``, the form used in addresses, commands and natural keys."""
        return f"{self.year:04d}-{self.month:02d}"

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Return the month written as ``YYYY-MM``. Raises ValueError for anything else."""
        match = _TEXT.fullmatch(text)
        if match is None:
            raise ValueError(f"not a month of the form YYYY-MM: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @property
    def first_day(self) -> date:
        """The first day, which belongs to the month."""
        return date(self.year, self.month, 1)

    @property
    def until(self) -> date:
        """The first day of the next month: the exclusive end."""
        return self.plus(1).first_day

    @property
    def last_day(self) -> date:
        """The last day, which belongs to the month."""
        return self.until - timedelta(days=1)

    @property
    def ordinal(self) -> int:
        """A running number: neighbours differ by one, across years too."""
        return self.year * 12 + self.month - 1

    def plus(self, months: int) -> "Month":
        """Return the month so many months later, or earlier for a negative number."""
        year, index = divmod(self.ordinal + months, 12)
        return Month(year, index + 1)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day < self.until


def months_back(last: Month, count: int) -> Iterator[Month]:
    """Yield ``count`` months in the order of time, the last one being ``last``."""
    for back in range(count - 1, -1, -1):
        yield last.plus(-back)


def consecutive_before(month: Month, marked: Collection[Month]) -> int:
    """Return how many months in a row directly before ``month`` are marked; 0 when the one before is not."""
    count = 0
    while month.plus(-count - 1) in marked:
        count += 1
    return count
