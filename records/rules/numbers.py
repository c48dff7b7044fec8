"""How the running numbers of papers look: one place for every kind."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NumberPattern:
    """``prefix-year-number`` with at least ``width`` digits."""

    prefix: str
    width: int = 3


# Letters are the initials of the Chinese name, as offices write them: HT contract, TS complaint.
PATTERNS: dict[str, NumberPattern] = {
    "contract": NumberPattern("HT"),
    "complaint": NumberPattern("TS", 5),
    "inspection": NumberPattern("JC", 5),
    "rectification": NumberPattern("ZG", 4),
    "appeal": NumberPattern("SS", 4),
    "tender": NumberPattern("ZB"),
    "notice": NumberPattern("TZ", 4),
    "review": NumberPattern("PS", 4),
    "print.document": NumberPattern("WJ", 5),
    "print.card": NumberPattern("PJ", 5),
    "print.ranking": NumberPattern("PM", 4),
    "print.record": NumberPattern("JB", 5),
    "print.complaint": NumberPattern("TB", 5),
    "print.contract": NumberPattern("HB", 4),
}


def print_kind(paper: str) -> str:
    """Return the number kind of a printed document: its own when it has one, else the common one."""
    own = "print." + paper.rpartition(".")[2]
    return own if own in PATTERNS else "print.document"


def format_number(kind: str, year: int, number: int) -> str:
    """Return a number as printed: ``HT-2026-018``. Raises KeyError for a kind without a pattern."""
    pattern = PATTERNS[kind]
    return f"{pattern.prefix}-{year:04}-{number:0{pattern.width}}"
