"""The total of a card: weighted mean of the rounded components that have evidence (scoring.md, section 2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from records.rules.hundredths import ONE, as_text, round_half_up_div
from scoring.choices import Component, EvidenceKind, Grade, Insufficient, LineText, Part
from scoring.rules.adjustments import apply_adjustments
from scoring.rules.evidence import Act, Adjustment
from scoring.rules.grades import band_of
from scoring.rules.receipt import ReceiptLine, e4_as_text, named, result_line
from scoring.rules.settings import AdjustmentRules, ComponentWeights, GradeRules, ScoringRules

Scores = Mapping[Component, int | None]
_ADJUSTMENT_TEXT = {"reward": LineText.REWARD, "penalty": LineText.PENALTY}


@dataclass(frozen=True, slots=True)
class TotalResult:
    """Total in hundredths, or None and the reason; ``evidence_weight`` of 10,000 had evidence."""

    total: int | None
    insufficient: Insufficient | None
    evidence_weight: int
    lines: tuple[ReceiptLine, ...]


def evidence_weight(scores: Scores, weights: ComponentWeights) -> int:
    """Return the weight of all components with evidence, in hundredths."""
    return sum(weights.of(component) for component in Component if scores.get(component) is not None)


def insufficiency(scores: Scores, rules: ScoringRules) -> Insufficient | None:
    """Return why these components give no total: no inspection, or too little weight with evidence."""
    if scores.get(Component.INSPECTION) is None:
        return Insufficient.NO_INSPECTION
    if evidence_weight(scores, rules.weights) < max(1, rules.evidence.minimum_weight):
        return Insufficient.TOO_LITTLE_EVIDENCE
    return None


def total_of(scores: Scores, rules: ScoringRules) -> TotalResult:
    """Return ``sum(weight * component) / sum(weight)`` over the components with evidence, rounded half up once."""
    weight = evidence_weight(scores, rules.weights)
    products, lines = _component_lines(scores, rules.weights)
    reason = insufficiency(scores, rules)
    if reason is not None:
        lines.append(_insufficient_line(reason, weight, rules))
        return TotalResult(None, reason, weight, tuple(lines))
    total = round_half_up_div(products, weight)
    sums = {"sum": e4_as_text(products), "weight": as_text(weight)}
    lines.append(result_line(Part.TOTAL, LineText.WEIGHTED_MEAN, total, **sums))
    return TotalResult(total, None, weight, tuple(lines))


def _component_lines(scores: Scores, weights: ComponentWeights) -> tuple[int, list[ReceiptLine]]:
    products = 0
    lines = []
    for component in Component:
        score, weight = scores.get(component), weights.of(component)
        if score is None:
            lines.append(missing_line(component, weights))
            continue
        products += score * weight
        lines.append(
            ReceiptLine(
                Part.TOTAL,
                LineText.COMPONENT,
                base=score,
                weight=weight,
                points_e4=score * weight,
                running_e4=products,
                params=named(component=component),
            )
        )
    return products, lines


def missing_line(component: Component, weights: ComponentWeights) -> ReceiptLine:
    """Return the line of a component without evidence: its weight goes to the others."""
    params = named(component=component)
    return ReceiptLine(Part.TOTAL, LineText.COMPONENT_MISSING, weight=weights.of(component), params=params)


def _insufficient_line(reason: Insufficient, weight: int, rules: ScoringRules) -> ReceiptLine:
    if reason is Insufficient.NO_INSPECTION:
        return ReceiptLine(Part.TOTAL, LineText.NO_TOTAL_NO_INSPECTION)
    minimum = as_text(rules.evidence.minimum_weight)
    params = named(weight=as_text(weight), minimum=minimum)
    return ReceiptLine(Part.TOTAL, LineText.NO_TOTAL_LITTLE_EVIDENCE, params=params)


def adjusted(
    total: int, adjustments: tuple[Adjustment, ...], rules: AdjustmentRules
) -> tuple[int, tuple[ReceiptLine, ...]]:
    """Return the total after rewards and penalties, and a line for each; no line when there are none."""
    lines = []
    for step in apply_adjustments(total, adjustments, rules):
        granted = step.adjustment
        total = step.total
        lines.append(
            ReceiptLine(
                Part.ADJUSTMENT,
                _ADJUSTMENT_TEXT[granted.kind],
                EvidenceKind.ADJUSTMENT,
                granted.id,
                base=granted.points,
                points_e4=step.change * ONE,
                running_e4=total * ONE,
                params=named(reason=granted.reason, approver=granted.approver),
            )
        )
    if lines:
        lines.append(result_line(Part.ADJUSTMENT, LineText.ADJUSTED_TOTAL, total))
    return total, tuple(lines)


def graded(total: int | None, acts: tuple[Act, ...], rules: GradeRules) -> tuple[Grade | None, tuple[ReceiptLine, ...]]:
    """Return the grade and its line.

    A proven act of RPA-03 is a fail whatever the total, so also when there is none; otherwise no total has no grade.
    """
    if acts:
        return Grade.D, tuple(
            ReceiptLine(
                Part.GRADE,
                LineText.GRADE_BY_ACT,
                EvidenceKind.PROVEN_ACT,
                act.id,
                params=named(grade=Grade.D, proven_act=act.kind),
            )
            for act in sorted(acts, key=lambda one: one.id)
        )
    if total is None:
        return None, ()
    grade, minimum = band_of(total, rules)
    params = named(grade=grade, minimum=as_text(minimum))
    return grade, (ReceiptLine(Part.GRADE, LineText.GRADE, base=total, params=params),)
