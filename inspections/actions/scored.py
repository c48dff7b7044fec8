"""What filing, publishing and correcting share: scoring answers and writing them in sets (scoring.md, 1)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from inspections.choices import Outcome
from inspections.models import ChecklistItem, Inspection, ItemResult
from inspections.rules import scoring
from inspections.rules.answers import ItemInput
from inspections.rules.scoring import InspectionRules
from tenancy.errors import NotAllowed
from tenancy.rules.actor import Actor

RESULT_FIELDS = [
    "outcome",
    "base_deduction",
    "multiplier_percent",
    "deduction",
    "note",
    "place",
    "severity",
]
SCORE_FIELDS = ["score", "max_total", "deduction_total", "has_veto_failure", "sections"]


def locked(inspection_id: int, by: Actor) -> Inspection:
    """Return an inspection locked for a change. Raises NotAllowed for vendors, whom the wall lets read but not lock."""
    if by.is_vendor:
        raise NotAllowed
    rows = Inspection.objects.select_for_update(of=("self",), no_key=True).select_related("contract", "project")
    return rows.get(id=inspection_id)


def blank_result(inspection: Inspection, item: ChecklistItem) -> ItemResult:
    """Return the unsaved, unanswered result of an item."""
    return ItemResult(
        inspection=inspection,
        item=item,
        item_code=item.code,
        contract_id=inspection.contract_id,
        vendor_id=inspection.vendor_id,
        project_id=inspection.project_id,
        month=inspection.month,
        max_points=item.max_points,
    )


def put_answer(result: ItemResult, answer: ItemInput) -> None:
    """Copy a checked answer onto a result; the multiplier comes when the inspection is scored."""
    result.outcome = answer.outcome
    result.base_deduction = answer.deduction
    result.multiplier_percent = scoring.ONE
    result.deduction = answer.deduction
    result.note, result.place, result.severity = answer.note, answer.place, answer.severity


def score(
    inspection: Inspection,
    results: Sequence[ItemResult],
    repeats: Mapping[tuple[int, str], int],
    rules: InspectionRules,
) -> None:
    """Set score, sums, sections and each item's multiplier on the rows; the caller saves them.

    In a draft, items not answered yet count as passed, as they do on the phone.
    """
    scored = scoring.score_inspection(
        [
            scoring.ItemResult(
                key=one.item_code,
                maximum=one.max_points,
                deduction=one.base_deduction,
                not_applicable=one.outcome == Outcome.NA.value,
                is_veto=one.item.is_veto,
                months_failed_before=repeats.get((one.contract_id, one.item_code), 0),
                section=one.item.section,
            )
            for one in results
        ],
        rules,
    )
    sections: dict[str, list[int]] = {}
    for result, cost in zip(results, scored.items, strict=True):
        result.multiplier_percent, result.deduction = cost.multiplier, cost.deduction
        sums = sections.setdefault(result.item.section, [0, 0])
        if result.outcome != Outcome.NA.value:
            sums[0] += result.max_points
            sums[1] += cost.deduction
    inspection.score, inspection.max_total, inspection.deduction_total = (
        scored.score,
        scored.maximum,
        scored.deduction,
    )
    inspection.has_veto_failure = scored.veto_failed
    inspection.sections = sections


def same_client(inspection: Inspection, client_id: UUID | None) -> bool:
    """Whether a repeated message comes from the form that filed the inspection."""
    return client_id is not None and inspection.client_id == client_id
