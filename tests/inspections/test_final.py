"""After the appeal window a published inspection is final (requirements.md, 5; RPA-08)."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from contracts.models import Contract
from inspections import queries, schedule, settings_area
from inspections.actions import judging
from inspections.actions.final import finalise
from inspections.models import Inspection
from records.models import JournalEntry
from tenancy import work
from tenancy.errors import IllegalTransition, NotAllowed
from tenancy.models import Job, SettingsVersion, Tenant
from tests.factories.inspections import a_contract_to_inspect, a_published
from tests.factories.tenancy import AT, World, add_vendor_person
from tests.factories.vendors import system

pytestmark = pytest.mark.django_db

# Published on Thursday, 15 October 2026: five working days end on Thursday the 22nd at 24:00 in Shanghai.
LAST_MOMENT = datetime(2026, 10, 22, 15, 59, tzinfo=UTC)
OVER = datetime(2026, 10, 22, 16, 1, tzinfo=UTC)


@pytest.fixture
def contract(world: World, tenant: Tenant) -> Contract:
    return a_contract_to_inspect(project=world.project)


@pytest.fixture
def published(world: World, contract: Contract) -> Inspection:
    row = a_published(contract=contract, by=world.actor("project_supervisor"), judge=world.actor("property_manager"))
    Inspection.objects.filter(id=row.id).update(published_at=AT)
    row.refresh_from_db()
    return row


def _status(row: Inspection) -> str:
    return str(Inspection.objects.values_list("status", flat=True).get(id=row.id))


def _final_entries() -> int:
    return JournalEntry.objects.filter(event="inspections.inspections_final").count()


def test_window_is_five_working_days_and_ends_at_midnight_there(published: Inspection) -> None:
    assert str(queries.final_after(published)) == "2026-10-22"
    assert (finalise(by=system(), at=LAST_MOMENT), _status(published), _final_entries()) == (0, "published", 0)
    assert (finalise(by=system(), at=OVER), _status(published), _final_entries()) == (1, "final", 1)
    assert (finalise(by=system(), at=OVER), _final_entries()) == (0, 1)
    published.refresh_from_db()
    assert queries.final_after(published) is None


def test_window_is_a_setting(published: Inspection) -> None:
    SettingsVersion.objects.filter(area="inspections").update(values={"appeal": {"working_days": 10}})
    assert (finalise(by=system(), at=OVER), str(queries.final_after(published))) == (0, "2026-10-29")


@pytest.mark.parametrize("days", [0, 61, -1, True, "5", None, 2.5])
def test_unusable_window_is_refused(days: Any) -> None:
    assert list(settings_area.check({"appeal": {"working_days": days}})) == ["appeal.working_days"]
    assert settings_area.check(settings_area.defaults()) == {}


def test_final_result_is_not_corrected(world: World, published: Inspection) -> None:
    finalise(by=system(), at=OVER)
    with pytest.raises(IllegalTransition):
        judging.correct_inspection(
            inspection_id=published.id, reason="漏算", by=world.actor("property_manager"), at=OVER
        )
    assert (_status(published), Inspection.objects.count()) == ("final", 1)


def test_inspection_being_corrected_waits_for_its_correction(world: World, published: Inspection) -> None:
    judging.correct_inspection(inspection_id=published.id, reason="漏算", by=world.actor("quality_officer"), at=AT)
    assert (finalise(by=system(), at=OVER), _status(published), _final_entries()) == (0, "published", 0)


def test_people_make_nothing_final(world: World, published: Inspection) -> None:
    with pytest.raises(NotAllowed):
        finalise(by=world.actor("quality_officer"), at=OVER)
    assert (_status(published), _final_entries()) == ("published", 0)


def test_scheduler_writes_one_job_a_day_that_makes_final(world: World, published: Inspection) -> None:
    for _tick in range(2):
        schedule.schedule(OVER)
    job = Job.objects.get(kind="inspections.finalise")
    assert job.period_key == "2026-10-23"
    Job.objects.filter(id=job.id).update(created_at=OVER)
    assert work.run_job(world.tenant.id, job.id)
    job.refresh_from_db()
    assert (job.result, _status(published)) == ({"final": 1}, "final")


def test_page_says_until_when_and_then_that_it_is_final(
    world: World, contract: Contract, published: Inspection, client_for: Callable[..., Client]
) -> None:
    member = add_vendor_person(world, vendor_id=contract.vendor_id, vendor_name="v", role="vendor_manager")
    address = f"/alpha/inspections/{published.id}/"
    for client in (client_for("property_manager"), client_for(person=member.person)):
        assert "2026-10-22" in client.get(address).content.decode()
    finalise(by=system(), at=OVER)
    for client in (client_for("property_manager"), client_for(person=member.person)):
        page = client.get(address).content.decode()
        assert ("Final" in page, "2026-10-22" in page) == (True, False)
