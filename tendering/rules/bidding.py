"""What an envelope needs, how its digest and its receipt read, what a letter is numbered (TND-17, TND-25). Pure."""

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from tendering.choices import BidSlot, TenderMethod

MOST_FILES = 30
MAX_FILE_BYTES = 50 * 1024 * 1024
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
KINDS = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "office"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
)


def required_slots(method: str) -> tuple[BidSlot, ...]:
    """Return the papers an envelope must hold: a price inquiry needs no service plan (TND-04, TND-17, TND-25)."""
    if method == TenderMethod.INQUIRY:
        return (BidSlot.QUOTATION, BidSlot.COMMITMENT_LETTER)
    return (BidSlot.SERVICE_PLAN, BidSlot.QUOTATION, BidSlot.COMMITMENT_LETTER)


def missing_slots(method: str, given: Collection[str]) -> list[BidSlot]:
    """Return the mandatory papers that are not in the envelope yet."""
    return [slot for slot in required_slots(method) if slot.value not in given]


def kind_of(beginning: bytes) -> str | None:
    """Return what a file is by its first bytes, or None for what is not accepted."""
    return next((kind for magic, kind in KINDS if beginning.startswith(magic)), None)


def envelope_digest(sealed_fields: bytes, files: Iterable[tuple[str, bytes]]) -> str:
    """Return the SHA-256 of an envelope: its sealed fields, then each file's stored digest and its label's digest.

    ``files`` are (stored SHA-256 as text, sealed label) in the order of their ids.
    """
    whole = hashlib.sha256(bytes(sealed_fields))
    for stored_sha256, label in files:
        whole.update(stored_sha256.encode())
        whole.update(hashlib.sha256(bytes(label)).hexdigest().encode())
    return whole.hexdigest()


def receipt_text(
    *, tenant: str, tender: str, bidder: str, number: int, public_id: UUID, sha256: str, received_at: datetime
) -> str:
    """Return the text of a receipt that is signed: one canonical line of JSON, the moment to the microsecond."""
    facts = {
        "received_for": tenant,
        "tender": tender,
        "bidder": bidder,
        "envelope": number,
        "id": str(public_id),
        "sha256": sha256,
        "received_at": received_at.isoformat(),
    }
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def letter_number(tender_number: str, public_id: UUID) -> str:
    """Return the number of a bidder's letter: four letters without an order, so that it tells nothing about others."""
    left = public_id.int
    letters = []
    for _unused in range(4):
        left, rest = divmod(left, len(_LETTERS))
        letters.append(_LETTERS[rest])
    return f"{tender_number}-{''.join(letters)}"


def price_text(price: Decimal) -> str:
    """Return a price per year as it is sealed: yuan with two decimals."""
    return f"{price:.2f}"
