"""The ranking as pages and papers show it: places, and every sheet's sums beside their mean."""

from dataclasses import dataclass
from typing import Any

from tendering.choices import SHEET_SECTION_LABELS, SheetSection
from tendering.models import Judge, RankedBid, SheetSum, Tender
from tendering.queries import judging


@dataclass(frozen=True)
class Column:
    """One judge's sums of one part."""

    judge: Judge
    name: str
    section: str
    section_label: Any


@dataclass(frozen=True)
class SummaryCell:
    """One judge's sum of one part for one bid; None where the judge gave none."""

    label: str
    sum: SheetSum | None


@dataclass(frozen=True)
class SummaryRow:
    """One bid in the bidder score summary, its sums in the order of the columns."""

    ranked: RankedBid
    shown: list[SummaryCell]


@dataclass(frozen=True)
class Summary:
    """The bidder score summary (投标单位得分汇总记录表)."""

    columns: list[Column]
    rows: list[SummaryRow]
    has_outliers: bool
    has_left_out: bool
    missing: list[str]


def summary_of(tender: Tender, ranking: list[RankedBid]) -> Summary:
    """Return every handed-in sheet's sums, the ranking down, the judges across (2 queries)."""
    sums = judging.sums(tender)
    panel = judging.sitting(judging.panel(tender))
    by_cell = {(one.opened_bid_id, one.judge_id, one.section): one for one in sums}
    held = {(one.judge_id, one.section) for one in sums}
    columns = [
        Column(judge, judge.membership.person.name, section.value, SHEET_SECTION_LABELS[section])
        for judge in panel
        for section in SheetSection
        if (judge.id, section.value) in held
    ]
    return Summary(
        columns=columns,
        rows=[
            SummaryRow(
                row,
                [
                    SummaryCell(
                        f"{one.name} {one.section_label}", by_cell.get((row.opened_bid_id, one.judge.id, one.section))
                    )
                    for one in columns
                ],
            )
            for row in ranking
        ],
        has_outliers=any(one.is_outlier for one in sums),
        has_left_out=any(one.is_left_out for one in sums),
        missing=[one.membership.person.name for one in panel if one.submitted_at is None],
    )
