"""The list of imports."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from records.models import ImportRun
from records.models.importing import ImportStatus
from tenancy.listing import Column, ListSpec
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url

TONES = {
    ImportStatus.UPLOADED: "grey",
    ImportStatus.CHECKED: "blue",
    ImportStatus.APPLIED: "green",
    ImportStatus.ABANDONED: "grey",
}


def _rows(actor: Actor) -> QuerySet[ImportRun]:
    rows = ImportRun.objects.select_related("created_by")
    return rows if actor.can(Permission.IMPORT_RUN) else rows.none()


IMPORTS = ListSpec(
    code="records.imports",
    title=_("Imports"),
    rows=_rows,
    columns=[
        Column("file", _("File"), lambda row: row.file_name, kind="link"),
        Column(
            "status",
            _("Status"),
            lambda row: row.get_status_display(),
            kind="badge",
            tone=lambda row: TONES[row.status],
        ),
        Column("problems", _("Problems"), lambda row: len(row.report.get("problems", [])), kind="number"),
        Column("at", _("Uploaded at"), lambda row: row.created_at, sort="id", kind="datetime"),
        Column("by", _("By"), lambda row: row.created_by.name if row.created_by else ""),
        Column("sha256", _("SHA-256"), lambda row: row.sha256, is_optional=True),
    ],
    default_sort="-id",
    row_url=lambda row: tenant_url("records:import_detail", row.id),
    empty=_("Nothing has been imported yet."),
    may_export=Permission.IMPORT_RUN,
)
