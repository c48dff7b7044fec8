"""Opening table files: by content, with limits, and never fooled (security.md 4)."""

import io
import os
import struct
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import PasswordError

from records import spreadsheets
from records.errors import FileRefused
from records.rules import limits
from records.rules.cell_values import FormulaText
from records.rules.sheet_rows import SheetRow, Skipped, parse_row, rows
from records.rules.sheets import recognise
from records.spreadsheets import Book, open_book
from tests.data.messy_workbook import SHEETS, merges_of, workbook_bytes
from tests.data.office_tables import TABLES

REAL = Path(os.environ.get("OFFICE_WORKBOOK", Path(__file__).parents[3] / "shared/data/外包服务台账-2026年10月.xlsx"))
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
CSV = "编号,名称\r\n1,诚修\r\n"


def plain(value: Any) -> Any:
    """Reduce a cell to what two readers must agree on."""
    if value in (None, ""):
        return None
    return value.date() if hasattr(value, "date") else value


def cells_of(grid: list[list[Any]]) -> dict[tuple[int, int], Any]:
    return {
        (row, column): plain(value)
        for row, values in enumerate(grid)
        for column, value in enumerate(values)
        if plain(value) is not None
    }


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def with_sheet(body: str, **parts: bytes) -> bytes:
    """Return the messy workbook with its first sheet replaced."""
    first = {"xl/worksheets/sheet1.xml": f"<worksheet {NAMESPACE}>{body}</worksheet>".encode()}
    return packed({**parts_of(workbook_bytes()), **first, **parts})


def xls_bytes(*written: tuple[int, int, Any], sheets: int = 1) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    for number in range(sheets):
        page = book.add_sheet(f"表{number}")
        for row, column, value in written:
            page.write(row, column, value)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


XLSX, XLS = workbook_bytes(), xls_bytes((0, 0, "x"), (5, 3, 1.5))


def refusal(content: bytes, name: str = "table.xlsx") -> str:
    with pytest.raises(FileRefused) as caught:
        open_book(content, name)
    assert caught.value.field == "file"
    assert str(caught.value.message)
    return caught.value.code


def test_an_xlsx_is_read_with_its_merges_and_formulas() -> None:
    book = open_book(workbook_bytes(), "anything.bin")
    assert [sheet.name for sheet in book.sheets] == list(SHEETS)
    for sheet in book.sheets:
        assert cells_of(sheet.grid) == cells_of(SHEETS[sheet.name][0])
        assert set(sheet.merges) == {one for one in merges_of(sheet.name) if one[:2] != one[2:] or one[0] != one[1]}
    formula = book.sheets[2].grid[2][7]
    assert isinstance(formula, FormulaText)
    assert formula == "=见照片"


def test_an_xlsx_becomes_rows() -> None:
    sheet = open_book(workbook_bytes(), "x").sheets[1]
    found = recognise(sheet.grid, TABLES, sheet.merges)
    assert found is not None
    code, proposal = found
    every = list(rows(sheet.grid, proposal, sheet.merges))
    parsed = [parse_row(row, TABLES[code], proposal) for row in every if isinstance(row, SheetRow)]
    assert [row.values["monthly_fee"] for row in parsed] == [Decimal(39_000), Decimal(49_800), None]
    assert parsed[1].values["project"] == "云栖苑"
    assert sum(isinstance(row, Skipped) for row in every) == 1


def test_a_computed_formula_gives_its_value() -> None:
    body = '<sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>见照片</f><v/></c></row></sheetData>'
    grid = open_book(with_sheet(body), "x").sheets[0].grid
    assert grid == [[2, "=见照片"]]
    assert isinstance(grid[0][1], FormulaText)


def test_hidden_sheets_are_left_out() -> None:
    parts = parts_of(workbook_bytes())
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b'name="' + "说明".encode() + b'"', b'name="x" state="hidden"'
    )
    parts["xl/workbook.xml"] = (
        parts["xl/workbook.xml"].replace(b'state="visible" ', b"").replace(b' state="visible"', b"")
    )
    assert [sheet.name for sheet in open_book(packed(parts), "x").sheets] == list(SHEETS)[:3]


