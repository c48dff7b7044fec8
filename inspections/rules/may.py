"""Who may do what in the inspections room. A right is held at the project the inspection looks at (TEN-03)."""

from inspections.choices import InspectionType
from inspections.rules.lifecycle import REVIEWED_TYPES
from tenancy.errors import NotAllowed
from tenancy.roles import Permission, Role
from tenancy.rules.actor import Actor

# Kinds that only the company, the region or headquarters hold (S1-03, S1-21).
QUALITY_KINDS = REVIEWED_TYPES


def require(actor: Actor, permission: Permission, unit_id: int | None = None) -> None:
    """Raise NotAllowed unless the actor holds the permission at the node."""
    if not actor.can(permission, unit_id):
        raise NotAllowed


def is_quality_officer(actor: Actor) -> bool:
    """Whether the actor speaks for the quality department, or is the system itself."""
    return actor.is_system or Role.QUALITY_OFFICER in actor.roles


def plan(actor: Actor, *, project_id: int, kind: InspectionType) -> None:
    """Plan an inspection; checks from above the project are the quality officer's (INS-04 to INS-06)."""
    require(actor, Permission.INSPECTION_PLAN, project_id)
    if kind in QUALITY_KINDS and not is_quality_officer(actor):
        raise NotAllowed(code="kind_not_yours")


def may_file(actor: Actor, *, project_id: int, inspector_id: int | None) -> bool:
    """Whether the actor may fill in an inspection: the named inspector, or anybody with the right if none is."""
    if not actor.can(Permission.INSPECTION_FILE, project_id):
        return False
    return actor.is_system or inspector_id is None or inspector_id == actor.membership_id


def file(actor: Actor, *, project_id: int, inspector_id: int | None) -> None:
    """Fill in and submit an inspection."""
    require(actor, Permission.INSPECTION_FILE, project_id)
    if not may_file(actor, project_id=project_id, inspector_id=inspector_id):
        raise NotAllowed(code="not_the_inspector")


def may_judge(
    actor: Actor, permission: Permission, *, project_id: int, kind: InspectionType, filed_by: frozenset[int | None]
) -> bool:
    """Whether the actor may review or publish: never his own inspection; checks from above by the quality officer."""
    if not actor.can(permission, project_id):
        return False
    if kind in QUALITY_KINDS and not is_quality_officer(actor):
        return False
    return actor.is_system or actor.person_id not in filed_by


def judge(
    actor: Actor, permission: Permission, *, project_id: int, kind: InspectionType, filed_by: frozenset[int | None]
) -> None:
    """Review, send back or publish an inspection. Raises NotAllowed, with code ``own_inspection`` for one's own."""
    require(actor, permission, project_id)
    if may_judge(actor, permission, project_id=project_id, kind=kind, filed_by=filed_by):
        return
    if actor.person_id in filed_by:
        raise NotAllowed(code="own_inspection")
    raise NotAllowed(code="kind_not_yours")


def may_correct(actor: Actor, *, project_id: int, kind: InspectionType, month_is_closed: bool) -> bool:
    """Whether the actor may begin a correction: as for a review; in a closed month only the quality officer."""
    if not actor.can(Permission.INSPECTION_REVIEW, project_id):
        return False
    return is_quality_officer(actor) or (kind not in QUALITY_KINDS and not month_is_closed)


def approve_checklist(actor: Actor, *, drafted_by: frozenset[int | None]) -> None:
    """Approve a checklist version: with the right to manage checklists, and not one's own draft (INS-01)."""
    require(actor, Permission.TEMPLATE_MANAGE)
    if actor.person_id is not None and actor.person_id in drafted_by:
        raise NotAllowed(code="own_draft")
