"""The exact text a general manager signs for an opening, and when an opening is due (TND-13). Pure."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tendering.errors import OpeningBeforeDeadline, TooEarly


@dataclass(frozen=True)
class OpeningFacts:
    """What an opening is bound to: this tender, these minutes, these papers, this key, these criteria."""

    tenant_id: int
    tender_id: int
    number: str
    title: str
    deadline_at: datetime
    opens_at: datetime
    papers_sha256: str
    public_key: bytes
    headings: Any


def statement(facts: OpeningFacts) -> str:
    """Return the canonical text of the application: the same facts give the same text, any other gives another."""
    headings = json.dumps(facts.headings, ensure_ascii=False, sort_keys=True).encode()
    return json.dumps(
        {
            "act": "unseal",
            "tenant": facts.tenant_id,
            "tender": facts.tender_id,
            "number": facts.number,
            "title": facts.title,
            "deadline_at": _minute(facts.deadline_at),
            "opens_at": _minute(facts.opens_at),
            "papers_sha256": facts.papers_sha256,
            "public_key": facts.public_key.hex(),
            "criteria_sha256": hashlib.sha256(headings).hexdigest(),
        },
        ensure_ascii=False,
        sort_keys=True,
        indent=1,
    )


def _minute(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def check_dates(*, deadline_at: datetime | None, opens_at: datetime | None) -> None:
    """Raise OpeningBeforeDeadline unless both times are set and the opening does not lie before the deadline."""
    if deadline_at is None or opens_at is None or opens_at < deadline_at:
        raise OpeningBeforeDeadline


def check_due(*, clock: datetime, opens_at: datetime) -> None:
    """Raise TooEarly before the set opening time; no second is given away (TND-13)."""
    if clock < opens_at:
        raise TooEarly
