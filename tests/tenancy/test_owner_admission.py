"""Owners' committee members are admitted per project, for cleaning and security unless more is opened (TEN-06)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from records.models import JournalEntry
from tenancy import owner_queries, settings_area
from tenancy.actions.owners import admit_owner, end_admission
from tenancy.choices import SettingsStatus
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, DomainError, NotAllowed, RuleBroken
from tenancy.models import OwnerAdmission, SettingsVersion
from tenancy.roles import Permission
from tenancy.rules.owners import closed_lines, line_codes
from tests.factories.tenancy import AT, World

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 15)


def _admit(world: World, *, role: str = "tenant_admin", **facts: Any) -> OwnerAdmission:
    values: dict[str, Any] = {
        "project_id": world.project.id,
        "membership_id": world.member("owner_rep").id,
        "capacity": "observer",
        "lines": ["CLN", "SEC"],
        "by": world.actor(role),
    } | facts
    with acting_for(world.tenant):
        return admit_owner(**values, at=AT, on=ON)


def _state(world: World) -> tuple[int, list[str]]:
    with acting_for(world.tenant):
        events = JournalEntry.objects.filter(event__startswith="tenancy.owner").order_by("id")
        return OwnerAdmission.objects.count(), list(events.values_list("event", flat=True))


def _open(world: World, text: str) -> None:
    """Put a version of the setting in force."""
    with acting_for(world.tenant):
        SettingsVersion.objects.filter(area="tenancy").update(values={"owners": {"lines": text}})
        assert SettingsVersion.objects.get(area="tenancy").status == SettingsStatus.APPROVED


@pytest.mark.parametrize(
    ("text", "codes"), [("CLN SEC", ["CLN", "SEC"]), (" cln，sec; CLN\nGRN ", ["CLN", "SEC", "GRN"]), ("", [])]
)
def test_codes_are_read_however_they_are_typed(text: str, codes: list[str]) -> None:
    assert line_codes(text) == codes
    assert closed_lines(["GRN", "CLN", "ELV"], open_lines=["CLN", "SEC"]) == ["ELV", "GRN"]


@pytest.mark.req("TEN-06")
def test_only_cleaning_and_security_are_open_by_default(world: World) -> None:
    with acting_for(world.tenant):
        assert owner_queries.open_lines(ON) == ["CLN", "SEC"]
        assert [code for code, _name in owner_queries.line_choices(ON)] == ["CLN", "SEC"]
        assert settings_area.check({"owners": {"lines": "CLN elv"}}) == {}
        assert list(settings_area.check({"owners": {"lines": "XYZ"}})) == ["owners.lines"]
        assert list(settings_area.check({"owners": {"lines": " "}})) == ["owners.lines"]
        assert list(settings_area.check({})) == ["owners.lines"]


@pytest.mark.req("TEN-06")
def test_member_is_admitted_and_the_admission_ended(world: World) -> None:
    before = world.actor("owner_rep")
    row = _admit(world, capacity="bid_reviewer")
    actor = world.actor("owner_rep")
    assert (before.can(Permission.CARD_VIEW), before.admitted) == (False, {})
    assert (actor.can(Permission.CARD_VIEW), actor.units(Permission.CARD_VIEW)) == (True, frozenset())
    assert actor.admitted == {world.project.id: frozenset({"CLN", "SEC"})}
    with acting_for(world.tenant):
        reviewers = owner_queries.bid_reviewers(project_id=world.project.id, line="CLN")
        assert [one.id for one in reviewers] == [row.membership_id]
        assert owner_queries.bid_reviewers(project_id=world.project.id, line="ELV") == []
        end_admission(admission_id=row.id, by=world.actor("tenant_admin"), at=AT)
        assert owner_queries.bid_reviewers(project_id=world.project.id, line="CLN") == []
    assert world.actor("owner_rep").admitted == {}
    assert _state(world) == (1, ["tenancy.owner_admitted", "tenancy.owner_admission_ended"])


@pytest.mark.req("TEN-06")
def test_other_lines_need_the_setting(world: World) -> None:
    with pytest.raises(RuleBroken) as refusal:
        _admit(world, lines=["CLN", "ELV"])
    assert (refusal.value.code, refusal.value.field, _state(world)) == ("line_closed", "lines", (0, []))
    _open(world, "CLN SEC ELV")
    assert _admit(world, lines=["ELV"]).lines == ["ELV"]


@pytest.mark.parametrize(
    ("facts", "refusal", "code"),
    [
        ({"role": "property_manager"}, NotAllowed, "not_allowed"),
        ({"lines": []}, RuleBroken, "lines_missing"),
        ({"capacity": "owner"}, RuleBroken, "unknown_capacity"),
        ({"place": "company"}, RuleBroken, "no_project"),
        ({"person": "finance"}, RuleBroken, "no_owners_role"),
    ],
)
def test_admission_is_refused(world: World, facts: dict[str, Any], refusal: type[DomainError], code: str) -> None:
    facts = dict(facts)
    if facts.pop("place", None):
        facts["project_id"] = world.company.id
    if person := facts.pop("person", None):
        facts["membership_id"] = world.member(person).id
    with pytest.raises(refusal) as refused:
        _admit(world, **facts)
    assert (refused.value.code, _state(world)) == (code, (0, []))


def test_second_admission_and_second_end_find_it_done(world: World) -> None:
    row = _admit(world)
    with pytest.raises(AlreadyDone):
        _admit(world, lines=["CLN"])
    admin = world.actor("tenant_admin")
    with acting_for(world.tenant):
        end_admission(admission_id=row.id, by=admin, at=AT)
        with pytest.raises(AlreadyDone):
            end_admission(admission_id=row.id, by=admin, at=AT)
        with pytest.raises(NotAllowed):
            end_admission(admission_id=row.id, by=world.actor("general_manager"), at=AT)
    assert _state(world) == (1, ["tenancy.owner_admitted", "tenancy.owner_admission_ended"])


def test_web_member_is_admitted_on_the_projects_page_and_ended(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("tenant_admin")
    address = f"/alpha/organisation/{world.project.id}/"
    assert "committee member is admitted to this project" in client.get(address).content.decode()
    form = client.get(f"{address}admit/").content.decode()
    assert form.count('type="checkbox"') == 2
    refused = client.post(f"{address}admit/", {"membership": world.member("owner_rep").id, "capacity": "observer"})
    assert (refused.status_code, _state(world)) == (422, (0, []))
    body = {"membership": world.member("owner_rep").id, "capacity": "observer", "lines": ["SEC"]}
    assert client.post(f"{address}admit/", body)["Location"] == address
    again = client.post(f"{address}admit/", body)
    assert (again.status_code, _state(world)) == (422, (1, ["tenancy.owner_admitted"]))
    with acting_for(world.tenant):
        row = OwnerAdmission.objects.get()
    assert f"/alpha/admissions/{row.id}/end/" in client.get(address).content.decode()
    assert client.get(f"/alpha/admissions/{row.id}/end/").status_code == 200
    assert client.post(f"/alpha/admissions/{row.id}/end/")["Location"] == address
    assert _state(world)[1][-1] == "tenancy.owner_admission_ended"


def test_web_other_tenants_admission_is_not_found(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.other):
        foreign = admit_owner(
            project_id=world.other_project.id,
            membership_id=world.member("owner_rep", tenant=world.other).id,
            capacity="observer",
            lines=["CLN"],
            by=None,
            at=AT,
            on=ON,
        )
    client = client_for("tenant_admin")
    assert client.post(f"/alpha/admissions/{foreign.id}/end/").status_code == 404
    assert client.post(f"/api/v1/tenancy/owner-admissions/{foreign.id}/end/").status_code == 404
    with acting_for(world.other):
        assert OwnerAdmission.objects.get().ended_at is None


def test_api_admits_lists_and_ends(world: World, client_for: Any) -> None:
    client = client_for("tenant_admin")
    api = "/api/v1/tenancy/owner-admissions/"
    body = {
        "member": world.member("owner_rep").id,
        "project": world.project.id,
        "capacity": "observer",
        "lines": ["CLN"],
    }
    made = client.post(api, body, content_type="application/json")
    assert (made.status_code, made.json()["lines"], made.json()["allowed_actions"]) == (201, ["CLN"], ["end"])
    closed = client.post(api, body | {"lines": ["ELV"]}, content_type="application/json")
    assert (closed.status_code, closed.json()["code"]) == (422, "line_closed")
    assert [row["id"] for row in client.get(api).json()["results"]] == [made.json()["id"]]
    ended = client.post(f"{api}{made.json()['id']}/end/")
    assert (ended.status_code, ended.json()["allowed_actions"]) == (200, [])
    assert client_for("auditor").get(api).status_code == 403
