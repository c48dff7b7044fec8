"""Verbs on approvals: start, decide, withdraw; chains and delegations (TEN-07, TEN-08)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from records import approval_queries as queries
from records import journal
from records.actions.notification import notify
from records.models import Approval, ApprovalChainStep, ApprovalStatus, ApprovalStep, Delegation
from records.rules import approval as rules
from records.rules import may
from tenancy import work
from tenancy.context import require_wall
from tenancy.errors import AlreadyDone, NotAllowed, RuleBroken
from tenancy.models import Membership, OrgUnit
from tenancy.queries import active_zone
from tenancy.roles import VENDOR_ROLES, Permission, Role
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url

ASKED = gettext_noop("Your decision is needed: %(title)s")
APPROVED = gettext_noop("Approved: %(title)s")
REFUSED = gettext_noop("Refused: %(title)s")
DELEGATED = gettext_noop("You sign for %(name)s from %(from)s to %(to)s.")


def start(
    *,
    document_type: str,
    object_id: int,
    title: str,
    by: Actor,
    at: datetime,
    reason: str = "",
    papers_url: str = "",
    unit: OrgUnit | None = None,
    due_on: date | None = None,
) -> Approval:
    """Send a document on its chain. Raises KeyError for a type nobody registered, AlreadyDone while one is running."""
    settings.APPROVABLE[document_type]
    if by.is_vendor:
        raise NotAllowed
    work.advisory_lock(f"approval:{document_type}:{object_id}")
    if Approval.objects.filter(
        document_type=document_type, object_id=object_id, status=ApprovalStatus.PENDING
    ).exists():
        raise AlreadyDone(_("This document is already waiting for approval."))
    approval = Approval.objects.create(
        document_type=document_type,
        object_id=object_id,
        title=title[:200],
        reason=reason,
        papers_url=papers_url,
        unit=unit,
        due_on=due_on,
        requested_at=at,
        requested_by_id=by.membership_id,
    )
    roles = queries.chain_of(document_type)
    ApprovalStep.objects.bulk_create(
        ApprovalStep(
            approval=approval,
            position=position,
            role=role,
            status=ApprovalStatus.PENDING if position == 1 else ApprovalStatus.WAITING,
        )
        for position, role in enumerate(roles, 1)
    )
    _ask(approval, roles[0], at)
    journal.record(
        "records.approval_started", approval, by=by, at=at, changes={"type": document_type, "chain": list(roles)}
    )
    return approval


def decide(*, approval_id: int, approve: bool, reason: str, by: Actor, at: datetime, on: date) -> Approval:
    """Decide the current step. Raises NotAllowed for one's own request or another's step, AlreadyDone when somebody was
    faster, RuleBroken for a refusal without a reason. The last step decides the document, in the same transaction.
    """
    with transaction.atomic():
        approval = Approval.objects.select_for_update(of=("self",), no_key=True).get(id=approval_id)
        if approval.status != ApprovalStatus.PENDING:
            raise AlreadyDone
        step = approval.steps.select_for_update(of=("self",), no_key=True).get(position=approval.position)
        signed = rules.signature(
            person_id=by.person_id,
            requested_by_person_id=queries.person_of(approval.requested_by_id),
            role=step.role,
            holds_role=queries.holds_role(by, step.role, approval.unit_id),
            papers=queries.papers_of(by, unit_id=approval.unit_id),
            on=on,
            earlier_signers=queries.earlier_signers(approval),
        )
        if not approve and not reason.strip():
            raise RuleBroken(_("Say why you refuse."), code="reason_missing", field="reason")
        step.status = ApprovalStatus.APPROVED if approve else ApprovalStatus.REFUSED
        step.decided_at, step.decided_by_id, step.reason = at, by.membership_id, reason.strip()
        step.delegation_id = signed.delegation_id
        step.save(update_fields=["status", "decided_at", "decided_by", "reason", "delegation"])
        journal.record(
            "records.approval_step_decided",
            approval,
            by=by,
            at=at,
            changes={
                "step": step.position,
                "role": step.role,
                "decision": step.status,
                "delegation": signed.delegation_id,
            },
        )
        _go_on(approval, step, by=by, at=at)
    return approval


def _go_on(approval: Approval, step: ApprovalStep, *, by: Actor, at: datetime) -> None:
    """Open the next step, or close the approval and tell its document."""
    following = approval.steps.filter(position=step.position + 1).first()
    if step.status == ApprovalStatus.APPROVED and following is not None:
        approval.position = following.position
        approval.save(update_fields=["position"])
        following.status = ApprovalStatus.PENDING
        following.save(update_fields=["status"])
        _ask(approval, following.role, at)
        return
    approval.status, approval.decided_at = step.status, at
    approval.save(update_fields=["status", "decided_at"])
    _leave_open_steps(approval)
    journal.record(
        "records.approval_closed", approval, by=by, at=at, changes={"status": [ApprovalStatus.PENDING, step.status]}
    )
    import_string(settings.APPROVABLE[approval.document_type])(approval, by=by, at=at)
    notify(
        event="records.approval_closed",
        text=APPROVED if step.status == ApprovalStatus.APPROVED else REFUSED,
        params={"title": approval.title},
        url=tenant_url("records:approval_detail", approval.id),
        to=[approval.requested_by_id],
        at=at,
    )


def withdraw(*, approval_id: int, by: Actor, at: datetime) -> Approval:
    """Take back one's own request while it is undecided. Raises NotAllowed for another's, AlreadyDone when decided."""
    with transaction.atomic():
        approval = Approval.objects.select_for_update(of=("self",), no_key=True).get(id=approval_id)
        may.withdraw_approval(by, requested_by_id=approval.requested_by_id)
        if approval.status != ApprovalStatus.PENDING:
            raise AlreadyDone
        approval.status, approval.decided_at = ApprovalStatus.WITHDRAWN, at
        approval.save(update_fields=["status", "decided_at"])
        _leave_open_steps(approval)
        journal.record("records.approval_withdrawn", approval, by=by, at=at)
    return approval


def close_overtaken(*, approval_id: int, by: Actor, at: datetime) -> Approval:
    """Close an approval whose document was decided elsewhere; scheduled work only. Raises AlreadyDone when decided."""
    if not by.is_system:
        raise NotAllowed
    with transaction.atomic():
        approval = Approval.objects.select_for_update(of=("self",), no_key=True).get(id=approval_id)
        if approval.status != ApprovalStatus.PENDING:
            raise AlreadyDone
        approval.status, approval.decided_at = ApprovalStatus.WITHDRAWN, at
        approval.save(update_fields=["status", "decided_at"])
        _leave_open_steps(approval)
        journal.record("records.approval_overtaken", approval, by=by, at=at)
    return approval


def _leave_open_steps(approval: Approval) -> None:
    open_steps = approval.steps.filter(status__in=[ApprovalStatus.WAITING, ApprovalStatus.PENDING])
    open_steps.update(status=ApprovalStatus.WITHDRAWN)


def day_of(at: datetime) -> date:
    """Return the tenant's day of a moment (NTF-04)."""
    return at.astimezone(active_zone()).date()


