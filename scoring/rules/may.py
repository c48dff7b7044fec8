"""Who may do what in the scoring room. A right is held at the card's project (TEN-03)."""

from tenancy.errors import NotAllowed
from tenancy.roles import Permission
from tenancy.rules.actor import Actor


def require(actor: Actor, permission: Permission, unit_id: int | None = None) -> None:
    """Raise NotAllowed unless a person of the tenant, or the system, holds the permission (at the project)."""
    if actor.is_vendor or not actor.can(permission, unit_id):
        raise NotAllowed


def may_decide(actor: Actor, *, project_id: int, proposed_by_id: int | None) -> bool:
    """Whether the actor may decide a proposal: it holds the right and did not make the proposal itself (RPA-01)."""
    if actor.is_vendor or not actor.can(Permission.ADJUSTMENT_APPROVE, project_id):
        return False
    return actor.person_id is None or actor.person_id != proposed_by_id


def decide(actor: Actor, *, project_id: int, proposed_by_id: int | None) -> None:
    """Raise NotAllowed unless the actor may decide the proposal; nobody decides his own."""
    require(actor, Permission.ADJUSTMENT_APPROVE, project_id)
    if not may_decide(actor, project_id=project_id, proposed_by_id=proposed_by_id):
        raise NotAllowed(code="own_proposal")
