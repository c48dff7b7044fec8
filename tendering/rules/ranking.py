"""From sheets and prices to a ranking (TND-21, TND-26): pure arithmetic in hundredths, rounded once at the end."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from tendering.choices import SheetSection, TieRule
from tendering.rules.tender_rules import LOWEST_FULL, TenderRules

# Highest and lowest sheet are left out only where enough others remain to speak.
DROP_FROM = 5


@dataclass(frozen=True)
class SheetTotal:
    """What one judge gave one bid in one part of the sheets; points in hundredths."""

    judge_id: int
    bid_id: int
    section: str
    points: int


@dataclass(frozen=True)
class WeighedTotal:
    """A sheet total beside the mean of its part, and what became of it."""

    total: SheetTotal
    mean: int
    is_outlier: bool
    is_left_out: bool


@dataclass(frozen=True)
class Bidder:
    """A valid bid as the ranking sees it: price in CNY per year, arrival, grade of the last 12 months."""

    bid_id: int
    price: Decimal
    received_at: datetime
    grade: str = ""


@dataclass(frozen=True)
class Place:
    """One line of the score ranking (评标得分排序表); points in hundredths, ``rank`` from 1."""

    rank: int
    bid_id: int
    service: int
    financial: int
    price_points: int
    bonus: int
    total: int
    tie_rule: str


@dataclass(frozen=True)
class Result:
    """A computed ranking with the weighed sheet totals it stands on."""

    places: list[Place]
    totals: list[WeighedTotal]


def half_up(value: Fraction) -> int:
    """Return the nearest whole number; halves go up."""
    return int((value + Fraction(1, 2)) // 1)


def weigh(totals: Sequence[SheetTotal], rules: TenderRules) -> list[WeighedTotal]:
    """Mark outliers and, where the rules say so, leave the highest and lowest of five or more sheets out.

    All totals are of one bid and one part. The mean shown is that of all sheets; an outlier differs from it by more
    than ``outlier_percent`` of it.
    """
    mean = Fraction(sum(one.points for one in totals), len(totals))
    left_out: set[int] = set()
    if rules.drop_extremes and len(totals) >= DROP_FROM:
        in_order = sorted(totals, key=lambda one: (one.points, one.judge_id))
        left_out = {in_order[0].judge_id, in_order[-1].judge_id}
    return [
        WeighedTotal(
            total=one,
            mean=half_up(mean),
            is_outlier=abs(one.points - mean) * 100 > mean * rules.outlier_percent,
            is_left_out=one.judge_id in left_out,
        )
        for one in totals
    ]


def counted_mean(weighed: Iterable[WeighedTotal]) -> int:
    """Return the mean of the sheets that count, rounded half up."""
    points = [one.total.points for one in weighed if not one.is_left_out]
    return half_up(Fraction(sum(points), len(points))) if points else 0


def price_points(prices: dict[int, Decimal], most: int, formula: str) -> dict[int, int]:
    """Return the points of each price, ``most`` in hundredths for the best one.

    ``lowest_full``: the lowest price has full points, another its share lowest / price. ``nearest_mean``: full points
    at the mean of the prices, less by the distance from it in parts of the mean, never below nothing.
    """
    if not prices:
        return {}
    exact = {bid_id: Fraction(price) for bid_id, price in prices.items()}
    if formula == LOWEST_FULL:
        lowest = min(exact.values())
        return {bid_id: half_up(most * lowest / price) for bid_id, price in exact.items()}
    mean = sum(exact.values(), Fraction(0)) / len(exact)
    return {bid_id: half_up(most * max(Fraction(0), 1 - abs(price - mean) / mean)) for bid_id, price in exact.items()}


def bonus(grade: str, rules: TenderRules) -> int:
    """Return the bonus or malus of the grade of the last 12 months, where the tender announced one (TND-16)."""
    if not rules.use_grade_bonus:
        return 0
    return {"A": rules.grade_bonus_a, "B": rules.grade_bonus_b, "D": -rules.grade_malus_d}.get(grade, 0)


def rank(totals: Iterable[SheetTotal], bidders: Sequence[Bidder], *, most_for_price: int, rules: TenderRules) -> Result:
    """Rank the bids: means of the sheets, price points, bonus; ties by service points, price, then arrival.

    The same input in any order gives the same ranking.
    """
    groups: dict[tuple[int, str], list[SheetTotal]] = defaultdict(list)
    for one in totals:
        groups[one.bid_id, one.section].append(one)
    weighed = {key: weigh(sorted(group, key=lambda one: one.judge_id), rules) for key, group in groups.items()}
    prices = price_points({one.bid_id: one.price for one in bidders}, most_for_price, rules.price_formula)
    lines = [_line(one, weighed, prices, rules) for one in bidders]
    lines.sort(key=_order)
    places = [_place(number, line, lines) for number, line in enumerate(lines, 1)]
    return Result(places, [one for key in sorted(weighed) for one in weighed[key]])


@dataclass(frozen=True)
class _Line:
    bidder: Bidder
    service: int
    financial: int
    price_points: int
    bonus: int

    @property
    def total(self) -> int:
        return max(0, self.service + self.financial + self.bonus)


def _line(
    one: Bidder, weighed: dict[tuple[int, str], list[WeighedTotal]], prices: dict[int, int], rules: TenderRules
) -> _Line:
    means = {section: counted_mean(weighed.get((one.bid_id, section.value), [])) for section in SheetSection}
    return _Line(
        bidder=one,
        service=means[SheetSection.SERVICE],
        financial=means[SheetSection.FINANCIAL] + prices[one.bid_id],
        price_points=prices[one.bid_id],
        bonus=bonus(one.grade, rules),
    )


def _order(line: _Line) -> tuple[int, int, Decimal, datetime, int]:
    return (-line.total, -line.service, line.bidder.price, line.bidder.received_at, line.bidder.bid_id)


def _place(number: int, line: _Line, lines: list[_Line]) -> Place:
    before = lines[number - 2] if number > 1 else None
    after = lines[number] if number < len(lines) else None
    ties = [one for one in (before, after) if one is not None and one.total == line.total]
    return Place(
        rank=number,
        bid_id=line.bidder.bid_id,
        service=line.service,
        financial=line.financial,
        price_points=line.price_points,
        bonus=line.bonus,
        total=line.total,
        tie_rule=_deciding(line, ties[0]) if ties else "",
    )


def _deciding(line: _Line, other: _Line) -> str:
    if line.service != other.service:
        return TieRule.SERVICE.value
    if line.bidder.price != other.bidder.price:
        return TieRule.PRICE.value
    return TieRule.ARRIVAL.value


def is_outside(price: Decimal, low: Decimal | None, high: Decimal | None) -> bool:
    """Whether a price lies outside the reference range (TND-26); both ends belong to it."""
    return (low is not None and price < low) or (high is not None and price > high)
