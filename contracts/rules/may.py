"""Who may do what in the contracts room. A right is held at the contract's project (TEN-03)."""

from tenancy.errors import NotAllowed
from tenancy.roles import Permission, Role
from tenancy.rules.actor import Actor


def may_edit(actor: Actor, project_id: int | None = None) -> bool:
    """Whether the actor may draft and change contracts (at the project, when one is given)."""
    return not actor.is_vendor and actor.can(Permission.CONTRACT_EDIT, project_id)


def may_decide(actor: Actor, project_id: int | None = None) -> bool:
    """Whether the actor may activate and terminate contracts: the general manager (requirements.md, section 5)."""
    return not actor.is_vendor and actor.can(Permission.CONTRACT_ACTIVATE, project_id)


def edit(actor: Actor, project_id: int) -> None:
    """Raise NotAllowed unless the actor may draft and change contracts at the project."""
    if not may_edit(actor, project_id):
        raise NotAllowed


def decide(actor: Actor, project_id: int) -> None:
    """Raise NotAllowed unless the actor may activate and terminate contracts at the project."""
    if not may_decide(actor, project_id):
        raise NotAllowed


def may_accept(actor: Actor, *, project_id: int, vendor_id: int) -> bool:
    """Whether the actor may accept the rules for the vendor, or record with evidence that it did (CON-04)."""
    if actor.is_vendor:
        return actor.vendor_id == vendor_id and Role.VENDOR_MANAGER in actor.roles
    return may_edit(actor, project_id) or may_decide(actor, project_id)


def accept(actor: Actor, *, project_id: int, vendor_id: int) -> None:
    """Raise NotAllowed unless the actor may accept the rules for the vendor."""
    if not may_accept(actor, project_id=project_id, vendor_id=vendor_id):
        raise NotAllowed


def publish_rules(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may publish supervision rules."""
    if actor.is_vendor or not actor.can(Permission.TEMPLATE_MANAGE):
        raise NotAllowed


def expire(actor: Actor) -> None:
    """Raise NotAllowed unless it is the scheduler that lets contracts run out."""
    if not actor.is_system:
        raise NotAllowed
