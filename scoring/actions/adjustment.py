"""Verbs on what people add to a result: rewards, penalties and acts before publication, corrections after it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from records import journal
from records.rules.periods import Month
from scoring.actions.card import hand_down, locked_card, tell_vendor
from scoring.choices import AdjustmentKind, CardStatus, DecisionStatus, MeasureKind, ProvenAct
from scoring.computation import statement
from scoring.errors import AlreadyProposed, CardIsFrozen, ReasonMissing
from scoring.models import Adjustment, Correction, Scorecard
from scoring.rules import lifecycle, may
from scoring.rules.adjustments import check_adjustment
from scoring.rules.settings import ScoringRules
from tenancy.context import require_wall
from tenancy.errors import AlreadyDone
from tenancy.models import Tenant
from tenancy.roles import Permission
from tenancy.rules.actor import Actor


@dataclass(frozen=True)
class Measure:
    """What is proposed: ``points`` in hundredths for a reward or a penalty, ``act`` for a proven act."""

    kind: MeasureKind
    reason: str
    evidence: str
    points: int = 0
    act: ProvenAct | None = None


def propose_adjustment(*, card_id: int, measure: Measure, by: Actor, at: datetime) -> Adjustment:
    """Propose a reward, a penalty or a proven act for an unpublished card, with ground and evidence (RPA-01).

    Raises AdjustmentOutOfRange beyond the limits of the settings, CardIsFrozen, ReasonMissing.
    """
    with transaction.atomic():
        card = locked_card(card_id)
        may.require(by, Permission.ADJUSTMENT_PROPOSE, card.project_id)
        if card.published_at is not None:
            raise CardIsFrozen
        for field in ("reason", "evidence"):
            if not getattr(measure, field).strip():
                raise ReasonMissing(field)
        if measure.kind is MeasureKind.PROVEN_ACT:
            if measure.act is None:
                raise ReasonMissing("act")
        else:
            _check_points(card, measure)
        row = Adjustment.objects.create(
            contract_id=card.contract_id,
            line_id=card.line_id,
            project_id=card.project_id,
            month=card.month,
            kind=measure.kind.value,
            act=measure.act.value if measure.act and measure.kind is MeasureKind.PROVEN_ACT else "",
            points=0 if measure.kind is MeasureKind.PROVEN_ACT else measure.points,
            reason=measure.reason.strip(),
            evidence=measure.evidence.strip(),
            proposed_at=at,
            proposed_by_id=by.person_id,
        )
        changes = {"kind": row.kind, "points": row.points, "act": row.act, "card": card.pk}
        journal.record(
            "scoring.adjustment_proposed", row, by=by, at=at, changes=changes, subject_vendor_id=card.vendor_id
        )
    return row


def _check_points(card: Scorecard, measure: Measure) -> None:
    rules = ScoringRules.from_json(card.settings_version.values)
    same = Adjustment.objects.filter(
        contract_id=card.contract_id, line_id=card.line_id, month=card.month, kind=measure.kind.value
    ).exclude(status=DecisionStatus.REJECTED.value)
    granted = same.aggregate(sum=Sum("points"))["sum"] or 0
    check_adjustment(AdjustmentKind(measure.kind.value), measure.points, granted, rules.adjustments)


def decide_adjustment(*, adjustment_id: int, approve: bool, note: str, by: Actor, at: datetime) -> Adjustment:
    """Approve or reject a proposal; an approved one is computed into the card at once (RPA-01). Not one's own."""
    with transaction.atomic():
        found = Adjustment.objects.get(id=adjustment_id)
        card = current_card(found.contract_id, found.line_id, found.month)
        row = Adjustment.objects.select_for_update(of=("self",), no_key=True).get(id=adjustment_id)
        may.decide(by, project_id=row.project_id, proposed_by_id=row.proposed_by_id)
        if row.status != DecisionStatus.PROPOSED.value:
            raise AlreadyDone
        if not approve and not note.strip():
            raise ReasonMissing("note")
        if approve and card.published_at is not None:
            raise CardIsFrozen
        row.status = DecisionStatus.APPROVED.value if approve else DecisionStatus.REJECTED.value
        row.decided_at, row.decided_by_id, row.decided_by_name = at, by.person_id, by.name
        row.decision_note = note.strip()
        row.save(update_fields=["status", "decided_at", "decided_by", "decided_by_name", "decision_note"])
        if approve:
            _compute(card, at=at, version=card.version)
        event = "scoring.adjustment_approved" if approve else "scoring.adjustment_rejected"
        changes = {"status": [DecisionStatus.PROPOSED.value, row.status], "points": row.points, "card": card.pk}
        journal.record(event, row, by=by, at=at, changes=changes, subject_vendor_id=card.vendor_id)
    return row


