"""Registering, changing and switching vendors: verb, page, API, refusals, walls, race."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from records.models import JournalEntry
from tenancy.actions import settings as settings_verbs
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, DomainError, NotAllowed, RuleBroken
from tenancy.models import SettingsVersion, Tenant
from tests.factories.tenancy import AT, World, add_vendor_person, make_world
from tests.factories.vendors import a_credit_code, a_line, a_vendor, reads_of, statements, system
from vendors import queries
from vendors.actions import vendor as verbs
from vendors.models import Vendor, VendorLine

pytestmark = pytest.mark.django_db
FACTS: dict[str, Any] = {
    "legal_name": "百净保洁服务有限公司",
    "address": "杭州市西湖区文三路225号",
    "contact_name": "杨芳超",
    "contact_phone": "18093798727",
}


def _typed(**more: Any) -> dict[str, Any]:
    return FACTS | {"credit_code": a_credit_code(), "lines": [a_line()], "by": system(), "at": AT} | more


def _nothing_written() -> None:
    assert (Vendor.objects.count(), JournalEntry.objects.filter(event__startswith="vendors.vendor").count()) == (0, 0)


@pytest.mark.req("VEN-01")
def test_register_vendor_writes_cleaned_facts_lines_and_journal(tenant: Tenant) -> None:
    code = a_credit_code()
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code.lower())
    row = verbs.register_vendor(
        **_typed(
            legal_name=" 百净保洁服务有限公司\u3000",
            credit_code=f" {wide} ",
            contact_phone="１８０９３７９８７２７",
            lines=[a_line("CLN"), a_line("PST"), a_line("CLN")],
            notes="长期合作",
        )
    )
    row.refresh_from_db()
    assert (row.legal_name, row.credit_code, row.contact_phone) == ("百净保洁服务有限公司", code, "18093798727")
    assert (row.status, row.form, row.is_active) == ("candidate", "legal_person", True)
    assert [line.code for line in queries.lines_of([row.id])[row.id]] == ["CLN", "PST"]
    assert queries.background_of(row.id) == "长期合作"
    entry = JournalEntry.objects.get(event="vendors.vendor_registered")
    assert (entry.object_id, entry.object_type) == (row.id, "vendors.vendor")


@pytest.mark.req("VEN-01")
@pytest.mark.parametrize("field", ["legal_name", "address", "contact_name", "contact_phone"])
def test_register_vendor_without_a_mandatory_fact_is_refused(tenant: Tenant, field: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        verbs.register_vendor(**_typed(**{field: " \u3000"}))
    assert (refusal.value.code, refusal.value.field) == ("missing_fact", field)
    _nothing_written()


@pytest.mark.req("VEN-01")
@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"credit_code": "91510107MAJNLCWRTX"}, "invalid_credit_code", "credit_code"),
        ({"credit_code": "330106000012345"}, "legacy_number", "credit_code"),
        ({"credit_code": ""}, "credit_code_missing", "credit_code"),
        ({"lines": []}, "no_line", "lines"),
        ({"status": "banned"}, "not_at_registration", "status"),
    ],
)
def test_register_vendor_with_bad_facts_is_refused(
    tenant: Tenant, changes: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        verbs.register_vendor(**_typed(**changes))
    assert (refusal.value.code, refusal.value.field) == (code, field)
    _nothing_written()


@pytest.mark.req("VEN-02")
def test_individual_is_refused_until_the_settings_accept_individuals(world: World, tenant: Tenant) -> None:
    person = {"form": "individual", "credit_code": ""}
    with pytest.raises(RuleBroken) as refusal:
        verbs.register_vendor(**_typed(**person))
    assert (refusal.value.code, refusal.value.field) == ("individual_not_accepted", "form")
    day = AT.date()
    drafted = settings_verbs.draft_settings(
        area="vendors",
        values={"allow_individuals": True},
        effective_on=day,
        reason="零星绿化用工",
        by=world.actor("quality_officer"),
        at=AT,
        today=day,
    )
    SettingsVersion.objects.filter(id=drafted.id).update(status="approved", approved_at=AT)
    assert verbs.register_vendor(**_typed(**person)).form == "individual"


@pytest.mark.req("VEN-01")
def test_register_vendor_with_a_known_code_names_the_other_vendor(tenant: Tenant) -> None:
    first = a_vendor(legal_name="诚修保洁服务有限公司")
    with pytest.raises(RuleBroken) as refusal:
        verbs.register_vendor(**_typed(credit_code=first.credit_code.lower()))
    assert (refusal.value.code, refusal.value.vendor_id) == ("duplicate_credit_code", first.id)  # type: ignore[attr-defined]
    assert Vendor.objects.count() == 1


def test_same_code_in_another_tenant_is_another_vendor(world: World) -> None:
    with acting_for(world.other):
        theirs = a_vendor()
    with acting_for(world.tenant):
        ours = a_vendor(credit_code=theirs.credit_code)
        assert list(Vendor.objects.values_list("id", flat=True)) == [ours.id]
        assert queries.by_credit_code(theirs.credit_code) == ours


@pytest.mark.parametrize("role", ["property_manager", "customer_service", "auditor", "finance"])
def test_register_vendor_by_a_wrong_role_is_refused(world: World, tenant: Tenant, role: str) -> None:
    with pytest.raises(NotAllowed):
        verbs.register_vendor(**_typed(by=world.actor(role)))
    _nothing_written()


@pytest.mark.req("VEN-01")
def test_change_vendor_journals_old_and_new(tenant: Tenant) -> None:
    row = a_vendor(notes="旧")
    verbs.change_vendor(
        vendor_id=row.id,
        **_typed(credit_code=row.credit_code, legal_name="新名有限公司", lines=[a_line("SEC")], notes="新"),
    )
    row.refresh_from_db()
    assert (row.legal_name, row.sort_key[:7]) == ("新名有限公司", "xin min")
    changes = JournalEntry.objects.get(event="vendors.vendor_changed").changes
    assert changes["legal_name"][1] == "新名有限公司"
    assert (changes["lines"], changes["notes"]) == ([["CLN"], ["SEC"]], ["旧", "新"])


def test_change_vendor_to_the_same_facts_writes_nothing(tenant: Tenant) -> None:
    row = a_vendor()
    same = {name: getattr(row, name) for name in [*FACTS, "credit_code", "legal_representative"]}
    verbs.change_vendor(vendor_id=row.id, **same, lines=[a_line()], by=system(), at=AT)
    assert not JournalEntry.objects.filter(event="vendors.vendor_changed").exists()


def test_set_active_twice_is_already_done(tenant: Tenant) -> None:
    row = a_vendor()
    assert verbs.set_active(vendor_id=row.id, is_active=False, by=system(), at=AT).is_active is False
    with pytest.raises(AlreadyDone):
        verbs.set_active(vendor_id=row.id, is_active=False, by=system(), at=AT)
    assert JournalEntry.objects.filter(event="vendors.vendor_deactivated").count() == 1


def test_failed_journal_leaves_no_vendor(tenant: Tenant, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr("records.journal.record", breaks)
    with pytest.raises(RuntimeError):
        verbs.register_vendor(**_typed())
    _nothing_written()


def test_page_registers_and_shows_refusals_with_everything_typed_kept(
    world: World, client_for: Callable[..., Client]
) -> None:
    client = client_for("quality_officer")
    with acting_for(world.tenant):
        line, known = a_line(), a_vendor(legal_name="诚修保洁服务有限公司")
    url = f"/{world.tenant.slug}/vendors/new/"
    typed = FACTS | {"credit_code": known.credit_code, "lines": [line.id], "status": "candidate"}
    refused = client.post(url, typed)
    assert refused.status_code == 422
    page = refused.content.decode()
    assert FACTS["address"] in page
    assert f'href="/{world.tenant.slug}/vendors/{known.id}/"' in page
    answer = client.post(url, typed | {"credit_code": a_credit_code()})
    with acting_for(world.tenant):
        row = Vendor.objects.latest("id")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/{world.tenant.slug}/vendors/{row.id}/")


def test_detail_of_the_other_tenant_is_404(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.other):
        theirs = a_vendor(legal_name="别家供应商")
    client = client_for("tenant_admin")
    for path in ("", "change/", "invite/", "deactivate/"):
        assert client.get(f"/{world.tenant.slug}/vendors/{theirs.id}/{path}").status_code == 404
    assert "别家供应商" not in client.get(f"/{world.tenant.slug}/vendors/").content.decode()


@pytest.mark.req("TEN-05")
def test_vendor_sees_itself_without_notes_and_no_other(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        own, rival = a_vendor(notes="价格偏高"), a_vendor(legal_name="竞争对手有限公司")
    member = add_vendor_person(world, vendor_id=own.id, vendor_name=own.legal_name, role="vendor_manager")
    client = client_for(person=member.person)
    page = client.get(f"/{world.tenant.slug}/vendors/own/")
    assert page.status_code == 200
    text = page.content.decode()
    assert own.legal_name in text
    assert "价格偏高" not in text
    assert client.get(f"/{world.tenant.slug}/vendors/{rival.id}/").status_code == 404
    assert client.get(f"/{world.tenant.slug}/vendors/").status_code == 403
    assert client.get(f"/{world.tenant.slug}/vendors/{own.id}/change/").status_code == 403


def test_list_costs_the_same_for_one_and_three_rows(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("quality_officer")
    url = f"/{world.tenant.slug}/vendors/"
    found = []
    for more in (1, 2):
        with acting_for(world.tenant):
            for _unused in range(more):
                a_vendor()
        client.get(url)
        with statements() as seen:
            assert client.get(url).status_code == 200
        found.append((len(seen), len(reads_of("vendors", seen))))
    assert found[0] == found[1]
    # The rows, their lines, the count, the choices of the line filter, and what waits on the to-do list.
    assert found[1][1] == 12


@pytest.mark.parametrize("words", ["百净", "baijing", "bj", "bjbj"])
def test_list_finds_by_chinese_pinyin_and_initials(world: World, client_for: Callable[..., Client], words: str) -> None:
    with acting_for(world.tenant):
        a_vendor(legal_name="百净保洁服务有限公司")
        a_vendor(legal_name="森茂机电设备维修有限公司")
    page = client_for("auditor").get(f"/{world.tenant.slug}/vendors/", {"q": words}).content.decode()
    assert "百净保洁服务有限公司" in page
    assert "森茂机电设备维修有限公司" not in page


def test_api_registers_with_the_same_refusal_codes(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("quality_officer")
    with acting_for(world.tenant):
        line = a_line()
    typed = FACTS | {"credit_code": a_credit_code(), "lines": [line.id]}
    made = client.post("/api/v1/vendors/vendors/", typed, content_type="application/json")
    assert (made.status_code, made.json()["lines"]) == (201, [line.id])
    assert made.json()["allowed_actions"] == ["change", "deactivate"]
    again = client.post("/api/v1/vendors/vendors/", typed, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (422, "duplicate_credit_code")
    assert list(again.json()["fields"]) == ["credit_code"]
    url = f"/api/v1/vendors/vendors/{made.json()['id']}/"
    assert client.post(f"{url}deactivate/").json()["is_active"] is False
    assert client.post(f"{url}deactivate/").json()["code"] == "already_done"
    refused = client_for("finance").post("/api/v1/vendors/vendors/", typed, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_register_the_same_code_at_once_and_one_is_refused() -> None:
    world = make_world()
    code = a_credit_code()
    with acting_for(world.tenant):
        a_line()
    start, results = threading.Barrier(2), []

    def register() -> None:
        try:
            with acting_for(world.tenant):
                start.wait(timeout=10)
                verbs.register_vendor(**_typed(credit_code=code))
                results.append("done")
        except DomainError as error:
            results.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=register) for _unused in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(results) == ["done", "duplicate_credit_code"]
    with acting_for(world.tenant):
        assert (Vendor.objects.count(), VendorLine.objects.count()) == (1, 1)
