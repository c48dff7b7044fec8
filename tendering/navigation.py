"""This room's entries in the side bar."""

from django.utils.translation import gettext_lazy as _

from tenancy.navigation import Item
from tenancy.roles import Permission
from tenancy.rules.actor import Actor

PARTNERS = _("Vendors and contracts")


def navigation(actor: Actor) -> list[Item]:
    """Return the register of tenders for whoever takes part in tenders, and its own invitations for a vendor."""
    if actor.is_vendor:
        own = Item(PARTNERS, _("Tenders"), "tendering:invitation_list", "gavel", "tendering/")
        return [own] if actor.can(Permission.OWN_TENDERS) else []
    wanted = (Permission.TENDER_VIEW, Permission.NEED_APPLY)
    if not any(actor.can(one) for one in wanted):
        return []
    return [Item(PARTNERS, _("Tenders"), "tendering:tender_list", "gavel", "tendering/")]
