"""Judging, closing and reopening complaints: verb, page, API, refusals, published months, race."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from complaints.actions import complaint as verbs
from complaints.actions.judgement import judge
from complaints.models import Complaint
from records.models import JournalEntry
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, DomainError, IllegalTransition, NotAllowed, RuleBroken
from tenancy.models import Tenant
from tests.factories.complaints import a_charged_complaint, a_complaint
from tests.factories.contracts import a_contract
from tests.factories.tenancy import AT, World, make_world
from tests.factories.vendors import a_line, system

pytestmark = pytest.mark.django_db


def is_closed(contract_id: int, month: date) -> bool:
    """Stand for scoring: every month's card is published."""
    return True


@pytest.mark.req("CMP-08")
@pytest.mark.parametrize("finding", ["tenant", "third_party", "unfounded"])
def test_judge_without_the_vendor_needs_no_contract(world: World, tenant: Tenant, finding: str) -> None:
    row = a_complaint(project=world.project)
    row = judge(complaint_id=row.id, responsibility=finding, reason="核实", by=world.actor("property_manager"), at=AT)
    assert (row.responsibility, row.judged_at, row.contract_id) == (finding, AT, None)


@pytest.mark.req("CMP-08")
def test_judge_the_vendor_links_contract_line_and_vendor(world: World, tenant: Tenant) -> None:
    contract = a_contract(project=world.project)
    row = a_complaint(project=world.project)
    row = judge(
        complaint_id=row.id,
        responsibility="vendor",
        reason="现场核实",
        contract=contract,
        severity="serious",
        by=world.actor("quality_officer"),
        at=AT,
    )
    assert (row.contract_id, row.vendor_id, row.line_id) == (contract.id, contract.vendor_id, a_line().id)
    assert row.severity == "serious"
    changes = JournalEntry.objects.get(event="complaints.complaint_judged").changes
    assert changes["responsibility"] == ["pending", "vendor"]


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"responsibility": "vendor", "reason": "x"}, "contract_needed", "contract"),
        ({"responsibility": "tenant", "reason": " "}, "reason_missing", "reason"),
        ({"responsibility": "pending", "reason": "x"}, "unknown_choice", "responsibility"),
        ({"responsibility": "nobody", "reason": "x"}, "unknown_choice", "responsibility"),
    ],
)
def test_judge_with_bad_input_is_refused(
    world: World, tenant: Tenant, facts: dict[str, Any], code: str, field: str
) -> None:
    row = a_complaint(project=world.project)
    with pytest.raises(RuleBroken) as refusal:
        judge(complaint_id=row.id, by=system(), at=AT, **facts)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    row.refresh_from_db()
    assert (row.responsibility, row.judged_at) == ("pending", None)
    assert not JournalEntry.objects.filter(event="complaints.complaint_judged").exists()


@pytest.mark.req("CMP-08")
def test_judge_under_a_contract_of_two_lines_needs_the_line(world: World, tenant: Tenant) -> None:
    contract = a_contract(project=world.project, lines=[a_line("CLN"), a_line("SEC")])
    row = a_complaint(project=world.project, contract=contract)
    with pytest.raises(RuleBroken) as refusal:
        judge(complaint_id=row.id, responsibility="vendor", reason="x", by=system(), at=AT)
    assert refusal.value.code == "line_needed"
    row = judge(complaint_id=row.id, responsibility="vendor", reason="x", line=a_line("SEC"), by=system(), at=AT)
    assert row.line_id == a_line("SEC").id


@pytest.mark.req("CMP-09")
@pytest.mark.parametrize("finding", ["tenant", "third_party", "unfounded"])
def test_attendance_is_always_the_vendors(world: World, tenant: Tenant, finding: str) -> None:
    contract = a_contract(project=world.project)
    row = a_complaint(project=world.project, contract=contract, is_attendance_related=True)
    with pytest.raises(RuleBroken) as refusal:
        judge(complaint_id=row.id, responsibility=finding, reason="x", by=system(), at=AT)
    assert (refusal.value.code, refusal.value.field) == ("attendance_is_vendors", "responsibility")
    assert judge(complaint_id=row.id, responsibility="vendor", reason="x", by=system(), at=AT).is_attendance_related


