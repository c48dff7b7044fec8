"""Who may do what in the vendors room."""

from tenancy.errors import NotAllowed
from tenancy.roles import Permission, Role
from tenancy.rules.actor import Actor


def edit_register(actor: Actor) -> None:
    """Raise NotAllowed unless the actor keeps the register."""
    if not may_edit_register(actor):
        raise NotAllowed


def may_edit_register(actor: Actor) -> bool:
    """Whether the actor keeps the register; never a vendor about itself."""
    return not actor.is_vendor and actor.can(Permission.VENDOR_EDIT)


def edit_lines(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may add service lines for the tenant (VEN-13)."""
    if not may_edit_lines(actor):
        raise NotAllowed


def may_edit_lines(actor: Actor) -> bool:
    """Whether the actor may add and change service lines."""
    return not actor.is_vendor and (actor.can(Permission.TENANT_MANAGE) or actor.can(Permission.TEMPLATE_MANAGE))


def may_invite(actor: Actor) -> bool:
    """Whether the actor may give people of a vendor a login: the tenant's administrator."""
    return not actor.is_vendor and actor.can(Permission.TENANT_MANAGE)


def see_vendors(actor: Actor) -> bool:
    """Whether the actor may read the register; a vendor reads its own record by the wall."""
    return actor.is_vendor or actor.can(Permission.VENDOR_VIEW)


def may_ban(actor: Actor, unit_id: int | None = None) -> bool:
    """Whether the actor decides about bans: the general manager (RPA-06, requirements.md section 5)."""
    return not actor.is_vendor and actor.can(Permission.VENDOR_BAN, unit_id)


def ban(actor: Actor, unit_id: int | None) -> None:
    """Raise NotAllowed unless the actor decides about bans at the node, the top one for a ban everywhere."""
    if not may_ban(actor, unit_id):
        raise NotAllowed


def scheduled(actor: Actor) -> None:
    """Raise NotAllowed unless it is the scheduler that acts."""
    if not actor.is_system:
        raise NotAllowed


def publish_rating(actor: Actor) -> None:
    """Raise NotAllowed unless the actor publishes scorecards, whose grades become the vendor's ratings."""
    if actor.is_vendor or not (actor.can(Permission.CARD_PUBLISH) or actor.can(Permission.ADJUSTMENT_APPROVE)):
        raise NotAllowed


def may_hand_in_paper(actor: Actor, vendor_id: int) -> bool:
    """Whether the actor may put papers into a vendor's file: the vendor's own manager, or who keeps the register."""
    if actor.is_vendor:
        return actor.vendor_id == vendor_id and actor.can(Permission.OWN_PAPERS)
    return may_edit_register(actor)


def hand_in_paper(actor: Actor, vendor_id: int) -> None:
    """Raise NotAllowed unless the actor may put papers into the vendor's file."""
    if not may_hand_in_paper(actor, vendor_id):
        raise NotAllowed


def withdraw_paper(actor: Actor, vendor_id: int) -> None:
    """Raise NotAllowed unless the actor is the manager of the vendor that handed the paper in."""
    if not actor.is_vendor or not may_hand_in_paper(actor, vendor_id):
        raise NotAllowed


def see_papers(actor: Actor) -> bool:
    """Whether the actor may read qualification papers; a vendor's manager its own, by the wall."""
    return actor.can(Permission.OWN_PAPERS) if actor.is_vendor else actor.can(Permission.VENDOR_VIEW)


def may_decide_override(actor: Actor, *, asked_by_id: int | None) -> bool:
    """Whether the actor may answer a request for an exception: who holds the right and did not ask."""
    if actor.is_vendor or not actor.can(Permission.VENDOR_OVERRIDE):
        return False
    return asked_by_id is None or actor.person_id != asked_by_id


def decide_override(actor: Actor, *, asked_by_id: int | None) -> None:
    """Raise NotAllowed unless the actor may answer the request: a second person with the right."""
    if not may_decide_override(actor, asked_by_id=asked_by_id):
        raise NotAllowed


def may_end_override(actor: Actor) -> bool:
    """Whether the actor may take an exception back: who keeps the register or answers for exceptions."""
    return may_edit_register(actor) or may_decide_override(actor, asked_by_id=None)


def end_override(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may take an exception back."""
    if not may_end_override(actor):
        raise NotAllowed


def is_own_manager(actor: Actor, vendor_id: int) -> bool:
    """Whether the actor speaks for this vendor: its manager, in the vendor's own session."""
    return actor.vendor_id == vendor_id and Role.VENDOR_MANAGER in actor.roles


def may_speak_for(actor: Actor, vendor_id: int) -> bool:
    """Whether the actor may hand in papers for a vendor: its own manager, or who keeps the register."""
    return is_own_manager(actor, vendor_id) if actor.is_vendor else may_edit_register(actor)


def speak_for(actor: Actor, vendor_id: int) -> None:
    """Raise NotAllowed unless the actor may hand in papers for the vendor (VEN-05, VEN-12)."""
    if not may_speak_for(actor, vendor_id):
        raise NotAllowed


def may_review(actor: Actor, sites: frozenset[int]) -> bool:
    """Whether the actor may review a vendor that works, or worked, at ``sites`` (requirements.md, section 5).

    Whoever reviews for some nodes only may review the vendors at these, and those that work nowhere yet.
    """
    if actor.is_vendor or not actor.can(Permission.VENDOR_REVIEW):
        return False
    units = actor.units(Permission.VENDOR_REVIEW)
    return units is None or not sites or bool(units & sites)


def review(actor: Actor, sites: frozenset[int]) -> None:
    """Raise NotAllowed unless the actor may review a vendor that works at ``sites``."""
    if not may_review(actor, sites):
        raise NotAllowed


def may_watch(actor: Actor) -> bool:
    """Whether the actor may put a vendor under watch, or end it: the quality officer."""
    return not actor.is_vendor and actor.can(Permission.VENDOR_WATCH)


def watch(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may put a vendor under watch."""
    if not may_watch(actor):
        raise NotAllowed


def may_compile(actor: Actor) -> bool:
    """Whether the actor may compile the qualified-vendor list (VEN-08)."""
    return not actor.is_vendor and actor.can(Permission.VENDOR_COMPILE)


def compile_list(actor: Actor) -> None:
    """Raise NotAllowed unless the actor may compile the qualified-vendor list."""
    if not may_compile(actor):
        raise NotAllowed


def may_log(actor: Actor, sites: frozenset[int]) -> bool:
    """Whether the actor may write the vendor log: who keeps the register, or reviews the vendor."""
    return may_edit_register(actor) or may_review(actor, sites)


def log(actor: Actor, sites: frozenset[int]) -> None:
    """Raise NotAllowed unless the actor may write the log of a vendor that works at ``sites``."""
    if not may_log(actor, sites):
        raise NotAllowed


def may_file_paper(actor: Actor, project_id: int) -> bool:
    """Whether the actor may put papers into a project's outsourcing file (VEN-10)."""
    return not actor.is_vendor and actor.can(Permission.CONTRACT_EDIT, project_id)


def file_paper(actor: Actor, project_id: int) -> None:
    """Raise NotAllowed unless the actor may put papers into the project's outsourcing file."""
    if not may_file_paper(actor, project_id):
        raise NotAllowed


def may_see_logs(actor: Actor) -> bool:
    """Whether the actor reads reviews, logs and the qualified list: staff who read the register."""
    return not actor.is_vendor and actor.can(Permission.VENDOR_VIEW)
