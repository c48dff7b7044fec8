"""Who may stand on the qualified-vendor list, and how two versions of it differ (VEN-08, VEN-09)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from vendors.choices import Qualification
from vendors.rules.lifecycle import USABLE


@dataclass(frozen=True, slots=True)
class Entry:
    """A vendor on a version, as far as versions are compared: lines by their codes."""

    vendor_id: int
    name: str
    lines: frozenset[str]
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A vendor on both versions whose lines or last grade changed."""

    vendor_id: int
    name: str
    lines_added: tuple[str, ...]
    lines_gone: tuple[str, ...]
    old_grade: str
    new_grade: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What happened from one version to the next."""

    entered: tuple[Entry, ...]
    left: tuple[Entry, ...]
    changed: tuple[Change, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both versions say the same."""
        return not (self.entered or self.left or self.changed)


def compare(old: Iterable[Entry], new: Iterable[Entry]) -> Comparison:
    """Return who entered, who left and what changed, each in the order of its own version (VEN-08)."""
    before, after = {one.vendor_id: one for one in old}, {one.vendor_id: one for one in new}
    changed = []
    for key, entry in after.items():
        known = before.get(key)
        if known is not None and (known.lines, known.grade) != (entry.lines, entry.grade):
            changed.append(
                Change(
                    key,
                    entry.name,
                    tuple(sorted(entry.lines - known.lines)),
                    tuple(sorted(known.lines - entry.lines)),
                    known.grade,
                    entry.grade,
                )
            )
    return Comparison(
        entered=tuple(entry for key, entry in after.items() if key not in before),
        left=tuple(entry for key, entry in before.items() if key not in after),
        changed=tuple(changed),
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """What decides whether a vendor may stand on the list; ``review_qualifies`` speaks of its newest review."""

    status: str
    is_active: bool
    is_banned: bool
    review_qualifies: bool


def may_be_listed(candidate: Candidate) -> bool:
    """Whether a vendor may stand on the list (VEN-04, VEN-08, VEN-09).

    A qualified or watched vendor stays; a vendor under review enters when its review passed with all five conditions;
    whoever is banned, disqualified or switched off drops out.
    """
    if not candidate.is_active or candidate.is_banned:
        return False
    status = Qualification(candidate.status)
    return status in USABLE or (status is Qualification.UNDER_REVIEW and candidate.review_qualifies)


def check_lines(wanted: Collection[int], offered: Collection[int]) -> frozenset[int]:
    """Return the lines of an entry that the vendor really works in."""
    return frozenset(wanted) & frozenset(offered)
