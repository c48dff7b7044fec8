"""Which texts an entry of the vendor log holds (VEN-11, VEN-15, VEN-16)."""

from collections.abc import Mapping
from datetime import date

from records.rules.text import clean, one_line
from vendors.choices import LogKind
from vendors.errors import LogFactMissing, LogInFuture

# Texts by kind; those that must be filled come first. One of a talk's three texts is enough.
TEXTS: dict[LogKind, tuple[str, ...]] = {
    LogKind.CHANGE: ("source", "content"),
    LogKind.MARKET: ("source", "content"),
    LogKind.TRAINING: ("attendees", "result", "content"),
    LogKind.COMMUNICATION: ("difficulties", "needs", "support", "attendees"),
}
NEEDED: dict[LogKind, tuple[str, ...]] = {
    LogKind.CHANGE: ("source",),
    LogKind.MARKET: ("source",),
    LogKind.TRAINING: ("attendees", "result"),
    LogKind.COMMUNICATION: (),
}
# Changes at a vendor and what the market says are reported to the management (VEN-11).
REPORTED = frozenset({LogKind.CHANGE, LogKind.MARKET})
ALL_TEXTS = ("source", "content", "attendees", "result", "difficulties", "needs", "support")


def check_entry(kind: str, texts: Mapping[str, str], *, topic: str, happened_on: date, on: date) -> dict[str, str]:
    """Return the texts an entry of this kind holds, ``topic`` among them, in their written form.

    Raises LogFactMissing for an empty mandatory text, LogInFuture for a day to come.
    """
    one = LogKind(kind)
    if not one_line(topic):
        raise LogFactMissing(field="topic")
    if happened_on > on:
        raise LogInFuture
    written = {name: clean(texts.get(name, "")) for name in TEXTS[one]}
    for name in NEEDED[one]:
        if not written[name]:
            raise LogFactMissing(field=name)
    if one is LogKind.COMMUNICATION and not any(written[name] for name in ("difficulties", "needs", "support")):
        raise LogFactMissing(field="difficulties")
    if "source" in written:
        written["source"] = one_line(written["source"])
    return {"topic": one_line(topic), **written}