def test_formatting_far_away_is_no_data() -> None:
    body = (
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>编号</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    )
    assert open_book(with_sheet(body), "x").sheets[0].grid == [["编号"]]


def test_a_sheet_without_cell_addresses_is_read() -> None:
    body = "<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row></sheetData>"
    assert cells_of(open_book(with_sheet(body), "x").sheets[0].grid) == {(0, 0): 1, (0, 1): 2, (1, 1): 3}


def test_an_xls_is_read() -> None:
    book = open_book(xls_bytes((0, 0, "编号"), (1, 0, "WB-1"), (1, 3, 8600.5), (2, 1, True)), "old.xls")
    assert [(sheet.name, cells_of(sheet.grid)) for sheet in book.sheets] == [
        ("表0", {(0, 0): "编号", (1, 0): "WB-1", (1, 3): 8600.5, (2, 1): True})
    ]


def test_a_large_xls_is_read() -> None:
    book = open_book(xls_bytes(*((row, column, f"{row}-{column}") for row in range(400) for column in range(8))), "x")
    assert len(cells_of(book.sheets[0].grid)) == 3_200


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode(),
        CSV.encode("utf-8-sig"),
        CSV.encode("gb18030"),
        CSV.encode("utf-16"),
        b"\xfe\xff" + CSV.encode("utf-16-be"),
        CSV.replace(",", ";").encode(),
        CSV.replace(",", "\t").encode("gb18030"),
        CSV.replace(",", "|").encode(),
        CSV.replace("\r\n", "\n").encode(),
    ],
)
def test_text_is_read_in_any_usual_encoding_with_any_usual_separator(content: bytes) -> None:
    book = open_book(content, "C:\\tables\\十月.csv")
    assert [(sheet.name, sheet.grid) for sheet in book.sheets] == [("十月", [["编号", "名称"], ["1", "诚修"]])]


def test_quoted_text_keeps_its_separators_lines_and_formula_starters() -> None:
    content = '编号,"名称, 全称"\n1,"一楼\n二楼"\n2,\'=1+1\n3,\'s Gravenhage\n4,=1+1\n'.encode()
    assert open_book(content, "").sheets[0].grid == [
        ["编号", "名称, 全称"],
        ["1", "一楼\n二楼"],
        ["2", "=1+1"],
        ["3", "'s Gravenhage"],
        ["4", "=1+1"],
    ]


def test_one_column_of_text_is_a_table() -> None:
    assert open_book("名称\n诚修\n".encode(), "a.csv").sheets[0].grid == [["名称"], ["诚修"]]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "web_page"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html><html></html>", "web_page"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"></html>', "web_page"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "web_page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "other_format"),
        (b"%PDF-1.7 ...", "unknown"),
        (b"{\\rtf1 ...", "unknown"),
        (b"\x89PNG\r\n\x1a\n", "unknown"),
        (b"a,b\x00c\n", "unknown"),
        (b"\xff\xfe\x00", "not_text"),
        (b"\x81\x20\xff\xff", "not_text"),
        (b'"' + b"x" * 200_000 + b'"', "broken"),
        (b"PK\x03\x04 not a zip", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "broken"),
        (packed({"word/document.xml": b"<document/>", "[Content_Types].xml": b"<Types/>"}), "unknown"),
        (packed({"xl/workbook.bin": b"\x00", "[Content_Types].xml": b"<Types/>"}), "other_format"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "other_format"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content: bytes, code: str) -> None:
    assert refusal(content) == code


def test_a_file_above_the_limit_is_refused_unread() -> None:
    assert refusal(b"PK" + b"\x00" * spreadsheets.MOST_BYTES) == "too_large"


@pytest.mark.slow
def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    bomb = with_sheet("", **{"xl/media.xml": b"0" * (40 * spreadsheets.MEGABYTE)})
    assert len(bomb) < spreadsheets.MEGABYTE
    assert refusal(bomb) == "unpacks_too_large"


