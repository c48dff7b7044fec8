"""What the inspections room shows on the pages of the rooms below."""

from django.utils.translation import gettext_lazy as _

from inspections import queries
from inspections.choices import INSPECTION_STATUS_LABELS, INSPECTION_TYPE_LABELS, InspectionStatus
from tenancy.models import OrgUnit
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language
from tenancy.web import tenant_url
from vendors.queries.project_file import Line, Section

MOST_FILED = 200
FILED = [InspectionStatus.PUBLISHED.value, InspectionStatus.FINAL.value]


def project_file(actor: Actor, project: OrgUnit) -> list[Section]:
    """Return the supervision records of a project's outsourcing file: its newest published inspections (VEN-10)."""
    rows = queries.inspections_visible_to(actor).filter(project=project, status__in=FILED)
    shown = list(rows.select_related("contract__vendor", "line").order_by("-inspected_on", "-id")[: MOST_FILED + 1])
    found = [
        Line(
            title=f"{INSPECTION_TYPE_LABELS[row.kind]} {in_language(row.line.names)}",
            detail=row.contract.vendor.legal_name,
            dated_on=row.inspected_on,
            url=tenant_url("inspections:inspection_detail", row.id),
            state=str(INSPECTION_STATUS_LABELS[row.status]),
        )
        for row in shown[:MOST_FILED]
    ]
    more = f"{tenant_url('inspections:inspection_list')}?project={project.id}" if len(shown) > MOST_FILED else ""
    return [Section("supervision", _("Supervision records"), found, url=more)]
