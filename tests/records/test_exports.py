"""An export holds exactly the rows and columns shown, as text that never runs, for whoever ordered it."""

import csv
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from operator import itemgetter
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone, translation
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from records.actions.export import AT_ONCE, EXPORT_JOB, order_export
from records.models import Attachment, JournalEntry
from records.table_files import write_csv, write_xlsx
from tenancy import work
from tenancy.choices import JobStatus
from tenancy.context import acting_for
from tenancy.errors import NotAllowed, RuleBroken
from tenancy.listing import Column
from tenancy.models import Job, Tenant
from tests.factories.tenancy import AT, World

pytestmark = pytest.mark.req("RPT-02")


def entries(world: World, count: int) -> None:
    """Fill the journal of both tenants."""
    for tenant in (world.tenant, world.other):
        with acting_for(tenant):
            JournalEntry.objects.bulk_create(
                [
                    JournalEntry(
                        event="tests.happened",
                        object_type="tenancy.tenant",
                        object_id=number,
                        object_label=f"=HYPERLINK({number})",
                        actor_name=f"{tenant.slug} 王",
                        at=AT + timedelta(seconds=number),
                    )
                    for number in range(count)
                ],
                batch_size=5000,
            )


def content_of(job: Job) -> bytes:
    row = Attachment.objects.get(object_type="tenancy.job", object_id=job.id)
    with default_storage.open(row.stored_name) as stored:
        return bytes(stored.read())


def order(world: World, query: str = "", format: str = "xlsx", role: str = "auditor") -> Job:  # noqa: A002
    return order_export(list_code="records.journal", query=query, format=format, by=world.actor(role), at=AT)


def sheet_rows(content: bytes) -> list[tuple[Any, ...]]:
    return list(load_workbook(BytesIO(content), read_only=True).worksheets[0].iter_rows(values_only=True))


@pytest.mark.slow
@pytest.mark.req("ARC-03")
def test_a_short_list_is_written_at_once_and_journalled(world: World, tenant: Tenant) -> None:
    entries(world, 5)
    job = order(world, "q=&event=&object_type=tenancy.tenant&col=object&col=actor&sort=id&at=stale")
    assert (job.status, job.ordered_by_id) == (JobStatus.DONE, world.member("auditor").id)
    rows = sheet_rows(content_of(job))
    own = JournalEntry.objects.filter(object_type="tenancy.tenant").exclude(event="records.list_exported").count()
    assert len(rows) == own + 1
    assert rows[-5] == ("alpha 王", "=HYPERLINK(0)")
    entry = JournalEntry.objects.get(event="records.list_exported")
    assert {key: entry.changes[key] for key in ("list", "format", "rows", "columns")} == {
        "list": "records.journal",
        "format": "xlsx",
        "rows": own,
        "columns": ["actor", "object"],
    }


def test_the_words_searched_for_stay_out_of_the_journal(world: World, tenant: Tenant) -> None:
    order(world, "q=13800138000&object_id=7")
    entry = JournalEntry.objects.get(event="records.list_exported")
    assert entry.changes["filters"] == {"q": "***", "object_id": ["7"]}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"list_code": "nobody.list"}, RuleBroken),
        ({"format": "exe"}, RuleBroken),
        ({"role": "project_supervisor"}, NotAllowed),
        ({"list_code": "records.jobs"}, NotAllowed),
    ],
)
def test_order_refused_leaves_nothing(
    world: World, tenant: Tenant, changes: dict[str, str], error: type[Exception]
) -> None:
    wanted = {"list_code": "records.journal", "format": "xlsx", "role": "auditor", **changes}
    actor = world.actor(wanted.pop("role"))
    with pytest.raises(error):
        order_export(query="", by=actor, at=AT, **wanted)
    assert Job.objects.filter(kind=EXPORT_JOB).count() == 0
    assert Attachment.objects.count() == 0


