"""Service lines: day-one content, synonyms, the tenant's own lines; people of a vendor."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from records.models import JournalEntry
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, NotAllowed, RuleBroken
from tenancy.models import Membership, RoleGrant, Tenant
from tests.factories.tenancy import AT, World
from tests.factories.vendors import a_vendor
from vendors import queries
from vendors.actions import line as verbs
from vendors.actions.people import invite_person
from vendors.actions.vendor import set_active
from vendors.models import ServiceLine

pytestmark = pytest.mark.django_db
CODES = (
    *("CLN", "SEC", "GRN", "REP", "ELV", "FIR", "PST", "WST", "SEP", "WTK"),
    *("CNF", "FAC", "MOV", "SCR", "PUR", "CAT", "APT", "PRK", "RNV", "CSV"),
)


@pytest.mark.req("VEN-13")
def test_new_tenant_has_twenty_lines_in_three_languages(tenant: Tenant) -> None:
    verbs.add_day_one(at=AT)
    rows = list(queries.lines())
    assert [row.code for row in rows] == list(CODES)
    assert {tuple(sorted(row.names)) for row in rows} == {("en", "zh-hans", "zh-hant")}
    verbs.add_day_one(at=AT)
    assert ServiceLine.objects.count() == len(CODES)


@pytest.mark.req("VEN-13")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("保洁", "CLN"),
        ("清洁", "CLN"),
        ("秩序维护", "SEC"),
        ("安保", "SEC"),
        ("保安", "SEC"),
        ("绿化", "GRN"),
        ("绿化养护", "GRN"),
        ("维修", "REP"),
        ("工程维修", "REP"),
        ("电梯", "ELV"),
        ("电梯维保", "ELV"),
        ("消防", "FIR"),
        ("消杀", "PST"),
        (" 有害生物防治\u3000", "PST"),
        ("Cleaning", "CLN"),
        ("cln", "CLN"),
    ],
)
def test_a_line_is_found_by_what_people_call_it(tenant: Tenant, text: str, code: str) -> None:
    verbs.add_day_one(at=AT)
    found = queries.line_by_name(text)
    assert found is not None
    assert found.code == code


@pytest.mark.req("VEN-13")
def test_no_name_belongs_to_two_lines(tenant: Tenant) -> None:
    verbs.add_day_one(at=AT)
    names = [name for line in queries.lines() for name in {*line.names.values(), *line.synonyms}]
    assert sorted(names) == sorted(set(names))


@pytest.mark.req("VEN-13")
def test_tenant_adds_a_line_of_its_own(world: World, tenant: Tenant) -> None:
    verbs.add_day_one(at=AT)
    by = world.actor("tenant_admin")
    row = verbs.add_line(code="win", name_zh_hans="玻璃清洗", synonyms=["擦玻璃", "擦玻璃"], by=by, at=AT)
    assert (row.code, row.synonyms, queries.line_by_name("擦玻璃")) == ("WIN", ["擦玻璃"], row)
    with pytest.raises(RuleBroken) as refusal:
        verbs.add_line(code="WIN", name_zh_hans="又一个", by=by, at=AT)
    assert (refusal.value.code, ServiceLine.objects.count()) == ("code_taken", len(CODES) + 1)


@pytest.mark.parametrize(("code", "name", "refusal"), [("1A", "名", "code_invalid"), ("AB", " ", "name_missing")])
def test_add_line_with_bad_input_is_refused(world: World, tenant: Tenant, code: str, name: str, refusal: str) -> None:
    before = ServiceLine.objects.count()
    with pytest.raises(RuleBroken) as caught:
        verbs.add_line(code=code, name_zh_hans=name, by=world.actor("tenant_admin"), at=AT)
    assert (caught.value.code, ServiceLine.objects.count()) == (refusal, before)


def test_lines_by_a_wrong_role_are_refused(world: World, tenant: Tenant) -> None:
    before = ServiceLine.objects.count()
    with pytest.raises(NotAllowed):
        verbs.add_line(code="WIN", name_zh_hans="玻璃清洗", by=world.actor("finance"), at=AT)
    assert ServiceLine.objects.count() == before


def test_line_page_changes_names_and_stops_offering(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        verbs.add_day_one(at=AT)
        line = ServiceLine.objects.get(code="MOV")
    client = client_for("tenant_admin")
    base = f"/{world.tenant.slug}/vendors/lines/"
    assert (
        client.post(f"{base}{line.id}/change/", {"name_zh_hans": "搬家搬运", "synonyms": "搬场，搬家"}).status_code
        == 302
    )
    assert client.post(f"{base}{line.id}/deactivate/").status_code == 302
    with acting_for(world.tenant):
        line.refresh_from_db()
        assert (line.names, line.synonyms, line.is_active) == ({"zh-hans": "搬家搬运"}, ["搬场", "搬家"], False)
        with pytest.raises(AlreadyDone):
            verbs.set_line_active(line_id=line.id, is_active=False, by=world.actor("tenant_admin"), at=AT)


@pytest.mark.req("TEN-05")
def test_invited_person_is_bound_to_the_vendor(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    by = world.actor("tenant_admin")
    typed: dict[str, Any] = {
        "email": "chen@vendor.example",
        "name": "陈强",
        "role": "vendor_manager",
        "by": by,
        "at": AT,
    }
    member = invite_person(vendor_id=vendor.id, **typed)
    assert (member.side, member.vendor_id) == ("vendor", vendor.id)
    assert list(RoleGrant.objects.filter(membership=member).values_list("role", flat=True)) == ["vendor_manager"]
    with pytest.raises(AlreadyDone):
        invite_person(vendor_id=vendor.id, **typed)
    assert JournalEntry.objects.filter(event="vendors.person_invited").count() == 1


@pytest.mark.parametrize(
    ("role", "by", "code"),
    [("tenant_admin", "tenant_admin", "wrong_side"), ("vendor_manager", "quality_officer", "not_allowed")],
)
def test_invite_person_is_refused(world: World, tenant: Tenant, role: str, by: str, code: str) -> None:
    vendor = a_vendor()
    before = Membership.objects.count()
    with pytest.raises((RuleBroken, NotAllowed)) as refusal:
        invite_person(vendor_id=vendor.id, email="x@v.example", name="x", role=role, by=world.actor(by), at=AT)
    assert (refusal.value.code, Membership.objects.count()) == (code, before)


def test_invite_person_of_a_switched_off_vendor_is_refused(world: World, tenant: Tenant) -> None:
    vendor = a_vendor()
    by = world.actor("tenant_admin")
    set_active(vendor_id=vendor.id, is_active=False, by=by, at=AT)
    with pytest.raises(RuleBroken) as refusal:
        invite_person(vendor_id=vendor.id, email="x@v.example", name="x", role="vendor_manager", by=by, at=AT)
    assert refusal.value.code == "vendor_switched_off"
