"""Reads of approvals: chains, who may decide, what waits for whom, under which delegation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from records.models import Approval, ApprovalChainStep, ApprovalStatus, ApprovalStep, Delegation
from records.rules.approval import DEFAULT_CHAIN, Paper
from records.todo import Duty
from tenancy.errors import NotAllowed
from tenancy.models import Membership, OrgUnit, RoleGrant
from tenancy.roles import ROLE_LABELS, Permission, Role
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from tenancy.wording import active_profile


def chain_of(document_type: str) -> Sequence[str]:
    """Return the ordered roles of a document type; while nothing is set its room's default (TEN-07)."""
    steps = ApprovalChainStep.objects.filter(document_type=document_type).order_by("position")
    return tuple(steps.values_list("role", flat=True)) or default_chain(document_type)


def default_chain(document_type: str) -> Sequence[str]:
    """Return the chain of a type nobody has set: the profile's (TEN-02), else the type's, else the general manager."""
    of_profile = settings.PROFILE_CHAINS.get(active_profile(), {})
    return tuple(of_profile.get(document_type) or settings.APPROVAL_CHAINS.get(document_type, DEFAULT_CHAIN))


def earlier_signers(approval: Approval) -> frozenset[int]:
    """Return the people who signed an earlier step of a paper that needs different ones; empty for other papers."""
    if approval.document_type not in settings.APPROVAL_DISTINCT_SIGNERS:
        return frozenset()
    signed = approval.steps.filter(decided_by__isnull=False)
    return frozenset(signed.values_list("decided_by__person_id", flat=True))


def chains() -> list[tuple[str, Sequence[str]]]:
    """Return every approvable document type with its chain."""
    stored: dict[str, list[str]] = {}
    for kind, role in ApprovalChainStep.objects.order_by("position").values_list("document_type", "role"):
        stored.setdefault(kind, []).append(role)
    return [(kind, tuple(stored.get(kind) or default_chain(kind))) for kind in sorted(settings.APPROVABLE)]


def person_of(membership_id: int | None) -> int | None:
    """Return the person behind a membership; people count for "nobody approves his own", not memberships."""
    return Membership.objects.filter(id=membership_id or 0).values_list("person_id", flat=True).first()


def _unit_and_above(unit_id: int | None) -> list[int]:
    if unit_id is None:
        return []
    path = OrgUnit.objects.values_list("path", flat=True).get(id=unit_id)
    return [int(part) for part in path.strip("/").split("/")]


def _holding(role: str, unit_id: int | None) -> QuerySet[RoleGrant]:
    """Return the grants of a role that reach a node: at it, above it, or for the whole tenant."""
    grants = RoleGrant.objects.filter(role=role)
    if unit_id is None:
        return grants
    return grants.filter(Q(unit__isnull=True) | Q(unit_id__in=_unit_and_above(unit_id)))


def holders(role: str, unit_id: int | None) -> list[int]:
    """Return the active memberships that hold a role for a node, by id."""
    found = _holding(role, unit_id).filter(membership__is_active=True, membership__person__is_active=True)
    return sorted(set(found.values_list("membership_id", flat=True)))


def holds_role(actor: Actor, role: str, unit_id: int | None) -> bool:
    """Whether the actor holds a role for a node."""
    return role in actor.roles and _holding(role, unit_id).filter(membership_id=actor.membership_id or 0).exists()


def _papers(rows: QuerySet[Delegation]) -> list[Paper]:
    return [
        Paper(
            id=one.id,
            principal_id=one.principal_id,
            principal_person_id=one.principal.person_id,
            role=one.role,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            is_revoked=one.revoked_at is not None,
        )
        for one in rows.select_related("principal")
    ]


def papers_of(actor: Actor, *, unit_id: int | None) -> list[Paper]:
    """Return the delegations made out to the actor by people who still hold the role for the node (TEN-08)."""
    mine = Delegation.objects.filter(agent_id=actor.membership_id, revoked_at__isnull=True).order_by("id")
    return [one for one in _papers(mine) if one.principal_id in holders(one.role, unit_id)]


def deciders(role: str, unit_id: int | None, *, on: date) -> list[int]:
    """Return who is asked for a step: the role's holders and their agents of the day."""
    principals = holders(role, unit_id)
    agents = Delegation.objects.filter(
        principal_id__in=principals, role=role, revoked_at__isnull=True, starts_on__lte=on, ends_on__gte=on
    ).values_list("agent_id", flat=True)
    return sorted({*principals, *agents})


def waiting_for(actor: Actor, on: date) -> list[Approval]:
    """Return the approvals whose current step the actor may decide today, the most urgent first."""
    if actor.is_vendor or actor.membership_id is None:
        return []
    delegated = {
        paper.role
        for paper in _papers(Delegation.objects.filter(agent_id=actor.membership_id))
        if paper.is_in_force(on)
    }
    roles = {*actor.roles, *delegated}
    rows = (
        Approval.objects.filter(
            status=ApprovalStatus.PENDING, steps__status=ApprovalStatus.PENDING, steps__role__in=roles
        )
        .exclude(requested_by__person_id=actor.person_id)
        .select_related("unit", "requested_by__person")
        .order_by("id")
    )
    return sorted((row for row in rows if _may_decide(row, actor, on)), key=_urgency)


def _urgency(row: Approval) -> tuple[date, int]:
    return row.due_on or date.max, row.id


