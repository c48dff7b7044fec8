"""A judge's sheet as a spreadsheet and back (TND-21): bids across, lines down; codes decide, never positions."""

import hashlib
import hmac
import io
from typing import Any

import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _

from records.rules.cell_values import as_typed, is_blank
from records.rules.hundredths import as_text, from_hundredths
from records.rules.text import one_line
from records.spreadsheets import open_book
from tendering.errors.judging import ScoreRefused, SheetFileRefused
from tendering.queries.sheet_view import Sheet
from tendering.rules.sheets import LONGEST_REASON, Score, to_points

MARK_ROW, HEAD_ROW = 0, 1
FIXED = 4  # code, part and criterion, standard, points at most


def mark_of(sheet: Sheet) -> str:
    """Return the mark that ties a file to one judge's sheet of one tender."""
    text = f"sheet:{sheet.judge.tenant_id}:{sheet.judge.id}:{[one.id for one in sheet.items]}"
    key = hmac.new(settings.DOCUMENT_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
    return f"{sheet.judge.id}-{key[:24]}"


def write_sheet(sheet: Sheet) -> bytes:
    """Return the sheet as .xlsx: two columns for each bid, points and reason; what was entered is filled in."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(_("Scoring sheet")[:31])
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#e8eef7"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    number = book.add_format({"num_format": "0.##", "bg_color": "#fff8e1", "valign": "top"})
    page.write_row(MARK_ROW, 0, [_("Sheet mark, do not change"), mark_of(sheet)])
    page.write_row(HEAD_ROW, 0, [_("Code"), _("Criterion"), _("Scoring standard"), _("Points at most")], head)
    for place, one in enumerate(sheet.bids):
        column = FIXED + 2 * place
        page.write_row(HEAD_ROW, column, [one.bid.blind_code, f"{one.bid.blind_code} {_('Reason')}"], head)
        page.write_string(HEAD_ROW + 1, column, one.name, wrap)
    for line, item in enumerate(sheet.items):
        row = HEAD_ROW + 2 + line
        page.write_row(row, 0, [item.code, item.heading, item.standard, str(from_hundredths(item.max_points))], wrap)
        for place, one in enumerate(sheet.bids):
            cell, column = one.cells[line], FIXED + 2 * place
            if cell.points is None:
                page.write_blank(row, column, None, number)
            else:
                page.write_number(row, column, float(from_hundredths(cell.points)), number)
            page.write_string(row, column + 1, cell.reason, wrap)
    page.set_column(0, 0, 14)
    page.set_column(1, 2, 32)
    page.set_column(3, FIXED + 2 * len(sheet.bids), 14)
    page.freeze_panes(HEAD_ROW + 2, FIXED)
    book.close()
    return out.getvalue()


def read_sheet(content: bytes, sheet: Sheet) -> list[Score]:
    """Return the scores of a filled-in file; blank cells are left out. All or nothing.

    Raises FileRefused for what is no usable table, SheetFileRefused for another sheet's file or naming the first cell
    that cannot be used.
    """
    book = open_book(content, "sheet.xlsx")
    grid = book.sheets[0].grid if book.sheets else []
    if len(grid) <= HEAD_ROW or len(grid[MARK_ROW]) < 2 or _text(grid[MARK_ROW][1]) != mark_of(sheet):
        raise SheetFileRefused(_("This is not the sheet you got here. Download it again and fill that one in."))
    columns = {_text(text): place for place, text in enumerate(grid[HEAD_ROW])}
    lines = {_text(row[0]): row for row in grid[HEAD_ROW + 1 :] if row and not is_blank(row[0])}
    found = []
    for one in sheet.bids:
        column = columns.get(one.bid.blind_code)
        if column is None:
            raise SheetFileRefused(_("The column of bid %(code)s is missing.") % {"code": one.bid.blind_code})
        for cell in one.cells:
            row = lines.get(cell.item.code)
            if row is None:
                raise SheetFileRefused(_("The row of line %(code)s is missing.") % {"code": cell.item.code})
            score = _score(row, column, one.bid.id, cell.item.id, cell.item.max_points, one.bid.blind_code)
            if score is not None:
                found.append(score)
    return found


def _text(raw: Any) -> str:
    return one_line(as_typed(raw))


def _score(row: list[Any], column: int, bid_id: int, item_id: int, most: int, code: str) -> Score | None:
    raw = row[column] if column < len(row) else None
    if is_blank(raw):
        return None
    try:
        points = to_points(_text(raw), most=most, field="file")
    except ScoreRefused as error:
        text = _("Bid %(bid)s, line %(line)s: “%(value)s”. Enter points from 0 to %(most)s, at most two decimals.")
        values = {"bid": code, "line": _text(row[0]), "value": _text(raw)[:40], "most": as_text(most)}
        raise SheetFileRefused(text % values) from error
    reason = row[column + 1] if column + 1 < len(row) else ""
    return Score(bid_id, item_id, points, "" if is_blank(reason) else _text(reason)[:LONGEST_REASON])
