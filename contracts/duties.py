"""What the contracts room puts on the to-do list (NTF-01)."""

from datetime import date

from django.utils.translation import gettext as _

from contracts import queries
from contracts.choices import ContractStatus
from contracts.rules import may
from records.todo import Duty
from tenancy.roles import Permission, Role
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url

MOST = 50


def duties(actor: Actor, on: date) -> list[Duty]:
    """Return contracts that run out, drafts to activate, and rules a vendor has not accepted."""
    found: list[Duty] = []
    if may.may_edit(actor):
        found += _expiring(actor, on)
    if may.may_decide(actor):
        found += _to_activate(actor)
    if (actor.is_vendor and Role.VENDOR_MANAGER in actor.roles) or may.may_edit(actor):
        found += _to_accept(actor)
    return found


def _expiring(actor: Actor, on: date) -> list[Duty]:
    rows = queries.expiring(actor, on).select_related("vendor", "project").order_by("ends_on", "id")
    return [
        Duty(
            title=_("Contract %(number)s runs out") % {"number": row.number},
            detail=f"{row.vendor.legal_name} · {row.project.name}",
            url=tenant_url("contracts:contract_detail", row.id),
            due_on=row.ends_on,
            kind="contracts.expiring",
            is_overdue=False,
            unit_id=row.project_id,
        )
        for row in rows[:MOST]
        if actor.can(Permission.CONTRACT_EDIT, row.project_id)
    ]


def _to_activate(actor: Actor) -> list[Duty]:
    rows = queries.contracts_visible_to(actor).filter(status=ContractStatus.DRAFTING)
    return [
        Duty(
            title=_("Activate contract %(number)s, or have it changed") % {"number": row.number},
            detail=f"{row.vendor.legal_name} · {row.project.name}",
            url=tenant_url("contracts:contract_detail", row.id),
            due_on=row.starts_on,
            kind="contracts.to_activate",
            is_overdue=False,
            unit_id=row.project_id,
        )
        for row in rows.select_related("vendor", "project").order_by("starts_on", "id")[:MOST]
        if actor.can(Permission.CONTRACT_ACTIVATE, row.project_id)
    ]


def _to_accept(actor: Actor) -> list[Duty]:
    rows = queries.awaiting_acceptance(actor).select_related("vendor", "project").order_by("starts_on", "id")
    return [
        Duty(
            title=_("Accept the supervision rules of contract %(number)s") % {"number": row.number}
            if actor.is_vendor
            else _("The vendor has not accepted the supervision rules of contract %(number)s") % {"number": row.number},
            detail=row.project.name if actor.is_vendor else f"{row.vendor.legal_name} · {row.project.name}",
            url=tenant_url("contracts:contract_detail", row.id),
            due_on=None,
            kind="contracts.rules_to_accept",
            is_overdue=False,
            unit_id=row.project_id,
        )
        for row in rows[:MOST]
    ]
