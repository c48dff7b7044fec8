"""This room's entries in the side bar."""

from django.utils.translation import gettext_lazy as _

from tenancy.navigation import Item
from tenancy.roles import Permission
from tenancy.rules.actor import Actor

PARTNERS = _("Vendors and contracts")


def navigation(actor: Actor) -> list[Item]:
    """Return the register for staff, and its own record for a vendor."""
    if actor.is_vendor:
        return [Item(PARTNERS, _("Our company"), "vendors:vendor_own", "building", "vendors/")]
    if not actor.can(Permission.VENDOR_VIEW):
        return []
    return [
        Item(PARTNERS, _("Vendors"), "vendors:vendor_list", "building", "vendors/"),
        Item(PARTNERS, _("Qualification papers"), "vendors:paper_list", "file-certificate", "vendors/papers/"),
        Item(PARTNERS, _("Qualified-vendor list"), "vendors:qualified_list_list", "list-check", "vendors/qualified/"),
        Item(PARTNERS, _("Outsourcing files"), "vendors:project_file_list", "folder", "vendors/files/"),
    ]
