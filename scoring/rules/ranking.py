"""Rank within tenant and service line (scoring.md, section 4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key")
BOTTOM_NEEDS = 3


@dataclass(frozen=True, slots=True)
class Ranked(Generic[Key]):
    """A place in a ranking: equal totals share a rank, and the next rank is skipped accordingly (1, 2, 2, 4)."""

    key: Key
    total: int
    rank: int
    is_bottom: bool


def ranking(totals: Iterable[tuple[Key, int | None]]) -> list[Ranked[Key]]:
    """Return who has a total, best first; equal totals keep the order they came in.

    Without a total nobody is ranked. The last place of three or more is flagged for the year-end check, all who share
    it alike; where all share the first place, nobody is last.
    """
    counted = sorted(((key, total) for key, total in totals if total is not None), key=lambda pair: -pair[1])
    ranks: dict[int, int] = {}
    for place, (_, total) in enumerate(counted, start=1):
        ranks.setdefault(total, place)
    last = max(ranks.values(), default=1) if len(counted) >= BOTTOM_NEEDS else 1
    return [Ranked(key, total, ranks[total], ranks[total] == last != 1) for key, total in counted]
