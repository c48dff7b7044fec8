"""Running contracts: acceptance of the rules, termination, running out, what a vendor sees."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.test import Client

from contracts import queries
from contracts.actions import term
from contracts.duties import duties
from contracts.models import Contract, RulesAcceptance, RuleSetVersion
from contracts.schedule import schedule
from records.models import JournalEntry
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, IllegalTransition, NotAllowed, RuleBroken
from tenancy.models import Job, Tenant
from tests.factories.contracts import a_contract, a_draft
from tests.factories.tenancy import AT, World, add_vendor_person
from tests.factories.vendors import a_vendor, system

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 15)


def _vendor_manager(world: World, contract: Contract, role: str = "vendor_manager") -> None:
    add_vendor_person(world, vendor_id=contract.vendor_id, vendor_name="v", role=role)


@pytest.mark.req("CON-04")
def test_vendors_manager_accepts_the_rules_by_his_own_login(world: World) -> None:
    with acting_for(world.tenant):
        row = a_contract(project=world.project)
    _vendor_manager(world, row)
    by = world.actor("vendor_manager")
    with acting_for(world.tenant, vendor_id=row.vendor_id):
        assert [one.title for one in duties(by, TODAY)] != []
        accepted = term.accept_rules(contract_id=row.id, by=by, at=AT)
        assert [(one.is_by_vendor, one.accepted_on) for one in accepted] == [(True, TODAY)]
        with pytest.raises(AlreadyDone):
            term.accept_rules(contract_id=row.id, by=by, at=AT)
        assert duties(by, TODAY) == []
    with acting_for(world.tenant):
        assert RulesAcceptance.objects.count() == 1
        assert JournalEntry.objects.filter(event="contracts.rules_accepted").count() == 1


@pytest.mark.req("CON-04")
def test_staff_record_an_acceptance_with_date_and_evidence_only(world: World, tenant: Tenant) -> None:
    row = a_contract(project=world.project)
    by = world.actor("property_manager")
    refusals: list[tuple[dict[str, Any], str]] = [
        ({"accepted_on": TODAY, "evidence": " "}, "evidence_missing"),
        ({"accepted_on": date(2026, 10, 16), "evidence": "附件"}, "in_the_future"),
    ]
    for facts, code in refusals:
        with pytest.raises(RuleBroken) as refusal:
            term.accept_rules(contract_id=row.id, by=by, at=AT, **facts)
        assert (refusal.value.code, RulesAcceptance.objects.count()) == (code, 0)
    term.accept_rules(contract_id=row.id, by=by, at=AT, accepted_on=date(2026, 1, 5), evidence="已盖章附件")
    assert queries.allowed_actions(row, by) == []


def test_acceptance_by_a_wrong_role_or_for_a_draft_is_refused(world: World) -> None:
    with acting_for(world.tenant):
        row, draft = a_contract(project=world.project), a_draft(project=world.project)
        with pytest.raises(NotAllowed):
            term.accept_rules(contract_id=row.id, by=world.actor("finance"), at=AT, evidence="x")
        with pytest.raises(IllegalTransition):
            term.accept_rules(contract_id=draft.id, by=world.actor("property_manager"), at=AT, evidence="x")
    _vendor_manager(world, row, role="vendor_supervisor")
    with acting_for(world.tenant, vendor_id=row.vendor_id), pytest.raises(NotAllowed):
        term.accept_rules(contract_id=row.id, by=world.actor("vendor_supervisor"), at=AT)
    with acting_for(world.tenant):
        assert RulesAcceptance.objects.count() == 0


def test_terminate_needs_the_general_manager_a_reason_and_a_day_of_the_term(world: World, tenant: Tenant) -> None:
    row = a_contract(project=world.project)
    manager = world.actor("general_manager")
    with pytest.raises(NotAllowed):
        term.terminate(contract_id=row.id, reason="x", ended_on=TODAY, by=world.actor("property_manager"), at=AT)
    for reason, day, code in [
        (" ", TODAY, "reason_missing"),
        ("转包", date(2026, 10, 16), "bad_last_day"),
        ("转包", date(2025, 12, 31), "bad_last_day"),
    ]:
        with pytest.raises(RuleBroken) as refusal:
            term.terminate(contract_id=row.id, reason=reason, ended_on=day, by=manager, at=AT)
        assert refusal.value.code == code
    row.refresh_from_db()
    assert (row.status, row.ended_on) == ("active", None)
    term.terminate(contract_id=row.id, reason="转包", ended_on=TODAY, by=manager, at=AT)
    row.refresh_from_db()
    assert (row.status, row.ended_on, row.end_reason) == ("terminated", TODAY, "转包")
    assert list(queries.in_force_on(TODAY)) == [row]
    assert list(queries.in_force_on(date(2026, 10, 16))) == []
    with pytest.raises(AlreadyDone):
        term.terminate(contract_id=row.id, reason="转包", ended_on=TODAY, by=manager, at=AT)


@pytest.mark.req("CON-18")
def test_contracts_run_out_the_day_after_their_last_day_in_the_tenants_time(world: World, tenant: Tenant) -> None:
    row = a_contract(project=world.project, ends_on=TODAY)
    other = a_contract(project=world.project, ends_on=date(2026, 10, 16))
    # 15:59 UTC is 23:59 in Shanghai, 16:00 UTC the next day.
    assert term.expire_run_out(by=system(), at=datetime(2026, 10, 15, 15, 59, tzinfo=UTC)) == 0
    assert term.expire_run_out(by=system(), at=datetime(2026, 10, 15, 16, 0, tzinfo=UTC)) == 1
    assert term.expire_run_out(by=system(), at=datetime(2026, 10, 15, 16, 0, tzinfo=UTC)) == 0
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.status, row.ended_on, other.status) == ("expired", TODAY, "active")
    with pytest.raises(NotAllowed):
        term.expire(contract_id=other.id, by=world.actor("general_manager"), at=AT)


def test_schedule_writes_one_job_a_day_for_each_tenant(world: World) -> None:
    schedule(AT)
    schedule(AT)
    for tenant in (world.tenant, world.other):
        with acting_for(tenant):
            assert list(Job.objects.filter(kind="contracts.expire").values_list("period_key", flat=True)) == [
                "2026-10-15"
            ]


@pytest.mark.req("TEN-05")
def test_vendor_sees_its_running_contracts_only(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        own = a_contract(project=world.project)
        draft = a_draft(project=world.project, vendor=own.vendor, title="未签草稿")
        rival = a_contract(project=world.project, vendor=a_vendor(legal_name="竞争对手有限公司"))
    _vendor_manager(world, own)
    client = client_for("vendor_manager")
    base = f"/{world.tenant.slug}/contracts/"
    page = client.get(base).content.decode()
    assert own.number in page
    assert "未签草稿" not in page
    assert "竞争对手有限公司" not in page
    assert client.get(f"{base}{own.id}/").status_code == 200
    assert [client.get(f"{base}{row.id}/").status_code for row in (draft, rival)] == [404, 404]
    assert [one["id"] for one in client.get("/api/v1/contracts/contracts/").json()["results"]] == [own.id]
    assert client.post(f"{base}{own.id}/accept-rules/").status_code == 302
    assert client.post(f"{base}{own.id}/terminate/").status_code == 403


@pytest.mark.req("CON-04")
def test_published_rules_cannot_be_changed_even_by_sql(world: World, tenant: Tenant) -> None:
    row = a_contract(project=world.project)
    pinned = queries.pinned_rules(row)[0].rules
    assert pinned is not None
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        RuleSetVersion.objects.filter(id=pinned.id).update(items=[])


def test_duties_name_what_runs_out_and_what_waits_for_the_manager(world: World, tenant: Tenant) -> None:
    a_contract(project=world.project, ends_on=date(2026, 12, 14))
    a_contract(project=world.project, ends_on=date(2026, 12, 15))
    a_draft(project=world.project)
    manager = [duty.kind for duty in duties(world.actor("property_manager"), TODAY)]
    assert sorted(manager) == ["contracts.expiring", "contracts.rules_to_accept", "contracts.rules_to_accept"]
    assert [duty.kind for duty in duties(world.actor("general_manager"), TODAY)] == ["contracts.to_activate"]
    assert duties(world.actor("finance"), TODAY) == []