@pytest.mark.req("CMP-08")
def test_a_new_judgement_replaces_the_old_one_and_both_stay_in_the_journal(world: World, tenant: Tenant) -> None:
    row = a_charged_complaint(contract=a_contract(project=world.project))
    with pytest.raises(AlreadyDone):
        judge(complaint_id=row.id, responsibility="vendor", reason="现场核实属实", by=system(), at=AT)
    judge(complaint_id=row.id, responsibility="unfounded", reason="复核监控，不属实", by=system(), at=AT)
    found = [
        entry.changes["responsibility"]
        for entry in JournalEntry.objects.filter(event__endswith="judged").order_by("id")
    ]
    assert found == [["pending", "vendor"], ["vendor", "unfounded"]]


@pytest.mark.req("CMP-08")
def test_judgement_of_a_published_month_stands(world: World, tenant: Tenant, settings: Any) -> None:
    contract = a_contract(project=world.project)
    charged, late = a_charged_complaint(contract=contract), a_complaint(project=world.project, contract=contract)
    settings.CLOSED_MONTHS = "tests.complaints.test_judge_and_close.is_closed"
    for row, finding in ((charged, "unfounded"), (late, "vendor")):
        with pytest.raises(RuleBroken) as refusal:
            judge(complaint_id=row.id, responsibility=finding, reason="x", by=system(), at=AT)
        assert refusal.value.code == "month_closed"
    assert sorted(Complaint.objects.values_list("responsibility", flat=True)) == ["pending", "vendor"]


@pytest.mark.parametrize("role", ["customer_service", "project_supervisor", "general_manager", "auditor"])
def test_judge_by_a_wrong_role_is_refused(world: World, tenant: Tenant, role: str) -> None:
    row = a_complaint(project=world.project)
    with pytest.raises(NotAllowed):
        judge(complaint_id=row.id, responsibility="tenant", reason="x", by=world.actor(role), at=AT)
    row.refresh_from_db()
    assert row.responsibility == "pending"


def _answered(world: World) -> Complaint:
    row = a_complaint(project=world.project)
    return verbs.answer(complaint_id=row.id, answer="已处理", by=system(), at=AT)


@pytest.mark.req("CMP-06")
def test_close_when_the_customer_is_satisfied(world: World, tenant: Tenant) -> None:
    row = verbs.close(
        complaint_id=_answered(world).id, satisfaction="satisfied", by=world.actor("customer_service"), at=AT
    )
    assert (row.status, row.closed_at, row.closed_by_id) == ("closed", AT, world.person("customer_service").id)
    with pytest.raises(AlreadyDone):
        verbs.close(complaint_id=row.id, satisfaction="satisfied", by=world.actor("customer_service"), at=AT)
    assert JournalEntry.objects.filter(event="complaints.complaint_closed").count() == 1


@pytest.mark.req("CMP-06")
def test_close_against_the_customer_is_for_the_quality_officer_with_a_reason(world: World, tenant: Tenant) -> None:
    row = _answered(world)
    for role, reason in (("customer_service", "承诺范围内已处理"), ("quality_officer", " ")):
        with pytest.raises(RuleBroken) as refusal:
            verbs.close(complaint_id=row.id, satisfaction="dissatisfied", reason=reason, by=world.actor(role), at=AT)
        assert refusal.value.code == "customer_not_satisfied"
    officer = world.actor("quality_officer")
    row = verbs.close(complaint_id=row.id, satisfaction="dissatisfied", reason="承诺范围内已处理", by=officer, at=AT)
    assert (row.status, row.satisfaction, row.close_reason) == ("closed", "dissatisfied", "承诺范围内已处理")


def test_close_before_an_answer_or_by_a_wrong_role_is_refused(world: World, tenant: Tenant) -> None:
    row = a_complaint(project=world.project)
    with pytest.raises(IllegalTransition):
        verbs.close(complaint_id=row.id, satisfaction="satisfied", by=system(), at=AT)
    with pytest.raises(NotAllowed):
        verbs.close(
            complaint_id=_answered(world).id, satisfaction="satisfied", by=world.actor("property_manager"), at=AT
        )


