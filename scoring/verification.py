"""Verification: inspections again from their items, cards again from the evidence in their own receipts.

The receipt holds every figure a card was computed from, so a card recomputes without looking at rows that may have
changed since; the stored lines and the recomputed ones must be the same bytes (scoring.md 5, RPT-05).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection

from complaints.choices import Responsibility, Severity
from inspections.choices import InspectionType
from inspections.models import ChecklistItem
from records.rules.hundredths import to_hundredths
from records.rules.periods import Month
from scoring.choices import AdjustmentKind, EvidenceKind, LineText, ProvenAct
from scoring.models import Receipt, Scorecard
from scoring.rules import receipt
from scoring.rules.card import Card, compute_card
from scoring.rules.evidence import (
    Act,
    Adjustment,
    CardInputs,
    ComplaintEvidence,
    InspectionEvidence,
    RepeatedFault,
)
from scoring.rules.settings import ScoringRules
from tenancy.models import SettingsVersion, Tenant

BATCH = 500
COMPLAINT_TEXTS = {
    LineText.COMPLAINT,
    LineText.COMPLAINT_UNCHARGED,
    LineText.COMPLAINT_UNDECIDED,
}

INSPECTIONS_FROM_ITEMS = """
select count(*), coalesce(array_agg(i.id order by i.id) filter (where
    i.max_total <> coalesce(s.maximum, 0) or i.deduction_total <> coalesce(s.deduction, 0)
    or i.has_veto_failure <> coalesce(s.veto, false) or i.score is distinct from case
      when coalesce(s.maximum, 0) = 0 then null
      when s.veto then least(%(veto_cap)s, (2 * 10000 * (s.maximum - s.deduction) + s.maximum) / (2 * s.maximum))
      else (2 * 10000 * (s.maximum - s.deduction) + s.maximum) / (2 * s.maximum) end
    or coalesce(s.wrong, 0) > 0), '{}')
from inspections_inspection i
left join (
  select r.inspection_id, sum(r.max_points) as maximum, sum(r.deduction) as deduction,
    bool_or(r.deduction > 0 and r.item_id = any(%(veto_items)s::bigint[])) as veto,
    count(*) filter (where r.deduction
      <> least(r.max_points, (2 * r.base_deduction::bigint * r.multiplier_percent + 100) / 200)) as wrong
  from inspections_itemresult r where r.tenant_id = %(tenant)s and r.outcome in ('ok', 'deduct')
  group by r.inspection_id
) s on s.inspection_id = i.id
where i.tenant_id = %(tenant)s and i.status in ('submitted', 'reviewed', 'published', 'final')
"""


@dataclass
class Found:
    """How many rows were compared, and the ones that do not hold, each named."""

    inspections: int = 0
    cards: int = 0
    wrong: list[str] = field(default_factory=list)


def verify(tenant: Tenant) -> Found:
    """Compare every inspection and every card of the active tenant with what its own evidence gives."""
    found = Found()
    _verify_inspections(tenant, found)
    _verify_cards(found)
    return found


def _verify_inspections(tenant: Tenant, found: Found) -> None:
    veto_items = list(ChecklistItem.objects.filter(is_veto=True).values_list("id", flat=True))
    values: dict[str, Any] = {
        "tenant": tenant.pk,
        "veto_items": veto_items,
        "veto_cap": ScoringRules().inspection.veto_cap,
    }
    with connection.cursor() as cursor:
        cursor.execute(INSPECTIONS_FROM_ITEMS, values)
        found.inspections, wrong = cursor.fetchone()
    found.wrong += [f"inspection {number}" for number in wrong]


def _verify_cards(found: Found) -> None:
    rules: dict[int, ScoringRules] = {}
    for batch in _batches():
        contents = {
            (card_id, revision): content
            for card_id, revision, content in Receipt.objects.filter(
                card_id__in=[card.pk for card in batch]
            ).values_list("card_id", "revision", "content")
        }
        for card in batch:
            version = card.settings_version_id
            if version not in rules:
                rules[version] = ScoringRules.from_json(SettingsVersion.objects.get(pk=version).values)
            found.cards += 1
            if not holds(card, contents.get((card.pk, card.revision), ""), rules[version]):
                found.wrong.append(f"card {card.pk} ({card.month:%Y-%m}, {card.contract_id})")


def _batches() -> Iterable[list[Scorecard]]:
    last = 0
    while batch := list(Scorecard.objects.select_related("line").filter(id__gt=last).order_by("id")[:BATCH]):
        yield batch
        last = batch[-1].pk


def content_of(lines: Iterable[receipt.ReceiptLine]) -> bytes:
    """Return the bytes of a receipt; their SHA-256 is the card's digest."""
    return receipt.canonical_json([receipt.line_to_json(line) for line in lines])


