"""Registering and answering complaints: one register, one number, three days, who complained."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from complaints import queries
from complaints.actions import complaint as verbs
from complaints.choices import Channel
from complaints.duties import duties
from complaints.models import Complaint, ComplaintContact
from complaints.papers import complaint_form
from records.models import JournalEntry
from tenancy.context import acting_for
from tenancy.errors import IllegalTransition, NotAllowed, RuleBroken
from tenancy.models import RememberedReply, Tenant
from tenancy.queries import active_zone
from tests.factories.complaints import RECEIVED, a_charged_complaint, a_complaint
from tests.factories.contracts import a_contract
from tests.factories.tenancy import AT, World, add_vendor_person
from tests.factories.vendors import a_line, reads_of, statements, system

pytestmark = pytest.mark.django_db


@pytest.mark.req("CMP-01")
def test_every_channel_ends_in_the_one_register(world: World, tenant: Tenant) -> None:
    for channel in Channel:
        a_complaint(project=world.project, channel=channel.value)
    assert list(Complaint.objects.order_by("id").values_list("channel", flat=True)) == [one.value for one in Channel]


@pytest.mark.req("CMP-02")
def test_form_carries_the_register_number_and_masks_the_customer(world: World, tenant: Tenant) -> None:
    first, second = a_complaint(project=world.project), a_complaint(project=world.project)
    assert [first.number, second.number] == ["TS-2026-00001", "TS-2026-00002"]
    paper = complaint_form(actor=world.actor("customer_service"), complaint_id=second.id)
    assert (paper.number, paper.context.number, paper.context.customer) == ("TS-2026-00002", "TS-2026-00002", "张**")
    assert a_complaint(project=world.project, number="TS202610001").number == "TS202610001"
    with pytest.raises(RuleBroken) as refusal:
        a_complaint(project=world.project, number="TS202610001")
    assert (refusal.value.code, Complaint.objects.count()) == ("number_taken", 3)


@pytest.mark.req("CMP-03")
@pytest.mark.parametrize(
    ("answered_at", "state"),
    [
        # Received 15 October in Shanghai; the limit is 24:00 of the 18th, which is 16:00 UTC.
        (datetime(2026, 10, 18, 15, 59, tzinfo=UTC), "answered"),
        (datetime(2026, 10, 18, 16, 0, tzinfo=UTC), "answered_late"),
    ],
)
def test_first_answer_counts_to_midnight_of_the_third_day(
    world: World, tenant: Tenant, answered_at: datetime, state: str
) -> None:
    row = a_complaint(project=world.project)
    assert row.answer_due_at == datetime(2026, 10, 18, 16, 0, tzinfo=UTC)
    row = verbs.answer(complaint_id=row.id, answer="已清理", by=world.actor("customer_service"), at=answered_at)
    assert (row.status, row.first_answered_at) == ("reported_to_customer", answered_at)
    assert queries.countdown(row, AT, active_zone()).state == state
    is_late = state == "answered_late"
    assert queries.late(Complaint.objects.all(), answered_at).exists() == is_late
    assert queries.in_time(Complaint.objects.all(), answered_at).exists() != is_late


@pytest.mark.req("CMP-03")
def test_a_later_answer_keeps_the_first_moment(world: World, tenant: Tenant) -> None:
    row = a_complaint(project=world.project)
    verbs.answer(complaint_id=row.id, answer="已安排", by=system(), at=AT)
    verbs.answer(complaint_id=row.id, answer="已完成", by=system(), at=AT + timedelta(days=1))
    row.refresh_from_db()
    assert (row.answer, row.first_answered_at) == ("已完成", AT)
    assert JournalEntry.objects.filter(event="complaints.complaint_answered").count() == 2


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"content": " \u3000"}, "content_missing", "content"),
        ({"received_at": AT + timedelta(days=1)}, "in_the_future", "received_at"),
        ({"channel": "pigeon"}, "unknown_choice", "channel"),
        ({"severity": "huge"}, "unknown_choice", "severity"),
    ],
)
def test_register_with_bad_input_is_refused(
    world: World, tenant: Tenant, facts: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        a_complaint(project=world.project, **facts)
    assert (refusal.value.code, refusal.value.field) == (code, field)
    assert (Complaint.objects.count(), ComplaintContact.objects.count()) == (0, 0)
    assert not JournalEntry.objects.filter(event__startswith="complaints.").exists()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"answer": " ", "answered_at": None}, "answer_missing"),
        ({"answer": "x", "answered_at": RECEIVED - timedelta(days=1)}, "answered_before_received"),
        ({"answer": "x", "answered_at": AT + timedelta(hours=1)}, "in_the_future"),
    ],
)
def test_answer_with_bad_input_is_refused(world: World, tenant: Tenant, facts: dict[str, Any], code: str) -> None:
    row = a_complaint(project=world.project)
    with pytest.raises(RuleBroken) as refusal:
        verbs.answer(complaint_id=row.id, by=system(), at=AT, **facts)
    row.refresh_from_db()
    assert (refusal.value.code, row.status, row.first_answered_at) == (code, "registered", None)


@pytest.mark.parametrize("role", ["quality_officer", "general_manager", "finance", "auditor"])
def test_register_and_answer_by_a_wrong_role_are_refused(world: World, tenant: Tenant, role: str) -> None:
    with pytest.raises(NotAllowed):
        a_complaint(project=world.project, by=world.actor(role))
    row = a_complaint(project=world.project)
    with pytest.raises(NotAllowed):
        verbs.answer(complaint_id=row.id, answer="x", by=world.actor(role), at=AT)


@pytest.mark.req("CMP-08")
def test_contract_gives_the_vendor_and_its_only_line(world: World, tenant: Tenant) -> None:
    contract = a_contract(project=world.project)
    by_contract = a_complaint(project=world.project, contract=contract)
    by_vendor = a_complaint(project=world.project, vendor=contract.vendor)
    for row in (by_contract, by_vendor):
        assert (row.contract_id, row.vendor_id, row.line_id) == (contract.id, contract.vendor_id, a_line().id)


@pytest.mark.req("CMP-08")
def test_contract_of_another_project_day_or_line_is_refused(world: World, tenant: Tenant) -> None:
    contract = a_contract(project=world.second_project)
    with pytest.raises(RuleBroken) as refusal:
        a_complaint(project=world.project, contract=contract)
    assert refusal.value.code == "contract_not_in_force"
    with pytest.raises(RuleBroken) as refusal:
        a_complaint(project=world.second_project, contract=contract, received_at=AT - timedelta(days=400))
    assert refusal.value.code == "contract_not_in_force"
    with pytest.raises(RuleBroken) as refusal:
        a_complaint(project=world.second_project, contract=contract, line=a_line("SEC"))
    assert (refusal.value.code, Complaint.objects.count()) == ("line_not_in_contract", 0)


def test_contact_is_unreadable_in_the_database(world: World, tenant: Tenant) -> None:
    a_complaint(project=world.project)
    with connection.cursor() as cursor:
        cursor.execute("select phone, address from complaints_complaintcontact")
        stored = cursor.fetchone()
    assert [value.startswith("a1$") and "138" not in value for value in stored] == [True, True]


def test_contact_is_masked_until_revealed_and_the_journal_knows_who_looked(
    world: World, client_for: Callable[..., Client]
) -> None:
    with acting_for(world.tenant):
        row = a_complaint(project=world.project)
    url = f"/{world.tenant.slug}/complaints/{row.id}/"
    client = client_for("customer_service")
    page = client.get(url).content.decode()
    assert ["13812345678" in page, "138****5678" in page, "张三丰" in page, "3幢502" in page] == [
        False,
        True,
        False,
        False,
    ]
    shown = client.post(f"{url}reveal/")
    assert ("13812345678" in shown.content.decode(), shown.headers["Cache-Control"]) == (True, "no-store")
    assert client_for("quality_officer").post(f"{url}reveal/").status_code == 403
    with acting_for(world.tenant):
        looks = JournalEntry.objects.filter(event="complaints.contact_revealed")
        assert list(looks.values_list("actor_id", flat=True)) == [world.person("customer_service").id]


def test_api_never_remembers_who_complained(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        row = a_complaint(project=world.project)
    client = client_for("customer_service")
    url = f"/api/v1/complaints/complaints/{row.id}/"
    assert "13812345678" not in client.get(url).content.decode()
    shown = client.post(f"{url}reveal/", headers={"Idempotency-Key": "k1"})
    assert shown.json() == {"customer_name": "张三丰", "phone": "13812345678", "address": "3幢502"}
    with acting_for(world.tenant):
        assert RememberedReply.objects.count() == 0


@pytest.mark.req("TEN-05")
def test_vendor_sees_what_was_charged_to_it_and_never_who_complained(
    world: World, client_for: Callable[..., Client]
) -> None:
    with acting_for(world.tenant):
        contract = a_contract(project=world.project)
        charged = a_charged_complaint(contract=contract)
        pending = a_complaint(project=world.project, contract=contract)
        rival = a_charged_complaint(contract=a_contract(project=world.project))
    add_vendor_person(world, vendor_id=contract.vendor_id, vendor_name="v", role="vendor_manager")
    client = client_for("vendor_manager")
    base = f"/{world.tenant.slug}/complaints/"
    statuses = [client.get(f"{base}{row.id}/").status_code for row in (charged, pending, rival)]
    assert statuses == [200, 404, 404]
    page = client.get(f"{base}{charged.id}/").content.decode()
    for secret in ("张", "138****5678", "13812345678", "3幢502"):
        assert secret not in page
    assert client.post(f"{base}{charged.id}/reveal/").status_code == 403
    assert [one["id"] for one in client.get("/api/v1/complaints/complaints/").json()["results"]] == [charged.id]
    with acting_for(world.tenant, vendor_id=contract.vendor_id):
        assert ComplaintContact.objects.count() == 0


def test_complaint_of_the_other_tenant_is_404(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.other):
        theirs = a_complaint(project=world.other_project)
    client = client_for("property_manager")
    for path in ("", "answer/", "judge/"):
        assert client.get(f"/{world.tenant.slug}/complaints/{theirs.id}/{path}").status_code == 404
    assert client.post(f"/{world.tenant.slug}/complaints/{theirs.id}/print/").status_code == 404


def test_front_desk_page_registers_and_offers_the_next(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("customer_service")
    url = f"/{world.tenant.slug}/complaints/new/"
    typed = {
        "project": world.project.id,
        "channel": "phone",
        "received_at": "2026-10-15T10:00",
        "content": "",
        "severity": "ordinary",
        "customer_name": "李四",
        "another": "1",
    }
    refused = client.post(url, typed)
    assert (refused.status_code, "李四" in refused.content.decode()) == (422, True)
    answer = client.post(url, typed | {"content": "路灯不亮"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{url}?project={world.project.id}")
    with acting_for(world.tenant):
        row = Complaint.objects.get()
        assert row.received_at == datetime(2026, 10, 15, 2, 0, tzinfo=UTC)


def test_register_costs_the_same_for_one_and_three_rows(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("auditor")
    url = f"/{world.tenant.slug}/complaints/"
    found = []
    for more in (1, 2):
        with acting_for(world.tenant):
            contract = a_contract(project=world.project)
            for _unused in range(more):
                a_complaint(project=world.project, contract=contract)
        client.get(url)
        with statements() as seen:
            assert client.get(url).status_code == 200
        found.append(len(reads_of("complaints", seen)))
    # The rows, and the count.
    assert found == [2, 2]


def test_duties_count_down_to_the_answer(world: World, tenant: Tenant) -> None:
    row = a_complaint(project=world.project)
    by = world.actor("customer_service")
    due = date(2026, 10, 18)
    assert [(one.kind, one.due_on, one.is_overdue) for one in duties(by, due)] == [
        ("complaints.unanswered", due, False)
    ]
    assert [one.is_overdue for one in duties(by, due + timedelta(days=1))] == [True]
    verbs.answer(complaint_id=row.id, answer="x", by=by, at=AT)
    assert [one.kind for one in duties(by, due)] == ["complaints.to_close"]
    assert [one.kind for one in duties(world.actor("property_manager"), due)] == ["complaints.unjudged"]


def test_closed_case_cannot_be_answered(world: World, tenant: Tenant) -> None:
    row = a_complaint(project=world.project)
    verbs.answer(complaint_id=row.id, answer="x", by=system(), at=AT)
    verbs.close(complaint_id=row.id, satisfaction="satisfied", by=system(), at=AT)
    with pytest.raises(IllegalTransition):
        verbs.answer(complaint_id=row.id, answer="y", by=system(), at=AT)
