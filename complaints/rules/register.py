"""What a complaint must say, and what a judgement must hold (CMP-01, CMP-08, CMP-09)."""

from datetime import datetime, timedelta

from complaints.choices import Channel, Responsibility, Severity
from complaints.errors import (
    AttendanceIsVendors,
    ContentMissing,
    ReasonMissing,
    ReceivedInFuture,
    UnknownChoice,
)
from records.rules.text import clean

# Clocks of two machines may differ a little; more than this is a wrong date.
CLOCK_DRIFT = timedelta(minutes=5)


def check_content(content: str) -> str:
    """Return the cleaned text. Raises ContentMissing."""
    written = clean(content)
    if not written:
        raise ContentMissing
    return written


def check_received(received_at: datetime, at: datetime) -> None:
    """Raise ReceivedInFuture for a complaint from tomorrow."""
    if received_at > at + CLOCK_DRIFT:
        raise ReceivedInFuture


def check_channel(channel: str) -> str:
    """Return the channel. Raises UnknownChoice."""
    if channel not in set(Channel):
        raise UnknownChoice(field="channel")
    return Channel(channel).value


def check_severity(severity: str) -> str:
    """Return the severity. Raises UnknownChoice."""
    if severity not in set(Severity):
        raise UnknownChoice(field="severity")
    return Severity(severity).value


def check_judgement(responsibility: str, reason: str, *, is_attendance_related: bool) -> tuple[Responsibility, str]:
    """Return the finding and its cleaned reason.

    Raises UnknownChoice for no finding, ReasonMissing, and AttendanceIsVendors: what absence, lateness or a vacant
    post caused is always the vendor's (CMP-09).
    """
    if responsibility not in set(Responsibility) or responsibility == Responsibility.PENDING:
        raise UnknownChoice(field="responsibility")
    if not clean(reason):
        raise ReasonMissing
    if is_attendance_related and responsibility != Responsibility.VENDOR:
        raise AttendanceIsVendors
    return Responsibility(responsibility), clean(reason)
