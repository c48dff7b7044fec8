"""What the global search finds in this room."""

from django.utils.translation import gettext_lazy as _

from contracts import queries
from records.search import Hit
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url


def contracts(actor: Actor, ids: list[int]) -> list[Hit]:
    """Return the contracts among ``ids`` that the actor may read, as lines of the search page."""
    rows = queries.contracts_visible_to(actor).filter(id__in=ids).select_related("vendor", "project")
    return [
        Hit(
            label=f"{row.number} {row.title}",
            detail=f"{row.vendor.legal_name} · {row.project.name}",
            url=tenant_url("contracts:contract_detail", row.id),
            kind=_("Contracts"),
        )
        for row in rows.order_by("-ends_on", "-id")
    ]
