"""Lists as files: the rows and columns a page shows, as Excel or CSV, never as live formulas (security.md 4)."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

import xlsxwriter
from django.utils.timezone import localtime

from tenancy.listing import Column, shown_text

FORMULA_STARTERS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_CELL = 32_000
TELL_EVERY = 500
WIDTHS = {"number": 12, "money": 14, "date": 12, "datetime": 17, "badge": 12, "grade": 8}
FORMATS = {"number": "General", "money": "#,##0.00", "date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm"}
Progress = Callable[[int], None]


def cell_value(column: Column, row: Any) -> Any:
    """Return what a cell holds: numbers, money and dates as such, all else as the text the page shows."""
    raw = column.value(row)
    if column.kind in {"number", "money"}:
        return _number(raw)
    if column.kind == "datetime" and isinstance(raw, datetime):
        return localtime(raw).replace(tzinfo=None)
    if column.kind == "date" and isinstance(raw, date):
        return raw
    return "" if raw is None or raw == "" else shown_text(raw)[:LONGEST_CELL]


def _number(raw: Any) -> Any:
    if isinstance(raw, bool) or raw is None:
        return ""
    try:
        found = Decimal(str(raw).replace(",", "").lstrip("¥"))
    except InvalidOperation:
        return shown_text(raw)
    return found if found.is_finite() else shown_text(raw)


def write_csv(out: BinaryIO, columns: Sequence[Column], rows: Iterable[Any], tell: Progress) -> int:
    """Write CSV that Excel opens as UTF-8, formula starters behind an apostrophe; return the number of rows."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([_escaped(str(column.label)) for column in columns])
    count = 0
    for count, row in enumerate(rows, 1):
        writer.writerow([_csv_cell(cell_value(column, row)) for column in columns])
        if count % TELL_EVERY == 0:
            tell(count)
    text.detach()
    return count


def _csv_cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, (date, Decimal)):
        return str(value)
    return _escaped(str(value))


def _escaped(text: str) -> str:
    return "'" + text if text.startswith(FORMULA_STARTERS) else text


def write_xlsx(
    out: BinaryIO,
    columns: Sequence[Column],
    rows: Iterable[Any],
    tell: Progress,
    *,
    title: str,
    about: Callable[[int], list[tuple[str, str]]],
) -> int:
    """Write an Excel file row by row; ``about`` gives the lines of its second sheet. Return the number of rows."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    head = book.add_format({"bold": True, "bg_color": "#EDF0F4", "border": 1})
    formats = {kind: book.add_format({"num_format": pattern}) for kind, pattern in FORMATS.items()}
    sheet = book.add_worksheet(_sheet_name(title))
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, WIDTHS.get(column.kind, 24))
        sheet.write_string(0, at, str(column.label), head)
    count = 0
    for count, row in enumerate(rows, 1):
        for at, column in enumerate(columns):
            _write_cell(sheet, count, at, cell_value(column, row), formats.get(column.kind))
        if count % TELL_EVERY == 0:
            tell(count)
    sheet.autofilter(0, 0, count, max(len(columns) - 1, 0))
    notes = book.add_worksheet("i")
    notes.set_column(0, 0, 18)
    notes.set_column(1, 1, 80)
    for line, (label, value) in enumerate(about(count)):
        notes.write_string(line, 0, label, head)
        notes.write_string(line, 1, value)
    book.close()
    return count


def _write_cell(sheet: Any, row: int, column: int, value: Any, form: Any) -> None:
    if isinstance(value, Decimal):
        sheet.write_number(row, column, value, form)
    elif isinstance(value, (date, datetime)):
        sheet.write_datetime(row, column, value, form)
    elif value != "":
        sheet.write_string(row, column, str(value))


def _sheet_name(title: str) -> str:
    return "".join("_" if mark in "[]:*?/\\'" else mark for mark in title)[:31] or "1"
