"""The evaluation papers: scoring standards and record sheets of both sections, as data (TND-08). Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tendering.choices import SheetSection
from tendering.errors import PaperIncomplete, SheetItemWrong
from tendering.rules.tender_rules import TenderRules

MOST_ITEMS = 200


@dataclass(frozen=True)
class SheetLine:
    """One line of a scoring sheet; ``max_points`` in hundredths. ``is_price`` is computed, not scored by judges."""

    code: str
    section: str
    heading: str
    standard: str
    max_points: int
    is_price: bool = False


def check_lines(lines: Sequence[SheetLine]) -> list[SheetLine]:
    """Return the lines of a draft tidied. Raises SheetItemWrong naming the line (TND-08)."""
    if len(lines) > MOST_ITEMS:
        raise SheetItemWrong("too_many", line=MOST_ITEMS)
    tidy: list[SheetLine] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        one = SheetLine(
            line.code.strip()[:20],
            line.section,
            line.heading.strip()[:120],
            line.standard.strip()[:4000],
            line.max_points,
            line.is_price,
        )
        if problem := _problem(one, seen):
            raise SheetItemWrong(problem, line=number)
        seen.add(one.code)
        tidy.append(one)
    return tidy


def _problem(line: SheetLine, seen: set[str]) -> str:
    if not line.code or not line.heading or not line.standard:
        return "empty"
    if line.code in seen:
        return "twice"
    if line.section not in set(SheetSection):
        return "section"
    if isinstance(line.max_points, bool) or not 0 < line.max_points <= 10_000:
        return "points"
    if line.is_price and line.section != SheetSection.FINANCIAL:
        return "price"
    return ""


def check_complete(lines: Sequence[SheetLine], basis: str, rules: TenderRules) -> None:
    """Raise PaperIncomplete unless both sections add up to their points, exactly one line is the price (TND-25), and
    the basis of the work is named (TND-09).
    """
    for section, points in (
        (SheetSection.SERVICE, rules.service_points),
        (SheetSection.FINANCIAL, rules.financial_points),
    ):
        total = sum(line.max_points for line in lines if line.section == section)
        if total != points:
            raise PaperIncomplete(f"{section}_sum", have=total, want=points)
    if sum(line.is_price for line in lines) != 1:
        raise PaperIncomplete("price_line")
    if not basis.strip():
        raise PaperIncomplete("basis")


def to_content(lines: Sequence[SheetLine], *, notes: str, basis: str, rules: Mapping[str, Any]) -> dict[str, Any]:
    """Return the papers as the JSON value that is sealed."""
    return {"items": [asdict(line) for line in lines], "notes": notes, "basis": basis, "rules": dict(rules)}


def lines_of(content: Mapping[str, Any]) -> list[SheetLine]:
    """Return the lines of stored papers."""
    return [SheetLine(**item) for item in content["items"]]


def headings_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what bidders may know: the criterion headings with their section, no standards and no points (X-02)."""
    return [{"section": item["section"], "heading": item["heading"]} for item in content["items"]]


def digest(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the papers' canonical JSON."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
