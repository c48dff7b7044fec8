"""Finding a table in a sheet as an office keeps it.

Above the table stand titles, below it totals and signatures; columns carry many names; cells are merged. A room
declares what it expects as ``SheetField`` rows; ``propose`` finds the heading row and the column of each field. What is
filled in below is read by ``records.rules.sheet_rows``. Pure: a grid of raw values in, values and problems out.

Rows and columns are counted from 0 inside a grid; row numbers and coordinates shown to people count from 1 (``B7``).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from records.errors import Text
from records.rules.cell_dates import EARLIEST, LATEST
from records.rules.cell_values import as_typed, is_blank
from records.rules.text import compact

Grid = Sequence[Sequence[Any]]
# First and last row and column of a merged range, all included.
Merge = tuple[int, int, int, int]

HEADING_ROWS = 30


class Kind(StrEnum):
    """What a column holds, and so how its cells are read."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    IDENTIFIER = "identifier"
    LIST = "list"
    DATE = "date"
    EXPIRY = "expiry"
    MOMENT = "moment"
    MONEY = "money"
    POINTS = "points"
    COUNT = "count"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CREDIT_CODE = "credit_code"


@dataclass(frozen=True)
class SheetField:
    """One column a table may have.

    ``label`` is its translated name, ``synonyms`` the headings offices use for it, in any language; ``choices`` maps
    the stored key of each answer to the words for it. ``is_required`` means that every row needs a value.
    """

    key: str
    label: Text
    synonyms: tuple[str, ...] = ()
    kind: Kind = Kind.TEXT
    is_required: bool = False
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    max_length: int = 200
    earliest: date | None = EARLIEST
    latest: date | None = LATEST

    def headings(self) -> set[str]:
        """Return every normalised heading this field goes by."""
        return {normalised_heading(str(name)) for name in (self.key, self.label, *self.synonyms)}


@dataclass(frozen=True)
class Column:
    """A column that was matched: where it stands, what its heading says, and the unit the heading names."""

    index: int
    heading: str
    in_ten_thousands: bool = False
    period: str = ""

    @property
    def letter(self) -> str:
        """The column's letter, ``A`` for the first."""
        return column_letter(self.index)


