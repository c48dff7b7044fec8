"""Files of exported lists are deleted after the tenant's time; the job says so, records stay (ARC-06)."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from records import schedule, settings_area
from records.actions.export import order_export
from records.actions.retention import delete_old_exports
from records.models import Attachment, JournalEntry
from tenancy import work
from tenancy.context import acting_for
from tenancy.errors import NotAllowed
from tenancy.models import Job, SettingsVersion, Tenant
from tests.factories.tenancy import AT, World
from tests.factories.vendors import system

pytestmark = [pytest.mark.django_db, pytest.mark.req("ARC-06")]
JUST_KEPT, OVER = AT + timedelta(days=30), AT + timedelta(days=30, seconds=1)


@pytest.fixture
def exported(world: World, tenant: Tenant, files: Path) -> Job:
    """An export of the journal, written at once."""
    return order_export(list_code="records.journal", query="", format="csv", by=world.actor("auditor"), at=AT)


def _files(folder: Path) -> int:
    return len([path for path in folder.rglob("*") if path.is_file()])


def test_file_goes_after_thirty_days_and_the_job_says_so(
    world: World, exported: Job, files: Path, client_for: Callable[..., Client], django_capture_on_commit_callbacks: Any
) -> None:
    address, file = f"/alpha/records/jobs/{exported.id}/", exported.result_url
    client = client_for("auditor")
    assert "The file is kept for 30 days." in client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert delete_old_exports(by=system(), at=JUST_KEPT) == 0
    assert (_files(files), client.get(file).status_code) == (1, 200)
    with django_capture_on_commit_callbacks(execute=True):
        assert delete_old_exports(by=system(), at=OVER) == 1
    page = client.get(address).content.decode()
    assert ("The file was deleted on 2026-11-14" in page, file in page) == (True, False)
    assert (_files(files), client.get(file).status_code) == (0, 404)
    with acting_for(world.tenant):
        kept, before = Job.objects.get(id=exported.id).result or {}, exported.result or {}
        assert (Attachment.objects.count(), kept["rows"], kept["file"]) == (1, before["rows"], before["file"])
        assert JournalEntry.objects.latest("id").event == "records.export_deleted"
        assert delete_old_exports(by=system(), at=OVER) == 0


def test_time_is_a_setting_and_other_files_stay(world: World, exported: Job, files: Path) -> None:
    SettingsVersion.objects.filter(area="records").update(values={"retention": {"exports_days": 90}})
    assert delete_old_exports(by=system(), at=OVER) == 0
    Job.objects.filter(id=exported.id).update(kind="records.print")
    assert delete_old_exports(by=system(), at=AT + timedelta(days=900)) == 0
    assert _files(files) == 1


@pytest.mark.parametrize("days", [0, 3651, True, "30", None, 1.5])
def test_unusable_time_is_refused(days: Any) -> None:
    assert list(settings_area.check({"retention": {"exports_days": days}})) == ["retention.exports_days"]
    assert settings_area.check(settings_area.defaults()) == {}


def test_people_delete_nothing_and_a_rollback_keeps_the_file(world: World, exported: Job, files: Path) -> None:
    with pytest.raises(NotAllowed):
        delete_old_exports(by=world.actor("tenant_admin"), at=OVER)
    assert delete_old_exports(by=system(), at=OVER) == 1  # this test's transaction is never committed
    assert _files(files) == 1


def test_scheduler_writes_one_job_a_day(world: World, exported: Job) -> None:
    for _tick in range(2):
        schedule.schedule(timezone.now())
    job = Job.objects.get(kind="records.delete_old_exports")
    assert work.run_job(world.tenant.id, job.id)
    job.refresh_from_db()
    assert job.result == {"deleted": int(timezone.now() > OVER)}
