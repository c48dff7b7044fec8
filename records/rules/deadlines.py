"""Due dates: they run to 24:00 of the day in the tenant's time zone (NTF-04).

A deadline is stored and compared as the first moment that is too late (an exclusive end, ``_until``), so 24:00 of the
12th is 00:00 of the 13th and a deed at that very moment is late.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo


def local_day(moment: datetime, zone: tzinfo) -> date:
    """Return the calendar day of an aware moment as people in ``zone`` call it. Raises ValueError if it is naive."""
    if moment.tzinfo is None:
        raise ValueError("the moment carries no time zone")
    return moment.astimezone(zone).date()


def end_of_day(day: date, zone: tzinfo) -> datetime:
    """Return 24:00 of a day in ``zone`` as an aware moment (NTF-04)."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)


def at_time(day: date, hour: time, zone: tzinfo) -> datetime:
    """Return an hour of a day in ``zone`` as an aware moment, for duties due at close of work."""
    return datetime.combine(day, hour, tzinfo=zone)


def is_weekday(day: date) -> bool:
    """Whether a day is one from Monday to Friday: working days until a tenant keeps a calendar of its own (X-17)."""
    return day.weekday() < 5


def last_day_over(today: date, count: int, is_working_day: Callable[[date], bool]) -> date:
    """Return the latest day whose time of ``count`` working days has run out before ``today``."""
    day = today - timedelta(days=1)
    while working_days_after(day, count, is_working_day) >= today:
        day -= timedelta(days=1)
    return day


def working_days_after(day: date, count: int, is_working_day: Callable[[date], bool]) -> date:
    """Return the ``count``-th working day after ``day``, by the tenant's own calendar (X-17).

    Raises ValueError for a negative count, and if a whole year passes without the count being reached, which only a
    calendar without working days can cause.
    """
    if count < 0:
        raise ValueError("the number of working days must not be negative")
    found, reached, without = 0, day, 0
    while found < count:
        reached += timedelta(days=1)
        without = 0 if is_working_day(reached) else without + 1
        found += without == 0
        if without > 366:
            raise ValueError("the calendar has no working days")
    return reached
