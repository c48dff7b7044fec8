"""Applying for a service, assessing the need, cancelling: verb, page, refusals, walls, list (TND-01)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from records.models import JournalEntry
from tenancy.errors import AlreadyDone, IllegalTransition, NotAllowed, RuleBroken
from tenancy.models import Tenant
from tendering.actions import need as verbs
from tendering.models import NeedApplication, Tender, TenderStage
from tendering.queries import tenders as queries
from tests.factories.tenancy import AT, World
from tests.factories.tendering import a_need, an_assessed_need
from tests.factories.vendors import a_line, reads_of, statements

pytestmark = pytest.mark.django_db


def _events() -> list[str]:
    return list(JournalEntry.objects.filter(event__startswith="tendering.").values_list("event", flat=True))


@pytest.mark.req("TND-01")
def test_a_tender_starts_from_an_assessed_need(world: World, tenant: Tenant) -> None:
    row = a_need(world)
    assert (row.number, row.status, row.budget) == ("ZB-2026-001", "need_applied", Decimal("800000.00"))
    verbs.assess_need(tender_id=row.id, is_needed=True, assessment="属实", by=world.actor("property_manager"), at=AT)
    row.refresh_from_db()
    need = NeedApplication.objects.get(tender=row)
    assert (row.status, need.is_needed, need.assessment) == ("need_assessed", True, "属实")
    stages = list(TenderStage.objects.filter(tender=row).order_by("id").values_list("status", flat=True))
    assert stages == ["need_applied", "need_assessed"]
    assert _events() == ["tendering.tender_need_applied", "tendering.tender_need_assessed"]


@pytest.mark.req("TND-01")
def test_a_need_that_is_not_confirmed_ends_the_tender_with_its_reason(world: World, tenant: Tenant) -> None:
    row = verbs.assess_need(
        tender_id=a_need(world).id, is_needed=False, assessment="自有人员足够", by=world.actor("tender_officer"), at=AT
    )
    assert (row.status, row.end_reason) == ("cancelled", "自有人员足够")


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"title": " "}, "missing_fact", "title"),
        ({"reason": ""}, "missing_fact", "reason"),
        ({"title": "长" * 161}, "out_of_range", "title"),
        ({"budget": Decimal("-1")}, "out_of_range", "budget"),
        ({"budget": Decimal("NaN")}, "out_of_range", "budget"),
        ({"headcount": 100_001}, "out_of_range", "headcount"),
    ],
)
def test_a_need_with_bad_input_is_refused(
    world: World, tenant: Tenant, facts: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        a_need(world, **facts)
    assert (refusal.value.code, refusal.value.field, Tender.objects.count(), _events()) == (code, field, 0, [])


def test_a_need_for_a_department_or_a_line_out_of_use_is_refused(world: World, tenant: Tenant) -> None:
    line = a_line("MOV")
    line.is_active = False
    for facts, code in (({"project": world.company}, "not_a_project"), ({"line": line}, "line_not_in_use")):
        with pytest.raises(RuleBroken) as refusal:
            a_need(world, **facts)
        assert refusal.value.code == code
    assert (Tender.objects.count(), _events()) == (0, [])


@pytest.mark.parametrize("role", ["auditor", "general_manager", "tender_officer", "finance"])
def test_a_wrong_role_applies_for_nothing(world: World, tenant: Tenant, role: str) -> None:
    with pytest.raises(NotAllowed):
        a_need(world, by=world.actor(role))
    assert (Tender.objects.count(), _events()) == (0, [])


def test_nobody_assesses_his_own_application_or_twice(world: World, tenant: Tenant) -> None:
    row = a_need(world, by=world.actor("property_manager"))
    for role in ("property_manager", "project_supervisor", "auditor"):
        with pytest.raises(NotAllowed):
            verbs.assess_need(tender_id=row.id, is_needed=True, assessment="x", by=world.actor(role), at=AT)
    with pytest.raises(RuleBroken):
        verbs.assess_need(tender_id=row.id, is_needed=True, assessment=" ", by=world.actor("tender_officer"), at=AT)
    row.refresh_from_db()
    assert (row.status, _events()) == ("need_applied", ["tendering.tender_need_applied"])
    facts: dict[str, Any] = {
        "tender_id": row.id,
        "is_needed": True,
        "assessment": "x",
        "by": world.actor("tender_officer"),
        "at": AT,
    }
    verbs.assess_need(**facts)
    with pytest.raises(AlreadyDone):
        verbs.assess_need(**facts)


def test_cancel_needs_a_reason_and_the_organising_side_or_the_manager(world: World, tenant: Tenant) -> None:
    row = an_assessed_need(world)
    with pytest.raises(NotAllowed):
        verbs.cancel_tender(tender_id=row.id, reason="x", by=world.actor("property_manager"), at=AT)
    with pytest.raises(RuleBroken):
        verbs.cancel_tender(tender_id=row.id, reason=" ", by=world.actor("general_manager"), at=AT)
    assert len(_events()) == 2
    row = verbs.cancel_tender(tender_id=row.id, reason="预算取消", by=world.actor("general_manager"), at=AT)
    assert (row.status, row.end_reason) == ("cancelled", "预算取消")
    with pytest.raises(AlreadyDone):
        verbs.cancel_tender(tender_id=row.id, reason="x", by=world.actor("tender_officer"), at=AT)
    with pytest.raises((IllegalTransition, AlreadyDone)):
        verbs.assess_need(tender_id=row.id, is_needed=True, assessment="x", by=world.actor("tender_officer"), at=AT)


def test_who_sees_a_tender(world: World, tenant: Tenant) -> None:
    mine = a_need(world)
    a_need(world, by=world.actor("property_manager"))
    seen = {
        role: queries.visible_to(world.actor(role)).count() for role in ("project_supervisor", "finance", "auditor")
    }
    assert seen == {"project_supervisor": 1, "finance": 0, "auditor": 2}
    assert list(queries.visible_to(world.actor("project_supervisor"))) == [mine]


def test_pages_from_application_to_cancelling(world: World, tenant: Tenant, client_for: Callable[..., Client]) -> None:
    base = f"/{world.tenant.slug}/tendering/"
    applicant = client_for("project_supervisor")
    typed = {"title": "绿化养护", "project": world.project.id, "line": a_line("GRN").id, "reason": ""}
    refused = applicant.post(f"{base}apply/", typed)
    assert (refused.status_code, "绿化养护" in refused.content.decode()) == (422, True)
    assert applicant.post(f"{base}apply/", typed | {"reason": "新项目"}).status_code == 302
    row = Tender.objects.get()
    page = applicant.get(f"{base}{row.id}/").content.decode()
    assert ("Assess the need" in page, f"{base}{row.id}/assess/" in page) == (True, False)
    officer = client_for("tender_officer")
    assert f"{base}{row.id}/assess/" in officer.get(f"{base}{row.id}/").content.decode()
    assert officer.get(f"{base}{row.id}/assess/").status_code == 200
    assert officer.post(f"{base}{row.id}/assess/", {"is_needed": "yes"}).status_code == 422
    assert officer.post(f"{base}{row.id}/assess/", {"is_needed": "yes", "assessment": "好"}).status_code == 302
    assert officer.get(f"{base}{row.id}/cancel/").status_code == 200
    assert officer.post(f"{base}{row.id}/cancel/", {"reason": "不做了"}).status_code == 302
    row.refresh_from_db()
    assert (row.status, officer.get(f"{base}{row.id}/").status_code) == ("cancelled", 200)
    assert client_for("finance").get(base).status_code == 403
    assert client_for("finance").get(f"{base}{row.id}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    world: World, tenant: Tenant, client_for: Callable[..., Client], rows: int
) -> None:
    for _number in range(rows):
        a_need(world)
    client = client_for("tender_officer")
    with statements() as seen:
        assert client.get(f"/{world.tenant.slug}/tendering/").status_code == 200
    assert len(reads_of("tendering", seen)) == 10
