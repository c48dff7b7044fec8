"""Exceptions by two people, pages and API of the standing, contact persons, branches, related companies."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from records.models import JournalEntry
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, NotAllowed, RuleBroken
from tenancy.models import Tenant
from tests.factories.tenancy import AT, World, add_vendor_person
from tests.factories.vendors import a_line, a_paper, a_vendor, system, with_papers
from vendors import queries
from vendors.actions import contact as contact_verbs
from vendors.actions import override as verbs
from vendors.actions.ban import impose_ban
from vendors.duties import duties
from vendors.models import Ban, EligibilityOverride, Vendor, VendorBranch, VendorContact
from vendors.queries import eligibility

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 15)


def _asked(vendor: Vendor, **more: Any) -> EligibilityOverride:
    values: dict[str, Any] = {
        "purpose": "invitation",
        "code": "document_expired",
        "document_kind": "business_licence",
        "reason": "换证办理中",
        "valid_until": ON + timedelta(days=30),
        "by": system(),
        "at": AT,
    } | more
    return verbs.ask_override(vendor_id=vendor.id, **values)


def _expired() -> Vendor:
    vendor = a_vendor()
    for kind in ("legal_person_proof", "similar_record"):
        a_paper(vendor, kind)
    a_paper(vendor, "business_licence", valid_until=ON - timedelta(days=3))
    return vendor


def _stops(vendor: Vendor, purpose: str = "invitation", on: date = ON) -> list[tuple[str, bool]]:
    found = eligibility.blockers([vendor.id], purpose=purpose, unit_id=None, line_id=None, on=on)
    return [(one.code, one.is_overridden) for one in found[vendor.id]]


@pytest.mark.req("VEN-14")
def test_two_people_let_a_vendor_pass_for_one_purpose_and_a_time(world: World, tenant: Tenant) -> None:
    vendor = _expired()
    officer, manager = world.actor("quality_officer"), world.actor("general_manager")
    row = _asked(vendor, by=officer)
    assert _stops(vendor) == [("document_expired", False)]
    with pytest.raises(NotAllowed):
        verbs.decide_override(override_id=row.id, approve=True, note="", by=officer, at=AT)
    verbs.decide_override(override_id=row.id, approve=True, note="同意", by=manager, at=AT)
    row.refresh_from_db()
    assert (row.status, row.approved_by_id) == ("approved", manager.person_id)
    assert _stops(vendor) == [("document_expired", True)]
    assert _stops(vendor, "signing") == [("document_expired", False)]
    assert _stops(vendor, on=ON + timedelta(days=31)) == [("document_expired", False)]
    open_ones = {
        purpose: eligibility.open_blockers(vendor.id, purpose=purpose, unit_id=None, line_ids=[a_line().id], on=ON)
        for purpose in ("invitation", "signing")
    }
    assert [len(found) for found in open_ones.values()] == [0, 1]
    with pytest.raises(AlreadyDone):
        verbs.decide_override(override_id=row.id, approve=False, note="x", by=manager, at=AT)
    verbs.end_override(override_id=row.id, by=officer, at=AT)
    assert _stops(vendor) == [("document_expired", False)]
    with pytest.raises(AlreadyDone):
        verbs.end_override(override_id=row.id, by=officer, at=AT)
    events = JournalEntry.objects.filter(event__startswith="vendors.override").order_by("id")
    assert list(events.values_list("event", flat=True)) == [
        "vendors.override_asked",
        "vendors.override_approved",
        "vendors.override_ended",
    ]


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"code": "banned", "document_kind": ""}, "exception_not_possible", None),
        ({"document_kind": ""}, "exception_not_possible", None),
        ({"purpose": "anything"}, "exception_not_possible", None),
        ({"reason": " "}, "exception_reason_missing", "reason"),
        ({"valid_until": ON - timedelta(days=1)}, "exception_term_wrong", "valid_until"),
        ({"valid_until": ON + timedelta(days=366)}, "exception_term_wrong", "valid_until"),
    ],
)
def test_ask_badly_is_refused(tenant: Tenant, facts: dict[str, Any], code: str, field: str | None) -> None:
    with pytest.raises(RuleBroken) as refusal:
        _asked(a_vendor(), **facts)
    assert (refusal.value.code, refusal.value.field, EligibilityOverride.objects.count()) == (code, field, 0)
    assert not JournalEntry.objects.filter(event="vendors.override_asked").exists()


def test_ask_twice_is_refused_until_it_is_answered(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    row = _asked(vendor)
    with pytest.raises(RuleBroken) as refusal:
        _asked(vendor)
    assert refusal.value.code == "exception_asked"
    manager = world.actor("general_manager")
    with pytest.raises(RuleBroken) as silent:
        verbs.decide_override(override_id=row.id, approve=False, note=" ", by=manager, at=AT)
    assert silent.value.code == "decision_note_missing"
    verbs.decide_override(override_id=row.id, approve=False, note="先换证", by=manager, at=AT)
    assert _asked(vendor, code="not_qualified").document_kind == ""
    late = _asked(vendor)
    with pytest.raises(RuleBroken) as over:
        verbs.decide_override(override_id=late.id, approve=True, note="", by=manager, at=AT + timedelta(days=60))
    assert over.value.code == "exception_term_wrong"


@pytest.mark.parametrize("role", ["property_manager", "auditor", "general_manager", "finance"])
def test_ask_by_a_wrong_role_is_refused(world: World, tenant: Tenant, role: str) -> None:
    with pytest.raises(NotAllowed):
        _asked(a_vendor(), by=world.actor(role))
    assert EligibilityOverride.objects.count() == 0


@pytest.mark.parametrize("role", ["tender_officer", "tenant_admin", "auditor"])
def test_decide_by_a_wrong_role_is_refused(world: World, tenant: Tenant, role: str) -> None:
    row = _asked(a_vendor())
    with pytest.raises(NotAllowed):
        verbs.decide_override(override_id=row.id, approve=True, note="", by=world.actor(role), at=AT)
    row.refresh_from_db()
    assert row.status == "asked"


def test_exception_waits_on_the_list_of_the_second_person(world: World, tenant: Tenant) -> None:
    _asked(a_vendor(), by=world.actor("quality_officer"))
    kinds = {
        role: [one.kind for one in duties(world.actor(role), ON)] for role in ("general_manager", "quality_officer")
    }
    assert kinds == {"general_manager": ["vendors.exception_to_decide"], "quality_officer": []}


@pytest.mark.req("VEN-01")
def test_first_contact_becomes_the_vendors_own(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    by = world.actor("tender_officer")
    first = contact_verbs.save_contact(
        vendor_id=vendor.id, name="王芳", phone="１３８", is_primary=True, role="客服", by=by, at=AT
    )
    second = contact_verbs.save_contact(vendor_id=vendor.id, name="李明", phone="139", by=by, at=AT)
    contact_verbs.save_contact(
        vendor_id=vendor.id, contact_id=second.id, name="李明", phone="139", is_primary=True, by=by, at=AT
    )
    vendor.refresh_from_db()
    assert (vendor.contact_name, vendor.contact_phone) == ("李明", "139")
    assert [(one.name, one.phone, one.is_primary) for one in queries.contacts_of(vendor.id)] == [
        ("李明", "139", True),
        ("王芳", "138", False),
    ]
    contact_verbs.remove_contact(contact_id=first.id, by=by, at=AT)
    with pytest.raises(AlreadyDone):
        contact_verbs.remove_contact(contact_id=first.id, by=by, at=AT)
    with pytest.raises(RuleBroken) as refusal:
        contact_verbs.save_contact(vendor_id=vendor.id, name="赵", phone=" ", by=by, at=AT)
    assert (refusal.value.code, refusal.value.field) == ("contact_fact_missing", "phone")
    with pytest.raises(NotAllowed):
        contact_verbs.save_contact(vendor_id=vendor.id, name="赵", phone="1", by=world.actor("finance"), at=AT)
    assert VendorContact.objects.count() == 1


def test_branches_have_their_own_names(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    facts: dict[str, Any] = {"vendor_id": vendor.id, "by": system(), "at": AT}
    row = contact_verbs.save_branch(name="杭州分公司", address="西湖区", **facts)
    with pytest.raises(RuleBroken) as refusal:
        contact_verbs.save_branch(name=" 杭州分公司 ", **facts)
    assert (refusal.value.code, VendorBranch.objects.count()) == ("branch_taken", 1)
    contact_verbs.save_branch(branch_id=row.id, name="宁波分公司", **facts)
    assert [one.name for one in queries.branches_of(vendor.id)] == ["宁波分公司"]
    contact_verbs.remove_branch(branch_id=row.id, by=system(), at=AT)
    with pytest.raises(AlreadyDone):
        contact_verbs.remove_branch(branch_id=row.id, by=system(), at=AT)
    with pytest.raises(RuleBroken) as nameless:
        contact_verbs.save_branch(name=" ", **facts)
    assert nameless.value.code == "contact_fact_missing"


@pytest.mark.req("VEN-14")
def test_related_companies_share_code_or_representative(world: World, tenant: Tenant) -> None:
    one = a_vendor(legal_representative="赵英")
    two = a_vendor(legal_representative="赵英")
    a_vendor(legal_representative="孙强")
    nobody = a_vendor(legal_representative="")
    a_vendor(legal_representative="")
    assert (queries.related_to(one), queries.related_to(nobody)) == ([two], [])


def test_pages_of_the_standing(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        vendor = a_vendor()
    base = f"/{world.tenant.slug}/vendors"
    officer, manager = client_for("quality_officer"), client_for("general_manager")
    page = officer.get(f"{base}/{vendor.id}/standing/")
    assert page.status_code == 200
    assert "never handed in" in page.content.decode()
    until = (timezone.now().date() + timedelta(days=10)).isoformat()
    typed = {
        "purpose": "invitation",
        "code": "document_missing",
        "document_kind": "similar_record",
        "valid_until": until,
    }
    assert officer.post(f"{base}/{vendor.id}/exceptions/new/", typed).status_code == 422
    asked = officer.post(f"{base}/{vendor.id}/exceptions/new/", typed | {"reason": "首次合作"})
    assert (asked.status_code, asked.headers["Location"]) == (302, f"{base}/{vendor.id}/standing/")
    with acting_for(world.tenant):
        row = EligibilityOverride.objects.get()
    decide = f"{base}/exceptions/{row.id}/decide/"
    assert officer.get(decide).status_code == 403
    assert manager.get(decide).status_code == 200
    assert manager.post(decide, {"decision": "refuse"}).status_code == 422
    assert manager.post(decide, {"decision": "approve"}).status_code == 302
    detail = officer.get(f"{base}/{vendor.id}/").content.decode()
    assert "answered for by general_manager" in detail
    assert manager.get(f"{base}/exceptions/{row.id}/end/").status_code == 200
    assert manager.post(f"{base}/exceptions/{row.id}/end/").status_code == 302
    ban = {"ground": "other", "reason": "多次拒不整改", "starts_on": "2026-01-05", "unit_id": "", "line_id": ""}
    assert officer.post(f"{base}/{vendor.id}/bans/new/", ban).status_code == 403
    assert manager.post(f"{base}/{vendor.id}/bans/new/", ban | {"reason": ""}).status_code == 422
    assert manager.post(f"{base}/{vendor.id}/bans/new/", ban).status_code == 302
    with acting_for(world.tenant):
        imposed = Ban.objects.get()
        assert Vendor.objects.get(id=vendor.id).status == "banned"
    assert "Banned without fixed term." in officer.get(f"{base}/{vendor.id}/standing/").content.decode()
    assert manager.post(f"{base}/bans/{imposed.id}/lift/", {"reason": ""}).status_code == 422
    assert manager.post(f"{base}/bans/{imposed.id}/lift/", {"reason": "复议"}).status_code == 302
    assert officer.get(f"{base}/{vendor.id}/standing/").status_code == 200


@override_settings(MFA_REQUIRED=True)
def test_ban_asks_for_a_fresh_factor(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        vendor = a_vendor()
    manager = client_for("general_manager")
    typed = {"vendor": vendor.id, "ground": "four_acts", "reason": "x", "starts_on": "2026-01-05"}
    answer = manager.post("/api/v1/vendors/bans/", typed, content_type="application/json")
    assert answer.status_code == 403
    manager.post(f"/{world.tenant.slug}/vendors/{vendor.id}/bans/new/", typed)
    with acting_for(world.tenant):
        assert (Ban.objects.count(), Vendor.objects.get(id=vendor.id).status) == (0, "qualified")


def test_pages_of_contacts_and_branches(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        vendor = a_vendor()
    base = f"/{world.tenant.slug}/vendors"
    client = client_for("tender_officer")
    assert client.get(f"{base}/{vendor.id}/contacts/new/").status_code == 200
    assert client.post(f"{base}/{vendor.id}/contacts/new/", {"name": "王芳"}).status_code == 422
    assert client.post(f"{base}/{vendor.id}/contacts/new/", {"name": "王芳", "phone": "138"}).status_code == 302
    assert client.post(f"{base}/{vendor.id}/branches/new/", {"name": "宁波分公司"}).status_code == 302
    assert client.post(f"{base}/{vendor.id}/branches/new/", {"name": "宁波分公司"}).status_code == 422
    with acting_for(world.tenant):
        contact, branch = VendorContact.objects.get(), VendorBranch.objects.get()
    assert client.post(f"{base}/contacts/{contact.id}/change/", {"name": "王芳", "phone": "139"}).status_code == 302
    assert client.post(f"{base}/branches/{branch.id}/change/", {"name": "绍兴分公司"}).status_code == 302
    page = client.get(f"{base}/{vendor.id}/").content.decode()
    assert "王芳" in page
    assert "绍兴分公司" in page
    assert client.get(f"{base}/contacts/{contact.id}/remove/").status_code == 200
    assert client.post(f"{base}/contacts/{contact.id}/remove/").status_code == 302
    assert client.get(f"{base}/branches/{branch.id}/remove/").status_code == 200
    assert client.post(f"{base}/branches/{branch.id}/remove/").status_code == 302
    assert client_for("finance").get(f"{base}/{vendor.id}/contacts/new/").status_code == 403


@pytest.mark.req("TEN-05")
def test_vendor_sees_its_contacts_but_not_its_standing(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        vendor = a_vendor()
        contact_verbs.save_contact(vendor_id=vendor.id, name="王芳", phone="138", by=system(), at=AT)
        impose_ban(
            vendor_id=vendor.id,
            ground="other",
            reason="秘密理由",
            starts_on=ON,
            line_id=a_line().id,
            by=system(),
            at=AT,
        )
    member = add_vendor_person(world, vendor_id=vendor.id, vendor_name=vendor.legal_name, role="vendor_manager")
    client = client_for(person=member.person)
    page = client.get(f"/{world.tenant.slug}/vendors/own/").content.decode()
    assert "王芳" in page
    assert "秘密理由" not in page
    assert client.get(f"/{world.tenant.slug}/vendors/{vendor.id}/standing/").status_code == 403
    assert client.get(f"/api/v1/vendors/vendors/{vendor.id}/standing/").status_code == 403
    assert client.get("/api/v1/vendors/bans/").json()["results"] == []
    assert client.get("/api/v1/vendors/exceptions/").json()["results"] == []
    assert [one["name"] for one in client.get("/api/v1/vendors/contacts/").json()["results"]] == ["王芳"]


def test_api_of_bans_exceptions_contacts_and_branches(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        vendor = with_papers(a_vendor())
    base = "/api/v1/vendors"
    officer, manager = client_for("quality_officer"), client_for("general_manager")

    def post(client: Client, path: str, **typed: Any) -> Any:
        return client.post(f"{base}/{path}", typed, content_type="application/json")

    standing = officer.get(f"{base}/vendors/{vendor.id}/standing/").json()
    assert (standing["is_banned"], standing["blockers"], standing["open_faults"]) == (False, [], 0)
    until = (timezone.now().date() + timedelta(days=10)).isoformat()
    asked = post(
        officer, "exceptions/", vendor=vendor.id, purpose="signing", code="not_qualified", reason="x", valid_until=until
    )
    assert (asked.status_code, asked.json()["allowed_actions"]) == (201, [])
    url = f"exceptions/{asked.json()['id']}"
    assert post(officer, f"{url}/decide/", approve=True).json()["code"] == "not_allowed"
    assert post(manager, f"{url}/decide/", approve=True).json()["status"] == "approved"
    assert post(manager, f"{url}/end/").json()["status"] == "ended"
    wrong = post(manager, "bans/", vendor=vendor.id, ground="other", reason="", starts_on="2026-01-05")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "ban_reason_missing")
    made = post(manager, "bans/", vendor=vendor.id, ground="four_acts", reason="转包", starts_on="2026-01-05")
    assert (made.status_code, made.json()["ends_on"], made.json()["allowed_actions"]) == (201, "2029-01-04", ["lift"])
    assert [one["code"] for one in officer.get(f"{base}/vendors/{vendor.id}/standing/").json()["blockers"]] == [
        "banned"
    ]
    assert post(officer, f"bans/{made.json()['id']}/lift/", reason="x").status_code == 403
    assert post(manager, f"bans/{made.json()['id']}/lift/", reason="复议").json()["allowed_actions"] == []
    contact = post(officer, "contacts/", vendor=vendor.id, name="王芳", phone="138")
    assert contact.status_code == 201
    path = f"contacts/{contact.json()['id']}"
    assert post(officer, f"{path}/change/", name="王芳", phone="139").json()["phone"] == "139"
    assert post(officer, f"{path}/remove/").status_code == 204
    branch = post(officer, "branches/", vendor=vendor.id, name="宁波分公司")
    path = f"branches/{branch.json()['id']}"
    assert post(officer, f"{path}/change/", name="绍兴分公司").json()["name"] == "绍兴分公司"
    assert post(officer, f"{path}/remove/").status_code == 204
