"""Opening office tables safely: .xlsx, .xls and .csv by their content, never by their name (security.md 4).

An .xlsx is a zip: its directory is looked at before anything is unpacked, because a small file can unpack to gigabytes.
A cell that holds a formula without a computed value (somebody typed ``=见照片``) comes back as its text, marked.
"""

import csv
import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

import openpyxl
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from records.rules.cell_values import FormulaText
from records.rules.sheets import Merge
from tenancy.errors import RuleBroken

MOST_MEMBERS = 2000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 120
MOST_ROWS = 50_000
MOST_COLUMNS = 256
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_EXTERNAL = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows as raw values, and its merged ranges as (first row, last row, first column, last column)."""

    name: str
    grid: list[list[Any]]
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True)
class Book:
    """A table file: its visible sheets in their order."""

    sheets: list[Sheet] = field(default_factory=list)


def open_book(content: bytes, file_name: str) -> Book:
    """Read a table file. Raises RuleBroken (field ``file``) naming what is wrong with it and what to do."""
    if not content.strip():
        raise _refused(_("The file is empty."), "empty_file")
    if content.startswith(b"PK"):
        _check_zip(content)
        return _from_workbook(content, formulas=_formula_texts(content))
    if content.startswith(OLE):
        return _from_workbook(content, formulas={})
    return Book([Sheet(file_name.rsplit("/", 1)[-1].rsplit(".", 1)[0][:31] or "CSV", _from_csv(content))])


def _refused(message: str, code: str) -> RuleBroken:
    return RuleBroken(message, code=code, field="file")


def _check_zip(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            unpacked = sum(member.file_size for member in members)
            packed = max(1, sum(member.compress_size for member in members))
            if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
                raise _refused(_("The workbook is too large when unpacked. Split it into smaller files."), "zip_bomb")
            if unpacked > 1_000_000 and unpacked / packed > MOST_RATIO:
                raise _refused(_("The workbook is packed in a suspicious way. Save it again in Excel."), "zip_bomb")
            if "xl/workbook.xml" not in names:
                raise _refused(_("This is not an Excel workbook. Save it as .xlsx, .xls or .csv."), "not_a_table")
            if _EXTERNAL.search(archive.read("xl/workbook.xml")[:4096]):
                raise _refused(_("The workbook holds foreign definitions. Save it again in Excel."), "not_a_table")
    except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        raise _refused(_("The file is damaged. Open it in Excel and save it again."), "damaged") from error


def _formula_texts(content: bytes) -> dict[tuple[str, int, int], str]:
    """Return the formulas of an .xlsx by sheet, row and column: needed where a cell has no computed value."""
    found = {}
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        for sheet in book.worksheets:
            for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
                for cell in row:
                    if cell.data_type == "f" and isinstance(cell.value, str):
                        found[(sheet.title, cell.row - 1, cell.column - 1)] = cell.value
        book.close()
    except (KeyError, ValueError, TypeError, AttributeError, zipfile.BadZipFile, SyntaxError) as error:
        raise _refused(_("The file is damaged. Open it in Excel and save it again."), "damaged") from error
    return found


def _from_workbook(content: bytes, formulas: dict[tuple[str, int, int], str]) -> Book:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [one.name for one in book.sheets_metadata if "Visible" in str(one.visible) and "Sheet" in str(one.typ)]
        return Book([_sheet(book, name, formulas) for name in visible])
    except PasswordError as error:
        raise _refused(_("The workbook is protected by a password. Remove it and save again."), "encrypted") from error
    except (CalamineError, ZipError, OSError, ValueError) as error:
        raise _refused(_("The file is damaged. Open it in Excel and save it again."), "damaged") from error


def _sheet(book: Any, name: str, formulas: dict[tuple[str, int, int], str]) -> Sheet:
    page = book.get_sheet_by_name(name)
    if page.total_height > MOST_ROWS or page.total_width > MOST_COLUMNS:
        raise _refused(
            _("Sheet “%(sheet)s” has more than %(rows)d rows or %(columns)d columns. Remove empty ones or split it.")
            % {"sheet": name, "rows": MOST_ROWS, "columns": MOST_COLUMNS},
            "too_many_rows",
        )
    grid = [list(row) for row in page.to_python(skip_empty_area=False)]
    for (sheet, row, column), text in formulas.items():
        if sheet == name and row < len(grid) and column < len(grid[row]) and grid[row][column] in ("", None):
            grid[row][column] = FormulaText(text)
    merges = tuple(
        (top, bottom, left, right) for (top, left), (bottom, right) in (page.merged_cell_ranges or [])
    )
    return Sheet(name, grid, merges)


def _from_csv(content: bytes) -> list[list[Any]]:
    text = _decoded(content)
    if "\x00" in text:
        raise _refused(_("This is not a table. Save it as .xlsx, .xls or .csv."), "not_a_table")
    try:
        dialect: Any = csv.Sniffer().sniff(text[:8192], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    try:
        rows = list(csv.reader(io.StringIO(text), dialect))
    except csv.Error as error:
        raise _refused(_("The file is damaged. Open it in Excel and save it again."), "damaged") from error
    if len(rows) > MOST_ROWS or max(map(len, rows), default=0) > MOST_COLUMNS:
        raise _refused(_("The table has too many rows or columns. Split it."), "too_many_rows")
    return [list(row) for row in rows]


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused(_("The letters of the file cannot be read. Save it as CSV UTF-8 or as .xlsx."), "not_a_table")