@pytest.mark.slow
def test_what_is_not_read_may_be_as_large_as_it_likes() -> None:
    parts = {**parts_of(workbook_bytes()), "xl/media/image1.png": b"0" * (40 * spreadsheets.MEGABYTE)}
    assert len(open_book(packed(parts), "x").sheets) == len(SHEETS)


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(packed({**parts_of(workbook_bytes()), "xl/lie.xml": b"<a>" + b"0" * 100_000 + b"</a>"}))
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = -1
        while (at := content.find(signature, at + 1)) >= 0:
            if struct.unpack_from("<I", content, at + offset)[0] == 100_007:
                struct.pack_into("<I", content, at + offset, 10)
    assert refusal(bytes(content)) == "broken"


def test_two_members_of_one_name_are_refused() -> None:
    content = io.BytesIO(workbook_bytes())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert refusal(content.getvalue()) == "hostile"


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MOST_MEMBERS", 5)
    assert refusal(workbook_bytes()) == "hostile"


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;&x;&x;&x;&x;">]>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "http://example.invalid/">]>',
    ],
)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "docProps/core.xml"])
def test_entities_are_refused_in_every_part(declared: str, part: str) -> None:
    parts = parts_of(workbook_bytes())
    body = parts[part].decode().partition("?>")[2] or parts[part].decode()
    parts[part] = f'<?xml version="1.0"?>{declared}{body}'.encode()
    assert refusal(packed(parts)) == "hostile"


def test_a_protected_zip_is_named_as_such() -> None:
    content = bytearray(workbook_bytes())
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = -1
        while (at := content.find(signature, at + 1)) >= 0:
            content[at + offset] |= 1
    assert refusal(bytes(content)) == "protected"


def renamed(content: bytes, name: str) -> bytes:
    """Give the stream of an .xls another name in the directory of the file."""
    changed = bytearray(content)
    at = changed.find("Workbook".encode("utf-16-le"))
    encoded = name.encode("utf-16-le")
    changed[at : at + 64] = encoded.ljust(64, b"\0")
    struct.pack_into("<H", changed, at + 64, len(encoded) + 2)
    return bytes(changed)


def test_a_protected_or_foreign_compound_file_is_named_as_such() -> None:
    content = xls_bytes((0, 0, "x"))
    assert refusal(renamed(content, "EncryptedPackage")) == "protected"
    assert refusal(renamed(content, "WordDocument")) == "unknown"
    assert cells_of(open_book(renamed(content, "Book"), "x").sheets[0].grid) == {(0, 0): "x"}


def test_an_xls_with_a_password_is_named_as_such() -> None:
    content = bytearray(xls_bytes((0, 0, "x")))
    at = content.find(struct.pack("<HH", 0x0809, 16)) + 20
    struct.pack_into("<H", content, at, 0x002F)
    assert refusal(bytes(content)) == "protected"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ('<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row></sheetData>', "too_many_columns"),
        ('<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="IW1"><v>1</v></c></row></sheetData>', "too_many_columns"),
        ('<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>', "too_many_rows"),
        (
            '<sheetData><row><c r="A1"><v>1</v></c></row><row><c r="IV9000"><v>1</v></c></row></sheetData>',
            "too_many_cells",
        ),
        ('<sheetData><row r="1"><c r="A0"><v>1</v></c></row></sheetData>', "hostile"),
        ('<sheetData><row r="1"><c r="AAAA1"><v>1</v></c></row></sheetData>', "hostile"),
        ("<sheetData><row>", "broken"),
        ("<sheetData><row>" + "<c><v>1</v></c>" * 100_000 + "</row></sheetData>", "too_many_columns"),
    ],
)
def test_a_sheet_beyond_the_limits_is_refused(body: str, code: str) -> None:
    assert refusal(with_sheet(body)) == code


def test_a_hundred_thousand_columns_of_text_are_refused() -> None:
    assert refusal(b"x," * 100_000) == "too_many_columns"


def test_too_many_rows_and_cells_of_text_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ROWS", 100)
    monkeypatch.setattr(limits, "MOST_CELLS", 300)
    assert len(open_book(b"x\n" * 100, "x").sheets[0].grid) == 100
    assert refusal(b"x\n" * 101) == "too_many_rows"
    assert refusal(b"x,y,z,a\n" * 90) == "too_many_cells"


