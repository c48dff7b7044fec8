"""What the global search finds in this room."""

from django.utils.translation import gettext_lazy as _

from records.search import Hit
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language
from tenancy.web import tenant_url
from tendering.queries.tenders import visible_to


def tenders(actor: Actor, ids: list[int]) -> list[Hit]:
    """Return the tenders among ``ids`` that the actor may read, as lines of the search page."""
    rows = visible_to(actor).filter(id__in=ids).select_related("project", "line")
    return [
        Hit(
            label=f"{row.number} {row.title}",
            detail=f"{row.project.name} · {in_language(row.line.names)}",
            url=tenant_url("tendering:tender_detail", row.id),
            kind=_("Tenders"),
        )
        for row in rows.order_by("-id")
    ]
