"""What the global search finds in the inspections room."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from inspections import queries
from records.search import Hit
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language
from tenancy.web import tenant_url


def checklists_found(actor: Actor, ids: Sequence[int]) -> list[Hit]:
    """Return the hits among checklists the actor may see."""
    rows = queries.checklists_visible_to(actor).filter(id__in=list(ids)).order_by("code")
    return [
        Hit(
            label=in_language(row.names),
            detail=row.code,
            url=tenant_url("inspections:checklist_detail", row.id),
            kind=_("Checklist"),
        )
        for row in rows
    ]
