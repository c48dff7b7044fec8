"""The card of one service line of one contract in one month, from stored evidence to receipt (scoring.md, 2 and 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scoring.choices import Component, Grade, Insufficient
from scoring.rules.components import complaints_component, inspection_component
from scoring.rules.evidence import CardInputs, inputs_from_json
from scoring.rules.receipt import ReceiptLine, encode, line_to_json
from scoring.rules.settings import ScoringRules
from scoring.rules.total import adjusted, graded, total_of


@dataclass(frozen=True, slots=True)
class Card:
    """A computed card. Scores and totals are hundredths; a component without evidence is None.

    ``computed_total`` is the weighted mean, ``total`` what remains after rewards and penalties; both None when the
    evidence is insufficient.
    """

    inputs: CardInputs
    scores: Mapping[Component, int | None]
    evidence_weight: int
    computed_total: int | None
    total: int | None
    grade: Grade | None
    insufficient: Insufficient | None
    lines: tuple[ReceiptLine, ...]


def compute_card(inputs: CardInputs, rules: ScoringRules) -> Card:
    """Compute a card. The same inputs and rules give the same card, in whatever order the evidence comes."""
    inspection = inspection_component(inputs.inspections, rules.inspection_weights)
    complaints = complaints_component(inputs.complaints, rules.complaints, inputs.households)
    scores: dict[Component, int | None] = dict.fromkeys(Component)
    scores[Component.INSPECTION] = inspection.score
    scores[Component.COMPLAINTS] = complaints.score
    mean = total_of(scores, rules)
    total = mean.total
    adjustment_lines: tuple[ReceiptLine, ...] = ()
    if mean.total is not None:
        total, adjustment_lines = adjusted(mean.total, inputs.adjustments, rules.adjustments)
    grade, grade_lines = graded(total, inputs.acts, rules.grades)
    return Card(
        inputs=inputs,
        scores=scores,
        evidence_weight=mean.evidence_weight,
        computed_total=mean.total,
        total=total,
        grade=grade,
        insufficient=mean.insufficient,
        lines=(*inspection.lines, *complaints.lines, *mean.lines, *adjustment_lines, *grade_lines),
    )


def receipt_bytes(card: Card) -> bytes:
    """Return the card's receipt as canonical JSON: what is hashed, stored and compared (scoring.md, section 5)."""
    return encode(
        {
            "contract": card.inputs.contract_id,
            "line": card.inputs.line,
            "month": str(card.inputs.month),
            "settings_version": card.inputs.settings_version,
            "cut_off": card.inputs.cut_off,
            "scores": {component.value: score for component, score in card.scores.items()},
            "evidence_weight": card.evidence_weight,
            "computed_total": card.computed_total,
            "total": card.total,
            "grade": card.grade,
            "insufficient": card.insufficient,
            "lines": [line_to_json(line) for line in card.lines],
        }
    )


def recompute(inputs: Mapping[str, Any], rules: Mapping[str, Any]) -> bytes:
    """Return the receipt of a card computed again from its stored inputs and the values of its settings version."""
    return receipt_bytes(compute_card(inputs_from_json(inputs), ScoringRules.from_json(rules)))
