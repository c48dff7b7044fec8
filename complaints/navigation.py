"""This room's entries in the side bar."""

from django.utils.translation import gettext_lazy as _

from tenancy.navigation import Item
from tenancy.roles import Permission
from tenancy.rules.actor import Actor

GROUP = _("Customers")


def navigation(actor: Actor) -> list[Item]:
    """Return the register for staff, and what was charged to it for a vendor."""
    if actor.is_vendor and actor.can(Permission.OWN_COMPLAINTS):
        return [Item(GROUP, _("Complaints about us"), "complaints:complaint_list", "message-report", "complaints/")]
    if not actor.can(Permission.COMPLAINT_VIEW):
        return []
    return [Item(GROUP, _("Complaint register"), "complaints:complaint_list", "message-report", "complaints/")]
