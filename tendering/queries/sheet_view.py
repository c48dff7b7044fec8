"""A judge's own sheet as pages, programs and spreadsheets show it; nothing of any other sheet."""

from dataclasses import dataclass, field

from tendering.models import Judge, JudgeScore, OpenedBid, SheetItem
from tendering.queries import judging
from tendering.queries.judging import ShownFile
from tendering.rules.tender_rules import TenderRules


@dataclass(frozen=True)
class Cell:
    """One line of the sheet for one bid; ``points`` in hundredths, None while empty."""

    item: SheetItem
    points: int | None
    reason: str


@dataclass(frozen=True)
class BidSheet:
    """One bid on a judge's sheet: its shown name, files the judge may open, lines, and how far it is filled in."""

    bid: OpenedBid
    name: str
    files: list[ShownFile]
    cells: list[Cell] = field(default_factory=list)
    shows_price: bool = False

    @property
    def filled(self) -> int:
        """How many lines have points."""
        return sum(one.points is not None for one in self.cells)

    @property
    def total(self) -> int:
        """The points given so far, in hundredths."""
        return sum(one.points or 0 for one in self.cells)

    @property
    def is_complete(self) -> bool:
        """Whether every line has points."""
        return self.filled == len(self.cells)


@dataclass(frozen=True)
class Sheet:
    """The whole sheet of one judge."""

    judge: Judge
    rules: TenderRules
    items: list[SheetItem]
    bids: list[BidSheet]

    @property
    def filled(self) -> int:
        """How many cells have points."""
        return sum(one.filled for one in self.bids)

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return len(self.items) * len(self.bids)


def sheet_of(judge: Judge) -> Sheet:
    """Return a judge's own sheet: valid bids in the order of their codes, lines of the judge's parts (4 queries)."""
    rules = judging.rules_of(judge.tender)
    items = judging.judged_items(judge)
    scores = judging.scores_of(judge)
    bids = judging.valid_bids(judge.tender_id)
    return Sheet(judge, rules, items, [_bid_sheet(judge, rules, one, items, scores) for one in bids])


def _bid_sheet(
    judge: Judge,
    rules: TenderRules,
    bid: OpenedBid,
    items: list[SheetItem],
    scores: dict[tuple[int, int], JudgeScore],
) -> BidSheet:
    cells = []
    for item in items:
        score = scores.get((bid.id, item.id))
        cells.append(Cell(item, score.points if score else None, score.reason if score else ""))
    return BidSheet(
        bid=bid,
        name=judging.shown_name(bid, rules, closed=False),
        files=judging.files_for(bid, judge=judge, rules=rules),
        cells=cells,
        shows_price=judge.judges_financial,
    )
