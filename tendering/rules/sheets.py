"""Filling in a scoring sheet: points within a line, no gaps, a digest that gives nothing away (TND-21). Pure."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

from records.rules.hundredths import as_text, to_hundredths
from tendering.choices import BidCheck, SheetSection
from tendering.errors.judging import ScoreRefused

LONGEST_REASON = 300
MANDATORY_CHECKS = (BidCheck.SEALED, BidCheck.COMMITMENT_LETTER, BidCheck.SERVICE_PLAN, BidCheck.QUOTATION)
ALL_CHECKS = tuple(BidCheck)


@dataclass(frozen=True)
class Line:
    """A line of the sheet as a judge sees it; points in hundredths."""

    item_id: int
    code: str
    section: str
    max_points: int
    is_price: bool


@dataclass(frozen=True)
class Score:
    """Points of one bid in one line, with the judge's reason."""

    bid_id: int
    item_id: int
    points: int
    reason: str = ""


def judged_lines(lines: Iterable[Line], *, service: bool, financial: bool) -> list[Line]:
    """Return the lines a judge scores: of the parts of the seat, without what is computed from the price."""
    wanted = {SheetSection.SERVICE.value: service, SheetSection.FINANCIAL.value: financial}
    return [one for one in lines if wanted[one.section] and not one.is_price]


def to_points(raw: str, *, most: int, field: str) -> int:
    """Return typed points as hundredths; full-width digits and a decimal comma are read. Raises ScoreRefused."""
    text = normalize("NFKC", raw).strip().replace(",", ".").replace("。", ".")
    try:
        points = to_hundredths(text)
    except ValueError as error:
        raise ScoreRefused(field=field, most=as_text(most)) from error
    if not 0 <= points <= most:
        raise ScoreRefused(field=field, most=as_text(most))
    return points


def missing(lines: Iterable[Line], bid_ids: Iterable[int], filled: Iterable[tuple[int, int]]) -> int:
    """Return how many cells of a sheet have no points yet; ``filled`` are pairs of bid and line."""
    wanted = {(bid_id, line.item_id) for bid_id in bid_ids for line in lines}
    return len(wanted - set(filled))


def digest(judge_id: int, salt: str, scores: Iterable[Score]) -> str:
    """Return the SHA-256 of a sheet; the salt keeps anybody from trying points until the digest fits."""
    rows = sorted((one.bid_id, one.item_id, one.points, one.reason) for one in scores)
    content = json.dumps([judge_id, salt, rows], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def checks_missing(checks: dict[str, bool]) -> list[BidCheck]:
    """Return the checks that a valid bid still lacks (TND-17, TND-25)."""
    return [one for one in ALL_CHECKS if not checks.get(one.value)]