@pytest.mark.slow
def test_a_long_list_is_written_by_a_job_with_progress_and_read_by_its_owner_only(
    world: World, client_for: Callable[..., Client]
) -> None:
    entries(world, AT_ONCE)
    client = client_for("auditor")
    order = {"list": "records.journal", "format": "csv", "query": "object_type=tenancy.tenant"}
    answer = client.post("/alpha/records/export/", order)
    assert answer.status_code == 302
    address = answer.headers["Location"]
    assert 'hx-trigger="every 2s"' in client.get(address).content.decode()
    with acting_for(world.tenant):
        job = Job.objects.get(kind=EXPORT_JOB)
    assert work.run_job(world.tenant.id, job.id)
    total = work.progress_of(job.id)[1]  # type: ignore[index]  # it ran
    assert (total >= AT_ONCE, work.progress_of(job.id)) == (True, (AT_ONCE, total))
    page = client.get(address).content.decode()
    assert ("every 2s" in page, f"{total} rows were written" in page) == (False, True)
    with acting_for(world.tenant):
        job.refresh_from_db()
        assert job.seen_at is not None
    download = client.get(job.result_url)
    text = b"".join(download.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # a file
    rows = list(csv.reader(StringIO(text)))
    assert (len(rows), rows[1][4]) == (total + 1, f"'=HYPERLINK({AT_ONCE - 1})")
    assert "beta" not in text
    assert client_for("general_manager").get(job.result_url).status_code == 404
    assert client_for(person=world.person("auditor", tenant=world.other)).get(job.result_url).status_code == 404
    assert job.result_url not in client_for("general_manager").get(address).content.decode()


def test_a_short_export_leads_straight_to_the_file(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("auditor")
    answer = client.post("/alpha/records/export/", {"list": "records.journal", "format": "csv", "query": ""})
    download = client.get(answer.headers["Location"])
    assert download["Content-Type"] == "text/csv; charset=utf-8"
    assert download["Content-Disposition"].startswith("attachment; filename")
    list(download.streaming_content)  # type: ignore[attr-defined]  # a file
    refused = client.post("/alpha/records/export/", {"list": "x", "format": "csv"})
    assert refused.status_code == 422
    assert client.get("/alpha/records/export/").status_code == 405


@pytest.mark.slow
def test_fifty_thousand_rows_are_all_there(world: World, tenant: Tenant) -> None:
    entries(world, 50_000)
    there = JournalEntry.objects.filter(object_type="tenancy.tenant").count()
    job = order(world, "object_type=tenancy.tenant&col=object_id")
    with acting_for(tenant):
        assert job.status == JobStatus.WAITING
    from records.actions.export import write_export

    written = write_export(job_id=job.id, by=world.actor("auditor"), at=AT)
    sheet = CalamineWorkbook.from_filelike(BytesIO(content_of(job))).get_sheet_by_index(0)
    numbers = [row[0] for row in sheet.to_python()[1:]]
    assert written["rows"] == len(numbers) == there >= 50_000
    assert numbers[:50_000] == list(range(49_999, -1, -1))


ROW = {
    "text": "=1+1",
    "number": "87.65",
    "none": None,
    "money": Decimal("8600.00"),
    "day": date(2026, 10, 31),
    "moment": datetime(2026, 10, 31, 16, 30, tzinfo=UTC),
    "yes": True,
    "minus": "-5分",
    "dash": "–",
}
KINDS = {"number": "number", "money": "money", "day": "date", "moment": "datetime", "dash": "number"}
COLUMNS = [Column(key, key, itemgetter(key), kind=KINDS.get(key, "text")) for key in ROW]


@pytest.fixture
def shanghai() -> Any:
    with timezone.override("Asia/Shanghai"), translation.override("en"):
        yield


def test_cells_of_an_excel_file_are_numbers_dates_and_texts(shanghai: None) -> None:
    out = BytesIO()
    assert write_xlsx(out, COLUMNS, [ROW], lambda done: None, title="a/b", about=lambda rows: [("x", str(rows))]) == 1
    assert sheet_rows(out.getvalue())[1] == (
        "=1+1",
        87.65,
        None,
        8600,
        datetime(2026, 10, 31),  # noqa: DTZ001  a sheet knows no zone
        datetime(2026, 11, 1, 0, 30),  # noqa: DTZ001  a sheet knows no zone
        "yes",
        "-5分",
        "–",
    )
    book = load_workbook(BytesIO(out.getvalue()))
    assert book.worksheets[0]["A2"].data_type == "s"
    assert book.worksheets[1]["B1"].value == "1"


def test_cells_of_a_csv_file_never_start_a_formula(shanghai: None) -> None:
    out = BytesIO()
    write_csv(out, COLUMNS, [ROW], lambda done: None)
    assert out.getvalue().decode("utf-8-sig").splitlines()[1] == (
        "'=1+1,87.65,,8600.00,2026-10-31,2026-11-01 00:30,yes,'-5分,–"
    )