@dataclass(frozen=True)
class Proposal:
    """What was found in a sheet: the heading row and the column of each field; and what was not.

    ``unmatched`` are headings no field knows, ``duplicates`` further columns of a field that has one, and ``missing``
    required fields without a column. ``heading_row`` is None when the sheet holds no such table.
    """

    heading_row: int | None
    columns: Mapping[str, Column] = field(default_factory=dict)
    unmatched: tuple[Column, ...] = ()
    duplicates: tuple[tuple[str, Column], ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether there is a heading row and every required field has a column."""
        return self.heading_row is not None and not self.missing


_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_TABLE_UNIT = re.compile(r"单位:(?:人民币)?\(?万元")
_MARKS = re.compile(r"[*:、,.\-_/·\"'“”()\[\]]+")


def normalised_heading(text: str) -> str:
    """Return a heading without blanks, width, case and marks: ``*月服务费（元）`` is ``月服务费元``."""
    return _MARKS.sub("", compact(text).lower())


def short_heading(text: str) -> str:
    """Return the normalised heading without what stands in brackets: ``月服务费（元）`` is ``月服务费``."""
    return normalised_heading(_BRACKETS.sub("", compact(text)))


def column_letter(index: int) -> str:
    """Return the letters of a column counted from 0: 0 is ``A``, 26 is ``AA``."""
    letters = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        letters = chr(ord("A") + rest) + letters
        index -= 1
    return letters


def coordinate(row: int, column: int) -> str:
    """Return the coordinate people know of a cell counted from 0: (6, 1) is ``B7``."""
    return f"{column_letter(column)}{row + 1}"


def propose(
    grid: Grid, fields: Sequence[SheetField], merges: Sequence[Merge] = (), remembered: Mapping[str, str] | None = None
) -> Proposal:
    """Find the heading row and match its columns to the fields.

    The heading row is the one among the first rows that names most fields, the upper one when two name the same
    number. ``remembered`` maps normalised headings to field keys as somebody decided before (or to ``""`` for a
    column to be left out), which goes before the synonyms.
    """
    known = _known_headings(fields, remembered or {})
    nothing = best = Proposal(None, missing=tuple(one.key for one in fields if one.is_required))
    for row in range(min(len(grid), HEADING_ROWS)):
        found = _match(grid, row, known, fields, merges)
        if len(found.columns) > len(best.columns):
            best = found
    return best if len(best.columns) >= min(2, len(fields)) else nothing


def recognise(
    grid: Grid, tables: Mapping[str, Sequence[SheetField]], merges: Sequence[Merge] = ()
) -> tuple[str, Proposal] | None:
    """Return which of several tables a sheet holds: the one whose required columns are there, with most columns."""
    proposals = ((code, propose(grid, fields, merges)) for code, fields in tables.items())
    complete = [(code, found) for code, found in proposals if found.is_complete]
    return max(complete, key=lambda pair: len(pair[1].columns), default=None)


def _known_headings(fields: Sequence[SheetField], remembered: Mapping[str, str]) -> dict[str, str]:
    known: dict[str, str] = {}
    for one in fields:
        for heading in one.headings():
            known.setdefault(heading, one.key)
    keys = {one.key for one in fields}
    known.update({heading: key for heading, key in remembered.items() if key in keys or not key})
    return known


def headings(grid: Grid, row: int, merges: Sequence[Merge] = ()) -> list[str]:
    """Return what each column of a heading row is called, empty for a column without a heading."""
    return [(_heading_names(grid, row, index, merges) or [""])[0] for index in range(len(grid[row]))]


def column_at(grid: Grid, row: int, index: int, merges: Sequence[Merge] = ()) -> Column:
    """Return the column below a heading, with the unit the heading or the lines above the table name."""
    names = _heading_names(grid, row, index, merges) or [""]
    return _column(index, names, all_in_ten_thousands=_counts_in_ten_thousands(grid, row))


def _match(
    grid: Grid, row: int, known: Mapping[str, str], fields: Sequence[SheetField], merges: Sequence[Merge]
) -> Proposal:
    columns: dict[str, Column] = {}
    unmatched: list[Column] = []
    duplicates: list[tuple[str, Column]] = []
    scaled = _counts_in_ten_thousands(grid, row)
    for index in range(len(grid[row])):
        names = _heading_names(grid, row, index, merges)
        if not names:
            continue
        column = _column(index, names, all_in_ten_thousands=scaled)
        forms = (form(name) for form in (normalised_heading, short_heading) for name in names)
        key = next((known[name] for name in forms if name in known), None)
        if key is None:
            unmatched.append(column)
        elif key in columns:
            duplicates.append((key, column))
        elif key:
            columns[key] = column
    missing = tuple(one.key for one in fields if one.is_required and one.key not in columns)
    return Proposal(row, columns, tuple(unmatched), tuple(duplicates), missing)


def _heading_names(grid: Grid, row: int, index: int, merges: Sequence[Merge]) -> list[str]:
    """Return what a column may be called: its own cell, with a heading that spans it above, or that heading alone."""
    own = _heading_text(merged_value(grid, row, index, merges))
    above = ""
    if row and any(first <= row - 1 <= last and left <= index <= right for first, last, left, right in merges):
        above = _heading_text(merged_value(grid, row - 1, index, merges))
    if not above or above == own:
        return [own] if own else []
    return [own, above + own] if own else [above]


def _heading_text(raw: Any) -> str:
    return as_typed(raw).strip() if isinstance(raw, str) else ""


def merged_value(grid: Grid, row: int, index: int, merges: Iterable[Merge]) -> Any:
    """Return a cell's value, or that of the merged range it lies in."""
    value = cell_at(grid, row, index)
    if not is_blank(value):
        return value
    for first, last, left, right in merges:
        if first <= row <= last and left <= index <= right:
            return cell_at(grid, first, left)
    return value


def cell_at(grid: Grid, row: int, index: int) -> Any:
    """Return a raw cell, None beyond the end of its row."""
    cells = grid[row] if row < len(grid) else ()
    return cells[index] if index < len(cells) else None


def _column(index: int, names: Sequence[str], *, all_in_ten_thousands: bool) -> Column:
    heading, whole = compact(names[0]), compact(names[-1])
    period = next((word for text in (heading, whole) for word in ("月", "年") if word in text), "")
    in_ten_thousands = "万元" in whole or (all_in_ten_thousands and "元" not in whole)
    return Column(index, names[0], in_ten_thousands, period)


def _counts_in_ten_thousands(grid: Grid, row: int) -> bool:
    """Whether a line above the heading says that the whole table counts in 万元 (``单位：万元``)."""
    above = (raw for cells in grid[:row] for raw in cells if isinstance(raw, str))
    return any(_TABLE_UNIT.search(compact(raw)) for raw in above)
