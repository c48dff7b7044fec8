"""Reading days and moments in every notation found in office tables.

These are 2026-10-12, 2026/10/12, 2026.10.12, 2026年10月12日, 20261012, date cells, serial numbers of spreadsheets and
full-width digits, each with or without a time.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from records import errors as wording
from records.rules.cell_values import CellProblem, Mark, decimal_of, is_nothing, is_number, problem, unusable
from records.rules.text import compact, halfwidth, one_line

# Outside these years a date in an office table is a slip of the finger.
EARLIEST = date(1980, 1, 1)
LATEST = date(2099, 12, 31)

# Day 0 of spreadsheets; right for every day after February 1900, which they believe to have had 29 days.
_DAY_ZERO = date(1899, 12, 30)
_LAST_SERIAL = 2_958_465
_FIRST_SERIAL = 61

_WEEKDAY = re.compile(r"\(?(?:星期|周)[一二三四五六日天]\)?")
_DAY = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?:\s?[日号]|(?!\d))")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?!\d)")
_TIME = re.compile(
    r"T?\s?(上午|下午|早上|中午|晚上|凌晨)?\s?(\d{1,2})\s?[:时点]\s?(?:(\d{1,2})\s?分?)?(?::(\d{1,2})(?:\.\d+)?)?\s?秒?"
)
_NO_YEAR = re.compile(r"\d{1,2}[-/.月]\d{1,2}[日号]?|\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_NO_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}月?")
_AFTERNOON = {"下午", "晚上"}
_OPEN_ENDED = frozenset({"长期", "长期有效", "永久", "永久有效", "无固定期限", "无期限", "长期/永久"})


@dataclass(frozen=True, slots=True)
class Moment:
    """A day with the time of day, or without one when only the day was written; local to the tenant."""

    day: date
    at: time | None


def parse_date(
    raw: Any, *, earliest: date | None = EARLIEST, latest: date | None = LATEST
) -> date | CellProblem | None:
    """Return the day in a cell; a time beside it is ignored. Bounds belong to the allowed range."""
    moment = parse_moment(raw, earliest=earliest, latest=latest)
    return moment.day if isinstance(moment, Moment) else moment


def parse_expiry(
    raw: Any, *, earliest: date | None = EARLIEST, latest: date | None = LATEST
) -> date | Mark | CellProblem | None:
    """Return the last day a paper is valid, or ``Mark.OPEN_ENDED`` for one without an end (长期)."""
    if isinstance(raw, str) and compact(raw) in _OPEN_ENDED:
        return Mark.OPEN_ENDED
    return parse_date(raw, earliest=earliest, latest=latest)


def parse_moment(
    raw: Any, *, earliest: date | None = EARLIEST, latest: date | None = LATEST
) -> Moment | CellProblem | None:
    """Return day and time in a cell."""
    if is_nothing(raw):
        return None
    found = unusable(raw) or _found(raw)
    if isinstance(found, CellProblem):
        return found
    if earliest is not None and found.day < earliest:
        return problem("too_early", wording.TOO_EARLY, wording.CHECK_YEAR, found.day, limit=earliest.isoformat())
    if latest is not None and found.day > latest:
        return problem("too_late", wording.TOO_LATE, wording.CHECK_YEAR, found.day, limit=latest.isoformat())
    return found


def _found(raw: Any) -> Moment | CellProblem:
    if isinstance(raw, datetime):
        return Moment(raw.date(), _unless_midnight(raw.time()))
    if isinstance(raw, date):
        return Moment(raw, None)
    if is_number(raw):
        return _from_number(raw)
    if isinstance(raw, str):
        return _from_text(raw)
    return _not_a_date(raw)


def _not_a_date(raw: Any) -> CellProblem:
    return problem("not_a_date", wording.NOT_A_DATE, wording.WRITE_DATE, raw)


def _unless_midnight(at: time) -> time | None:
    """A day without a time is stored and exported as midnight, so midnight says that none was written."""
    return None if at == time.min else at


def _from_number(raw: Any) -> Moment | CellProblem:
    """Return the day of a serial number, or of eight digits typed as a number."""
    number = decimal_of(raw)
    if number is None:
        return _not_a_date(raw)
    if number == int(number) and len(str(int(number))) == len("YYYYMMDD"):
        return _from_text(str(int(number)))
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        return _not_a_date(raw)
    days, rest = divmod(number, 1)
    at = datetime.combine(_DAY_ZERO + timedelta(days=int(days)), time.min) + timedelta(seconds=round(rest * 86_400))
    return Moment(at.date(), _unless_midnight(at.time()))


def _from_text(raw: str) -> Moment | CellProblem:
    text = _WEEKDAY.sub("", one_line(halfwidth(raw))).strip()
    match = _DAY.match(text) or _DIGITS.match(text)
    if match is None:
        return _partial(raw, compact(text))
    at = _time_of(text[match.end() :].strip())
    if at is None:
        return _not_a_date(raw)
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return problem("impossible_date", wording.IMPOSSIBLE_DATE, wording.CHECK_CALENDAR, raw)
    return Moment(day, at[0])


def _partial(raw: str, text: str) -> CellProblem:
    if _NO_YEAR.fullmatch(text):
        return problem("year_missing", wording.YEAR_MISSING, wording.WRITE_YEAR, raw)
    if _NO_DAY.fullmatch(text):
        return problem("day_missing", wording.DAY_MISSING, wording.WRITE_DAY, raw)
    return _not_a_date(raw)


def _time_of(text: str) -> tuple[time | None] | None:
    """Return the time in what follows a day, ``(None,)`` for nothing there, None for something that is no time."""
    if not text:
        return (None,)
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    half, hour, minute, second = match[1], int(match[2]), int(match[3] or 0), int(match[4] or 0)
    if half in _AFTERNOON and hour < 12:
        hour += 12
    try:
        return (_unless_midnight(time(hour, minute, second)),)
    except ValueError:
        return None
