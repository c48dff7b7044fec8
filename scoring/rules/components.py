"""Monthly components of one contract: a score 0..10,000 in hundredths, or None for no evidence (scoring.md, section 2).

Each function returns its receipt lines with its score, so that the two cannot disagree. The evidence is taken in the
order of day and id, whatever order it comes in.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from complaints.choices import Responsibility
from complaints.rules.points import ComplaintRules, is_charged, late_points, severity_points
from records.rules.hundredths import FULL_SCORE, ONE, as_text, round_half_up_div
from scoring.choices import EvidenceKind, LineText, Part
from scoring.rules.evidence import ComplaintEvidence, InspectionEvidence
from scoring.rules.receipt import ReceiptLine, e4_as_text, named, result_line
from scoring.rules.settings import InspectionWeights


@dataclass(frozen=True, slots=True)
class ComponentResult:
    """Score of a component, None without evidence, and the lines that show how it came about."""

    score: int | None
    lines: tuple[ReceiptLine, ...]


def inspection_component(evidence: Iterable[InspectionEvidence], weights: InspectionWeights) -> ComponentResult:
    """Return the mean of the month's published inspections, weighted by their type.

    Inspections whose type carries no weight are shown and not counted; nothing counted is no evidence.
    """
    lines: list[ReceiptLine] = []
    products = total_weight = 0
    for row in sorted(evidence, key=lambda one: (one.on, one.id)):
        weight = weights.of(row.kind)
        products += row.score * weight
        total_weight += weight
        lines.append(
            ReceiptLine(
                Part.INSPECTION,
                LineText.INSPECTION if weight else LineText.INSPECTION_UNCOUNTED,
                EvidenceKind.INSPECTION,
                row.id,
                base=row.score,
                weight=weight,
                points_e4=row.score * weight,
                running_e4=products,
                params=named(inspection_type=row.kind, number=row.number, on=row.on.isoformat()),
            )
        )
        lines.extend(_repeated_faults(row))
    if not total_weight:
        lines.append(ReceiptLine(Part.INSPECTION, LineText.NO_INSPECTION))
        return ComponentResult(None, tuple(lines))
    score = round_half_up_div(products, total_weight)
    sums = {"sum": e4_as_text(products), "weight": as_text(total_weight)}
    lines.append(result_line(Part.INSPECTION, LineText.INSPECTION_MEAN, score, **sums))
    return ComponentResult(score, tuple(lines))


def _repeated_faults(row: InspectionEvidence) -> Iterable[ReceiptLine]:
    """Yield lines that explain a grown deduction; it is already inside the inspection's score, so they add nothing."""
    for fault in row.repeats:
        yield ReceiptLine(
            Part.INSPECTION,
            LineText.REPEATED_FAULT,
            EvidenceKind.INSPECTION_ITEM,
            fault.id,
            base=fault.base,
            multiplier=fault.multiplier,
            params=named(
                number=row.number,
                item=fault.item,
                base=as_text(fault.base),
                multiplier=as_text(fault.multiplier),
                deduction=as_text(fault.deduction),
            ),
        )


def complaints_component(
    evidence: Iterable[ComplaintEvidence], rules: ComplaintRules, households: int | None = None
) -> ComponentResult:
    """Return 100 minus the points of the complaints charged to the vendor, never below 0; without complaints 100.

    The sum is scaled to ``households_per_share`` occupied households when the project has more of them. Complaints
    that are not charged are shown and cost nothing.
    """
    lines: list[ReceiptLine] = []
    deducted = 0
    for row in sorted(evidence, key=lambda one: (one.on, one.id)):
        for line in _complaint_lines(row, rules):
            deducted += line.base or 0
            lines.append(replace(line, running_e4=-deducted * ONE))
    if not lines:
        return ComponentResult(FULL_SCORE, (result_line(Part.COMPLAINTS, LineText.NO_COMPLAINT, FULL_SCORE),))
    share = rules.households_per_share
    sums = {"sum": as_text(deducted)}
    if households is None or households <= share:
        score = max(0, FULL_SCORE - deducted)
        lines.append(result_line(Part.COMPLAINTS, LineText.COMPLAINTS_RESULT, score, **sums))
    else:
        score = max(0, round_half_up_div(FULL_SCORE * households - deducted * share, households))
        scaled = sums | {"share": str(share), "households": str(households)}
        lines.append(result_line(Part.COMPLAINTS, LineText.COMPLAINTS_SCALED, score, **scaled))
    return ComponentResult(score, tuple(lines))


def _complaint_lines(row: ComplaintEvidence, rules: ComplaintRules) -> Iterable[ReceiptLine]:
    """Yield the lines of one complaint; ``base`` holds the points it costs."""
    about = {"number": row.number, "on": row.on.isoformat()}
    if row.responsibility is Responsibility.PENDING:
        yield _complaint_line(row, LineText.COMPLAINT_UNDECIDED, 0, **about)
    elif not is_charged(row.responsibility):
        yield _complaint_line(row, LineText.COMPLAINT_UNCHARGED, 0, **about, responsibility=row.responsibility)
    else:
        points = severity_points(row.severity, rules)
        yield _complaint_line(row, LineText.COMPLAINT, points, **about, severity=row.severity)
        if extra := late_points(row.is_late, rules):
            days = str(rules.answer_days)
            yield _complaint_line(row, LineText.COMPLAINT_LATE, extra, number=row.number, days=days)


def _complaint_line(row: ComplaintEvidence, text: LineText, points: int, **params: str) -> ReceiptLine:
    return ReceiptLine(
        Part.COMPLAINTS,
        text,
        EvidenceKind.COMPLAINT,
        row.id,
        base=points,
        points_e4=-points * ONE,
        params=named(**params),
    )
