"""Handing out the index of a project's outsourcing file (外包管理档案目录, VEN-10)."""

from datetime import datetime
from io import BytesIO

from django.utils.timezone import localtime, override
from django.utils.translation import gettext as _

from records import journal
from records.table_files import write_xlsx
from tenancy.errors import NotAllowed
from tenancy.listing import Column
from tenancy.models import OrgUnit
from tenancy.queries import active_zone
from tenancy.rules.actor import Actor
from vendors.queries import project_file as queries


def export_index(*, project: OrgUnit, by: Actor, at: datetime) -> bytes:
    """Return the file index of a project as a spreadsheet, and journal who took it (ARC-03). Raises NotAllowed."""
    if not queries.files_visible_to(by).filter(id=project.id).exists():
        raise NotAllowed
    rows = [(section, line) for section in queries.sections(by, project) for line in section.lines]
    columns = [
        Column("section", _("Part"), lambda row: row[0].title),
        Column("title", _("Paper"), lambda row: row[1].title),
        Column("detail", _("Details"), lambda row: row[1].detail),
        Column("dated_on", _("Date"), lambda row: row[1].dated_on, kind="date"),
        Column("state", _("State"), lambda row: row[1].state),
    ]
    title = _("Outsourcing file index")
    about = [(_("Project"), project.name), (_("Exported by"), by.name)]
    with override(active_zone()), BytesIO() as out:
        moment = f"{localtime(at):%Y-%m-%d %H:%M}"
        count = write_xlsx(
            out,
            columns,
            rows,
            lambda done: None,
            title=title,
            about=lambda written: [*about, (_("Rows"), str(written)), (_("Exported at"), moment)],
        )
        content = out.getvalue()
    journal.record("vendors.file_index_exported", project, by=by, at=at, changes={"rows": count})
    return content
