"""Which reasons an award needs, and which letter each bidder gets (TND-22 to TND-24, X-32). Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from tendering.choices import LetterKind, RankStatus
from tendering.errors.judging import AwardRefused

# Letters of a letter number: no vowels, no look-alikes.
NUMBER_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"


@dataclass(frozen=True)
class Ranked:
    """A ranked bid as the award sees it."""

    bid_id: int
    vendor_id: int
    rank: int
    status: str


@dataclass(frozen=True)
class Letter:
    """A letter to be written; ``place`` counts the candidates from 1."""

    vendor_id: int
    kind: LetterKind
    place: int | None = None


def first_standing(ranked: Iterable[Ranked]) -> Ranked | None:
    """Return the best bid whose bidder has not refused to sign."""
    standing = [one for one in ranked if one.status != RankStatus.PASSED_OVER]
    return min(standing, key=lambda one: one.rank, default=None)


def check_choice(chosen: Ranked, ranked: Iterable[Ranked], *, recommended_bid_id: int | None, reason: str) -> None:
    """Raise AwardRefused when the choice departs from the ranking or from the owners' opinion without a reason."""
    if chosen.status == RankStatus.PASSED_OVER:
        raise AwardRefused("passed_over", field="ranked")
    if reason:
        return
    if first_standing(ranked) != chosen:
        raise AwardRefused("not_first", field="deviation_reason")
    if recommended_bid_id is not None and recommended_bid_id != chosen.bid_id:
        raise AwardRefused("against_owners", field="deviation_reason")


def letters(
    ranked: Iterable[Ranked], bidders: Iterable[int], *, winner_id: int, candidates: int, is_first_round: bool
) -> list[Letter]:
    """Return all letters of a round, one for each bidder: award, candidates in the order of the ranking, thanks.

    ``bidders`` are the vendors whose envelopes were opened or found damaged. In a later round only the new winner is
    written to, for all others have their letter.
    """
    found = [Letter(winner_id, LetterKind.AWARD)]
    if not is_first_round:
        return found
    others = sorted((one for one in ranked if one.vendor_id != winner_id), key=lambda one: one.rank)
    for place, one in enumerate(others[:candidates], 1):
        found.append(Letter(one.vendor_id, LetterKind.CANDIDATE, place))
    told = {one.vendor_id for one in found}
    return found + [Letter(vendor_id, LetterKind.THANKS) for vendor_id in sorted(set(bidders) - told)]
