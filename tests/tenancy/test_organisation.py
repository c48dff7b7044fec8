"""The organisation tree: added to, changed, switched off, and the one outsourcing department (TEN-03, TEN-04)."""

from collections.abc import Callable

import pytest
from django.test import Client

from records.models import JournalEntry
from tenancy.actions import organisation, people
from tenancy.choices import UnitKind
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, NotAllowed, RuleBroken
from tenancy.models import Membership, OrgUnit
from tenancy.queries import actor_of, units_seen
from tenancy.rules.actor import Actor, system_actor
from tests.factories.tenancy import AT, World

pytestmark = pytest.mark.django_db


def _events(world: World) -> list[str]:
    with acting_for(world.tenant):
        return list(JournalEntry.objects.order_by("id").values_list("event", flat=True))


@pytest.mark.req("TEN-03")
def test_add_unit_below_a_company_is_written_with_path_and_journal(world: World) -> None:
    admin = world.actor("tenant_admin")
    with acting_for(world.tenant):
        unit = organisation.add_unit(
            parent=world.company, kind=UnitKind.PROJECT, name=" 锦绣花园 ", by=admin, at=AT, occupied_households=320
        )
    assert (unit.name, unit.path, unit.sort_key) == ("锦绣花园", f"{world.company.path}{unit.id}/", "jin xiu hua yuan")
    assert _events(world)[-1] == "tenancy.unit_added"


@pytest.mark.req("TEN-03")
@pytest.mark.parametrize(("kind", "code"), [("region", "kind_not_allowed"), ("group", "kind_not_allowed")])
def test_add_unit_of_a_higher_kind_is_refused(world: World, kind: str, code: str) -> None:
    before = _events(world)
    with acting_for(world.tenant), pytest.raises(RuleBroken) as refusal:
        organisation.add_unit(parent=world.company, kind=kind, name="x", by=world.actor("tenant_admin"), at=AT)
    assert (refusal.value.code, refusal.value.field) == (code, "kind")
    assert _events(world) == before


def test_add_unit_with_a_taken_name_is_refused(world: World) -> None:
    with acting_for(world.tenant), pytest.raises(RuleBroken) as refusal:
        organisation.add_unit(
            parent=world.company, kind="project", name="alpha 云栖苑", by=world.actor("tenant_admin"), at=AT
        )
    assert refusal.value.code == "name_taken"


@pytest.mark.parametrize("role", ["general_manager", "property_manager", "auditor"])
def test_change_of_the_tree_by_others_is_refused(world: World, role: str) -> None:
    actor = world.actor(role)
    with acting_for(world.tenant):
        count = OrgUnit.objects.count()
        with pytest.raises(NotAllowed):
            organisation.add_unit(parent=world.company, kind="project", name="x", by=actor, at=AT)
        with pytest.raises(NotAllowed):
            organisation.set_unit_active(unit_id=world.project.id, is_active=False, by=actor, at=AT)
        assert OrgUnit.objects.count() == count


def test_change_unit_writes_old_and_new(world: World) -> None:
    with acting_for(world.tenant):
        organisation.change_unit(
            unit_id=world.project.id,
            by=world.actor("tenant_admin"),
            at=AT,
            name="云栖苑二期",
            code="P-7",
            address="",
            occupied_households=12,
        )
        entry = JournalEntry.objects.order_by("-id")[0]
    assert entry.event == "tenancy.unit_changed"
    assert entry.changes == {
        "name": ["alpha 云栖苑", "云栖苑二期"],
        "code": ["", "P-7"],
        "occupied_households": [None, 12],
    }


def test_switch_off_refuses_top_node_full_node_and_the_department(world: World) -> None:
    admin = world.actor("tenant_admin")
    with acting_for(world.tenant):
        top = OrgUnit.objects.get(parent=None)
        department = OrgUnit.objects.get(is_outsourcing_department=True)
        codes = []
        for unit in (top, world.company, department):
            with pytest.raises(RuleBroken) as refusal:
                organisation.set_unit_active(unit_id=unit.id, is_active=False, by=admin, at=AT)
            codes.append(refusal.value.code)
    assert codes == ["top_node", "has_active_nodes", "is_department"]


def test_switch_off_twice_says_somebody_was_faster(world: World) -> None:
    admin = world.actor("tenant_admin")
    with acting_for(world.tenant):
        organisation.set_unit_active(unit_id=world.project.id, is_active=False, by=admin, at=AT)
        with pytest.raises(AlreadyDone):
            organisation.set_unit_active(unit_id=world.project.id, is_active=False, by=admin, at=AT)
        with pytest.raises(RuleBroken) as refusal:
            organisation.add_unit(parent=world.project, kind="building", name="1", by=admin, at=AT)
    assert refusal.value.code == "parent_inactive"


@pytest.mark.req("TEN-04")
def test_name_department_moves_the_name_and_keeps_one(world: World) -> None:
    admin = world.actor("tenant_admin")
    with acting_for(world.tenant):
        other = organisation.add_unit(parent=world.company, kind="department", name="采购部", by=admin, at=AT)
        organisation.name_outsourcing_department(unit_id=other.id, by=admin, at=AT)
        named = list(OrgUnit.objects.filter(is_outsourcing_department=True).values_list("name", flat=True))
        entry = JournalEntry.objects.order_by("-id")[0]
    assert named == ["采购部"]
    assert (entry.event, entry.changes) == ("tenancy.department_named", {"department": ["外包管理部", "采购部"]})