def holds(card: Scorecard, content: str, rules: ScoringRules) -> bool:
    """Whether the card and its stored receipt are what their own evidence gives, byte for byte."""
    try:
        again = recomputed(card, receipt.decode(content), rules)
    except (KeyError, TypeError, ValueError):
        return False  # not a receipt we wrote
    columns = (card.total, card.base_total, card.grade, card.evidence_weight)
    return (
        content.encode() == content_of(again.lines)
        and card.digest == receipt.digest(content.encode())
        and columns == (again.total, again.computed_total, again.grade or "", again.evidence_weight)
    )


def recomputed(card: Scorecard, lines: list[receipt.ReceiptLine], rules: ScoringRules) -> Card:
    """Return the card computed again from the evidence in its own receipt."""
    return compute_card(inputs_of_receipt(card, lines), rules)


def inputs_of_receipt(card: Scorecard, lines: list[receipt.ReceiptLine]) -> CardInputs:
    """Read the evidence of a card back out of its receipt lines."""
    late = {line.evidence_id for line in lines if line.text is LineText.COMPLAINT_LATE}
    params = [dict(line.params) for line in lines]
    households = next((int(one["households"]) for one in params if "households" in one), None)
    return CardInputs(
        contract_id=card.contract_id,
        line=card.line.code,
        month=Month.of(card.month),
        settings_version=card.settings_version_id,
        cut_off=card.computed_at.isoformat(),
        households=households,
        inspections=tuple(_inspections(lines)),
        complaints=tuple(_complaint(line, late) for line in lines if line.text in COMPLAINT_TEXTS),
        adjustments=tuple(
            Adjustment(
                line.evidence_id or 0,
                AdjustmentKind(line.text.value),
                line.base or 0,
                dict(line.params)["reason"],
                dict(line.params)["approver"],
            )
            for line in lines
            if line.evidence_kind is EvidenceKind.ADJUSTMENT
        ),
        acts=tuple(
            Act(line.evidence_id or 0, ProvenAct(dict(line.params)["proven_act"]))
            for line in lines
            if line.evidence_kind is EvidenceKind.PROVEN_ACT
        ),
    )


def _inspections(lines: list[receipt.ReceiptLine]) -> Iterable[InspectionEvidence]:
    repeats: dict[str, list[RepeatedFault]] = {}
    for line in lines:
        if line.text is LineText.REPEATED_FAULT:
            about = dict(line.params)
            deduction = to_hundredths(about["deduction"])
            fault = RepeatedFault(
                line.evidence_id or 0, about["item"], line.base or 0, line.multiplier or 100, deduction
            )
            repeats.setdefault(about["number"], []).append(fault)
    for line in lines:
        if line.evidence_kind is EvidenceKind.INSPECTION:
            about = dict(line.params)
            yield InspectionEvidence(
                id=line.evidence_id or 0,
                number=about["number"],
                on=date.fromisoformat(about["on"]),
                kind=InspectionType(about["inspection_type"]),
                score=line.base or 0,
                repeats=tuple(repeats.get(about["number"], ())),
            )


def _complaint(line: receipt.ReceiptLine, late: set[int | None]) -> ComplaintEvidence:
    about = dict(line.params)
    responsibility = Responsibility.VENDOR
    if line.text is LineText.COMPLAINT_UNDECIDED:
        responsibility = Responsibility.PENDING
    elif line.text is LineText.COMPLAINT_UNCHARGED:
        responsibility = Responsibility(about["responsibility"])
    return ComplaintEvidence(
        id=line.evidence_id or 0,
        number=about["number"],
        on=date.fromisoformat(about["on"]),
        severity=Severity(about.get("severity", Severity.ORDINARY.value)),
        responsibility=responsibility,
        is_late=line.evidence_id in late,
    )
