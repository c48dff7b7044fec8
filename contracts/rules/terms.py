"""On which days a contract is in force (CON-14, CON-18).

People write a term with its first and last day, both included. Inside, it is half-open: ``start`` belongs to it,
``until`` is the first day after it, so that terms that follow each other neither overlap nor leave a gap.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from contracts.errors import EndsBeforeItStarts, TermsOverlap
from records.rules.periods import Month


@dataclass(frozen=True, order=True, slots=True)
class Term:
    """The days from ``start`` up to, not including, ``until``. Raises EndsBeforeItStarts for a term of no days."""

    start: date
    until: date

    def __post_init__(self) -> None:
        if self.until <= self.start:
            raise EndsBeforeItStarts(field="end_on")

    @classmethod
    def inclusive(cls, first: date, last: date) -> "Term":
        """Return the term written as first day to last day, both included."""
        return cls(first, last + timedelta(days=1))

    @classmethod
    def of_month(cls, month: Month) -> "Term":
        """Return a whole calendar month."""
        return cls(month.first_day, month.until)

    @property
    def last_day(self) -> date:
        """The last day that belongs to the term."""
        return self.until - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days belong to the term."""
        return (self.until - self.start).days

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.until

    def overlaps(self, other: "Term") -> bool:
        """Whether at least one day belongs to both."""
        return self.start < other.until and other.start < self.until

    def common_days(self, other: "Term") -> int:
        """Return how many days belong to both."""
        return max(0, (min(self.until, other.until) - max(self.start, other.start)).days)

    def ended_on(self, day: date) -> "Term":
        """Return the term cut short so that ``day`` is its last day; unchanged when it ends before that anyway.

        Raises EndsBeforeItStarts when that leaves no day.
        """
        return Term(self.start, min(self.until, day + timedelta(days=1)))


def in_force(first: date, last: date, on: date, *, terminated_on: date | None = None) -> bool:
    """Whether a contract from ``first`` to ``last`` is in force on a day; the day of termination is its last day."""
    return first <= on <= last and (terminated_on is None or on <= terminated_on)


def check_no_overlap(terms: Iterable[Term]) -> None:
    """Raise TermsOverlap when any two of the terms share a day."""
    for earlier, later in pairwise(sorted(terms)):
        if earlier.overlaps(later):
            raise TermsOverlap(field="start_on")


def end_after_extensions(last: date, extensions: Sequence[date]) -> date:
    """Return the last day after a chain of extensions, each naming a new last day, in the order agreed.

    Raises EndsBeforeItStarts when an extension does not reach beyond what was agreed before it.
    """
    for extended in extensions:
        if extended <= last:
            raise EndsBeforeItStarts(field="end_on")
        last = extended
    return last


def expiry_warning(last: date, on: date, *, stages: Sequence[int] = (60, 30, 7)) -> int | None:
    """Return the nearest warning stage reached on a day, in days before the end, or None (NTF-05).

    Which stages were already sent is stored by the caller; asking twice on one day gives the same stage, and a day
    missed by an outage is made up for by the next one.
    """
    left = (last - on).days
    reached = [stage for stage in stages if 0 <= left <= stage]
    return min(reached, default=None)
