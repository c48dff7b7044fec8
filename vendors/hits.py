"""What the global search finds in this room."""

from django.utils.translation import gettext_lazy as _

from records.search import Hit
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from vendors import queries


def vendors(actor: Actor, ids: list[int]) -> list[Hit]:
    """Return the vendors among ``ids`` that the actor may read, as lines of the search page."""
    rows = queries.vendors_visible_to(actor).filter(id__in=ids).order_by("sort_key", "id")
    return [
        Hit(
            label=row.legal_name,
            detail=row.credit_code,
            url=tenant_url("vendors:vendor_detail", row.id),
            kind=_("Vendors"),
        )
        for row in rows
    ]
