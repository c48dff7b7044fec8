"""The named parts of a tender's open papers, and what is still missing in them (TND-02 to TND-08, TND-15). Pure."""

import hashlib
import json
from collections.abc import Collection, Mapping

from tendering.choices import PaperKind, TenderMethod
from tendering.errors import FactMissing

LONGEST_PART = 20_000

# Paper -> its parts in order. A part in OPTIONAL may stay empty.
PARTS: dict[str, tuple[str, ...]] = {
    PaperKind.INITIATION: ("content", "scope", "goals", "timetable", "implementation"),
    PaperKind.PLAN: (
        "scope",
        "standard",
        "owners_decision",
        "content",
        "conditions",
        "bid_requirements",
        "evaluation_method",
        "announcement_on",
        "announcement_media",
    ),
    PaperKind.INVITATION_LETTER: ("letter", "contact"),
    PaperKind.TENDER_DOCUMENT: (
        "nature_scale",
        "service_requirements",
        "eligibility",
        "criteria",
        "bid_requirements",
        "contract_draft",
    ),
    PaperKind.TECHNICAL_DATA: ("site_plan", "facilities", "file_list"),
    PaperKind.OTHER: ("remarks",),
}
OPTIONAL = frozenset({"timetable", "goals", "file_list", "remarks", "contract_draft"})
# A part that an uploaded file may stand for.
FILE_INSTEAD = {"site_plan": "site_plan", "contract_draft": "contract_draft"}
# The four parts of the set without which nothing is issued; the fourth, the evaluation papers, is kept apart (TND-07).
SET_PARTS = (PaperKind.INVITATION_LETTER, PaperKind.TENDER_DOCUMENT, PaperKind.TECHNICAL_DATA)


def wanted_parts(kind: str, *, method: str, cites_owners: bool) -> tuple[str, ...]:
    """Return the parts a paper shows: the owners' decision for owners' committees only (TND-03), the announcement for
    open tenders only (TND-04).
    """
    left_out = set()
    if not cites_owners:
        left_out.add("owners_decision")
    if method != TenderMethod.OPEN:
        left_out |= {"announcement_on", "announcement_media"}
    return tuple(part for part in PARTS[kind] if part not in left_out)


def tidied(kind: str, parts: Mapping[str, str]) -> dict[str, str]:
    """Return the known parts of a paper with their texts tidied; the rest is dropped."""
    return {key: str(parts.get(key, "")).strip()[:LONGEST_PART] for key in PARTS[kind]}


def missing_parts(wanted: Collection[str], parts: Mapping[str, str], files: Collection[str] = ()) -> list[str]:
    """Return the mandatory parts without text, in order; ``files`` are the kinds of the files handed in."""
    return [
        key
        for key in wanted
        if key not in OPTIONAL and not parts.get(key, "").strip() and FILE_INSTEAD.get(key) not in files
    ]


def check_whole(wanted: Collection[str], parts: Mapping[str, str]) -> None:
    """Raise FactMissing naming the first mandatory part without text (TND-02, TND-05)."""
    for key in missing_parts(wanted, parts):
        raise FactMissing(field=key)


def digest(parts: Mapping[str, str]) -> str:
    """Return the SHA-256 of a paper's texts, the same for the same texts."""
    return hashlib.sha256(json.dumps(dict(parts), ensure_ascii=False, sort_keys=True).encode()).hexdigest()
