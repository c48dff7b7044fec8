"""Months neither overlap nor leave gaps, and deadlines end at 24:00 of the tenant's day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.rules.deadlines import at_time, end_of_day, local_day, working_days_after
from records.rules.periods import Month, consecutive_before, months_back

SHANGHAI = ZoneInfo("Asia/Shanghai")
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))


def test_month_knows_its_days() -> None:
    month = Month.parse("2028-02")
    assert (month.first_day, month.last_day, month.until) == (date(2028, 2, 1), date(2028, 2, 29), date(2028, 3, 1))
    assert str(month) == "2028-02"
    assert Month(2026, 12).until == date(2027, 1, 1)
    assert Month(2026, 1).plus(-1) == Month(2025, 12)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-1", "26-01", "2026-01-01", "", "2026/01", "9999-01"])
def test_month_refuses_what_is_no_month(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


@given(days)
def test_every_day_lies_in_exactly_one_month(day: date) -> None:
    month = Month.of(day)
    assert [candidate for candidate in months_back(month.plus(1), 3) if day in candidate] == [month]


@given(days)
def test_neighbouring_months_touch(day: date) -> None:
    month = Month.of(day)
    assert month.plus(1).first_day == month.until == month.last_day + timedelta(days=1)
    assert month.plus(1).ordinal == month.ordinal + 1


def test_months_back_counts_to_the_last_one() -> None:
    assert [str(month) for month in months_back(Month(2026, 2), 3)] == ["2025-12", "2026-01", "2026-02"]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [([], 0), (["2026-09"], 1), (["2026-08"], 0), (["2026-09", "2026-08"], 2), (["2026-10"], 0)],
)
def test_consecutive_before_stops_at_the_first_gap(marked: list[str], expected: int) -> None:
    assert consecutive_before(Month(2026, 10), {Month.parse(text) for text in marked}) == expected


@pytest.mark.req("NTF-04")
def test_end_of_day_is_midnight_in_the_tenants_zone() -> None:
    due = end_of_day(date(2026, 10, 12), SHANGHAI)
    assert due.astimezone(UTC) == datetime(2026, 10, 12, 16, 0, tzinfo=UTC)


@pytest.mark.req("NTF-04")
def test_end_of_day_follows_the_clock_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    assert end_of_day(date(2026, 10, 25), berlin).astimezone(UTC) == datetime(2026, 10, 25, 23, 0, tzinfo=UTC)
    assert end_of_day(date(2026, 10, 24), berlin).astimezone(UTC) == datetime(2026, 10, 24, 22, 0, tzinfo=UTC)


def test_local_day_is_the_tenants_day() -> None:
    assert local_day(datetime(2026, 10, 12, 16, 0, tzinfo=UTC), SHANGHAI) == date(2026, 10, 13)
    assert local_day(datetime(2026, 10, 12, 15, 59, 59, tzinfo=UTC), SHANGHAI) == date(2026, 10, 12)


def test_local_day_refuses_a_moment_without_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        local_day(datetime(2026, 10, 12), SHANGHAI)  # noqa: DTZ001 - the naive moment is the case


def test_at_time_is_the_hour_in_the_zone() -> None:
    assert at_time(date(2026, 10, 12), time(18), SHANGHAI).astimezone(UTC) == datetime(2026, 10, 12, 10, tzinfo=UTC)


def test_working_days_skip_what_the_calendar_skips() -> None:
    def weekday(day: date) -> bool:
        return day.weekday() < 5

    assert working_days_after(date(2026, 10, 9), 1, weekday) == date(2026, 10, 12)
    assert working_days_after(date(2026, 10, 9), 5, weekday) == date(2026, 10, 16)
    assert working_days_after(date(2026, 10, 10), 0, weekday) == date(2026, 10, 10)


def test_working_days_end_on_an_empty_calendar() -> None:
    with pytest.raises(ValueError, match="no working days"):
        working_days_after(date(2026, 10, 9), 1, lambda day: False)
    with pytest.raises(ValueError, match="negative"):
        working_days_after(date(2026, 10, 9), -1, lambda day: True)