def test_one_long_text_used_everywhere_is_refused() -> None:
    long = f"<sst {NAMESPACE}><si><t>{'x' * 60_000}</t></si><si><r><t>a</t></r><r><t>b</t></r></si></sst>".encode()
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 1_000))
    assert refusal(with_sheet(f"<sheetData>{cells}</sheetData>", **{"xl/sharedStrings.xml": long})) == "hostile"


def test_too_many_sheets_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_SHEETS", 2)
    assert refusal(workbook_bytes()) == "too_many_sheets"
    assert refusal(xls_bytes((0, 0, 1), sheets=3)) == "too_many_sheets"
    assert len(open_book(xls_bytes((0, 0, 1), sheets=2), "x").sheets) == 2


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (((0, 0, 1), (65_535, 255, 1)), "too_many_cells"),
        (((65_535, 0, "x"), (0, 100, 2)), "too_many_cells"),
    ],
)
def test_two_far_cells_of_an_xls_are_refused(written: tuple[tuple[int, int, Any], ...], code: str) -> None:
    assert refusal(xls_bytes(*written)) == code


def test_a_stated_range_no_sheet_can_have_is_refused() -> None:
    content = bytearray(xls_bytes((0, 0, 1)))
    at = content.find(struct.pack("<HH", 0x0200, 14)) + 4
    struct.pack_into("<II", content, at, 0, 0xFFFFFFF0)
    assert refusal(bytes(content)) == "broken"


def test_a_panic_of_the_reader_is_a_damaged_file_and_other_ends_go_on() -> None:
    class PanicException(BaseException):
        """Named like the class of the reader, which cannot be imported."""

    def failing(error: type[BaseException]) -> Any:
        def fail(*given: Any) -> Book:
            raise error

        return fail

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spreadsheets, "_tables", failing(PanicException))
        assert refusal(XLSX) == "broken"
        patch.setattr(spreadsheets, "_tables", failing(PasswordError))
        assert refusal(XLSX) == "protected"
        patch.setattr(spreadsheets, "_tables", failing(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            open_book(XLSX, "x")


def outcome(content: bytes) -> str:
    try:
        return "read" if isinstance(open_book(content, "x"), Book) else ""
    except FileRefused as error:
        return error.code


@pytest.mark.slow
@pytest.mark.parametrize("content", [XLSX, XLS])
def test_a_file_cut_short_anywhere_is_read_or_refused(content: bytes) -> None:
    found = {outcome(content[:end]) for end in range(8, len(content), 61)}
    assert found <= {"read", "broken", "unknown", "not_text"}
    assert "broken" in found


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_changed_file_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from([XLSX, XLS, CSV.encode()])))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert outcome(bytes(content))


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<?xml "]))
def test_any_bytes_are_read_or_refused(content: bytes, beginning: bytes) -> None:
    assert outcome(beginning + content)


@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason="the office's own workbook is not beside the repository")
def test_the_offices_workbook_is_read_to_the_last_cell() -> None:
    book = open_book(REAL.read_bytes(), REAL.name)
    read = {}
    for sheet in book.sheets:
        found = recognise(sheet.grid, TABLES, sheet.merges)
        assert found is not None
        code, proposal = found
        every = list(rows(sheet.grid, proposal, sheet.merges))
        parsed = [parse_row(row, TABLES[code], proposal) for row in every if isinstance(row, SheetRow)]
        assert [fault for row in parsed for fault in row.faults] == []
        read[code] = (parsed, [(row.number, row.reason.value) for row in every if isinstance(row, Skipped)])
    assert {code: (len(parsed), skipped) for code, (parsed, skipped) in read.items()} == {
        "vendors": (18, [(23, "totals")]),
        "contracts": (26, []),
        "inspections": (291, []),
        "complaints": (60, []),
    }
    contract = read["contracts"][0][0].values
    assert (contract["starts_on"], contract["ends_on"]) == (date(2025, 11, 1), date(2027, 10, 31))
    assert sum(row.values["monthly_fee"] for row in read["contracts"][0]) == Decimal("1283700.00")
    assert sum(row.values["note"] == "=见照片" for row in read["inspections"][0]) == 15
