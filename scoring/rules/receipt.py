"""The receipt: the ordered lines by which a card's number came about (scoring.md, section 5).

The stored lines are the single source of the screen, the PDF, the vendor's view and the API. Every figure is one a
person with a pocket calculator finds again: bases, weights and multipliers have two decimals, products of two of them
four, and a result is rounded half up once, on its own line.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from complaints.choices import RESPONSIBILITY_LABELS, SEVERITY_LABELS
from inspections.choices import INSPECTION_TYPE_LABELS
from records.rules.hundredths import ONE
from scoring.choices import COMPONENT_LABELS, LINE_TEXTS, PROVEN_ACT_LABELS, EvidenceKind, LineText, Part

# Placeholders that hold a stored code; the reader sees its label.
CODED: dict[str, Mapping[str, Any]] = {
    "inspection_type": INSPECTION_TYPE_LABELS,
    "severity": SEVERITY_LABELS,
    "responsibility": RESPONSIBILITY_LABELS,
    "component": COMPONENT_LABELS,
    "proven_act": PROVEN_ACT_LABELS,
}


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line of a receipt.

    ``base`` (a score or points), ``multiplier`` and ``weight`` are hundredths. ``points_e4`` is what the line adds and
    ``running_e4`` the sum so far within its part, both in ten-thousandths of a point, because weight times score is
    exact only there; on a result line ``points_e4`` is the rounded result and there is no running sum.
    ``params`` are the values of the text's placeholders: plain text, figures with two places, or stored codes.
    """

    part: Part
    text: LineText
    evidence_kind: EvidenceKind = EvidenceKind.NONE
    evidence_id: int | None = None
    base: int | None = None
    multiplier: int | None = None
    weight: int | None = None
    points_e4: int | None = None
    running_e4: int | None = None
    params: tuple[tuple[str, str], ...] = ()


def result_line(part: Part, text: LineText, value: int, **params: str) -> ReceiptLine:
    """Return the line that states a rounded result, given in hundredths."""
    return ReceiptLine(part, text, points_e4=value * ONE, params=named(**params))


def named(**params: str) -> tuple[tuple[str, str], ...]:
    """Return placeholder values in one fixed order."""
    return tuple(sorted(params.items()))


def e4_as_text(value: int) -> str:
    """Return ten-thousandths as plain text with two places, or as many as there are digits: ``131.475``."""
    whole = Decimal(value).scaleb(-4)
    return f"{whole.quantize(Decimal('0.01')) if value % ONE == 0 else whole.normalize():f}"


def describe(line: ReceiptLine) -> str:
    """Return what the line says, in the language active now."""
    values = {name: str(CODED[name][value]) if name in CODED else value for name, value in line.params}
    return str(LINE_TEXTS[line.text]) % values


def line_to_json(line: ReceiptLine) -> dict[str, Any]:
    """Return a line as JSON values, in the form ``line_from_json`` reads; what a line does not have is left out."""
    values = {
        "part": line.part.value,
        "text": line.text.value,
        "evidence_kind": line.evidence_kind.value or None,
        "evidence_id": line.evidence_id,
        "base": line.base,
        "multiplier": line.multiplier,
        "weight": line.weight,
        "points_e4": line.points_e4,
        "running_e4": line.running_e4,
        "params": dict(line.params) or None,
    }
    return {name: value for name, value in values.items() if value is not None}


def line_from_json(values: Mapping[str, Any]) -> ReceiptLine:
    """Return the line stored as JSON. Raises KeyError, TypeError or ValueError when it was not written by us."""
    return ReceiptLine(
        **{
            **values,
            "part": Part(values["part"]),
            "text": LineText(values["text"]),
            "evidence_kind": EvidenceKind(values.get("evidence_kind", "")),
            "params": named(**values.get("params", {})),
        }
    )


def decode(content: str) -> list[ReceiptLine]:
    """Return the lines of a stored receipt. Raises KeyError, TypeError or ValueError when it was not written by us."""
    return [line_from_json(values) for values in json.loads(content)]


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def encode(value: Any) -> bytes:
    """Return the canonical bytes of a value already known to hold no float, such as a receipt's integers and text."""
    return _CANONICAL.encode(value).encode()


def canonical_json(value: Any) -> bytes:
    """Return the one way to write a JSON value: sorted keys, no blanks, UTF-8, no floats.

    Raises ValueError for a float: two machines may write it differently.
    """
    _refuse_floats(value)
    return encode(value)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError("a float has no canonical form")
    if isinstance(value, Mapping):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            _refuse_floats(inner)


def digest(content: bytes) -> str:
    """Return the SHA-256 of canonical bytes in hexadecimal, as printed on documents."""
    return hashlib.sha256(content).hexdigest()
