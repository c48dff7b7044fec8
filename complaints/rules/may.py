"""Who may do what in the complaints room. A right is held at the project of the complaint (TEN-03)."""

from tenancy.errors import NotAllowed
from tenancy.roles import Permission, Role
from tenancy.rules.actor import Actor


def may(actor: Actor, permission: Permission, project_id: int | None = None) -> bool:
    """Whether a member of the tenant's side holds the permission (at the project, when one is given)."""
    return not actor.is_vendor and actor.can(permission, project_id)


def require(actor: Actor, permission: Permission, project_id: int) -> None:
    """Raise NotAllowed unless the actor holds the permission at the project."""
    if not may(actor, permission, project_id):
        raise NotAllowed


def may_reveal(actor: Actor, project_id: int) -> bool:
    """Whether the actor may read who complained: those who register and those who answer (security.md 6)."""
    return may(actor, Permission.COMPLAINT_REGISTER, project_id) or may(actor, Permission.COMPLAINT_ANSWER, project_id)


def reveal(actor: Actor, project_id: int) -> None:
    """Raise NotAllowed unless the actor may read who complained."""
    if not may_reveal(actor, project_id):
        raise NotAllowed


def may_reopen(actor: Actor, project_id: int) -> bool:
    """Whether the actor may reopen a case: those who register and those who close."""
    return may(actor, Permission.COMPLAINT_REGISTER, project_id) or may(actor, Permission.COMPLAINT_CLOSE, project_id)


def reopen(actor: Actor, project_id: int) -> None:
    """Raise NotAllowed unless the actor may reopen a case."""
    if not may_reopen(actor, project_id):
        raise NotAllowed


def closes_for_quality(actor: Actor) -> bool:
    """Whether the actor may close a case the customer is not satisfied with, giving a reason (X-33)."""
    return actor.is_system or Role.QUALITY_OFFICER in actor.roles
