"""By when a check must be reported (INS-03, INS-04); weeks run from Monday to Sunday."""

from datetime import date, datetime, time, timedelta, tzinfo

from inspections.choices import SecondWeek
from records.rules.deadlines import at_time, end_of_day
from records.rules.periods import Month

CLOSE_OF_WORK = time(18, 0)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _second_week_of(month: Month) -> date:
    """Return the Monday of the month's second week, the week of the 1st counted as first."""
    return _monday(month.first_day) + timedelta(days=7)


def second_week(checked_on: date, counted: SecondWeek) -> date:
    """Return the Monday of the week in which a check's report falls due (X-30).

    ``AFTER_CHECK``: the week of the check is the first, so the Monday after it. ``OF_MONTH``: the first Monday of a
    month's second week that comes after the check, which for a check late in the month is the next month's.
    """
    if counted is SecondWeek.AFTER_CHECK:
        return _monday(checked_on) + timedelta(days=7)
    month = Month.of(checked_on)
    monday = _second_week_of(month)
    return monday if monday > checked_on else _second_week_of(month.plus(1))


def self_check_report_due(
    checked_on: date,
    zone: tzinfo,
    *,
    counted: SecondWeek = SecondWeek.AFTER_CHECK,
    close_of_work: time = CLOSE_OF_WORK,
) -> datetime:
    """Return when a self-check or cross-check must be reported: second Monday, close of work (INS-03)."""
    return at_time(second_week(checked_on, counted), close_of_work, zone)


def company_result_due(checked_on: date, zone: tzinfo, *, counted: SecondWeek = SecondWeek.AFTER_CHECK) -> datetime:
    """Return when a company check's result is due: within the second week, so Sunday 24:00 of it (INS-04)."""
    return end_of_day(second_week(checked_on, counted) + timedelta(days=6), zone)
