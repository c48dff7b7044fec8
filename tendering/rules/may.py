"""Who may do what in the tendering room. Duties tied to one tender are appointments on its record, not roles."""

from tenancy.errors import NotAllowed
from tenancy.roles import Permission
from tenancy.rules.actor import Actor


def may(actor: Actor, permission: Permission, project_id: int | None = None) -> bool:
    """Whether a member of the tenant's side holds the permission (at the project, when one is given)."""
    return not actor.is_vendor and actor.can(permission, project_id)


def require(actor: Actor, permission: Permission, project_id: int | None = None) -> None:
    """Raise NotAllowed unless the actor holds the permission at the project."""
    if not may(actor, permission, project_id):
        raise NotAllowed
