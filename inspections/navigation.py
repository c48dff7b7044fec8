"""What the inspections room offers in the side bar."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenancy.navigation import Item
from tenancy.roles import Permission
from tenancy.rules.actor import Actor

GROUP = pgettext_lazy("navigation", "Inspections")


def navigation(actor: Actor) -> list[Item]:
    """Return the room's entries for the actor."""
    found = []
    if actor.can(Permission.INSPECTION_FILE) and not actor.is_vendor:
        found.append(
            Item(
                GROUP, _("Today's inspections"), "inspections:inspection_today", "clipboard-check", "inspections/today/"
            )
        )
    if actor.can(Permission.INSPECTION_VIEW) or actor.can(Permission.OWN_INSPECTIONS):
        found.append(Item(GROUP, _("All inspections"), "inspections:inspection_list", "clipboard-list", "inspections/"))
        found.append(Item(GROUP, _("Findings"), "inspections:finding_list", "flag", "inspections/findings/"))
    if actor.can(Permission.TEMPLATE_VIEW) and not actor.is_vendor:
        found.append(Item(GROUP, _("Checklists"), "inspections:checklist_list", "checklist", "inspections/checklists/"))
    return found
