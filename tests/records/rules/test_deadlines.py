"""Days that have run out, counted in working days (X-17)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from records.rules.deadlines import is_weekday, last_day_over, working_days_after

DAYS = some.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31))


@pytest.mark.parametrize(
    ("today", "count", "last"),
    [
        (date(2026, 10, 23), 5, date(2026, 10, 15)),  # Friday: published on Thursday of last week, over on Thursday
        (date(2026, 10, 22), 5, date(2026, 10, 14)),
        (date(2026, 10, 26), 5, date(2026, 10, 18)),  # Monday: what was published on the weekend ran out on Friday
        (date(2026, 10, 23), 1, date(2026, 10, 21)),
        (date(2026, 10, 23), 0, date(2026, 10, 22)),
    ],
)
def test_last_day_whose_time_has_run_out(today: date, count: int, last: date) -> None:
    assert last_day_over(today, count, is_weekday) == last


@given(today=DAYS, count=some.integers(min_value=0, max_value=60))
def test_the_day_after_the_last_one_still_has_time(today: date, count: int) -> None:
    last = last_day_over(today, count, is_weekday)
    assert working_days_after(last, count, is_weekday) < today
    assert working_days_after(last + timedelta(days=1), count, is_weekday) >= today or last + timedelta(days=1) == today
