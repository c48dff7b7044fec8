"""Rules of inviting: the order of the dates, and the text the general manager approves (TND-16, TND-19). Pure."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from tendering.choices import TenderMethod

FARTHEST = timedelta(days=731)
MEETINGS = ("visit", "clarification")


@dataclass(frozen=True)
class Dates:
    """Every date a bidder is told, with the places and the contact."""

    reply_by: datetime | None = None
    visit_at: datetime | None = None
    visit_place: str = ""
    clarification_at: datetime | None = None
    clarification_place: str = ""
    deadline_at: datetime | None = None
    opens_at: datetime | None = None
    bidder_contact: str = ""

    @classmethod
    def of(cls, row: Any) -> "Dates":
        """Return the dates of a tender."""
        return cls(**{one.name: getattr(row, one.name) for one in fields(cls)})

    def moments(self) -> list[tuple[str, datetime | None]]:
        """Return the moments in the order they must have."""
        names = ("reply_by", "visit_at", "clarification_at", "deadline_at", "opens_at")
        return [(name, getattr(self, name)) for name in names]

    def to_json(self) -> dict[str, str]:
        """Return the dates as text."""
        return {
            name: value.isoformat() if isinstance(value, datetime) else str(value or "")
            for name, value in asdict(self).items()
        }


def date_problem(dates: Dates, *, method: str, now: datetime, known: Dates | None = None) -> tuple[str, str] | None:
    """Return (field, kind) of the first fault, or None: ``missing``, ``past``, ``far``, ``order``, ``place``.

    Visit and clarification may be left out of a price inquiry only (TND-19, TND-20). A moment that stands unchanged in
    ``known`` may have passed: a later change does not move what has already taken place.
    """
    optional = {"visit_at", "clarification_at"} if method == TenderMethod.INQUIRY else set()
    last: datetime | None = None
    for name, moment in dates.moments():
        if moment is None:
            if name in optional:
                continue
            return name, "missing"
        is_old = known is not None and getattr(known, name) == moment
        if moment <= now and not is_old:
            return name, "past"
        if moment > now + FARTHEST:
            return name, "far"
        if last is not None and (moment < last or (name == "deadline_at" and moment == last)):
            return name, "order"
        last = moment
    for name in MEETINGS:
        if getattr(dates, f"{name}_at") is not None and not getattr(dates, f"{name}_place").strip():
            return f"{name}_place", "place"
    return None


def list_content(*, tender_number: str, dates: Dates, vendors: Iterable[tuple[int, str, str, str]]) -> dict[str, Any]:
    """Return what the general manager approves: (vendor id, name, credit code, source) of each, and every date."""
    return {
        "tender": tender_number,
        "vendors": [
            {"id": vendor_id, "name": name, "credit_code": code, "source": source}
            for vendor_id, name, code, source in sorted(vendors)
        ],
        "dates": dates.to_json(),
    }


def digest(content: dict[str, Any]) -> str:
    """Return the SHA-256 of a list's canonical JSON."""
    return hashlib.sha256(
        json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()
