"""What this room shows on the pages of the rooms below."""

from django.utils.translation import gettext_lazy as _

from contracts import queries
from contracts.lists import STATUS_TONES
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language
from vendors.models import Vendor
from vendors.queries import Panel

SHOWN = 20


def vendor_contracts(actor: Actor, vendor: Vendor) -> Panel | None:
    """Return a vendor's newest contracts that the actor may see, for the vendor's page."""
    rows = (
        queries.contracts_visible_to(actor).filter(vendor=vendor).select_related("project").order_by("-ends_on", "-id")
    )
    shown = list(rows[: SHOWN + 1])
    lines = queries.lines_of(row.id for row in shown)
    return Panel(
        _("Contracts"),
        "contracts/_vendor_panel.html",
        {
            "rows": [
                {
                    "contract": row,
                    "tone": STATUS_TONES.get(row.status, "grey"),
                    "lines": [in_language(line.names) for line in lines.get(row.id, [])],
                }
                for row in shown[:SHOWN]
            ],
            "has_more": len(shown) > SHOWN,
            "vendor_id": vendor.id,
        },
    )