def _ask(approval: Approval, role: str, at: datetime) -> None:
    notify(
        event="records.approval_needed",
        text=ASKED,
        params={"title": approval.title},
        url=tenant_url("records:approval_detail", approval.id),
        to=queries.deciders(role, approval.unit_id, on=day_of(at)),
        at=at,
        due_on=approval.due_on,
    )


def set_chain(*, document_type: str, roles: Sequence[str], by: Actor, at: datetime) -> list[ApprovalChainStep]:
    """Set the ordered roles a document type is approved by; running approvals keep their chain (TEN-07).

    Raises RuleBroken for an empty chain, a role twice, or a vendor's role.
    """
    may.set_chain(by)
    settings.APPROVABLE[document_type]
    if not roles:
        raise RuleBroken(_("A chain needs at least one step."), code="chain_empty")
    if len(set(roles)) != len(roles):
        raise RuleBroken(_("Each role signs once."), code="role_twice")
    if any(Role(role) in VENDOR_ROLES for role in roles):
        raise RuleBroken(_("A vendor approves nothing."), code="wrong_side")
    work.advisory_lock(f"chain:{document_type}")
    before = queries.chain_of(document_type)
    ApprovalChainStep.objects.filter(document_type=document_type).delete()
    steps = ApprovalChainStep.objects.bulk_create(
        ApprovalChainStep(document_type=document_type, position=position, role=role)
        for position, role in enumerate(roles, 1)
    )
    journal.record("records.chain_set", steps[0], by=by, at=at, changes={document_type: [list(before), list(roles)]})
    return steps


def delegate(
    *, agent_id: int, role: str, starts_on: date, ends_on: date, reason: str, by: Actor, at: datetime, on: date
) -> Delegation:
    """Record that an agent signs for the actor in a role the actor holds (TEN-08). Raises NotAllowed or RuleBroken."""
    may.require(by, Permission.DELEGATE)
    if role not in by.roles:
        raise NotAllowed(_("You can hand on only a role you hold."), code="role_not_held")
    agent = Membership.objects.filter(
        id=agent_id, tenant_id=require_wall().tenant_id, side="tenant", is_active=True
    ).first()
    if agent is None:
        raise RuleBroken(_("Choose a colleague."), code="unknown_agent", field="agent")
    if agent.person_id == by.person_id:
        raise RuleBroken(_("Nobody is his own agent."), code="own_agent", field="agent")
    if ends_on < starts_on:
        raise RuleBroken(_("The last day lies before the first."), code="term_reversed", field="ends_on")
    if ends_on < on:
        raise RuleBroken(_("The last day has passed."), code="in_the_past", field="ends_on")
    paper = Delegation.objects.create(
        principal_id=by.membership_id,
        agent=agent,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip(),
        created_at=at,
        created_by_id=by.membership_id,
    )
    changes = {"agent": agent.id, "role": role, "from": starts_on.isoformat(), "to": ends_on.isoformat()}
    notify(
        event="records.delegated",
        text=DELEGATED,
        params={"name": by.name, "from": changes["from"], "to": changes["to"]},
        url=tenant_url("records:delegation_list"),
        to=[agent.id],
        at=at,
    )
    journal.record("records.delegation_recorded", paper, by=by, at=at, changes=changes)
    return paper


def revoke_delegation(*, delegation_id: int, by: Actor, at: datetime) -> Delegation:
    """End one's own delegation at once. Raises NotAllowed for another's, AlreadyDone when it has ended."""
    paper = Delegation.objects.select_for_update(of=("self",), no_key=True).get(id=delegation_id)
    may.revoke_delegation(by, principal_id=paper.principal_id)
    if paper.revoked_at is not None:
        raise AlreadyDone
    paper.revoked_at = at
    paper.save(update_fields=["revoked_at"])
    journal.record("records.delegation_revoked", paper, by=by, at=at)
    return paper
