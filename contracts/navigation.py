"""This room's entries in the side bar."""

from django.utils.translation import gettext_lazy as _

from tenancy.navigation import Item
from tenancy.roles import Permission
from tenancy.rules.actor import Actor

PARTNERS = _("Vendors and contracts")


def navigation(actor: Actor) -> list[Item]:
    """Return the ledger for staff, and the own contracts for a vendor."""
    if actor.is_vendor and actor.can(Permission.OWN_CONTRACTS):
        return [Item(PARTNERS, _("Our contracts"), "contracts:contract_list", "file-text", "contracts/")]
    if not actor.can(Permission.CONTRACT_VIEW):
        return []
    return [Item(PARTNERS, _("Contract ledger"), "contracts:contract_list", "file-text", "contracts/")]
