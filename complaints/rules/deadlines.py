"""By when a complaint must be answered (CMP-03): three calendar days, to 24:00 of the last one (NTF-04, X-11, X-17)."""

from datetime import date, datetime, timedelta, tzinfo

from complaints.errors import AnsweredBeforeReceived
from records.rules.deadlines import end_of_day, local_day

ANSWER_DAYS = 3


def answer_due_on(received_on: date, days: int = ANSWER_DAYS) -> date:
    """Return the last day on which an answer is in time; the day of receipt is not counted."""
    return received_on + timedelta(days=days)


def answer_due(received_at: datetime, zone: tzinfo, days: int = ANSWER_DAYS) -> datetime:
    """Return the first moment at which an answer is late: 24:00 of the last day in the tenant's time zone."""
    return end_of_day(answer_due_on(local_day(received_at, zone), days), zone)


def is_answer_late(received_on: date, answered_on: date | None, *, as_of: date, days: int = ANSWER_DAYS) -> bool:
    """Whether the answer came, or is by now, later than allowed (CMP-03); all days are the tenant's local days.

    Days are enough, because the limit is the end of a day; so an answer of which only the date is known is judged
    like any other. An unanswered complaint is late from the day after the last one.
    """
    return (answered_on or as_of) > answer_due_on(received_on, days)


def check_answer(received_on: date, answered_on: date) -> None:
    """Raise AnsweredBeforeReceived when the answer's day is before the complaint's."""
    if answered_on < received_on:
        raise AnsweredBeforeReceived(field="answered_at")
