"""Whether a vendor may be invited, signed with or settled with (VEN-14)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from vendors.choices import BlockerCode, DocumentKind, Purpose, Qualification
from vendors.errors import standing as errors
from vendors.rules.lifecycle import EXCLUDED, USABLE
from vendors.rules.settings import VendorRules

# What two people may answer for; never an exclusion.
OVERRIDABLE = frozenset(one.value for one in BlockerCode if one is not BlockerCode.BANNED)
ABOUT_PAPERS = frozenset({BlockerCode.DOCUMENT_EXPIRED.value, BlockerCode.DOCUMENT_MISSING.value})
LONGEST_EXCEPTION_DAYS = 365


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason: a stable code, the words for it, the paper it is about, and whether two people answer for it."""

    code: str
    text: Any
    document_kind: str = ""
    is_overridden: bool = False

    @property
    def can_be_overridden(self) -> bool:
        """Whether two people may let the vendor pass in spite of it: never of an exclusion."""
        return self.code in OVERRIDABLE


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a vendor: papers maps a kind to the last valid day of its best paper, None without end date."""

    status: Qualification
    is_active: bool
    is_banned: bool
    ban_until: date | None
    papers: Mapping[str, date | None]
    licence_until: date | None = None
    licence_is_permanent: bool = False
    is_listed: bool | None = None  # on the list that counts; None while no version is approved


def with_licence(facts: Facts) -> dict[str, date | None]:
    """Return the papers with the licence as the register's own entry knows it, where no scan was handed in."""
    papers = dict(facts.papers)
    if facts.licence_is_permanent or facts.licence_until is not None:
        papers.setdefault(DocumentKind.BUSINESS_LICENCE.value, facts.licence_until)
    return papers


def reasons(
    facts: Facts, *, purpose: Purpose, required: Collection[str], on: date, rules: VendorRules
) -> list[Blocker]:
    """Return why a vendor may not pass on a day, the gravest first; empty when it may.

    An expired required paper always stops; one never handed in stops where the settings say so.
    """
    found = []
    if facts.is_banned:
        found.append(Blocker(BlockerCode.BANNED.value, errors.banned_text(facts.ban_until)))
    elif facts.status in EXCLUDED:
        found.append(Blocker(BlockerCode.BANNED.value, errors.excluded_text()))
    if not facts.is_active:
        found.append(Blocker(BlockerCode.INACTIVE.value, errors.inactive_text()))
    if must_be_qualified(purpose, rules):
        found += _unqualified(facts)
    papers = with_licence(facts)
    for kind in required:
        until = papers.get(kind)
        if kind not in papers:
            if rules.missing_blocks(purpose.value):
                found.append(Blocker(BlockerCode.DOCUMENT_MISSING.value, errors.missing_text(kind), kind))
        elif until is not None and until < on:
            found.append(Blocker(BlockerCode.DOCUMENT_EXPIRED.value, errors.expired_text(kind, until), kind))
    return found


def _unqualified(facts: Facts) -> list[Blocker]:
    """Return that a vendor is not qualified, or does not stand on the list that counts (VEN-08)."""
    if facts.status not in USABLE | EXCLUDED:
        return [Blocker(BlockerCode.NOT_QUALIFIED.value, errors.not_qualified_text())]
    if facts.is_listed is False and facts.status in USABLE:
        return [Blocker(BlockerCode.NOT_QUALIFIED.value, errors.not_listed_text())]
    return []


def must_be_qualified(purpose: Purpose, rules: VendorRules) -> bool:
    """Whether the purpose asks for a qualified vendor on the list that counts (VEN-08); the tenant's setting."""
    return purpose is Purpose.INVITATION and rules.invitation_needs_qualified
