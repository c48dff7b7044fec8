"""Opening office tables safely: .xlsx, .xls and .csv by their content, never by their name (security.md 4).

Files come from anybody. So an .xlsx is judged by its directory before anything is unpacked, each of its parts is looked
over before tables are built from it, and the reader is given a copy that holds only what was looked over. A cell that
holds a formula without a computed value (somebody typed ``=见照片``) comes back as its text, marked.
"""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from records import errors
from records.errors import FileRefused, Wording
from records.rules.cell_values import FormulaText
from records.rules.csv_text import csv_rows
from records.rules.limits import broken, check_cells, check_sheets, hostile
from records.rules.sheets import Merge
from records.rules.xls_scan import SIGNATURE, check_xls
from records.rules.xlsx_scan import PartFacts, check_strings, scan_part, sheet_parts

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
MOST_MEMBERS = 2_000
MOST_UNPACKED = 150 * MEGABYTE
# Tables pack well, but not a hundred times and more beyond the first megabytes.
MOST_RATIO = 150
RATIO_COUNTS_FROM = 5 * MEGABYTE
_WEB_PAGE = (b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"mime-version:")
_XML_TABLE = b"urn:schemas-microsoft-com:office:spreadsheet"
# Beginnings of PDF, RTF, images and archives that people mistake for tables; all other binaries hold NUL bytes.
_OTHER = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


@dataclass(frozen=True)
class Sheet:
    """One visible sheet: rows of raw values from its first cell on, and merged ranges counted from 0."""

    name: str
    grid: list[list[Any]]
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True)
class Book:
    """A table file: its visible sheets in their order."""

    sheets: list[Sheet] = field(default_factory=list)


def open_book(content: bytes, file_name: str) -> Book:
    """Return the tables of a file. Raises FileRefused (field ``file``) for one that cannot or must not be read.

    ``file_name`` only names the sheet of a text table.
    """
    if not content.strip():
        raise FileRefused("empty", errors.FILE_EMPTY)
    if len(content) > MOST_BYTES:
        raise FileRefused("too_large", Wording(errors.FILE_TOO_LARGE, {"limit": MOST_BYTES // MEGABYTE}))
    if content.startswith(b"PK"):
        return _from_xlsx(content)
    if content.startswith(SIGNATURE):
        check_xls(content)
        return _read(content, {})
    _refuse_what_is_no_table(content)
    name = file_name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0] or file_name
    return Book([Sheet(name[:31] or "CSV", [list(row) for row in csv_rows(content, name[:31])])])


def _refuse_what_is_no_table(content: bytes) -> None:
    beginning = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if beginning.startswith(_WEB_PAGE) or (beginning.startswith(b"<?xml") and b"<html" in beginning):
        raise FileRefused("web_page", errors.FILE_WEB_PAGE)
    if beginning.startswith(b"<?xml") and _XML_TABLE in beginning:
        raise FileRefused("other_format", errors.FILE_OTHER_FORMAT)
    if content.startswith(_OTHER):
        raise FileRefused("unknown", errors.FILE_UNKNOWN)


def _from_xlsx(content: bytes) -> Book:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = _checked_directory(archive)
            parts = {member.filename: archive.read(member) for member in members}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise broken() from error
    facts = {name: scan_part(part, name.rpartition("/")[2]) for name, part in parts.items()}
    _check_facts(facts)
    named = sheet_parts(parts["xl/workbook.xml"], parts.get("xl/_rels/workbook.xml.rels", b"<Relationships/>"))
    formulas = {name: facts[part].formulas for name, part in named.items() if part in facts}
    return _read(_plain_archive(parts), formulas)


def _checked_directory(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the XML parts of a workbook. Raises FileRefused by the directory alone, before anything is unpacked."""
    members = archive.infolist()
    names = {member.filename for member in members}
    if len(members) > MOST_MEMBERS or len(names) != len(members):
        raise hostile()
    if any(member.flag_bits & 1 for member in members):
        raise FileRefused("protected", errors.FILE_PROTECTED)
    if "xl/workbook.bin" in names or "mimetype" in names:
        raise FileRefused("other_format", errors.FILE_OTHER_FORMAT)
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise FileRefused("unknown", errors.FILE_UNKNOWN)
    wanted = [member for member in members if member.filename.endswith((".xml", ".rels"))]
    unpacked = sum(member.file_size for member in wanted)
    packed = max(1, sum(member.compress_size for member in wanted))
    if unpacked > MOST_UNPACKED or (unpacked > RATIO_COUNTS_FROM and unpacked / packed > MOST_RATIO):
        raise FileRefused("unpacks_too_large", errors.FILE_UNPACKS_TOO_LARGE)
    return wanted


def _check_facts(facts: Mapping[str, PartFacts]) -> None:
    sheets = [found for found in facts.values() if found.root == "worksheet"]
    check_sheets(len(sheets))
    check_cells(sum(found.rows * found.columns for found in sheets))
    lengths = next((found.lengths for found in facts.values() if found.root == "sst"), [])
    uses: dict[int, int] = {}
    for found in sheets:
        for index, count in found.strings.items():
            uses[index] = uses.get(index, 0) + count
    check_strings(lengths, uses)


def _plain_archive(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive of exactly the parts that were looked over, so that two readers cannot see two files."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part)
    return content.getvalue()


def _read(content: bytes, formulas: Mapping[str, Mapping[tuple[int, int], str]]) -> Book:
    try:
        return _tables(content, formulas)
    except PasswordError as error:
        raise FileRefused("protected", errors.FILE_PROTECTED) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise broken() from error
    except BaseException as error:
        # A panic inside the reader is no Exception and has no importable class; anything else goes on its way.
        if type(error).__name__ != "PanicException":
            raise
        raise broken() from error


def _tables(content: bytes, formulas: Mapping[str, Mapping[tuple[int, int], str]]) -> Book:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    shown = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
    ]
    return Book([_sheet(book, name, formulas.get(name, {})) for name in shown])


def _sheet(book: CalamineWorkbook, name: str, formulas: Mapping[tuple[int, int], str]) -> Sheet:
    page = book.get_sheet_by_name(name)
    grid: list[list[Any]] = [list(row) for row in page.to_python(skip_empty_area=False)]
    for (row, column), text in formulas.items():
        grid.extend([] for _ in range(len(grid), row + 1))
        grid[row].extend(None for _ in range(len(grid[row]), column + 1))
        grid[row][column] = FormulaText(text)
    merges = page.merged_cell_ranges or []
    return Sheet(name, grid, tuple((top, bottom, left, right) for (top, left), (bottom, right) in merges))
