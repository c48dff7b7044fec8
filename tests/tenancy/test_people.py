"""People and roles: added with an invitation, given roles, switched off, contact data masked (security.md 6)."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from pytest_django import Settings

from records.models import JournalEntry
from tenancy import work
from tenancy.actions import people
from tenancy.choices import Side
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, NotAllowed, RuleBroken
from tenancy.models import Job, Membership, Person, RoleGrant
from tests.factories.tenancy import AT, PASSWORD, World, add_vendor_person
from tests.factories.vendors import a_vendor

pytestmark = pytest.mark.django_db


def _run_invitation(world: World) -> Job:
    with acting_for(world.tenant):
        job = Job.objects.get(kind="tenancy.invitation")
    work.run_job(world.tenant.id, job.id)
    with acting_for(world.tenant):
        job.refresh_from_db()
    return job


def test_add_member_invites_by_a_job_and_masks_the_address_in_the_journal(world: World) -> None:
    with acting_for(world.tenant):
        member = people.add_member(email="Neu@Alpha.example", name="新人", by=world.actor("tenant_admin"), at=AT)
        entries = list(JournalEntry.objects.filter(object_id=member.id).order_by("id").values_list("event", "changes"))
    assert member.person.email == "neu@alpha.example"
    assert entries == [
        ("tenancy.member_added", {"name": "新人", "e-mail": "n***@alpha.example", "side": "tenant"}),
        ("tenancy.member_invited", {}),
    ]
    assert mail.outbox == []


def test_invitation_carries_a_link_that_sets_the_first_password(world: World, client: Client) -> None:
    with acting_for(world.tenant):
        member = people.add_member(
            email="neu@alpha.example", name="新人", by=world.actor("tenant_admin"), at=AT, language="en"
        )
        people.grant_role(membership=member, role="customer_service", unit=world.project, by=None, at=AT)
    job = _run_invitation(world)
    assert (job.status, job.result) == ("done", {"sent": True})
    (message,) = mail.outbox
    assert (message.to, message.subject) == (["neu@alpha.example"], f"Your access to {world.tenant.name}")
    found = re.search(rf"{re.escape(settings.BASE_URL)}(/\S+)", str(message.body))
    assert found is not None
    link = found.group(1)
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    answer = client.post(address, {"password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302
    member.person.refresh_from_db()
    assert member.person.check_password(PASSWORD)
    assert client.login(email="neu@alpha.example", password=PASSWORD)


def test_invitation_of_a_known_person_carries_no_link(world: World) -> None:
    known = world.person("auditor", tenant=world.other)
    known.set_password(PASSWORD)
    known.save()
    with acting_for(world.tenant):
        people.add_member(email=known.email, name="ignored", by=world.actor("tenant_admin"), at=AT)
    _run_invitation(world)
    assert "reset" not in mail.outbox[0].body


def test_add_member_twice_is_refused(world: World) -> None:
    with acting_for(world.tenant), pytest.raises(AlreadyDone):
        people.add_member(email="auditor@alpha.example", name="x", by=world.actor("tenant_admin"), at=AT)


@pytest.mark.parametrize("role", ["general_manager", "quality_officer", "auditor"])
def test_people_are_managed_by_the_administrator_only(world: World, role: str) -> None:
    actor, member = world.actor(role), world.member("finance")
    with acting_for(world.tenant):
        count = (Membership.objects.count(), RoleGrant.objects.count(), JournalEntry.objects.count())
        for verb in (
            lambda: people.add_member(email="x@x.example", name="x", by=actor, at=AT),
            lambda: people.grant_role(membership=member, role="auditor", unit=None, by=actor, at=AT),
            lambda: people.revoke_role(grant_id=member.grants.get().id, by=actor, at=AT),
            lambda: people.set_member_active(membership_id=member.id, is_active=False, by=actor, at=AT),
            lambda: people.reveal_contact(membership_id=member.id, by=actor, at=AT),
        ):
            with pytest.raises(NotAllowed):
                verb()
        assert (Membership.objects.count(), RoleGrant.objects.count(), JournalEntry.objects.count()) == count


def test_grant_of_the_other_sides_role_is_refused(world: World) -> None:
    with acting_for(world.tenant), pytest.raises(RuleBroken) as refusal:
        people.grant_role(membership=world.member("finance"), role="vendor_manager", unit=None, by=None, at=AT)
    assert (refusal.value.code, refusal.value.field) == ("wrong_side", "role")


def test_administrator_keeps_his_own_role_and_access(world: World) -> None:
    admin = world.actor("tenant_admin")
    with acting_for(world.tenant):
        assert admin.membership_id is not None
        grant = RoleGrant.objects.get(membership_id=admin.membership_id)
        with pytest.raises(NotAllowed) as role:
            people.revoke_role(grant_id=grant.id, by=admin, at=AT)
        with pytest.raises(NotAllowed) as access:
            people.set_member_active(membership_id=admin.membership_id, is_active=False, by=admin, at=AT)
    assert (role.value.code, access.value.code) == ("own_role", "own_membership")


@pytest.mark.parametrize("act", ["off", "grant", "revoke"])
def test_change_of_rights_ends_the_persons_sessions(world: World, act: str) -> None:
    person = world.person("finance")
    person.set_password(PASSWORD)
    person.save()
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert client.get("/alpha/").status_code == 200
    member, admin = world.member("finance"), world.actor("tenant_admin")
    with acting_for(world.tenant):
        if act == "off":
            people.set_member_active(membership_id=member.id, is_active=False, by=admin, at=AT)
        elif act == "grant":
            people.grant_role(membership=member, role="auditor", unit=None, by=admin, at=AT)
        else:
            people.revoke_role(grant_id=member.grants.get().id, by=admin, at=AT)
    answer = client.get("/alpha/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/alpha/")


def test_members_of_another_tenant_are_out_of_reach(world: World) -> None:
    foreign, admin = world.member("finance", tenant=world.other), world.actor("tenant_admin")
    with acting_for(world.tenant):
        for verb in (
            lambda: people.set_member_active(membership_id=foreign.id, is_active=False, by=admin, at=AT),
            lambda: people.reveal_contact(membership_id=foreign.id, by=admin, at=AT),
            lambda: people.invite(membership_id=foreign.id, by=admin, at=AT),
        ):
            with pytest.raises(Membership.DoesNotExist):
                verb()


def test_name_of_a_person_with_another_company_is_not_changed_here(world: World) -> None:
    shared = world.person("auditor", tenant=world.other)
    with acting_for(world.tenant):
        member = people.add_member(email=shared.email, name="", by=None, at=AT)
        with pytest.raises(RuleBroken) as refusal:
            people.change_member(
                membership_id=member.id,
                name="another",
                title="",
                valid_until=None,
                by=world.actor("tenant_admin"),
                at=AT,
            )
    assert refusal.value.code == "shared_person"
    assert Person.objects.get(id=shared.id).name == "auditor beta"


def test_web_add_person_gives_role_and_shows_masked_contact(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("tenant_admin")
    answer = client.post(
        "/alpha/people/add/",
        {
            "name": "李雷",
            "email": "lilei@alpha.example",
            "username": "13800001234",
            "language": "zh-hans",
            "role": "project_supervisor",
            "unit": world.project.id,
        },
    )
    member = Membership.objects.get(person__email="lilei@alpha.example")
    assert (answer.status_code, answer["Location"]) == (302, f"/alpha/people/{member.id}/")
    page = client.get(f"/alpha/people/{member.id}/").content.decode()
    assert "lilei@alpha.example" not in page
    assert "13800001234" not in page
    assert "l***@alpha.example" in page
    shown = client.post(f"/alpha/people/{member.id}/contact/").content.decode()
    assert "lilei@alpha.example" in shown
    assert "13800001234" in shown
    with acting_for(world.tenant):
        assert JournalEntry.objects.order_by("-id")[0].event == "tenancy.contact_revealed"


def test_web_bad_input_is_shown_at_the_field_in_the_readers_language(
    world: World, client_for: Callable[..., Client]
) -> None:
    client = client_for("tenant_admin", language="zh-hans")
    answer = client.post("/alpha/people/add/", {"name": "x\x07y", "email": "no", "username": "a b"})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"name", "email", "username", "role", "unit", "language"}
    assert "请去掉不可见的控制字符" in answer.content.decode()


def test_web_list_shows_own_tenant_with_roles_and_filters(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        vendor = a_vendor()
    add_vendor_person(world, vendor_id=vendor.id, vendor_name="洁净公司", role="vendor_manager")
    client = client_for("tenant_admin")
    page = client.get("/alpha/people/?role=finance").context["page"]
    assert [row.cells[0].text for row in page.rows] == ["finance alpha"]
    page = client.get(f"/alpha/people/?side={Side.VENDOR}").context["page"]
    assert [row.cells[2].text for row in page.rows] == ["洁净公司"]
    everything = client.get("/alpha/people/").content.decode()
    assert "beta" not in everything


@pytest.mark.parametrize("path", ["people/", "people/add/"])
def test_web_people_are_closed_to_others(world: World, client_for: Callable[..., Client], path: str) -> None:
    assert client_for("general_manager").get(f"/alpha/{path}").status_code == 403


def test_web_member_of_another_tenant_is_not_found(world: World, client_for: Callable[..., Client]) -> None:
    foreign = world.member("finance", tenant=world.other)
    client = client_for("tenant_admin")
    for path in ("", "change/", "switch-off/"):
        assert client.get(f"/alpha/people/{foreign.id}/{path}").status_code == 404
    for path in ("contact/", "roles/", "switch-on/", "invite/"):
        assert client.post(f"/alpha/people/{foreign.id}/{path}").status_code == 404


def test_web_profile_changes_name_and_language(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("finance")
    answer = client.post("/alpha/profile/", {"name": "财务小王", "username": "", "language": "zh-hant"})
    assert answer.status_code == 302
    person = Person.objects.get(id=world.person("finance").id)
    assert (person.name, person.username, person.language) == ("财务小王", None, "zh-hant")


@pytest.mark.parametrize("door", ["page", "program"])
def test_change_of_roles_asks_for_a_fresh_second_factor(
    world: World, client_for: Callable[..., Client], settings: Settings, door: str
) -> None:
    from allauth.mfa.models import Authenticator

    settings.MFA_REQUIRED = True
    admin, member = world.person("tenant_admin"), world.member("finance")
    Authenticator.objects.create(user=admin, type=Authenticator.Type.TOTP, data={"secret": "x"})
    client = client_for(person=admin)
    if door == "page":
        answer = client.post(f"/alpha/people/{member.id}/roles/", {"role": "auditor", "unit": world.project.id})
        assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
    else:
        answer = client.post(f"/api/v1/tenancy/members/{member.id}/grant/", {"role": "auditor"})
        assert (answer.status_code, answer.json()["code"]) == (403, "fresh_factor_needed")
    with acting_for(world.tenant):
        assert list(member.grants.values_list("role", flat=True)) == ["finance"]
