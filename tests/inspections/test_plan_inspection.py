"""Inspections are planned, started and cancelled; who may, for which contract, on which day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from contracts.models import Contract
from inspections import errors, queries
from inspections.actions import planning
from inspections.choices import InspectionType
from inspections.models import Inspection
from records.models import JournalEntry
from tenancy.errors import IllegalTransition, NotAllowed
from tenancy.models import Tenant
from tests.factories.inspections import ON, a_contract_to_inspect, a_submitted
from tests.factories.tenancy import AT, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(world: World, tenant: Tenant) -> Contract:
    return a_contract_to_inspect(project=world.project)


def _plan(world: World, contract: Contract, role: str = "property_manager", **facts: Any) -> Inspection:
    values: dict[str, Any] = {
        "line_id": contract.contract_lines.get().line_id,
        "kind": InspectionType.SELF_CHECK,
        "planned_on": ON,
        "by": world.actor(role),
        "at": AT,
        "on": ON,
    }
    return planning.plan_inspection(contract_id=contract.id, **(values | facts))


@pytest.mark.req("INS-14")
def test_plan_pins_the_contracts_checklist_and_is_journalled(world: World, contract: Contract) -> None:
    row = _plan(world, contract)
    assert (row.status, row.month, row.vendor_id) == ("planned", date(2026, 10, 1), contract.vendor_id)
    assert row.checklist.rules_id == contract.contract_lines.get().rules_id
    assert JournalEntry.objects.filter(event="inspections.inspection_planned", object_id=row.id).count() == 1


@pytest.mark.req("INS-07")
@pytest.mark.parametrize(
    ("kind", "theme", "allowed"),
    [
        (InspectionType.HQ_SPECIAL, "lift_safety", True),
        (InspectionType.HQ_SPECIAL, "", False),
        (InspectionType.HQ_SPECIAL, "made_up", False),
        (InspectionType.COMPANY, "fire", False),
        (InspectionType.COMPANY, "", True),
    ],
)
def test_theme_belongs_to_special_checks_alone(
    world: World, contract: Contract, kind: InspectionType, theme: str, allowed: bool
) -> None:
    if allowed:
        assert _plan(world, contract, "quality_officer", kind=kind, theme=theme).theme == theme
        return
    with pytest.raises(errors.ThemeMissing):
        _plan(world, contract, "quality_officer", kind=kind, theme=theme)
    assert Inspection.objects.count() == 0


@pytest.mark.parametrize(
    ("day", "error"),
    [
        (ON - timedelta(days=1), errors.InThePast),
        (date(2028, 1, 1), errors.ContractNotInForce),
        (date(2027, 12, 31), None),
    ],
)
def test_plan_needs_a_contract_in_force_on_the_day(
    world: World, contract: Contract, day: date, error: type[Exception] | None
) -> None:
    if error is None:
        assert _plan(world, contract, planned_on=day).planned_on == day
        return
    with pytest.raises(error):
        _plan(world, contract, planned_on=day)


@pytest.mark.req("INS-02")
@pytest.mark.parametrize("role", ["property_manager", "project_supervisor"])
def test_checks_from_above_are_planned_by_the_quality_officer(world: World, contract: Contract, role: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        _plan(world, contract, role, kind=InspectionType.REGION)
    assert refused.value.code == "kind_not_yours"


@pytest.mark.parametrize("role", ["customer_service", "general_manager", "auditor", "finance"])
def test_plan_by_other_roles_is_refused(world: World, contract: Contract, role: str) -> None:
    with pytest.raises(NotAllowed):
        _plan(world, contract, role)
    assert Inspection.objects.count() == 0


def test_inspector_must_be_able_to_file_there(world: World, contract: Contract) -> None:
    with pytest.raises(errors.BadInspector):
        _plan(world, contract, inspector_id=world.member("customer_service").id)
    with pytest.raises(errors.BadInspector):
        _plan(world, contract, inspector_id=world.member("project_supervisor", tenant=world.other).id)


def test_only_the_named_inspector_starts_and_twice_is_the_same(world: World, contract: Contract) -> None:
    row = _plan(world, contract, inspector_id=world.member("project_supervisor").id)
    with pytest.raises(NotAllowed):
        planning.start_inspection(inspection_id=row.id, by=world.actor("property_manager"), at=AT, on=ON)
    by = world.actor("project_supervisor")
    first = planning.start_inspection(inspection_id=row.id, by=by, at=AT, on=ON)
    again = planning.start_inspection(inspection_id=row.id, by=by, at=AT, on=ON)
    assert (first.client_id, again.client_id) == (again.client_id, first.client_id)
    assert JournalEntry.objects.filter(event="inspections.inspection_started").count() == 1


def test_start_after_the_contract_ended_is_refused(world: World, contract: Contract) -> None:
    row = _plan(world, contract)
    Contract.objects.filter(id=contract.id).update(ended_on=ON)
    with pytest.raises(errors.ContractNotInForce):
        planning.start_inspection(
            inspection_id=row.id, by=world.actor("project_supervisor"), at=AT, on=ON + timedelta(days=1)
        )


def test_cancel_needs_a_reason_and_an_open_inspection(world: World, contract: Contract) -> None:
    manager, row = world.actor("property_manager"), _plan(world, contract)
    with pytest.raises(errors.ReasonMissing):
        planning.cancel_inspection(inspection_id=row.id, reason="", by=manager, at=AT)
    done = planning.cancel_inspection(inspection_id=row.id, reason="停电", by=manager, at=AT)
    assert (done.status, done.reason) == ("cancelled", "停电")
    filed = a_submitted(contract=contract, by=world.actor("project_supervisor"))
    with pytest.raises(IllegalTransition):
        planning.cancel_inspection(inspection_id=filed.id, reason="x", by=manager, at=AT)


def test_page_plans_today_shows_and_phone_starts(
    world: World, contract: Contract, client_for: Callable[..., Client]
) -> None:
    base = f"/{world.tenant.slug}/inspections/"
    today = timezone.localdate()
    Contract.objects.filter(id=contract.id).update(ends_on=today + timedelta(days=30))
    client = client_for("property_manager")
    line = contract.contract_lines.get()
    data = {"subject": line.id, "kind": "self_check", "planned_on": today.isoformat(), "inspector": ""}
    assert client.post(base + "plan/", data | {"planned_on": "2020-01-01"}).status_code == 422
    assert client.post(base + "plan/", data | {"subject": "999999"}).status_code == 422
    assert client.post(base + "plan/", data).status_code == 302
    row = Inspection.objects.get()
    phone = client_for("project_supervisor")
    assert f'action="{base}{row.id}/start/"' in phone.get(base + "today/").content.decode()
    answer = phone.post(f"{base}{row.id}/start/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{base}{row.id}/file/")
    assert phone.get(f"{base}{row.id}/file/").status_code == 200


def test_page_starts_an_unplanned_inspection_once(
    world: World, contract: Contract, client_for: Callable[..., Client]
) -> None:
    base = f"/{world.tenant.slug}/inspections/"
    Contract.objects.filter(id=contract.id).update(ends_on=timezone.localdate() + timedelta(days=30))
    client = client_for("project_supervisor")
    form = client.get(base + "start/").context["form"]
    data = {
        "subject": contract.contract_lines.get().id,
        "kind": "daily",
        "client_id": str(form["client_id"].value()),
    }
    answers = [client.post(base + "start/", data) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert Inspection.objects.count() == 1
    assert client.post(base + "start/", data | {"kind": "region", "client_id": ""}).status_code == 422


def test_allowed_actions_follow_state_and_role(world: World, contract: Contract) -> None:
    planned = _plan(world, contract)
    filed = a_submitted(contract=contract, by=world.actor("project_supervisor"))
    seen = {
        role: (queries.allowed_actions(planned, world.actor(role)), queries.allowed_actions(filed, world.actor(role)))
        for role in ("project_supervisor", "property_manager", "auditor")
    }
    assert seen == {
        "project_supervisor": (["start", "cancel"], []),
        "property_manager": (["start", "cancel"], ["publish", "send_back"]),
        "auditor": ([], []),
    }