def current_card(contract_id: int, line_id: int, month: object) -> Scorecard:
    """Return the current card of a contract's line and month, locked. Raises Scorecard.DoesNotExist."""
    return Scorecard.objects.select_for_update(of=("self",), no_key=True).get(
        contract_id=contract_id, line_id=line_id, month=month, is_current=True
    )


def _compute(card: Scorecard, *, at: datetime, version: int) -> None:
    tenant = Tenant.objects.get(id=require_wall().tenant_id)
    scope = statement.Scope(
        [Month.of(card.month)],
        ScoringRules.from_json(card.settings_version.values),
        tenant.time_zone,
        at,
        only=(card.contract_id, card.line_id),
    )
    statement.write_card(scope, run_id=card.run_id, settings_version_id=card.settings_version_id, version=version)


def propose_correction(*, card_id: int, reason: str, by: Actor, at: datetime) -> Correction:
    """Propose to compute a published card again from today's evidence, as a new version beside it (SCO-11)."""
    with transaction.atomic():
        card = locked_card(card_id)
        may.require(by, Permission.ADJUSTMENT_PROPOSE, card.project_id)
        lifecycle.check(CardStatus(card.status), CardStatus.REVISED)
        if not reason.strip():
            raise ReasonMissing
        if Correction.objects.filter(card=card, status=DecisionStatus.PROPOSED.value).exists():
            raise AlreadyProposed
        row = Correction.objects.create(card=card, reason=reason.strip(), proposed_at=at, proposed_by_id=by.person_id)
        journal.record(
            "scoring.correction_proposed", row, by=by, at=at, changes={"card": card.pk},
            subject_vendor_id=card.vendor_id,
        )  # fmt: skip
    return row


def decide_correction(*, correction_id: int, approve: bool, note: str, by: Actor, at: datetime) -> Correction:
    """Approve or reject a correction; approval publishes the new version, and the old one stays readable (SCO-11)."""
    with transaction.atomic():
        card = locked_card(Correction.objects.get(id=correction_id).card_id)
        row = Correction.objects.select_for_update(of=("self",), no_key=True).get(id=correction_id)
        may.decide(by, project_id=card.project_id, proposed_by_id=row.proposed_by_id)
        if row.status != DecisionStatus.PROPOSED.value:
            raise AlreadyDone
        if not approve and not note.strip():
            raise ReasonMissing("note")
        row.status = DecisionStatus.APPROVED.value if approve else DecisionStatus.REJECTED.value
        row.decided_at, row.decided_by_id, row.decision_note = at, by.person_id, note.strip()
        if approve:
            row.new_card = _correct(card, by=by, at=at)
        row.save(update_fields=["status", "decided_at", "decided_by", "decision_note", "new_card"])
        if not approve:
            journal.record(
                "scoring.correction_rejected", row, by=by, at=at, changes={"card": card.pk},
                subject_vendor_id=card.vendor_id,
            )  # fmt: skip
    return row


def _correct(card: Scorecard, *, by: Actor, at: datetime) -> Scorecard:
    """Write and publish the next version of a card, with the settings version of the first one."""
    lifecycle.check(CardStatus(card.status), CardStatus.REVISED)
    card.status, card.is_current = CardStatus.REVISED.value, False
    card.save(update_fields=["status", "is_current"])
    _compute(card, at=at, version=card.version + 1)
    new = current_card(card.contract_id, card.line_id, card.month)
    new.status, new.published_at, new.published_by_id = CardStatus.PUBLISHED.value, at, by.person_id
    new.evaluation, new.evaluated_at, new.evaluated_by_id = card.evaluation, card.evaluated_at, card.evaluated_by_id
    new.confirmed_at, new.confirmed_by_id = card.confirmed_at, card.confirmed_by_id
    new.save()
    changes = {"version": [card.version, new.version], "total": [card.total, new.total], "digest": new.digest}
    journal.record("scoring.card_corrected", new, by=by, at=at, changes=changes, subject_vendor_id=card.vendor_id)
    hand_down([new], by=by, at=at)
    tell_vendor(new, event="scoring.card_corrected", at=at)
    return new
