"""Finding tables in untidy sheets and reading their rows."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.rules.cell_values import Mark, is_blank
from records.rules.sheet_rows import ParsedRow, SheetRow, Skipped, parse_row, rows
from records.rules.sheets import (
    Column,
    Kind,
    Proposal,
    SheetField,
    column_at,
    column_letter,
    coordinate,
    headings,
    normalised_heading,
    propose,
    recognise,
    short_heading,
)
from tests.data.messy_workbook import SHEETS, grid_of, merges_of
from tests.data.office_tables import CONTRACTS, INSPECTIONS, TABLES, VENDORS


def found_in(name: str, fields: tuple[SheetField, ...]) -> Proposal:
    return propose(grid_of(name), fields, merges_of(name))


def read(name: str, fields: tuple[SheetField, ...]) -> tuple[list[ParsedRow], list[Skipped]]:
    proposal = found_in(name, fields)
    every = list(rows(grid_of(name), proposal, merges_of(name)))
    return (
        [parse_row(row, fields, proposal) for row in every if isinstance(row, SheetRow)],
        [row for row in every if isinstance(row, Skipped)],
    )


def faults(row: ParsedRow) -> list[tuple[str, str, str]]:
    return [(fault.coordinate, fault.key, fault.problem.code) for fault in row.faults]


def test_the_heading_row_is_found_below_titles() -> None:
    proposal = found_in("供应商台账", VENDORS)
    assert proposal.heading_row == 2
    assert {key: column.letter for key, column in proposal.columns.items()} == {
        "legal_name": "B",
        "credit_code": "C",
        "legal_representative": "D",
        "contact_name": "E",
        "contact_phone": "F",
        "lines": "G",
        "licence_valid_until": "H",
        "notes": "I",
    }
    assert [column.heading for column in proposal.unmatched] == ["序号"]
    assert (proposal.duplicates, proposal.missing, proposal.is_complete) == ((), (), True)


def test_rows_are_read_with_their_faults_at_their_cells() -> None:
    read_rows, skipped = read("供应商台账", VENDORS)
    assert [row.number for row in read_rows] == [4, 5, 8]
    assert read_rows[0].values == {
        "legal_name": "诚修保洁服务有限公司",
        "credit_code": "91510107MAJNLCWRTR",
        "legal_representative": "赵英",
        "contact_name": "陈强",
        "contact_phone": "15069921925",
        "lines": ("保洁", "消杀"),
        "licence_valid_until": Mark.OPEN_ENDED,
        "notes": None,
    }
    assert read_rows[0].faults == ()
    assert read_rows[1].values["contact_phone"] == "18093798727"
    assert read_rows[1].values["licence_valid_until"] == date(2026, 10, 12)
    assert read_rows[1].values["notes"] == "=HYPERLINK"
    assert faults(read_rows[2]) == [
        ("C8", "credit_code", "not_a_code"),
        ("H8", "licence_valid_until", "impossible_date"),
    ]
    assert read_rows[2].values["credit_code"] is None
    assert [(row.number, row.reason.value, row.text) for row in skipped] == [
        (9, "totals", "合计 3家"),
        (10, "note", "制表人：张三 审核：李四"),
    ]


def test_a_heading_over_two_rows_is_read_as_one() -> None:
    proposal = found_in("合同台账", CONTRACTS)
    assert proposal.heading_row == 2
    assert {key: column.letter for key, column in proposal.columns.items()} == {
        "number": "A",
        "project": "B",
        "vendor": "C",
        "line": "D",
        "starts_on": "E",
        "ends_on": "F",
        "monthly_fee": "G",
        "headcount": "H",
    }


def test_the_unit_above_a_table_holds_for_cells_without_their_own() -> None:
    read_rows, skipped = read("合同台账", CONTRACTS)
    assert [row.values["monthly_fee"] for row in read_rows] == [Decimal(39_000), Decimal(49_800), None]
    assert [(row.number, row.reason.value) for row in skipped] == [(7, "totals")]


def test_a_cell_merged_over_rows_counts_for_each() -> None:
    read_rows, _ = read("合同台账", CONTRACTS)
    assert [row.values["project"] for row in read_rows] == ["云栖苑", "云栖苑", "科创大厦"]
    assert read_rows[1].values["number"] == "WB-2025-002"
    assert read_rows[1].coordinates["project"] == "B5"


def test_every_bad_cell_of_a_row_is_told() -> None:
    read_rows, _ = read("合同台账", CONTRACTS)
    assert faults(read_rows[2]) == [
        ("D6", "line", "not_a_choice"),
        ("E6", "starts_on", "impossible_date"),
        ("G6", "monthly_fee", "not_an_amount"),
        ("H6", "headcount", "not_a_count"),
    ]


def test_totals_titles_and_repeated_headings_between_the_rows_are_left_out() -> None:
    read_rows, skipped = read("检查记录", INSPECTIONS)
    assert [(row.number, row.values["deduction"]) for row in read_rows] == [
        (3, 500),
        (4, Mark.NOT_APPLICABLE),
        (8, 0),
    ]
    assert read_rows[0].values["note"] == "=见照片"
    assert [(row.number, row.reason.value) for row in skipped] == [
        (5, "totals"),
        (6, "repeated_heading"),
        (7, "title"),
        (9, "note"),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("供应商台账", "vendors"), ("合同台账", "contracts"), ("检查记录", "inspections"), ("说明", None)],
)
def test_a_table_is_recognised_by_its_columns(name: str, expected: str | None) -> None:
    found = recognise(grid_of(name), TABLES, merges_of(name))
    assert (found[0] if found else None) == expected


FEW = (
    SheetField("number", "Number", ("编号",), Kind.IDENTIFIER, is_required=True),
    SheetField("name", "Name", ("名称",), is_required=True),
    SheetField("fee", "Fee", ("费用",), Kind.MONEY),
    SheetField("until", "Until", ("截止",), Kind.EXPIRY),
    SheetField("open", "Open", ("开放",), Kind.YES_NO),
)


def test_missing_and_duplicate_columns_are_reported() -> None:
    proposal = propose([["编号", "费用", "费用（元）", "色"], [1, 2, 3, 4]], FEW)
    assert proposal.missing == ("name",)
    assert not proposal.is_complete
    assert [(key, column.letter, column.heading) for key, column in proposal.duplicates] == [("fee", "C", "费用（元）")]
    assert [column.letter for column in proposal.unmatched] == ["D"]


@pytest.mark.parametrize("grid", [[], [[]], [[None]], [["编号"]], [[1, 2], [3, 4]], [["一段说明", None, "另一段"]]])
def test_a_sheet_without_the_table_has_no_heading_row(grid: list[list[Any]]) -> None:
    proposal = propose(grid, FEW)
    assert (proposal.heading_row, proposal.missing) == (None, ("number", "name"))
    assert list(rows(grid, proposal)) == []


def test_a_table_of_one_column_needs_that_column() -> None:
    assert propose([["名单"], ["名称"], ["诚修"]], FEW[1:2]).heading_row == 1


def test_what_somebody_decided_before_goes_first() -> None:
    grid = [["编号", "名称", "简称"], ["1", "诚修保洁服务有限公司", "诚修"]]
    remembered = {"名称": "", "简称": "name", "编号": "no_such_field"}
    proposal = propose(grid, FEW, remembered=remembered)
    assert {key: column.letter for key, column in proposal.columns.items()} == {"number": "A", "name": "C"}
    assert proposal.unmatched == ()


def test_the_upper_of_two_equal_headings_wins() -> None:
    grid: list[list[Any]] = [["编号", "名称"], [1, "一"], ["编号", "名称"], [2, "二"]]
    proposal = propose(grid, FEW)
    assert proposal.heading_row == 0
    assert [type(row).__name__ for row in rows(grid, proposal)] == ["SheetRow", "Skipped", "SheetRow"]


def test_headings_and_columns_can_be_asked_for_one_by_one() -> None:
    grid: list[list[Any]] = [["单位：万元"], ["编号", None, "月费用", "年费用（元）"]]
    assert headings(grid, 1) == ["编号", "", "月费用", "年费用（元）"]
    assert [column_at(grid, 1, index) for index in (1, 2, 3)] == [
        Column(1, "", in_ten_thousands=True),
        Column(2, "月费用", in_ten_thousands=True, period="月"),
        Column(3, "年费用（元）", period="年"),
    ]


def test_a_required_cell_that_is_empty_is_a_fault() -> None:
    grid = [["编号", "名称", "截止", "开放"], ["A-1", "\u3000", "长期", "是"], ["A-2"]]
    proposal = propose(grid, FEW)
    parsed = [parse_row(row, FEW, proposal) for row in rows(grid, proposal) if isinstance(row, SheetRow)]
    assert [faults(row) for row in parsed] == [[("B2", "name", "required")], [("B3", "name", "required")]]
    assert parsed[0].values == {"number": "A-1", "name": None, "until": Mark.OPEN_ENDED, "open": True}


def test_a_unit_in_the_heading_scales_its_column_only() -> None:
    grid: list[list[Any]] = [["编号", "名称", "年费用（万元）"], ["1", "一", 12.5], ["2", "二", "8万元/年"]]
    fields = (*FEW[:2], SheetField("fee", "Fee", ("年费用",), Kind.MONEY))
    proposal = propose(grid, fields)
    parsed = [parse_row(row, fields, proposal) for row in rows(grid, proposal) if isinstance(row, SheetRow)]
    assert [row.values["fee"] for row in parsed] == [Decimal(125_000), Decimal(80_000)]
    scaled = propose([["单位：万元"], ["编号", "名称", "年费用（元）"]], fields)
    assert scaled.columns["fee"].in_ten_thousands is False


def test_a_heading_in_brackets_tells_two_columns_apart() -> None:
    fields = (
        SheetField("ours", "ours", ("联系人（甲方）",)),
        SheetField("theirs", "theirs", ("联系人（乙方）", "联系人")),
    )
    proposal = propose([["联系人(乙方)", "联系人（甲方）"]], fields)
    assert {key: column.letter for key, column in proposal.columns.items()} == {"theirs": "A", "ours": "B"}


@pytest.mark.parametrize(
    ("heading", "normalised", "short"),
    [
        ("*月服务费（元）", "月服务费元", "月服务费"),
        (" 统一社会 信用代码 ", "统一社会信用代码", "统一社会信用代码"),
        ("Ｃｒｅｄｉｔ　Ｃｏｄｅ：", "creditcode", "creditcode"),
        ("扣分[分]", "扣分分", "扣分"),
        ("（）", "", ""),
    ],
)
def test_headings_are_compared_without_marks(heading: str, normalised: str, short: str) -> None:
    assert (normalised_heading(heading), short_heading(heading)) == (normalised, short)


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [(0, 0, "A1"), (6, 1, "B7"), (9, 25, "Z10"), (0, 26, "AA1"), (99, 701, "ZZ100"), (0, 702, "AAA1")],
)
def test_coordinates_are_those_of_the_spreadsheet(row: int, column: int, expected: str) -> None:
    assert coordinate(row, column) == expected


def test_letters_follow_one_another() -> None:
    letters = [column_letter(index) for index in range(800)]
    assert len(set(letters)) == 800
    assert sorted(letters, key=lambda text: (len(text), text)) == letters


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ("合计：", "totals"),
        ("总计", "totals"),
        ("小 计", "totals"),
        ("共18家", "totals"),
        ("共计18家", "totals"),
        ("本页小计", "totals"),
        ("Total", "totals"),
        ("平均", "totals"),
        ("审核人：", "note"),
        ("注1：以照片为准", "note"),
        ("共和物业服务有限公司", None),
        ("合计物业", None),
        ("注册公司", None),
    ],
)
def test_only_totals_and_notes_are_left_out(first: str, reason: str | None) -> None:
    grid: list[list[Any]] = [["名称", "编号"], [first, None]]
    found = list(rows(grid, propose(grid, FEW)))
    assert [row.reason.value if isinstance(row, Skipped) else None for row in found] == [reason]


cells = st.one_of(
    st.none(), st.text(max_size=6), st.integers(), st.floats(), st.sampled_from(["编号", "名称", "合计", "费用"])
)


@given(st.lists(st.lists(cells, max_size=5), max_size=8))
def test_no_grid_ever_raises_and_no_filled_row_is_lost(grid: list[list[Any]]) -> None:
    proposal = propose(grid, FEW)
    found = list(rows(grid, proposal))
    for row in found:
        if isinstance(row, SheetRow):
            parse_row(row, FEW, proposal)
    if proposal.heading_row is None:
        return
    columns = [column.index for column in proposal.columns.values()]
    filled = {
        number
        for number, raw in enumerate(grid[proposal.heading_row + 1 :], start=proposal.heading_row + 2)
        if any(index < len(raw) and not is_blank(raw[index]) for index in columns)
    }
    assert filled <= {row.number for row in found}


def test_the_builder_covers_every_table_it_names() -> None:
    assert [name for name in SHEETS if name != "说明"] == ["供应商台账", "合同台账", "检查记录"]
