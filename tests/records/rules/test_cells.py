"""Amounts, points, counts and words the way office people write them."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from records.rules.cell_values import CellProblem, FormulaText, Mark, as_typed, decimal_of, shown
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

SEVERITIES = {"minor": ("轻微", "Minor"), "ordinary": ("一般",), "serious": ("严重", "重大"), "other": ()}


def code_of(found: Any) -> str | None:
    return found.code if isinstance(found, CellProblem) else None


@pytest.mark.parametrize(
    ("raw", "amount"),
    [
        ("8,600.00元", "8600.00"),
        ("57,000.00元", "57000.00"),
        ("￥8,600", "8600.00"),
        ("¥8600.5", "8600.50"),
        ("RMB 8,600", "8600.00"),
        ("人民币8600元整", "8600.00"),
        ("８，６００．００元", "8600.00"),
        (" 49,800\u3000", "49800.00"),
        ("1.2万元", "12000.00"),
        ("0.86万", "8600.00"),
        (46300, "46300.00"),
        (46300.0, "46300.00"),
        (0.1 + 0.2, "0.30"),
        (Decimal("8600.5"), "8600.50"),
        ("0", "0.00"),
        (".5", "0.50"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_an_amount_is_read_as_written(raw: Any, amount: str) -> None:
    found = parse_money(raw)
    assert found == Decimal(amount)
    assert str(found) == amount


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("面议", "not_an_amount"),
        ("8600元（含税）", "not_an_amount"),
        ("1,23", "not_an_amount"),
        ("8.600,00", "not_an_amount"),
        ("8600元/月", "not_an_amount"),
        ("=8600*12", "not_an_amount"),
        ("1e5", "not_an_amount"),
        (True, "not_an_amount"),
        (float("inf"), "not_an_amount"),
        (date(2026, 1, 1), "not_an_amount"),
        ("-8600", "negative"),
        ("¥-8,600", "negative"),
        (-1, "negative"),
        ("8600.005", "too_many_decimals"),
        (8600.005, "too_many_decimals"),
        ("0.1234567万", "too_many_decimals"),
        ("1000000000000", "too_large"),
        ("9" * 500, "too_large"),
        (1e300, "too_large"),
        ("#REF!", "cell_error"),
        (FormulaText("=SUM(G4:G9)"), "no_stored_value"),
    ],
)
def test_what_is_no_amount_is_told(raw: Any, code: str) -> None:
    assert code_of(parse_money(raw)) == code


def test_a_column_in_ten_thousands_scales_what_has_no_unit() -> None:
    assert parse_money(12.5, in_ten_thousands=True) == Decimal(125_000)
    assert parse_money("12.5", in_ten_thousands=True) == Decimal(125_000)
    assert parse_money("12.5元", in_ten_thousands=True) == Decimal("12.50")
    assert parse_money("12.5万元", in_ten_thousands=True) == Decimal(125_000)


def test_a_cell_may_repeat_the_period_of_its_column_and_no_other() -> None:
    assert parse_money("8,600元/月", period="月") == Decimal(8_600)
    assert parse_money("8,600元每月", period="月") == Decimal(8_600)
    assert parse_money("8,600元", period="月") == Decimal(8_600)
    assert code_of(parse_money("8,600元/年", period="月")) == "not_an_amount"


def test_an_amount_may_be_negative_where_the_caller_says_so() -> None:
    assert parse_money("-8,600.00元", allow_negative=True) == Decimal(-8_600)


@pytest.mark.parametrize(
    ("raw", "points"),
    [
        ("-5分", 500),
        ("-5", 500),
        ("－５分", 500),
        ("−5", 500),
        ("6分", 600),
        ("0分", 0),
        ("'0'".strip("'"), 0),
        (0, 0),
        (7, 700),
        (7.0, 700),
        (-7, 700),
        ("扣5分", 500),
        ("扣分5", 500),
        ("2.5分", 250),
        (0.1, 10),
        ("无", 0),
        ("√", 0),
        ("合格", 0),
        ("不适用", Mark.NOT_APPLICABLE),
        ("N/A", Mark.NOT_APPLICABLE),
        ("na", Mark.NOT_APPLICABLE),
        ("/", Mark.NOT_APPLICABLE),
        ("／", Mark.NOT_APPLICABLE),
        ("—", Mark.NOT_APPLICABLE),
        (" 不适用\u3000", Mark.NOT_APPLICABLE),
        ("", None),
        (None, None),
        ("\u3000", None),
    ],
)
def test_points_are_what_is_taken_away(raw: Any, points: int | Mark | None) -> None:
    assert parse_points(raw) == points


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("五分", "not_points"),
        ("+5", "not_points"),
        ("5/10", "not_points"),
        ("5分6分", "not_points"),
        (True, "not_points"),
        (date(2026, 10, 5), "not_points"),
        (float("nan"), "not_points"),
        ("0.001", "too_many_decimals"),
        ("10001", "too_large"),
        ("9" * 400, "too_large"),
        ("#VALUE!", "cell_error"),
        (FormulaText("=见照片"), "no_stored_value"),
    ],
)
def test_what_is_no_number_of_points_is_told(raw: Any, code: str) -> None:
    assert code_of(parse_points(raw)) == code


@pytest.mark.parametrize(
    ("raw", "count"),
    [
        ("13人", 13),
        ("13", 13),
        (13, 13),
        (13.0, 13),
        ("１３名", 13),
        ("1,200户", 1200),
        ("0", 0),
        ("/", None),
        ("", None),
    ],
)
def test_a_count_may_carry_its_measure_word(raw: Any, count: int | None) -> None:
    assert parse_count(raw) == count


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("十三人", "not_a_count"),
        ("12.5", "not_a_count"),
        (12.5, "not_a_count"),
        ("13人/班", "not_a_count"),
        (False, "not_a_count"),
        (float("inf"), "not_a_count"),
        ("-1", "negative"),
        (-1, "negative"),
        ("10000001", "too_large"),
        ("#DIV/0!", "cell_error"),
        (FormulaText("=COUNT(A:A)"), "no_stored_value"),
    ],
)
def test_what_is_no_count_is_told(raw: Any, code: str) -> None:
    assert code_of(parse_count(raw)) == code


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  诚修保洁服务有限公司\u3000", "诚修保洁服务有限公司"),
        ("一楼\n二楼", "一楼 二楼"),
        ("=见照片", "=见照片"),
        (FormulaText("=见照片"), "=见照片"),
        ("@SUM(A1)", "@SUM(A1)"),
        ("-5分", "-5分"),
        (18093798727.0, "18093798727"),
        (2026, "2026"),
        (0.5, "0.5"),
        (True, "TRUE"),
        (datetime(2026, 10, 12), "2026-10-12"),  # noqa: DTZ001
        (datetime(2026, 10, 12, 16, 41), "2026-10-12 16:41:00"),  # noqa: DTZ001
        ("", None),
        (None, None),
    ],
)
def test_text_is_cleaned_and_never_evaluated(raw: Any, text: str | None) -> None:
    assert parse_text(raw) == text


def test_text_keeps_its_lines_where_there_may_be_several() -> None:
    assert parse_text(" 一楼 \n二楼 ", multiline=True) == "一楼 \n二楼"


def test_text_has_a_limit_and_errors_are_no_text() -> None:
    found = parse_text("字" * 201)
    assert code_of(found) == "too_long"
    with translation.override("en"):
        assert str(found) == "The text has more than 200 characters. Shorten it."
    assert parse_text("字" * 200) == "字" * 200
    assert code_of(parse_text("#NAME?")) == "cell_error"


@pytest.mark.parametrize(
    ("raw", "identifier"),
    [
        ("ＷＢ－２０２５－００１", "WB-2025-001"),
        (" WB-2025-001 ", "WB-2025-001"),
        ("１５０６９９２１９２５", "15069921925"),
        (15069921925.0, "15069921925"),
        ("0571-87513295", "0571-87513295"),
        ("/", None),
    ],
)
def test_an_identifier_is_half_width_without_blanks(raw: Any, identifier: str | None) -> None:
    assert parse_identifier(raw) == identifier


def test_an_identifier_is_no_error_and_not_endless() -> None:
    assert code_of(parse_identifier("#N/A")) == "cell_error"
    assert code_of(parse_identifier(FormulaText("=A1"))) == "no_stored_value"
    assert code_of(parse_identifier("1" * 61)) == "too_long"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("保洁", ("保洁",)),
        ("保洁、绿化，消杀；保洁/ 维修\n电梯 维保", ("保洁", "绿化", "消杀", "维修", "电梯 维保")),
        ("/", None),
        ("", None),
    ],
)
def test_a_list_is_divided_by_any_usual_mark(raw: str, words: tuple[str, ...] | None) -> None:
    assert parse_list(raw) == words


def test_a_list_that_is_too_long_is_told() -> None:
    assert code_of(parse_list("保洁、" * 100)) == "too_long"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        *((raw, True) for raw in ("是", "√", "Y", 1, True, "有", "已")),
        *((raw, False) for raw in ("否", "×", "无", "no", 0.0, False)),
        *((raw, None) for raw in ("", None, "\u3000")),
    ],
)
def test_yes_and_no_have_many_words(raw: Any, expected: bool | None) -> None:
    assert parse_yes_no(raw) is expected


@pytest.mark.parametrize(("raw", "code"), [("也许", "not_yes_no"), (2, "not_yes_no"), ("#N/A", "cell_error")])
def test_what_is_neither_is_told(raw: Any, code: str) -> None:
    assert code_of(parse_yes_no(raw)) == code


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        ("轻微", "minor"),
        (" 严 重 ", "serious"),
        ("MINOR", "minor"),
        ("ｍｉｎｏｒ", "minor"),
        ("other", "other"),
        ("", None),
    ],
)
def test_a_choice_is_known_by_any_of_its_words(raw: str, key: str | None) -> None:
    assert parse_choice(raw, SEVERITIES) == key


def test_an_unknown_choice_names_the_possible_ones() -> None:
    found = parse_choice("很严重", SEVERITIES)
    assert code_of(found) == "not_a_choice"
    with translation.override("en"):
        assert str(found) == "“很严重” is not one of the possible answers. Use one of: 轻微、一般、严重、other."
    assert code_of(parse_choice("#N/A", SEVERITIES)) == "cell_error"


@pytest.mark.req("VEN-01")
@pytest.mark.parametrize(
    "raw",
    ["91330106macjlf33tp", "91330106MACJLF33TP", "９１３３０１０６ＭＡＣＪＬＦ３３ＴＰ", "91330106 MACJLF33TP\u3000"],
)
def test_a_credit_code_is_read_in_any_case_and_width(raw: str) -> None:
    assert parse_credit_code(raw) == "91330106MACJLF33TP"


@pytest.mark.req("VEN-01")
@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("91330106MACJLF33TQ", "not_a_code"),
        (9.133e17, "not_a_code"),
        ("#N/A", "cell_error"),
        (FormulaText("=A1"), "no_stored_value"),
    ],
)
def test_what_is_no_credit_code_is_told(raw: Any, code: str) -> None:
    assert code_of(parse_credit_code(raw)) == code
    assert parse_credit_code("/") is None


def test_a_problem_shows_the_cell_shortened() -> None:
    assert shown("字" * 60) == "字" * 40 + "…"
    assert shown(None) == ""
    assert as_typed(float("nan")) == "nan"
    assert decimal_of(True) is None
    with translation.override("zh-hans"):
        assert str(parse_points("五分")) == "“五分”不是分值。请填数字如 5；不适用时填“不适用”。"


anything = st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.dates(), st.decimals())
PARSERS: list[Callable[[Any], Any]] = [
    parse_text,
    parse_identifier,
    parse_list,
    parse_money,
    parse_points,
    parse_count,
    parse_yes_no,
    lambda raw: parse_choice(raw, SEVERITIES),
    parse_credit_code,
]


@given(anything, st.sampled_from(PARSERS))
def test_nothing_typed_ever_raises(raw: Any, parse: Callable[[Any], Any]) -> None:
    found = parse(raw)
    if isinstance(found, CellProblem):
        assert str(found)


@given(st.integers(0, 99_999_999), st.sampled_from(["{:,}", "{}", "{}元", "￥{:,}", "{:,}.00元"]))
def test_every_amount_survives_every_notation(amount: int, notation: str) -> None:
    assert parse_money(notation.format(amount)) == amount


@given(st.integers(0, 10_000), st.sampled_from(["{}", "-{}", "{}分", "-{}分", "扣{}分", " {} "]))
def test_all_points_survive_every_notation(points: int, notation: str) -> None:
    assert parse_points(notation.format(points)) == points * 100
