"""What the scoring room offers in the side bar."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from scoring.queries.boards import can_see_boards
from tenancy.navigation import Item
from tenancy.roles import Permission
from tenancy.rules.actor import Actor

GROUP = pgettext_lazy("navigation", "Scoring")


def navigation(actor: Actor) -> list[Item]:
    """Return the room's entries for the actor."""
    if actor.is_vendor:
        own = Item(GROUP, _("My scorecards"), "scoring:card_list", "star", "scoring/cards/")
        return [own] if actor.can(Permission.OWN_CARDS) else []
    if not can_see_boards(actor):
        return []
    return [
        Item(GROUP, _("Scorecards"), "scoring:card_list", "star", "scoring/cards/"),
        Item(GROUP, pgettext_lazy("navigation", "Ranking"), "scoring:ranking", "trophy", "scoring/ranking/"),
        Item(GROUP, _("Heat map"), "scoring:heat_map", "layout-grid", "scoring/heat-map/"),
        Item(GROUP, _("Monthly evaluations"), "scoring:run_list", "calendar-stats", "scoring/runs/"),
        Item(GROUP, _("Rule trial"), "scoring:trial", "adjustments-horizontal", "scoring/trial/"),
    ]
