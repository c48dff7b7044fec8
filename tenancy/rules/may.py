"""Who may do what in the tenancy room."""

from tenancy.errors import NotAllowed
from tenancy.roles import Permission
from tenancy.rules.actor import Actor


def require(actor: Actor, permission: Permission, unit_id: int | None = None) -> None:
    """Raise NotAllowed unless the actor holds the permission (at the node, when one is given)."""
    if not actor.can(permission, unit_id):
        raise NotAllowed


def approve_settings(actor: Actor, *, drafted_by_id: int | None) -> None:
    """A settings version is approved by somebody who may, and who did not draft it (SCO-04)."""
    require(actor, Permission.SETTINGS_APPROVE)
    if actor.person_id is not None and actor.person_id == drafted_by_id:
        raise NotAllowed(code="own_draft")
