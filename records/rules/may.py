"""Who may do what in the records room."""

from tenancy.errors import NotAllowed
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.rules.may import require

__all__ = ["require", "revoke_delegation", "set_chain", "withdraw_approval"]


def set_chain(actor: Actor) -> None:
    """Approval chains are set by the tenant's administrator (TEN-07)."""
    require(actor, Permission.TENANT_MANAGE)


def withdraw_approval(actor: Actor, *, requested_by_id: int | None) -> None:
    """Only who asked takes a request back."""
    if actor.membership_id is None or actor.membership_id != requested_by_id:
        raise NotAllowed


def revoke_delegation(actor: Actor, *, principal_id: int) -> None:
    """Only the principal ends a delegation before its last day (TEN-08)."""
    if actor.membership_id != principal_id:
        raise NotAllowed
