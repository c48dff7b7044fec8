"""Exports of lists: exactly the rows and columns shown, for whoever ordered them (RPT-02, ARC-03)."""

from collections.abc import Callable
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import QueryDict
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.timezone import localtime, override
from django.utils.translation import gettext as _

from records import journal
from records.actions.attachment import keep
from records.files import XLSX
from records.table_files import write_csv, write_xlsx
from tenancy import work
from tenancy.choices import JobStatus
from tenancy.errors import NotAllowed, RuleBroken
from tenancy.listing import ListPage, ListSpec, all_rows
from tenancy.models import Job
from tenancy.queries import active_zone
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url

EXPORT_JOB = "records.export"
AT_ONCE = 2000  # a list below this many rows is written within the request
LONGEST_QUERY = 2000
MOST = 1_000_000  # what a sheet of Excel holds
CONTENT_TYPES = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}


def order_export(*, list_code: str, query: str, format: str, by: Actor, at: datetime) -> Job:  # noqa: A002  its name in the address
    """Write the list's rows into a file, at once when it is short, else by a job; return the job row either way.

    Raises RuleBroken for an unknown list or format or too many rows, NotAllowed without the list's export permission.
    """
    spec = _spec(list_code)
    if format not in CONTENT_TYPES:
        raise RuleBroken(_("Exports are made as Excel or CSV."), code="unknown_format")
    if spec.may_export is None or not by.can(spec.may_export):
        raise NotAllowed
    if len(query) > LONGEST_QUERY:
        raise RuleBroken(_("The filters are too long to be exported. Clear some of them."), code="query_too_long")
    payload = {
        "list": list_code,
        "query": query,
        "format": format,
        "language": translation.get_language() or settings.LANGUAGE_CODE,
    }
    rows = ListPage(spec, QueryDict(payload["query"]), by).result.order_by()[: MOST + 1].count()
    if rows > MOST:
        raise RuleBroken(_("An export holds at most one million rows. Narrow the list first."), code="too_many_rows")
    title = str(spec.title)[:200]
    if rows >= AT_ONCE:
        return work.enqueue(EXPORT_JOB, str(uuid4()), title=title, payload=payload, by=by, at=at)
    job = Job.objects.create(
        vendor_id=by.vendor_id,
        kind=EXPORT_JOB,
        period_key=str(uuid4()),
        title=title,
        payload=payload,
        status=JobStatus.DONE,
        attempt=1,
        ordered_by_id=by.membership_id,
        created_at=at,
        finished_at=at,
        seen_at=at,
    )
    job.result = write_export(job_id=job.id, by=by, at=at)
    job.result_url = tenant_url("records:file", job.result["file"])
    job.save(update_fields=["result", "result_url"])
    return job


def write_export(
    *, job_id: int, by: Actor, at: datetime, progress: Callable[[int, int], None] = lambda done, total: None
) -> dict[str, Any]:
    """Write the file of an export job, keep it with the job and journal it; return its id and the number of rows."""
    job = Job.objects.get(id=job_id)
    spec = _spec(job.payload["list"])
    query = QueryDict(job.payload["query"])
    page = ListPage(spec, query, by)
    total = page.result.order_by().count()
    with translation.override(job.payload["language"]), override(active_zone()), TemporaryFile() as out:
        name = f"{spec.title} {localtime(at):%Y-%m-%d %H%M}.{job.payload['format']}"
        rows = all_rows(spec, query, by)
        if job.payload["format"] == "csv":
            count = write_csv(out, page.visible, rows, lambda done: progress(done, total))
        else:
            count = write_xlsx(
                out,
                page.visible,
                rows,
                lambda done: progress(done, total),
                title=str(spec.title),
                about=lambda written: _about(spec, by, at, written),
            )
        out.seek(0)
        kept = keep(
            owner=job,
            content=out.read(),
            name=name,
            content_type=CONTENT_TYPES[job.payload["format"]],
            kind="export",
            by=by,
            at=at,
        )
    journal.record(
        "records.list_exported",
        job,
        by=by,
        at=at,
        changes={
            "list": spec.code,
            "format": job.payload["format"],
            "rows": count,
            "filters": _masked(query),
            "columns": [column.key for column in page.visible],
            "sha256": kept.sha256,
        },
    )
    return {"file": kept.id, "rows": count}


def _spec(list_code: str) -> ListSpec:
    path = settings.LISTS.get(list_code)
    if path is None:
        raise RuleBroken(_("There is no such list."), code="unknown_list")
    spec: ListSpec = import_string(path)
    return spec


def _about(spec: ListSpec, by: Actor, at: datetime, rows: int) -> list[tuple[str, str]]:
    return [
        (_("List"), str(spec.title)),
        (_("Rows"), str(rows)),
        (_("Exported by"), by.name),
        (_("Exported at"), f"{localtime(at):%Y-%m-%d %H:%M}"),
    ]


def _masked(query: QueryDict) -> dict[str, Any]:
    """Return the filters of an export; what was typed into the search may be a customer's name or phone."""
    hidden = {"csrfmiddlewaretoken", "at", "col"}
    return {
        key: "***" if key == "q" and values != [""] else values for key, values in query.lists() if key not in hidden
    }