@pytest.mark.req("TEN-04")
def test_name_department_of_a_project_is_refused(world: World) -> None:
    with acting_for(world.tenant), pytest.raises(RuleBroken) as refusal:
        organisation.name_outsourcing_department(unit_id=world.project.id, by=world.actor("tenant_admin"), at=AT)
    assert refusal.value.code == "no_department"


@pytest.mark.req("TEN-03")
def test_a_role_at_a_node_holds_there_and_below_only(world: World) -> None:
    from tenancy.actions import people

    with acting_for(world.tenant):
        member = people.add_member(email="pm2@alpha.example", name="PM 2", by=None, at=AT)
        people.grant_role(membership=member, role="property_manager", unit=world.project, by=None, at=AT)
        building = organisation.add_unit(parent=world.project, kind="building", name="1 栋", by=None, at=AT)
        actor = actor_of(member)
    assert actor.units("contracts.view") == frozenset({world.project.id, building.id})
    assert actor.can("contracts.view", world.second_project.id) is False


def test_web_add_change_switch_and_name(world: World, client_for: Callable[..., Client]) -> None:
    client: Client = client_for("tenant_admin")
    answer = client.post(f"/alpha/organisation/{world.company.id}/add/", {"kind": "department", "name": "品质部"})
    assert answer.status_code == 302
    with acting_for(world.tenant):
        unit = OrgUnit.objects.get(name="品质部")
    page = client.get(f"/alpha/organisation/{unit.id}/")
    assert page.context["allowed_actions"] == ["change", "name_department", "switch_off"]
    assert client.get(f"/alpha/organisation/{unit.id}/department/").status_code == 200
    assert client.post(f"/alpha/organisation/{unit.id}/department/").status_code == 302
    assert client.post(f"/alpha/organisation/{unit.id}/switch-off/").status_code == 302
    with acting_for(world.tenant):
        unit.refresh_from_db()
    assert (unit.is_outsourcing_department, unit.is_active) == (True, True)


def test_web_form_with_errors_keeps_what_was_typed(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("tenant_admin")
    answer = client.post(
        f"/alpha/organisation/{world.company.id}/add/",
        {"kind": "project", "name": "alpha 云栖苑", "address": "幸福路 1 号"},
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["name"] == ["A node with this name already exists here."]
    assert "幸福路 1 号" in answer.content.decode()


@pytest.mark.parametrize("role", ["auditor", "general_manager"])
def test_web_reader_sees_the_tree_without_buttons(world: World, client_for: Callable[..., Client], role: str) -> None:
    client = client_for(role)
    assert client.get("/alpha/organisation/").status_code == 200
    assert client.get(f"/alpha/organisation/{world.project.id}/").context["allowed_actions"] == []
    assert client.get(f"/alpha/organisation/{world.project.id}/change/").status_code == 403


@pytest.mark.req("TEN-01")
def test_web_other_tenants_node_is_not_found(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("tenant_admin")
    for path in ("", "change/", "switch-off/", "add/", "department/"):
        assert client.get(f"/alpha/organisation/{world.other_project.id}/{path}").status_code == 404
    assert client.get("/beta/organisation/").status_code == 404


def _person_at(world: World, role: str, unit: OrgUnit, email: str) -> Membership:
    with acting_for(world.tenant):
        member = people.add_member(email=email, name=email, by=None, at=AT)
        people.grant_role(membership=member, role=role, unit=unit, by=None, at=AT)
    return member


@pytest.mark.req("TEN-03")
def test_names_of_nodes_are_known_within_ones_scope_only(world: World, client_for: Callable[..., Client]) -> None:
    member = _person_at(world, "property_manager", world.project, "manager@alpha.example")
    client = client_for(person=member.person)
    own, above, beside = world.project, world.company, world.second_project
    tree = client.get("/alpha/organisation/").content.decode()
    assert [unit.name in tree for unit in (own, above, beside)] == [True, True, False]
    codes = [client.get(f"/alpha/organisation/{unit.id}/").status_code for unit in (own, above, beside)]
    assert codes == [200, 200, 404]
    assert beside.name not in client.get(f"/alpha/organisation/{above.id}/").content.decode()
    listed = {row["name"] for row in client.get("/api/v1/tenancy/units/?page_size=200").json()["results"]}
    assert listed == {"alpha 物业集团", above.name, own.name}
    assert client.get(f"/api/v1/tenancy/units/{beside.id}/").status_code == 404
    for path in ("contracts", "inspections", "complaints", "scoring/cards"):
        page = client.get(f"/alpha/{path}/").content.decode()
        assert (own.name in page, beside.name in page) == (True, False), path


@pytest.mark.req("TEN-03")
def test_a_role_of_the_whole_tenant_knows_every_node(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("property_manager")
    tree = client.get("/alpha/organisation/").content.decode()
    assert (world.project.name in tree, world.second_project.name in tree) == (True, True)
    with acting_for(world.tenant):
        assert units_seen(world.actor("property_manager")).count() == OrgUnit.objects.count()
        assert units_seen(system_actor(world.tenant.id)).count() == OrgUnit.objects.count()
        nobody = Actor(tenant_id=world.tenant.id, person_id=1, membership_id=1, name="nobody")
        assert units_seen(nobody).count() == 0
