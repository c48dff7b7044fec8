"""Reads of tenders: who may see which, where one stands, who must do what by when, what the reader may do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from tenancy.queries import in_scope
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tendering.choices import TENDER_STATUS_LABELS, Duty, TenderStatus
from tendering.models import Appointment, NeedApplication, Tender, TenderStage
from tendering.rules import lifecycle, may


def visible_to(actor: Actor) -> QuerySet[Tender]:
    """Return the tenders a member of the tenant's side may read: in his scope, applied for by him, or named on.

    No vendor reads a tender; the wall holds too.
    """
    if actor.is_vendor:
        return Tender.objects.none()
    named = Appointment.objects.filter(
        tender_id=OuterRef("id"), membership_id=actor.membership_id or 0, ended_at__isnull=True
    )
    in_reach = in_scope(Tender.objects.all(), actor, Permission.TENDER_VIEW).values("id")
    return Tender.objects.filter(
        Q(id__in=in_reach)
        | Q(created_by_id=actor.membership_id or 0)
        | Q(organiser_id=actor.membership_id or 0)
        | Exists(named)
    )


def named_on(tender: Tender) -> list[Appointment]:
    """Return the appointments in force on a tender, with their people."""
    rows = Appointment.objects.filter(tender=tender, ended_at__isnull=True).select_related("membership__person")
    return list(rows.order_by("id"))


def duty_holders(tender_id: int) -> dict[str, list[int]]:
    """Return duty -> memberships in force on a tender."""
    found: dict[str, list[int]] = {}
    rows = Appointment.objects.filter(tender_id=tender_id, ended_at__isnull=True).order_by("id")
    for duty, member in rows.values_list("duty", "membership_id"):
        found.setdefault(duty, []).append(member)
    return found


def holds_duty(tender_id: int, actor: Actor, duty: Duty) -> bool:
    """Whether the actor is named for a duty on the tender."""
    return Appointment.objects.filter(
        tender_id=tender_id, duty=duty.value, membership_id=actor.membership_id or 0, ended_at__isnull=True
    ).exists()


def need_of(tender: Tender) -> NeedApplication | None:
    """Return the application a tender started from (TND-01)."""
    return NeedApplication.objects.filter(tender=tender).select_related("assessed_by__person").first()


@dataclass(frozen=True)
class ShownStage:
    """A step of the stage bar; ``state`` and ``note`` as ``_components/stages.html`` takes them."""

    label: Any
    state: str
    note: str


def stage_bar(tender: Tender) -> list[ShownStage]:
    """Return the main road with the day each stage was reached; an ended tender stops where it stood."""
    rows = TenderStage.objects.filter(tender=tender).order_by("id")
    reached: dict[str, datetime] = dict(rows.values_list("status", "reached_at"))
    shown = [_stage(tender, one, reached) for one in lifecycle.STAGES]
    if tender.status in (TenderStatus.CANCELLED, TenderStatus.FAILED):
        stop = ShownStage(TENDER_STATUS_LABELS[tender.status], "stopped", _day(reached.get(tender.status)))
        shown = [one for one in shown if one.state == "done"] + [stop]
    return shown


def _stage(tender: Tender, stage: TenderStatus, reached: dict[str, datetime]) -> ShownStage:
    label = TENDER_STATUS_LABELS[stage.value]
    if stage == tender.status:
        return ShownStage(label, "done" if stage == TenderStatus.CLOSED else "current", _day(reached.get(stage.value)))
    is_past = lifecycle.has_reached(TenderStatus(tender.status), stage)
    if tender.status in (TenderStatus.CANCELLED, TenderStatus.FAILED):
        is_past = stage.value in reached
    return ShownStage(label, "done" if is_past else "", _day(reached.get(stage.value)) if is_past else "")


def _day(at: datetime | None) -> str:
    return "" if at is None else timezone.localtime(at).strftime("%Y-%m-%d")


def base_actions(tender: Tender, actor: Actor) -> list[str]:
    """Return the acts on need, assessment and ending that the actor may do now; for buttons and the API."""
    status = TenderStatus(tender.status)
    allowed: list[str] = []
    if status == TenderStatus.NEED_APPLIED and may.may_assess(actor, tender.project_id, tender.created_by_id):
        allowed.append("assess")
    if status not in lifecycle.ENDED and may.may_cancel(actor, tender.project_id):
        allowed.append("cancel")
    return allowed
