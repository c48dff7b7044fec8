"""Drafting and activating contracts: verb, page, API, refusals, walls, overlap and its race."""

import threading
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from contracts import queries
from contracts.actions import contract as verbs
from contracts.actions.rules import publish_rules
from contracts.models import Contract, ContractLine, RuleSetVersion
from records.models import JournalEntry
from records.rules.periods import Month
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, DomainError, IllegalTransition, NotAllowed, RuleBroken
from tenancy.models import OrgUnit, SettingsVersion, Tenant
from tests.factories.contracts import ITEMS, a_contract, a_department, a_draft, some_rules
from tests.factories.qualification import a_report
from tests.factories.tenancy import AT, World, make_world
from tests.factories.vendors import a_line, a_vendor, reads_of, statements, system
from vendors.actions.vendor import set_active
from vendors.models import ServiceReport

pytestmark = pytest.mark.django_db


@pytest.mark.req("CON-14")
def test_draft_holds_everything_the_ledger_shows(world: World, tenant: Tenant) -> None:
    vendor = a_vendor(lines=[a_line("CLN"), a_line("PST")])
    row = a_draft(project=world.project, vendor=vendor, lines=[a_line("PST"), a_line("CLN")])
    row.refresh_from_db()
    assert (row.number, row.status, row.monthly_fee) == ("HT-2026-001", "drafting", Decimal("57000.00"))
    assert [line.code for line in queries.lines_of([row.id])[row.id]] == ["CLN", "PST"]
    assert set(ContractLine.objects.values_list("vendor_id", flat=True)) == {vendor.id}
    assert a_draft(project=world.project, number="WB-2025-001").number == "WB-2025-001"


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"title": " "}, "missing_fact", "title"),
        ({"ends_on": date(2025, 12, 31)}, "ends_before_it_starts", "ends_on"),
        ({"ends_on": date(2127, 1, 1)}, "ends_too_late", "ends_on"),
        ({"starts_on": date(9998, 1, 1), "ends_on": date.max}, "ends_too_late", "ends_on"),
        ({"monthly_fee": Decimal("-1")}, "fee_out_of_range", "monthly_fee"),
        ({"monthly_fee": Decimal("NaN")}, "fee_out_of_range", "monthly_fee"),
    ],
)
def test_draft_with_bad_input_is_refused(
    world: World, tenant: Tenant, facts: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        a_draft(project=world.project, **facts)
    assert (refusal.value.code, refusal.value.field, Contract.objects.count()) == (code, field, 0)


def test_draft_with_a_known_number_is_refused(world: World, tenant: Tenant) -> None:
    a_draft(project=world.project, number="WB-1")
    with pytest.raises(RuleBroken) as refusal:
        a_draft(project=world.project, number=" ＷＢ-1 ")
    assert (refusal.value.code, Contract.objects.count()) == ("number_taken", 1)


@pytest.mark.parametrize("role", ["quality_officer", "project_supervisor", "general_manager", "auditor"])
def test_draft_by_a_wrong_role_is_refused(world: World, tenant: Tenant, role: str) -> None:
    with pytest.raises(NotAllowed):
        a_draft(project=world.project, by=world.actor(role))
    assert Contract.objects.count() == 0


@pytest.mark.req("CON-04", "TEN-04")
def test_activate_pins_the_newest_rules_of_every_line(world: World, tenant: Tenant) -> None:
    a_department()
    some_rules(a_line("CLN"))
    newest = some_rules(a_line("CLN"), items=[*ITEMS, ITEMS[0] | {"code": "P-02"}])
    guarding = some_rules(a_line("SEC"))
    draft = a_draft(project=world.project, lines=[a_line("CLN"), a_line("SEC")])
    row = verbs.activate(contract_id=draft.id, by=world.actor("general_manager"), at=AT)
    assert (row.status, row.activated_at, row.activated_by_id) == ("active", AT, world.person("general_manager").id)
    assert [one.rules for one in queries.pinned_rules(row)] == [newest, guarding]
    some_rules(a_line("CLN"), items=[ITEMS[0]])
    assert [one.rules for one in queries.pinned_rules(row)] == [newest, guarding]
    with pytest.raises(AlreadyDone):
        verbs.activate(contract_id=draft.id, by=world.actor("general_manager"), at=AT)
    assert JournalEntry.objects.filter(event="contracts.contract_activated").count() == 1


def _without_department() -> None:
    OrgUnit.objects.filter(is_outsourcing_department=True).update(is_outsourcing_department=False)


def _refused(draft: Contract, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        verbs.activate(contract_id=draft.id, by=system(), at=AT)
    assert refusal.value.code == code
    draft.refresh_from_db()
    assert (draft.status, draft.activated_at) == ("drafting", None)
    assert not JournalEntry.objects.filter(event="contracts.contract_activated", object_id=draft.id).exists()


@pytest.mark.req("TEN-04")
def test_activate_without_a_department_is_refused(world: World, tenant: Tenant) -> None:
    _without_department()
    _refused(a_draft(project=world.project), "no_outsourcing_department")


@pytest.mark.req("VEN-05")
def test_activate_waits_for_the_service_report_of_this_project_and_line(world: World, tenant: Tenant) -> None:
    a_department()
    some_rules()
    draft = a_draft(project=world.project)
    reports = ServiceReport.objects.filter(vendor=draft.vendor)
    for change in (
        {"status": "returned"},
        {"status": "handed_in", "project": world.second_project},
        {"project": world.project, "line": a_line("SEC")},
    ):
        reports.update(**change)
        _refused(draft, "service_report_missing")
    reports.update(line=a_line("CLN"))
    assert verbs.activate(contract_id=draft.id, by=system(), at=AT).status == "active"


@pytest.mark.req("VEN-05")
def test_contract_kept_on_paper_or_a_tenant_that_asks_for_none_needs_no_report(world: World, tenant: Tenant) -> None:
    a_department()
    some_rules()
    paper, plain = a_draft(project=world.project), a_draft(project=world.second_project)
    ServiceReport.objects.all().delete()
    assert verbs.activate(contract_id=paper.id, by=system(), at=AT, is_kept_on_paper=True).status == "active"
    SettingsVersion.objects.filter(area="vendors").update(values={"service_report_required": False})
    assert verbs.activate(contract_id=plain.id, by=system(), at=AT).status == "active"


@pytest.mark.req("CON-04")
def test_activate_without_rules_for_a_line_is_refused(world: World, tenant: Tenant) -> None:
    a_department()
    some_rules(a_line("CLN"))
    # Nobody has published rules for moving: the ready-made checklists do not cover it.
    _refused(a_draft(project=world.project, lines=[a_line("CLN"), a_line("MOV")]), "rules_missing")


def test_activate_with_a_switched_off_vendor_is_refused(world: World, tenant: Tenant) -> None:
    a_department()
    some_rules()
    draft = a_draft(project=world.project)
    set_active(vendor_id=draft.vendor_id, is_active=False, by=system(), at=AT)
    _refused(draft, "vendor_not_usable")


def test_activate_after_the_term_is_refused(world: World, tenant: Tenant) -> None:
    a_department()
    some_rules()
    draft = a_draft(project=world.project, starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    _refused(draft, "term_is_over")


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "overlaps"),
    [
        (date(2027, 12, 31), date(2028, 12, 31), True),
        (date(2028, 1, 1), date(2028, 12, 31), False),
    ],
)
def test_activate_beside_a_contract_of_the_same_vendor_project_and_line(
    world: World, tenant: Tenant, starts_on: date, ends_on: date, overlaps: bool
) -> None:
    first = a_contract(project=world.project)
    draft = a_draft(project=world.project, vendor=first.vendor, starts_on=starts_on, ends_on=ends_on)
    if overlaps:
        _refused(draft, "overlapping_contract")
        return
    assert verbs.activate(contract_id=draft.id, by=system(), at=AT).status == "active"


def test_activate_by_the_property_manager_is_refused(world: World, tenant: Tenant) -> None:
    draft = a_draft(project=world.project)
    with pytest.raises(NotAllowed):
        verbs.activate(contract_id=draft.id, by=world.actor("property_manager"), at=AT)
    draft.refresh_from_db()
    assert draft.status == "drafting"


def test_change_draft_journals_and_an_active_contract_is_left_alone(world: World, tenant: Tenant) -> None:
    row = a_draft(project=world.project)
    facts: dict[str, Any] = {
        "title": "新标题",
        "vendor": row.vendor,
        "project": world.project,
        "lines": [a_line("SEC")],
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "by": world.actor("property_manager"),
        "at": AT,
    }
    verbs.change_draft(contract_id=row.id, **facts)
    entry = JournalEntry.objects.get(event="contracts.draft_changed")
    assert entry.changes["title"] == ["保洁服务合同", "新标题"]
    assert entry.changes["lines"] == [["CLN"], ["SEC"]]
    active = a_contract(project=world.second_project)
    with pytest.raises(IllegalTransition):
        verbs.change_draft(contract_id=active.id, **facts)


def test_abandoned_draft_cannot_become_active(world: World, tenant: Tenant) -> None:
    row = a_draft(project=world.project)
    verbs.abandon_draft(contract_id=row.id, by=world.actor("property_manager"), at=AT)
    with pytest.raises(IllegalTransition):
        verbs.activate(contract_id=row.id, by=system(), at=AT)
    with pytest.raises(AlreadyDone):
        verbs.abandon_draft(contract_id=row.id, by=world.actor("property_manager"), at=AT)


@pytest.mark.req("CON-04")
def test_publishing_the_same_rules_twice_makes_one_version(tenant: Tenant) -> None:
    line = a_line("MOV")
    first, again = some_rules(line), some_rules(line)
    assert (first.id, first.number) == (again.id, 1)
    assert some_rules(line, items=[ITEMS[0]]).number == 2
    assert RuleSetVersion.objects.filter(line=line).count() == 2


def test_publish_rules_is_refused_for_a_wrong_role_and_without_items(world: World, tenant: Tenant) -> None:
    before = RuleSetVersion.objects.count()
    with pytest.raises(NotAllowed):
        publish_rules(line=a_line(), title={}, items=ITEMS, by=world.actor("property_manager"), at=AT)
    with pytest.raises(RuleBroken) as refusal:
        some_rules(items=[])
    assert (refusal.value.code, RuleSetVersion.objects.count()) == ("rules_empty", before)


@pytest.mark.req("CON-14")
def test_in_force_counts_the_last_day_and_leaves_out_drafts(world: World, tenant: Tenant) -> None:
    row = a_contract(project=world.project, starts_on=date(2026, 9, 30), ends_on=date(2026, 11, 1))
    a_draft(project=world.project)
    found = [list(queries.in_force(Month(2026, month)).values_list("id", flat=True)) for month in (8, 9, 10, 11, 12)]
    assert found == [[], [row.id], [row.id], [row.id], []]
    assert queries.contract_for(vendor_id=row.vendor_id, project_id=world.project.id, on=date(2026, 11, 1)) == row
    assert queries.contract_for(vendor_id=row.vendor_id, project_id=world.project.id, on=date(2026, 11, 2)) is None


def test_page_drafts_and_activates(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        a_department()
        some_rules()
        vendor, line = a_vendor(), a_line()
        a_report(vendor)
    base = f"/{world.tenant.slug}/contracts/"
    typed = {
        "title": "保洁服务合同",
        "vendor": vendor.id,
        "project": world.project.id,
        "lines": [line.id],
        "starts_on": "2026-01-01",
        "ends_on": "2025-01-01",
        "monthly_fee": "57000",
    }
    manager = client_for("property_manager")
    refused = manager.post(f"{base}new/", typed)
    assert (refused.status_code, "保洁服务合同" in refused.content.decode()) == (422, True)
    assert manager.post(f"{base}new/", typed | {"ends_on": "2099-01-01"}).status_code == 302
    with acting_for(world.tenant):
        row = Contract.objects.get()
    assert manager.post(f"{base}{row.id}/activate/").status_code == 403
    assert client_for("general_manager").post(f"{base}{row.id}/activate/").status_code == 302
    with acting_for(world.tenant):
        row.refresh_from_db()
        assert row.status == "active"


@pytest.mark.req("CON-14")
def test_ledger_costs_the_same_for_one_and_three_rows(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("finance")
    url = f"/{world.tenant.slug}/contracts/"
    found = []
    for more in (1, 2):
        with acting_for(world.tenant):
            for _unused in range(more):
                a_contract(project=world.project)
        client.get(url)
        with statements() as seen:
            assert client.get(url).status_code == 200
        found.append(len(reads_of("contracts", seen)))
    # The rows, their lines, and the count.
    assert found == [3, 3]


def test_contract_of_the_other_tenant_is_404(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.other):
        theirs = a_contract(project=world.other_project)
    client = client_for("general_manager")
    for path in ("", "activate/", "terminate/", "accept-rules/"):
        assert client.get(f"/{world.tenant.slug}/contracts/{theirs.id}/{path}").status_code == 404
    assert client.get(f"/api/v1/contracts/contracts/{theirs.id}/").status_code == 404


def test_api_drafts_and_activates_with_the_same_codes(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        _without_department()
        vendor, line = a_vendor(), a_line()
        a_report(vendor)
    typed = {
        "title": "合同",
        "vendor": vendor.id,
        "project": world.project.id,
        "lines": [line.id],
        "starts_on": "2026-01-01",
        "ends_on": "2099-12-31",
    }
    url = "/api/v1/contracts/contracts/"
    made = client_for("property_manager").post(url, typed, content_type="application/json")
    assert (made.status_code, made.json()["allowed_actions"]) == (201, ["change", "abandon"])
    manager = client_for("general_manager")
    refused = manager.post(f"{url}{made.json()['id']}/activate/")
    assert (refused.status_code, refused.json()["code"]) == (422, "no_outsourcing_department")
    with acting_for(world.tenant):
        a_department()
        rules = some_rules()
    active = manager.post(f"{url}{made.json()['id']}/activate/").json()
    assert active["lines"] == [{"line": line.id, "rules": rules.id, "is_accepted": False}]
    assert manager.post(f"{url}{made.json()['id']}/activate/").json()["code"] == "already_done"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_overlapping_drafts_activated_at_once_and_one_is_refused() -> None:
    world = make_world()
    with acting_for(world.tenant):
        a_department()
        some_rules()
        first = a_draft(project=world.project)
        second = a_draft(project=world.project, vendor=first.vendor)
    start, results = threading.Barrier(2), []

    def activate(contract_id: int) -> None:
        try:
            with acting_for(world.tenant):
                start.wait(timeout=10)
                verbs.activate(contract_id=contract_id, by=system(), at=AT)
                results.append("done")
        except DomainError as error:
            results.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=activate, args=[row.id]) for row in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(results) == ["done", "overlapping_contract"]
