"""Verbs at the head of a tender: apply for a service, assess the need, cancel (TND-01)."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from records import journal, search
from records.actions import approval as approvals
from records.actions.number import next_number
from records.models import Approval, ApprovalStatus
from tenancy.choices import UnitKind
from tenancy.errors import AlreadyDone
from tenancy.models import OrgUnit
from tenancy.queries import active_zone
from tenancy.roles import Permission
from tenancy.rules.actor import Actor, system_actor
from tendering.actions import box, closing, notices
from tendering.actions.moving import locked, move
from tendering.choices import TenderStatus
from tendering.errors import LineNotInUse, NotAProject
from tendering.models import Award, InvitationList, NeedApplication, Tender, TenderStage
from tendering.queries.papers import INITIATION, PAPERS, PLAN
from tendering.rules import may
from tendering.rules.lifecycle import has_reached
from tendering.rules.need_facts import Need, check_need, said
from vendors.models import ServiceLine

NOUN = "tendering.tender"


def apply_for_need(
    *,
    title: str,
    project: OrgUnit,
    line: ServiceLine,
    reason: str,
    by: Actor,
    at: datetime,
    headcount: int | None = None,
    budget: Decimal | None = None,
    wanted_from: date | None = None,
) -> Tender:
    """Apply for an outsourced service at a project: the tender is born with its number (TND-01).

    Raises NotAllowed, and as RuleBroken: FactMissing, FigureOutOfRange, NotAProject, LineNotInUse.
    """
    may.require(by, Permission.NEED_APPLY, project.id)
    need = check_need(Need(title, reason, headcount, budget))
    if project.kind != UnitKind.PROJECT or not project.is_active:
        raise NotAProject
    if not line.is_active:
        raise LineNotInUse
    with transaction.atomic():
        tender = Tender.objects.create(
            number=next_number("tender", on=at.astimezone(active_zone()).date()),
            title=need.title,
            project=project,
            line=line,
            budget=need.budget,
            created_at=at,
            created_by_id=by.membership_id,
        )
        NeedApplication.objects.create(
            tender=tender, reason=need.reason, headcount=need.headcount, budget=need.budget, wanted_from=wanted_from
        )
        TenderStage.objects.create(tender=tender, status=tender.status, reached_at=at, reached_by_id=by.membership_id)
        search.index(tender, NOUN, tender.number, tender.title, project.name)
        journal.record("tendering.tender_need_applied", tender, by=by, at=at, changes={"line": line.code})
    return tender


def assess_need(*, tender_id: int, is_needed: bool, assessment: str, by: Actor, at: datetime) -> Tender:
    """Record the assessment of a need; one that is not confirmed cancels the tender with the assessment as reason.

    Raises NotAllowed for the applicant himself, AlreadyDone, IllegalTransition, and as RuleBroken FactMissing.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        may.assess(by, tender.project_id, applicant_id=tender.created_by_id)
        text = said(assessment, "assessment")
        need = NeedApplication.objects.select_for_update(of=("self",), no_key=True).get(tender=tender)
        if need.is_needed is not None:
            raise AlreadyDone
        need.is_needed, need.assessment, need.assessed_at = is_needed, text, at
        need.assessed_by_id = by.membership_id
        need.save(update_fields=["is_needed", "assessment", "assessed_at", "assessed_by"])
        if is_needed:
            move(tender, TenderStatus.NEED_ASSESSED, by=by, at=at)
        else:
            _end(tender, TenderStatus.CANCELLED, reason=text, by=by, at=at)
    return tender


def cancel_tender(*, tender_id: int, reason: str, by: Actor, at: datetime) -> Tender:
    """Cancel a tender for a stated reason. Raises NotAllowed, AlreadyDone, IllegalTransition, FactMissing."""
    with transaction.atomic():
        tender = locked(tender_id)
        may.cancel(by, tender.project_id)
        was_opened = has_reached(TenderStatus(tender.status), TenderStatus.OPENED)
        _end(tender, TenderStatus.CANCELLED, reason=said(reason, "reason"), by=by, at=at)
        close_approvals(tender, at=at)
        text = notices.CANCELLED if was_opened else notices.CANCELLED_UNOPENED
        closing.end_for_bidders(box.locked_invitations(tender), text=text, at=at)
    return tender


def close_approvals(tender: Tender, *, at: datetime) -> None:
    """Close the running approvals of a tender that has ended: their papers are decided by its end."""
    lists = InvitationList.objects.filter(tender=tender).values("id")
    awards = Award.objects.filter(tender=tender).values("id")
    running = Approval.objects.filter(
        Q(document_type__in=(INITIATION, PLAN, PAPERS), object_id=tender.id)
        | Q(document_type="tendering.invitations", object_id__in=lists)
        | Q(document_type="tendering.award", object_id__in=awards),
        status=ApprovalStatus.PENDING,
    )
    for row in running.order_by("id"):
        approvals.close_overtaken(approval_id=row.id, by=system_actor(row.tenant_id or 0), at=at)


def _end(tender: Tender, to: TenderStatus, *, reason: str, by: Actor, at: datetime) -> None:
    tender.end_reason = reason
    tender.save(update_fields=["end_reason"])
    move(tender, to, by=by, at=at, reason=reason)
