"""Days and moments in every notation found in office tables."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from records.rules.cell_dates import Moment, parse_date, parse_expiry, parse_moment
from records.rules.cell_values import CellProblem, FormulaText, Mark

DAY = date(2026, 10, 12)


@pytest.mark.parametrize(
    "raw",
    [
        "2026-10-12",
        "2026/10/12",
        "2026.10.12",
        "2026年10月12日",
        "2026年10月12号",
        " 2026-10-12\u3000",
        "２０２６－１０－１２",
        "２０２６年１０月１２日",
        "2026 年 10 月 12 日",
        "2026/10/12 (星期一)",
        "2026年10月12日（周一）",
        "20261012",
        20261012,
        46307,
        46307.0,
        46307.75,
        DAY,
        datetime(2026, 10, 12),  # noqa: DTZ001 - spreadsheets know no time zones
        datetime(2026, 10, 12, 16, 41),  # noqa: DTZ001
        "2026-10-12 16:41",
        "2026-10-12T16:41:05",
        "2026-10-12 00:00:00",
        "2026年10月12日 下午4点41分",
    ],
)
def test_a_day_is_read_in_every_notation(raw: Any) -> None:
    assert parse_date(raw) == DAY


@pytest.mark.parametrize("raw", ["2026.1.5", "2026/01/05", "2026年1月5日", "2026-1-05"])
def test_a_day_needs_no_leading_zero(raw: str) -> None:
    assert parse_date(raw) == date(2026, 1, 5)


@pytest.mark.parametrize("raw", [None, "", " \u3000", "\u200b", "/", "—", "－", "无"])
def test_no_day_is_none(raw: Any) -> None:
    assert parse_date(raw) is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("2026-02-30", "impossible_date"),
        ("2026-13-01", "impossible_date"),
        ("2026年0月1日", "impossible_date"),
        (20260230, "impossible_date"),
        ("10月12日", "year_missing"),
        ("10-12", "year_missing"),
        ("26.10.12", "year_missing"),
        ("2026年10月", "day_missing"),
        ("2026-10", "day_missing"),
        ("12/10/2026", "not_a_date"),
        ("2026-10-123", "not_a_date"),
        ("2026-10-12 25:00", "not_a_date"),
        ("2026-10-12 soon", "not_a_date"),
        ("上月底", "not_a_date"),
        ("=TODAY()", "not_a_date"),
        ("长期", "not_a_date"),
        (5, "not_a_date"),
        (-3, "not_a_date"),
        (10**12, "not_a_date"),
        (float("nan"), "not_a_date"),
        (True, "not_a_date"),
        (time(8, 0), "not_a_date"),
        (timedelta(days=1), "not_a_date"),
        ("#N/A", "cell_error"),
        (FormulaText("=A1+1"), "no_stored_value"),
        ("1979-12-31", "too_early"),
        ("2100-01-01", "too_late"),
        (61, "too_early"),
    ],
)
def test_what_is_no_day_is_told(raw: Any, code: str) -> None:
    found = parse_date(raw)
    assert isinstance(found, CellProblem)
    assert found.code == code


def test_bounds_are_the_callers_and_belong_to_the_range() -> None:
    assert parse_date("2026-10-12", earliest=DAY, latest=DAY) == DAY
    assert parse_date("1901-01-01", earliest=None, latest=None) == date(1901, 1, 1)
    found = parse_date("2026年10月13日", latest=DAY)
    assert isinstance(found, CellProblem)
    with translation.override("en"):
        assert str(found) == "2026-10-13 is after 2026-10-12. Check the year."
    with translation.override("zh-hans"):
        assert str(found) == "2026-10-13 晚于 2026-10-12。请检查年份。"


@pytest.mark.parametrize(
    ("raw", "at"),
    [
        ("2026-10-12", None),
        (DAY, None),
        ("2026-10-12 00:00", None),
        ("2026-10-12 16:41", time(16, 41)),
        ("2026/10/12 16:41:05", time(16, 41, 5)),
        ("2026/10/12 16:41:05.123", time(16, 41, 5)),
        ("2026年10月12日16时41分", time(16, 41)),
        ("2026年10月12日 16点", time(16, 0)),
        ("2026.10.12 上午9:05", time(9, 5)),
        ("2026.10.12 下午4:41", time(16, 41)),
        ("2026.10.12 下午12:30", time(12, 30)),
        ("２０２６－１０－１２　１６：４１", time(16, 41)),
        (datetime(2026, 10, 12, 16, 41), time(16, 41)),  # noqa: DTZ001
        (datetime(2026, 10, 12), None),  # noqa: DTZ001
        (46307.5, time(12, 0)),
        (46307.6951388889, time(16, 41)),
    ],
)
def test_a_moment_has_a_time_only_when_one_was_written(raw: Any, at: time | None) -> None:
    assert parse_moment(raw) == Moment(DAY, at)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("长期", Mark.OPEN_ENDED),
        (" 长期有效 ", Mark.OPEN_ENDED),
        ("无固定期限", Mark.OPEN_ENDED),
        ("2033年11月15日", date(2033, 11, 15)),
        ("2038.9.15", date(2038, 9, 15)),
        ("", None),
    ],
)
def test_a_paper_may_have_no_end(raw: str, expected: date | Mark | None) -> None:
    assert parse_expiry(raw) == expected


days = st.dates(min_value=date(1980, 1, 1), max_value=date(2099, 12, 31))
NOTATIONS = [
    "{0:%Y-%m-%d}",
    "{0:%Y/%m/%d}",
    "{0:%Y.%m.%d}",
    "{0:%Y年%m月%d日}",
    "{0:%Y%m%d}",
    "{0.year}.{0.month}.{0.day}",
]


@given(days, st.sampled_from(NOTATIONS), st.sampled_from(["", " ", "\u3000", "\n"]))
def test_every_day_survives_every_notation(day: date, notation: str, blank: str) -> None:
    assert parse_date(blank + notation.format(day) + blank) == day


@given(days)
def test_every_serial_number_is_its_day(day: date) -> None:
    assert parse_date((day - date(1899, 12, 30)).days) == day


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.dates(), st.times()))
def test_nothing_typed_ever_raises(raw: Any) -> None:
    assert isinstance(parse_moment(raw), Moment | CellProblem | None)
    assert isinstance(parse_expiry(raw), date | Mark | CellProblem | None)
