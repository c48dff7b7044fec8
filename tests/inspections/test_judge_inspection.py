"""A submitted inspection is reviewed, sent back, published and corrected; repeated faults cost more."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from contracts.models import Contract
from inspections import queries
from inspections.actions import filed, filing, judging, planning
from inspections.choices import InspectionType
from inspections.errors import MonthClosed, ReasonMissing
from inspections.models import Inspection, ItemResult
from records.models import JournalEntry, Notification
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, IllegalTransition, NotAllowed
from tenancy.models import Tenant
from tests.factories.inspections import (
    ON,
    a_contract_to_inspect,
    a_filing,
    a_photo,
    a_published,
    a_started,
    a_submitted,
    answers,
)
from tests.factories.tenancy import AT, World, add_vendor_person
from tests.factories.vendors import system

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(world: World, tenant: Tenant) -> Contract:
    return a_contract_to_inspect(project=world.project)


@pytest.fixture
def submitted(world: World, contract: Contract) -> Inspection:
    return a_submitted(contract=contract, by=world.actor("project_supervisor"), faults={"CLN_1": 4})


@pytest.fixture
def published(world: World, submitted: Inspection) -> Inspection:
    return judging.publish_inspection(inspection_id=submitted.id, by=world.actor("property_manager"), at=AT)


def test_publish_shows_the_inspection_to_its_vendor_and_tells_it(
    world: World, contract: Contract, submitted: Inspection, client_for: Callable[..., Client]
) -> None:
    member = add_vendor_person(world, vendor_id=contract.vendor_id, vendor_name="v", role="vendor_manager")
    client = client_for(person=member.person)
    url = f"/{world.tenant.slug}/inspections/{submitted.id}/"
    assert client.get(url).status_code == 404
    row = judging.publish_inspection(inspection_id=submitted.id, by=world.actor("property_manager"), at=AT)
    assert (row.status, row.published_at) == ("published", AT)
    assert ItemResult.objects.filter(inspection=row, is_published=True).count() == 23
    assert Notification.objects.filter(membership=member).count() == 1
    shown = client.get(url)
    assert shown.status_code == 200
    assert "有污渍" in shown.content.decode()


@pytest.mark.req("INS-02")
def test_company_check_is_published_only_after_review(world: World, contract: Contract) -> None:
    row = filed.file_many(filings=[a_filing(contract=contract)], by=system())[0]
    officer = world.actor("quality_officer")
    with pytest.raises(IllegalTransition):
        judging.publish_inspection(inspection_id=row.id, by=officer, at=AT)
    judging.review_inspection(inspection_id=row.id, by=officer, at=AT)
    assert judging.publish_inspection(inspection_id=row.id, by=officer, at=AT).status == "published"


@pytest.mark.parametrize(
    ("role", "code"),
    [("property_manager", "kind_not_yours"), ("project_supervisor", "not_allowed"), ("auditor", "not_allowed")],
)
def test_company_check_is_judged_by_the_quality_officer_alone(
    world: World, contract: Contract, role: str, code: str
) -> None:
    row = filed.file_many(filings=[a_filing(contract=contract)], by=system())[0]
    with pytest.raises(NotAllowed) as refused:
        judging.review_inspection(inspection_id=row.id, by=world.actor(role), at=AT)
    assert refused.value.code == code
    row.refresh_from_db()
    assert row.status == "submitted"


def test_nobody_judges_his_own_inspection(world: World, contract: Contract) -> None:
    manager = world.actor("property_manager")
    row = a_submitted(contract=contract, by=manager)
    for verb in (judging.publish_inspection, judging.review_inspection):
        with pytest.raises(NotAllowed) as refused:
            verb(inspection_id=row.id, by=manager, at=AT)
        assert refused.value.code == "own_inspection"
    assert queries.allowed_actions(row, manager) == []


def test_publish_twice_is_refused(world: World, published: Inspection) -> None:
    with pytest.raises(AlreadyDone):
        judging.publish_inspection(inspection_id=published.id, by=world.actor("property_manager"), at=AT)
    assert JournalEntry.objects.filter(event="inspections.inspection_published").count() == 1


def _month(contract: Contract, world: World, on: date, faults: dict[str, Any]) -> Inspection:
    row = filed.file_many(
        filings=[a_filing(contract=contract, kind=InspectionType.DAILY, inspected_on=on, faults=faults)], by=system()
    )[0]
    return judging.publish_inspection(inspection_id=row.id, by=world.actor("property_manager"), at=AT)


def _cost(row: Inspection, code: str) -> tuple[int, int, int]:
    one = ItemResult.objects.get(inspection=row, item_code=code)
    return one.base_deduction, one.multiplier_percent, one.deduction


def test_repeated_fault_costs_more_each_month_and_never_more_than_the_item(world: World, contract: Contract) -> None:
    july = _month(contract, world, date(2026, 7, 20), {"CLN_1": 3, "P_01": 4})
    august = _month(contract, world, date(2026, 8, 20), {"CLN_1": 3, "P_01": 4})
    september = _month(contract, world, date(2026, 9, 20), {"CLN_1": 3})
    october = _month(contract, world, date(2026, 10, 10), {"CLN_1": 3, "P_01": 4})
    assert [_cost(row, "CLN-1") for row in (july, august, september, october)] == [
        (300, 100, 300),
        (300, 150, 450),
        (300, 200, 600),
        (300, 200, 600),
    ]
    assert [_cost(row, "P-01") for row in (july, august, october)] == [
        (400, 100, 400),
        (400, 150, 500),
        (400, 100, 400),
    ]
    assert [row.score for row in (july, august, september, october)] == [9300, 9050, 9400, 9000]


def test_multiplier_is_fixed_at_publication_not_at_submission(world: World, contract: Contract) -> None:
    later = filed.file_many(
        filings=[a_filing(contract=contract, kind=InspectionType.DAILY, faults={"CLN_1": 3})], by=system()
    )[0]
    assert _cost(later, "CLN-1") == (300, 100, 300)
    _month(contract, world, ON.replace(month=9), {"CLN_1": 1})
    row = judging.publish_inspection(inspection_id=later.id, by=world.actor("property_manager"), at=AT)
    assert (_cost(row, "CLN-1"), row.score) == ((300, 150, 450), 9550)


def test_publish_many_fixes_month_after_month_like_one_by_one(world: World, contract: Contract) -> None:
    days = [date(2026, month, 20) for month in (9, 7, 8)]
    filings = [
        a_filing(contract=contract, kind=InspectionType.DAILY, inspected_on=on, faults={"CLN_1": 3}) for on in days
    ]
    rows = filed.file_many(filings=filings, by=system())
    assert judging.publish_many(inspection_ids=[one.id for one in rows], by=system(), at=AT) == 3
    assert [_cost(row, "CLN-1") for row in rows] == [(300, 200, 600), (300, 100, 300), (300, 150, 450)]
    assert list(queries.published_of(date(2026, 8, 1)).values_list("score", flat=True)) == [9550]


@pytest.mark.req("INS-12")
def test_send_back_opens_a_new_version_and_keeps_the_old_as_it_was(world: World, submitted: Inspection) -> None:
    manager, inspector = world.actor("property_manager"), world.actor("project_supervisor")
    with pytest.raises(ReasonMissing):
        judging.send_back_inspection(inspection_id=submitted.id, reason="  ", by=manager, at=AT)
    row = judging.send_back_inspection(inspection_id=submitted.id, reason="照片不清", by=manager, at=AT)
    submitted.refresh_from_db()
    assert (submitted.status, submitted.score) == ("superseded", 9600)
    assert (row.version, row.supersedes_id, row.status, row.reason) == (2, submitted.id, "in_progress", "照片不清")
    assert _cost(row, "CLN-1") == (400, 100, 400)
    done = filing.submit_inspection(inspection_id=row.id, answers=answers(row.checklist, CLN_1=2), by=inspector, at=AT)
    assert done.score == 9800
    assert _cost(submitted, "CLN-1") == (400, 100, 400)


@pytest.mark.req("INS-12")
def test_correction_replaces_the_published_version_only_when_published(world: World, published: Inspection) -> None:
    manager, inspector = world.actor("property_manager"), world.actor("project_supervisor")
    row = judging.correct_inspection(inspection_id=published.id, reason="扣错项", by=manager, at=AT)
    with pytest.raises(AlreadyDone):
        judging.correct_inspection(inspection_id=published.id, reason="again", by=manager, at=AT)
    filing.submit_inspection(inspection_id=row.id, answers=answers(row.checklist), by=inspector, at=AT)
    assert [one.id for one in queries.published_of(published.month)] == [published.id]
    judging.publish_inspection(inspection_id=row.id, by=manager, at=AT)
    published.refresh_from_db()
    assert (published.status, published.score) == ("superseded", 9600)
    assert [(one.id, one.score) for one in queries.published_of(published.month)] == [(row.id, 10000)]
    assert ItemResult.objects.filter(is_published=True).values("inspection_id").distinct().count() == 1
    assert [one.version for one in queries.versions_of(row)] == [1]


@pytest.mark.req("INS-12")
def test_corrected_version_shows_the_photos_of_the_first(world: World, contract: Contract) -> None:
    manager, inspector = world.actor("property_manager"), world.actor("project_supervisor")
    first = a_started(contract=contract, by=inspector)
    photo = filing.attach_photo(inspection_id=first.id, item_code="CLN-1", upload=a_photo(), by=inspector, at=AT)
    filing.submit_inspection(inspection_id=first.id, answers=answers(first.checklist, CLN_1=1), by=inspector, at=AT)
    row = judging.send_back_inspection(inspection_id=first.id, reason="补充", by=manager, at=AT)
    copy = ItemResult.objects.get(inspection=row, item_code="CLN-1")
    assert [one.id for one in queries.photos_of([copy])[copy.id]] == [photo.id]


def closed(contract_id: int, month: date) -> bool:
    """Every month counts as closed, as scoring would say of a published card."""
    return True


@pytest.mark.req("INS-12")
def test_closed_month_is_corrected_by_the_quality_officer_alone(
    world: World, published: Inspection, settings: Any
) -> None:
    settings.CLOSED_MONTHS = f"{__name__}.closed"
    manager = world.actor("property_manager")
    assert queries.allowed_actions(published, manager) == []
    with pytest.raises(MonthClosed):
        judging.correct_inspection(inspection_id=published.id, reason="扣错项", by=manager, at=AT)
    row = judging.correct_inspection(
        inspection_id=published.id, reason="扣错项", by=world.actor("quality_officer"), at=AT
    )
    assert (row.version, Inspection.objects.count()) == (2, 2)


def test_cancelled_correction_leaves_the_published_version(world: World, published: Inspection) -> None:
    manager = world.actor("property_manager")
    row = judging.correct_inspection(inspection_id=published.id, reason="扣错项", by=manager, at=AT)
    planning.cancel_inspection(inspection_id=row.id, reason="不必", by=manager, at=AT)
    published.refresh_from_db()
    assert published.status == "published"
    again = judging.correct_inspection(inspection_id=published.id, reason="还是要", by=manager, at=AT)
    assert again.version == 2


@pytest.mark.req("TEN-05")
def test_vendor_sees_its_own_published_inspections_only(world: World, tenant: Tenant) -> None:
    inspector, manager = world.actor("project_supervisor"), world.actor("property_manager")
    contracts = [a_contract_to_inspect(project=world.project, number=f"HT-{number}") for number in (1, 2)]
    rows = [a_published(contract=one, by=inspector, judge=manager, faults={"CLN_1": 1}) for one in contracts]
    a_submitted(contract=contracts[0], by=inspector)
    add_vendor_person(world, vendor_id=contracts[0].vendor_id, vendor_name="v", role="vendor_supervisor")
    actor = world.actor("vendor_supervisor")
    with acting_for(world.tenant, vendor_id=actor.vendor_id):
        assert [one.id for one in queries.inspections_visible_to(actor)] == [rows[0].id]
        assert {one.inspection_id for one in queries.findings_visible_to(actor)} == {rows[0].id}
        assert Inspection.objects.count() == 1
        assert queries.allowed_actions(rows[0], actor) == []


def test_buttons_ask_before_and_say_what_happened(
    world: World, submitted: Inspection, client_for: Callable[..., Client]
) -> None:
    client = client_for("property_manager")
    url = f"/{world.tenant.slug}/inspections/{submitted.id}/"
    assert client.get(url + "publish/").status_code == 200
    assert client.post(url + "send-back/", {"reason": ""}).status_code == 422
    assert client.post(url + "publish/").status_code == 302
    submitted.refresh_from_db()
    assert submitted.status == "published"
    assert client.post(url + "publish/", follow=True).status_code == 200
    assert JournalEntry.objects.filter(event="inspections.inspection_published").count() == 1


def test_overdue_and_waiting_inspections_stand_on_the_to_do_list(world: World, contract: Contract) -> None:
    from inspections.duties import duties  # the list under test alone, not the frame's

    inspector, manager = world.actor("project_supervisor"), world.actor("property_manager")
    planned = planning.plan_inspection(
        contract_id=contract.id,
        line_id=contract.contract_lines.get().line_id,
        kind=InspectionType.SELF_CHECK,
        planned_on=ON,
        inspector_id=inspector.membership_id,
        by=manager,
        at=AT,
        on=ON,
    )
    a_submitted(contract=contract, by=inspector)
    tomorrow = ON + timedelta(days=1)
    assert [(one.kind, one.is_overdue) for one in duties(inspector, tomorrow)] == [("inspections.inspect", True)]
    assert [(one.kind, one.is_overdue) for one in duties(manager, tomorrow)] == [("inspections.judge", False)]
    assert planned.status == "planned"
