"""The API of this room: the pages' verbs and refusal codes, and answers that may be asked for twice."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tenancy.context import acting_for
from tenancy.models import ApiToken, Job, OrgUnit, RememberedReply
from tests.factories.tenancy import AT, World

pytestmark = pytest.mark.django_db
API = "/api/v1/tenancy/"


def _post(client: Client, path: str, body: Any = None, *, key: str = "") -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(f"{API}{path}", body or {}, content_type="application/json", headers=headers)


def _units(world: World) -> int:
    with acting_for(world.tenant):
        return OrgUnit.objects.count()


def test_unit_is_added_changed_and_switched_by_the_pages_verbs(world: World, client_for: Any) -> None:
    client = client_for("tenant_admin")
    made = _post(client, "units/", {"parent": world.company.id, "kind": "department", "name": "品质部"})
    assert (made.status_code, made.json()["name"]) == (201, "品质部")
    address = f"units/{made.json()['id']}"
    assert _post(client, f"{address}/change/", {"name": "品质管理部", "code": "Q"}).json()["code"] == "Q"
    assert _post(client, f"{address}/name-department/").json()["is_outsourcing_department"] is True
    refused = _post(client, f"{address}/deactivate/")
    assert (refused.status_code, refused.json()["code"]) == (422, "is_department")
    twice = _post(client, f"{address}/name-department/")
    assert (twice.status_code, twice.json()["code"]) == (409, "already_done")


@pytest.mark.req("TEN-01")
def test_other_tenants_objects_are_not_found(world: World, client_for: Any) -> None:
    client = client_for("tenant_admin")
    foreign = world.member("finance", tenant=world.other)
    for path in (f"units/{world.other_project.id}/deactivate/", f"members/{foreign.id}/deactivate/"):
        assert _post(client, path).status_code == 404
    body = {"parent": world.other_project.id, "kind": "building", "name": "x"}
    assert _post(client, "units/", body).status_code == 404
    names = [row["name"] for row in client.get(f"{API}members/?page_size=200").json()["results"]]
    assert all("beta" not in name for name in names)


@pytest.mark.parametrize("path", ["members/", "jobs/", "settings-versions/"])
def test_reading_needs_the_pages_permission(world: World, client_for: Any, path: str) -> None:
    answer = client_for("legal_reviewer").get(f"{API}{path}")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_member_is_added_given_a_role_and_switched_off(world: World, client_for: Any) -> None:
    client = client_for("tenant_admin")
    made = _post(client, "members/", {"name": "李雷", "email": "lilei@alpha.example"}).json()
    assert (made["email"], made["grants"]) == ("l***@alpha.example", [])
    granted = _post(client, f"members/{made['id']}/grant/", {"role": "finance", "unit": world.project.id}).json()
    assert [(one["role"], one["unit"]) for one in granted["grants"]] == [("finance", world.project.id)]
    grant = {"grant": granted["grants"][0]["id"]}
    assert _post(client, f"members/{made['id']}/revoke/", grant).json()["grants"] == []
    assert _post(client, f"members/{made['id']}/deactivate/").json()["is_active"] is False
    with acting_for(world.tenant):
        assert Job.objects.filter(kind="tenancy.invitation").count() == 1


def test_settings_version_is_drafted_and_approved_by_another(world: World, client_for: Any) -> None:
    officer, manager = client_for("quality_officer"), client_for("general_manager")
    values = officer.get(f"{API}settings-versions/?area=scoring").json()["results"][0]["values"]
    body = {"area": "scoring", "values": values, "effective_on": "2099-01-01", "reason": "x"}
    draft = _post(officer, "settings-versions/", body).json()
    assert draft["allowed_actions"] == ["withdraw"]
    refused = _post(officer, f"settings-versions/{draft['id']}/approve/")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert _post(manager, f"settings-versions/{draft['id']}/approve/").json()["status"] == "approved"
    unknown = _post(officer, "settings-versions/", {**body, "area": "nothing"})
    assert (unknown.status_code, unknown.json()["fields"]) == (400, {"area": ["unknown area"]})


def test_token_is_shown_once_and_never_remembered(world: World, client_for: Any) -> None:
    client = client_for("auditor")
    made = _post(client, "tokens/", {"name": "p", "days": 5}, key="t1").json()
    assert made["token"].startswith("qct_")
    assert "token" not in client.get(f"{API}tokens/{made['id']}/").json()
    with acting_for(world.tenant):
        assert RememberedReply.objects.count() == 0
    assert _post(client, f"tokens/{made['id']}/revoke/").json()["revoked_at"] is not None
    assert _post(client, f"tokens/{made['id']}/revoke/").status_code == 409
    assert client_for("finance").get(f"{API}tokens/{made['id']}/").status_code == 404
    assert ApiToken.objects.filter(revoked_at__lte=timezone.now()).count() == 1


# --- idempotency keys -------------------------------------------------------------------------------
def test_same_key_gives_the_same_answer_and_acts_once(world: World, client_for: Any) -> None:
    client = client_for("tenant_admin")
    body = {"parent": world.company.id, "kind": "department", "name": "品质部"}
    first, second = _post(client, "units/", body, key="k1"), _post(client, "units/", body, key="k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert (first.headers.get("Idempotent-Replay"), second["Idempotent-Replay"]) == (None, "true")
    without = _post(client, "units/", body)
    assert (without.status_code, without.json()["code"]) == (422, "name_taken")


def test_same_key_for_another_request_is_refused(world: World, client_for: Any) -> None:
    client = client_for("tenant_admin")
    _post(client, "units/", {"parent": world.company.id, "kind": "department", "name": "A"}, key="k1")
    count = _units(world)
    answer = _post(client, "units/", {"parent": world.company.id, "kind": "department", "name": "B"}, key="k1")
    assert (answer.status_code, answer.json()["code"]) == (422, "key_reused")
    assert _units(world) == count


def test_refused_request_is_not_remembered(world: World, client_for: Any) -> None:
    client = client_for("tenant_admin")
    body = {"parent": world.company.id, "kind": "department", "name": "alpha 云栖苑"}
    assert _post(client, "units/", body, key="k1").status_code == 422
    with acting_for(world.tenant):
        OrgUnit.objects.filter(name="alpha 云栖苑").update(name="moved")
    assert _post(client, "units/", body, key="k1").status_code == 201


def test_keys_of_two_people_do_not_meet(world: World, client_for: Any) -> None:
    with acting_for(world.tenant):
        from tenancy.actions import people

        people.grant_role(membership=world.member("finance"), role="tenant_admin", unit=None, by=None, at=AT)
    body = {"parent": world.company.id, "kind": "department"}
    one = _post(client_for("tenant_admin"), "units/", {**body, "name": "A"}, key="same")
    two = _post(client_for("finance"), "units/", {**body, "name": "B"}, key="same")
    assert (one.json()["name"], two.json()["name"]) == ("A", "B")


def test_upload_with_a_key_is_answered(world: World, client_for: Any) -> None:
    client = client_for("tenant_admin")
    for content in (b"one", b"one"):
        answer = client.post(
            f"{API}units/",
            {"name": "x", "file": SimpleUploadedFile("a.txt", content)},
            headers={"Idempotency-Key": "u1"},
        )
        assert (answer.status_code, sorted(answer.json()["fields"])) == (400, ["kind", "parent"])


def test_refusals_carry_code_message_and_fields(world: World, client_for: Any) -> None:
    answer = _post(client_for("tenant_admin"), "units/", {"parent": world.company.id, "kind": "group", "name": "x"})
    assert answer.json() == {
        "code": "kind_not_allowed",
        "message": "A node of this kind cannot stand below that one.",
        "fields": {"kind": ["A node of this kind cannot stand below that one."]},
    }