def test_reopen_keeps_the_first_answer_and_the_limit(world: World, tenant: Tenant) -> None:
    row = _answered(world)
    verbs.close(complaint_id=row.id, satisfaction="satisfied", by=system(), at=AT)
    by = world.actor("customer_service")
    with pytest.raises(RuleBroken) as refusal:
        verbs.reopen(complaint_id=row.id, reason=" ", by=by, at=AT)
    assert refusal.value.code == "reason_missing"
    again = verbs.reopen(complaint_id=row.id, reason="问题再次出现", by=by, at=AT)
    assert (again.status, again.closed_at, again.satisfaction, again.reopened_count) == ("reopened", None, "", 1)
    assert (again.first_answered_at, again.answer_due_at) == (AT, row.answer_due_at)
    with pytest.raises(AlreadyDone):
        verbs.reopen(complaint_id=row.id, reason="x", by=by, at=AT)
    assert verbs.answer(complaint_id=row.id, answer="已返工", by=by, at=AT).status == "reported_to_customer"


def test_pages_judge_and_close_and_show_refusals(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        contract = a_contract(project=world.project)
        row = _answered(world)
    base = f"/{world.tenant.slug}/complaints/{row.id}/"
    manager = client_for("property_manager")
    typed = {"responsibility": "vendor", "severity": "ordinary", "reason": "现场核实"}
    refused = manager.post(f"{base}judge/", typed)
    assert (refused.status_code, "现场核实" in refused.content.decode()) == (422, True)
    assert manager.post(f"{base}judge/", typed | {"contract": contract.id}).status_code == 302
    assert manager.post(f"{base}close/", {"satisfaction": "satisfied"}).status_code == 403
    assert client_for("customer_service").post(f"{base}close/", {"satisfaction": "satisfied"}).status_code == 302
    with acting_for(world.tenant):
        row.refresh_from_db()
    assert (row.responsibility, row.status) == ("vendor", "closed")


def test_api_walks_the_whole_way_with_the_same_codes(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        contract = a_contract(project=world.project)
    url = "/api/v1/complaints/complaints/"
    desk, officer = client_for("customer_service"), client_for("quality_officer")
    typed = {
        "channel": "hotline",
        "received_at": "2026-10-15T08:00:00+08:00",
        "project": world.project.id,
        "content": "垃圾未清",
        "contract": contract.id,
    }
    made = desk.post(url, typed, content_type="application/json")
    assert (made.status_code, made.json()["allowed_actions"]) == (201, ["answer", "reveal"])
    one = f"{url}{made.json()['id']}/"

    def call(client: Client, act: str, **body: Any) -> tuple[int, dict[str, Any]]:
        answer = client.post(f"{one}{act}/", body, content_type="application/json")
        return answer.status_code, answer.json()

    assert call(desk, "close", satisfaction="satisfied")[1]["code"] == "illegal_transition"
    assert call(desk, "answer", answer="已清运")[0] == 200
    assert call(desk, "judge", responsibility="vendor", reason="x")[1]["code"] == "not_allowed"
    judged = call(officer, "judge", responsibility="vendor", reason="核实")
    assert (judged[0], judged[1]["vendor"], judged[1]["line"]) == (200, contract.vendor_id, a_line_id(world))
    assert call(desk, "close", satisfaction="dissatisfied")[1]["code"] == "customer_not_satisfied"
    assert call(desk, "close", satisfaction="satisfied")[1]["status"] == "closed"
    assert call(desk, "reopen", reason="再次出现")[1]["status"] == "reopened"


def a_line_id(world: World) -> int:
    """Return the id of the cleaning line of the tenant under test."""
    with acting_for(world.tenant):
        return a_line().id


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_close_the_same_case_at_once_and_one_is_told() -> None:
    world = make_world()
    with acting_for(world.tenant):
        row = _answered(world)
    start, results = threading.Barrier(2), []

    def close() -> None:
        try:
            with acting_for(world.tenant):
                start.wait(timeout=10)
                verbs.close(complaint_id=row.id, satisfaction="satisfied", by=system(), at=AT)
                results.append("done")
        except DomainError as error:
            results.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=close) for _unused in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(results) == ["already_done", "done"]
    with acting_for(world.tenant):
        assert JournalEntry.objects.filter(event="complaints.complaint_closed").count() == 1
