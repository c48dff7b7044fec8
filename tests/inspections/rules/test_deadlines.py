"""Reports of checks are due in the second week (INS-03, INS-04, X-30)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections.choices import SecondWeek
from inspections.rules.deadlines import company_result_due, second_week, self_check_report_due

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.req("INS-03")
@pytest.mark.parametrize(
    ("checked_on", "due_on"),
    [
        (date(2026, 10, 12), date(2026, 10, 19)),  # a Monday
        (date(2026, 10, 14), date(2026, 10, 19)),
        (date(2026, 10, 18), date(2026, 10, 19)),  # a Sunday
        (date(2026, 12, 31), date(2027, 1, 4)),
    ],
)
def test_self_check_is_due_monday_after_the_week_of_the_check(checked_on: date, due_on: date) -> None:
    assert self_check_report_due(checked_on, SHANGHAI) == datetime(
        due_on.year, due_on.month, due_on.day, 18, 0, tzinfo=SHANGHAI
    )


@pytest.mark.req("INS-03")
@pytest.mark.parametrize(
    ("checked_on", "due_on"),
    [
        (date(2026, 10, 1), date(2026, 10, 5)),  # the 1st is a Thursday: its week is the first
        (date(2026, 10, 4), date(2026, 10, 5)),
        (date(2026, 10, 5), date(2026, 11, 2)),  # the 1st of November is a Sunday
        (date(2026, 10, 20), date(2026, 11, 2)),
        (date(2026, 6, 1), date(2026, 6, 8)),  # the 1st is a Monday
        (date(2026, 12, 20), date(2027, 1, 4)),
    ],
)
def test_self_check_may_count_the_weeks_of_the_month(checked_on: date, due_on: date) -> None:
    assert second_week(checked_on, SecondWeek.OF_MONTH) == due_on


@pytest.mark.req("INS-03")
def test_close_of_work_is_a_setting_in_the_tenants_zone() -> None:
    due = self_check_report_due(date(2026, 10, 14), SHANGHAI, close_of_work=time(17, 30))
    assert due.astimezone(UTC) == datetime(2026, 10, 19, 9, 30, tzinfo=UTC)


@pytest.mark.req("INS-04")
def test_company_result_is_due_by_the_end_of_the_second_week() -> None:
    assert company_result_due(date(2026, 10, 14), SHANGHAI) == datetime(2026, 10, 26, tzinfo=SHANGHAI)
    assert company_result_due(date(2026, 10, 14), SHANGHAI, counted=SecondWeek.OF_MONTH) == datetime(
        2026, 11, 9, tzinfo=SHANGHAI
    )


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)), st.sampled_from(SecondWeek))
def test_the_second_week_is_a_monday_after_the_check(checked_on: date, counted: SecondWeek) -> None:
    monday = second_week(checked_on, counted)
    assert monday.weekday() == 0
    assert timedelta(0) < monday - checked_on <= timedelta(days=42)
