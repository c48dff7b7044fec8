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


def may_cancel(actor: Actor, project_id: int) -> bool:
    """Whether the actor may cancel a tender: the organising side or the general manager."""
    return may(actor, Permission.TENDER_ORGANISE, project_id) or may(actor, Permission.OPENING_SIGN, project_id)


def cancel(actor: Actor, project_id: int) -> None:
    """Raise NotAllowed unless the actor may cancel a tender at the project."""
    if not may_cancel(actor, project_id):
        raise NotAllowed


def may_assess(actor: Actor, project_id: int, applicant_id: int | None) -> bool:
    """Whether the actor may assess a need there: not his own application (TND-01)."""
    is_own = applicant_id is not None and applicant_id == actor.membership_id
    return may(actor, Permission.NEED_ASSESS, project_id) and not is_own


def assess(actor: Actor, project_id: int, *, applicant_id: int | None) -> None:
    """Raise NotAllowed unless the actor may assess the need."""
    if not may_assess(actor, project_id, applicant_id):
        raise NotAllowed


def may_organise(actor: Actor, project_id: int, organiser_id: int | None) -> bool:
    """Whether the actor organises the tender: its organiser, or a member of the organising department (TND-06)."""
    is_organiser = organiser_id is not None and organiser_id == actor.membership_id
    return not actor.is_vendor and (is_organiser or may(actor, Permission.TENDER_ORGANISE, project_id))


def organise(actor: Actor, project_id: int, organiser_id: int | None) -> None:
    """Raise NotAllowed unless the actor organises the tender."""
    if not may_organise(actor, project_id, organiser_id):
        raise NotAllowed


def may_bid(actor: Actor, *, vendor_id: int) -> bool:
    """Whether the actor replies, asks and bids for a vendor: its own manager (TEN-05)."""
    return actor.vendor_id == vendor_id and actor.can(Permission.OWN_TENDERS)


def bid(actor: Actor, *, vendor_id: int) -> None:
    """Raise NotAllowed unless the actor replies, asks and bids for the vendor."""
    if not may_bid(actor, vendor_id=vendor_id):
        raise NotAllowed
