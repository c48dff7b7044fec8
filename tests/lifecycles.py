"""Compare a room's transition table with the pairs a test spells out, and by that every illegal step too."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

State = TypeVar("State", bound=StrEnum)


def pairs(text: str) -> set[tuple[str, str]]:
    """Read lines of the form ``planned > in_progress cancelled`` into pairs."""
    found = set()
    for line in filter(None, (line.strip() for line in text.splitlines())):
        frm, _, following = line.partition(">")
        found |= {(frm.strip(), to) for to in following.split()}
    return found


def table(transitions: Mapping[State, frozenset[State]]) -> set[tuple[str, str]]:
    """Return a transition table as pairs of stored values."""
    return {(frm.value, to.value) for frm, following in transitions.items() for to in following}
