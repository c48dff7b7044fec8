"""What this room shows on the pages of the rooms below."""

from django.utils.translation import gettext_lazy as _

from contracts import queries
from contracts.choices import CONTRACT_STATUS_LABELS
from contracts.lists import STATUS_TONES
from tenancy.models import OrgUnit
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language
from tenancy.web import tenant_url
from vendors.models import Vendor
from vendors.queries import Panel
from vendors.queries.project_file import Line, Section

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


def project_file(actor: Actor, project: OrgUnit) -> list[Section]:
    """Return the contract copies of a project's outsourcing file that the actor may see, newest first (VEN-10)."""
    rows = queries.contracts_visible_to(actor).filter(project=project).select_related("vendor")
    found = [
        Line(
            title=str(row),
            detail=row.vendor.legal_name,
            dated_on=row.starts_on,
            url=tenant_url("contracts:contract_detail", row.id),
            state=str(CONTRACT_STATUS_LABELS[row.status]),
        )
        for row in rows.order_by("-starts_on", "-id")
    ]
    return [Section("contracts", _("Contracts"), found)]
