"""Reading the rows of a table whose columns were found by ``records.rules.sheets``."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from records import errors as wording
from records.rules.cell_dates import parse_date, parse_expiry, parse_moment
from records.rules.cell_values import CellProblem, as_typed, is_blank, problem
from records.rules.cells import (
    parse_choice,
    parse_count,
    parse_credit_code,
    parse_identifier,
    parse_list,
    parse_money,
    parse_points,
    parse_text,
    parse_yes_no,
)
from records.rules.sheets import (
    Column,
    Grid,
    Kind,
    Merge,
    Proposal,
    SheetField,
    cell_at,
    coordinate,
    merged_value,
    normalised_heading,
)
from records.rules.text import compact

MOST_FOOT_CELLS = 4
_TOTALS_WORD = re.compile(
    r"(?:合|总|小|共|累|本页合|本页小|本月合|本月小)计(?:[:(].*)?|总数|(?:grand|sub)?total:?", re.IGNORECASE
)
_TOTALS_COUNT = re.compile(r"共计?\d+[家项条户人份个件次张份笔].{0,6}|平均.{0,6}")
_NOTE = re.compile(
    r"(?:填表|制表|编制|审核|审批|复核|批准|负责|经办|单位|备注|说明|日期|签字|签名|盖章)[^:]{0,8}:.*|注\d?[:.、].*"
)


class SkipReason(StrEnum):
    """Why a row below the heading is no data; skipped rows are counted and shown, never lost in silence."""

    TOTALS = "totals"
    NOTE = "note"
    TITLE = "title"
    REPEATED_HEADING = "repeated_heading"


@dataclass(frozen=True)
class SheetRow:
    """One filled row: its number in the sheet, raw cells by field key, and the coordinate of each."""

    number: int
    cells: Mapping[str, Any]
    coordinates: Mapping[str, str]


@dataclass(frozen=True)
class Skipped:
    """A row that was left out, and why."""

    number: int
    reason: SkipReason
    text: str


@dataclass(frozen=True)
class CellFault:
    """A problem at a cell."""

    coordinate: str
    key: str
    raw: Any
    problem: CellProblem


@dataclass(frozen=True)
class ParsedRow:
    """A row read: a value per field (None where empty or faulty), and the faults."""

    number: int
    values: Mapping[str, Any]
    coordinates: Mapping[str, str]
    faults: tuple[CellFault, ...]


def rows(grid: Grid, proposal: Proposal, merges: Sequence[Merge] = ()) -> Iterator[SheetRow | Skipped]:
    """Yield the filled rows below the heading, and the totals, notes, titles and repeated headings among them.

    Rows in which no matched column holds anything are not there at all, a running number beside them notwithstanding.
    A cell inside a range merged over several rows has the range's value.
    """
    if proposal.heading_row is None:
        return
    below = [merge for merge in merges if merge[0] > proposal.heading_row]
    tall = [merge for merge in below if merge[1] > merge[0]]
    titles = {first for first, _, left, right in below if right - left + 1 > len(proposal.columns) / 2}
    headings = {column.index: normalised_heading(column.heading) for column in proposal.columns.values()}
    for row in range(proposal.heading_row + 1, len(grid)):
        reason = _skip_reason(grid[row], headings, has_title=row in titles)
        if reason is not None:
            texts = (as_typed(raw) for raw in grid[row] if not is_blank(raw))
            yield Skipped(row + 1, reason, " ".join(texts)[:200])
        elif any(not is_blank(cell_at(grid, row, column.index)) for column in proposal.columns.values()):
            yield SheetRow(
                row + 1,
                {key: merged_value(grid, row, column.index, tall) for key, column in proposal.columns.items()},
                {key: coordinate(row, column.index) for key, column in proposal.columns.items()},
            )


def _skip_reason(cells: Sequence[Any], headings: Mapping[int, str], *, has_title: bool) -> SkipReason | None:
    filled = [(index, raw) for index, raw in enumerate(cells) if not is_blank(raw)]
    texts = {index: normalised_heading(raw) for index, raw in filled if isinstance(raw, str)}
    same = sum(texts.get(index) == heading for index, heading in headings.items())
    if len(headings) > 1 and same > len(headings) / 2:
        return SkipReason.REPEATED_HEADING
    beginning = [compact(raw) for _, raw in filled[:2] if isinstance(raw, str)]
    few = len(filled) <= MOST_FOOT_CELLS
    if any(_is_totals(text, few=few) for text in beginning):
        return SkipReason.TOTALS
    if few and beginning and _NOTE.fullmatch(beginning[0]):
        return SkipReason.NOTE
    return SkipReason.TITLE if has_title and len(filled) == 1 else None


def _is_totals(text: str, *, few: bool) -> bool:
    return bool(_TOTALS_WORD.fullmatch(text) or (few and _TOTALS_COUNT.fullmatch(text)))


def parse_row(row: SheetRow, fields: Sequence[SheetField], proposal: Proposal) -> ParsedRow:
    """Read every matched cell of a row; empty cells of required fields are faults."""
    values: dict[str, Any] = {}
    faults: list[CellFault] = []
    for one in fields:
        if one.key not in row.cells:
            continue
        raw = row.cells[one.key]
        value = parse_cell(raw, one, proposal.columns[one.key])
        if value is None and one.is_required:
            value = problem("required", wording.CELL_REQUIRED, wording.FILL_IN)
        if isinstance(value, CellProblem):
            faults.append(CellFault(row.coordinates[one.key], one.key, raw, value))
            value = None
        values[one.key] = value
    return ParsedRow(row.number, values, row.coordinates, tuple(faults))


def parse_cell(raw: Any, one: SheetField, column: Column) -> Any:
    """Read one cell by the kind of its field."""
    if one.kind is Kind.MONEY:
        return parse_money(raw, in_ten_thousands=column.in_ten_thousands, period=column.period)
    if one.kind is Kind.CHOICE:
        return parse_choice(raw, one.choices)
    if one.kind in _BOUNDED:
        return _BOUNDED[one.kind](raw, earliest=one.earliest, latest=one.latest)
    if one.kind in _LIMITED:
        return _LIMITED[one.kind](raw, max_length=one.max_length)
    if one.kind is Kind.LONG_TEXT:
        return parse_text(raw, max_length=one.max_length, multiline=True)
    return _PLAIN[one.kind](raw)


_BOUNDED: Mapping[Kind, Any] = {Kind.DATE: parse_date, Kind.EXPIRY: parse_expiry, Kind.MOMENT: parse_moment}
_LIMITED: Mapping[Kind, Any] = {Kind.TEXT: parse_text, Kind.IDENTIFIER: parse_identifier, Kind.LIST: parse_list}
_PLAIN: Mapping[Kind, Any] = {
    Kind.POINTS: parse_points,
    Kind.COUNT: parse_count,
    Kind.YES_NO: parse_yes_no,
    Kind.CREDIT_CODE: parse_credit_code,
}