def _may_decide(row: Approval, actor: Actor, on: date) -> bool:
    role = current_step(row).role
    if actor.person_id in earlier_signers(row):
        return False
    if holds_role(actor, role, row.unit_id):
        return True
    return any(
        one.role == role and one.is_in_force(on) and one.principal_person_id != person_of(row.requested_by_id)
        for one in papers_of(actor, unit_id=row.unit_id)
    )


def current_step(row: Approval) -> ApprovalStep:
    """Return the step an approval stands at."""
    return row.steps.get(position=row.position)


def asked_by(actor: Actor) -> QuerySet[Approval]:
    """Return the approvals the actor asked for, newest first."""
    return Approval.objects.filter(requested_by_id=actor.membership_id or 0).select_related("unit").order_by("-id")


def visible(actor: Actor) -> QuerySet[Approval]:
    """Return the approvals the actor may read: asked for by him, or with a step of a role he holds or stands in for."""
    if actor.is_vendor:
        return Approval.objects.none()
    if actor.can(Permission.JOURNAL_VIEW):
        return Approval.objects.all()
    agent_roles = Delegation.objects.filter(agent_id=actor.membership_id).values_list("role", flat=True)
    concerned = ApprovalStep.objects.filter(role__in={*actor.roles, *agent_roles}).values("approval_id")
    return Approval.objects.filter(Q(requested_by_id=actor.membership_id) | Q(id__in=concerned))


def allowed_actions(row: Approval, actor: Actor, on: date) -> list[str]:
    """Return what the actor may do with an approval now; for buttons and the API."""
    if row.status != ApprovalStatus.PENDING:
        return []
    allowed = []
    if person_of(row.requested_by_id) != actor.person_id and _may_decide(row, actor, on):
        allowed.append("decide")
    if row.requested_by_id == actor.membership_id:
        allowed.append("withdraw")
    return allowed


@dataclass(frozen=True)
class ShownStep:
    """A step of an approval as its page shows it; ``state`` and ``note`` are those of the stage bar."""

    row: ApprovalStep
    label: str
    state: str
    note: str
    by: str
    on_behalf_of: str


STATES = {ApprovalStatus.APPROVED: "done", ApprovalStatus.REFUSED: "stopped", ApprovalStatus.PENDING: "current"}


def shown_steps(row: Approval) -> list[ShownStep]:
    """Return the steps of an approval in order, with who signed, and for whom."""
    steps = row.steps.select_related("decided_by__person", "delegation__principal__person").order_by("position")
    return [
        ShownStep(
            row=step,
            label=str(ROLE_LABELS[Role(step.role)]) if step.role in ROLE_LABELS else step.role,
            state=STATES.get(ApprovalStatus(step.status), ""),
            note=step.get_status_display(),
            by=step.decided_by.person.name if step.decided_by else "",
            on_behalf_of=step.delegation.principal.person.name if step.delegation else "",
        )
        for step in steps
    ]


def decided_by(actor: Actor) -> QuerySet[Approval]:
    """Return the approvals the actor took part in deciding, newest first."""
    mine = ApprovalStep.objects.filter(decided_by_id=actor.membership_id or 0).values("approval_id")
    return Approval.objects.filter(id__in=mine).select_related("unit").order_by("-id")


@dataclass(frozen=True)
class ShownDelegation:
    """A delegation as its page shows it."""

    row: Delegation
    role: str
    state: str
    tone: str
    may_revoke: bool


def shown_delegations(actor: Actor, on: date) -> list[ShownDelegation]:
    """Return the delegations of the page, newest first."""
    return [_shown_delegation(row, actor, on) for row in delegations(actor)[:200]]


def _shown_delegation(row: Delegation, actor: Actor, on: date) -> ShownDelegation:
    if row.revoked_at is not None:
        state, tone = pgettext("delegation", "Ended"), "grey"
    elif on < row.starts_on:
        state, tone = pgettext("delegation", "To come"), "blue"
    elif on > row.ends_on:
        state, tone = pgettext("delegation", "Run out"), "grey"
    else:
        state, tone = pgettext("delegation", "In force"), "green"
    role = str(ROLE_LABELS[Role(row.role)]) if row.role in ROLE_LABELS else row.role
    may_revoke = row.revoked_at is None and row.principal_id == actor.membership_id and on <= row.ends_on
    return ShownDelegation(row, role, state, tone, may_revoke)


def delegations(actor: Actor) -> QuerySet[Delegation]:
    """Return the delegations the actor gave or got; whoever reads the journal sees all."""
    rows = Delegation.objects.select_related("principal__person", "agent__person").order_by("-id")
    if actor.is_vendor:
        raise NotAllowed
    if actor.can(Permission.JOURNAL_VIEW):
        return rows
    return rows.filter(Q(principal_id=actor.membership_id) | Q(agent_id=actor.membership_id))


def colleagues(actor: Actor) -> QuerySet[Any]:
    """Return the active memberships of Party A other than the actor's own, by name: who may be an agent."""
    return (
        Membership.objects.filter(tenant_id=actor.tenant_id, side="tenant", is_active=True, person__is_active=True)
        .exclude(person_id=actor.person_id or 0)
        .select_related("person")
        .order_by("person__name", "id")
    )


def duties(actor: Actor, on: date) -> list[Duty]:
    """Return the decisions that wait for the actor (registered in ``settings.DUTIES``)."""
    return [
        Duty(
            title=_("Decide: %(title)s") % {"title": row.title},
            detail=row.reason[:120],
            url=tenant_url("records:approval_detail", row.id),
            due_on=row.due_on,
            kind="records.approval",
            is_overdue=row.due_on is not None and row.due_on < on,
            unit_id=row.unit_id,
        )
        for row in waiting_for(actor, on)
    ]
