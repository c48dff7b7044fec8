"""What the global search finds in this room."""

from django.utils.translation import gettext_lazy as _

from complaints import queries
from records.search import Hit
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url


def complaints(actor: Actor, ids: list[int]) -> list[Hit]:
    """Return the complaints among ``ids`` that the actor may read, as lines of the search page."""
    rows = queries.complaints_visible_to(actor).filter(id__in=ids).select_related("project")
    return [
        Hit(
            label=f"{row.number} {row.content[:40]}",
            detail=row.project.name,
            url=tenant_url("complaints:complaint_detail", row.id),
            kind=_("Complaints"),
        )
        for row in rows.order_by("-received_at", "-id")
    ]
