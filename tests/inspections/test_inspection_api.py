"""The API does what the pages do, with the same refusal codes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from contracts.models import Contract
from inspections.models import Inspection
from records.models import Attachment, JournalEntry
from tenancy.context import acting_for
from tenancy.models import Tenant
from tests.factories.inspections import a_contract_to_inspect, a_photo, a_published, a_submitted, answers
from tests.factories.tenancy import World, add_vendor_person

pytestmark = pytest.mark.django_db
BASE = "/api/v1/inspections/inspections/"


@pytest.fixture
def contract(world: World, tenant: Tenant) -> Contract:
    end = timezone.localdate() + timedelta(days=300)
    return a_contract_to_inspect(project=world.project, ends_on=end)


def _post(client: Client, url: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
    return client.post(url, body or {}, content_type="application/json", headers=headers)


def _subject(contract: Contract, **changes: Any) -> dict[str, Any]:
    return {"contract": contract.id, "line": contract.contract_lines.get().line_id, "kind": "daily"} | changes


def _answers(**changes: Any) -> list[dict[str, Any]]:
    return [{"item": one.code, "outcome": "ok"} | (changes if one.code == "CLN-1" else {}) for one in answers()]


def test_plan_start_draft_photo_submit_publish(
    world: World, contract: Contract, client_for: Callable[..., Client]
) -> None:
    manager = client_for("property_manager")
    planned = _post(manager, BASE, _subject(contract, planned_on=timezone.localdate().isoformat()))
    assert (planned.status_code, planned.json()["allowed_actions"]) == (201, ["start", "cancel"])
    url = f"{BASE}{planned.json()['id']}/"
    phone = client_for("project_supervisor")
    started = _post(phone, url + "start/").json()
    assert (started["status"], len(started["results"])) == ("in_progress", 23)
    draft = _post(phone, url + "draft/", {"answers": [{"item": "CLN-2", "outcome": "deduct", "deduction": "99"}]})
    assert (draft.status_code, draft.json()["refused"]) == (
        200,
        {"CLN-2": "The deduction must be between 0 and the item's maximum."},
    )
    for _ in range(2):
        sent = phone.post(url + "photos/", {"item": "CLN-1", "file": a_photo(), "client_id": started["client_id"]})
        assert sent.status_code == 201
    assert Attachment.objects.count() == 1
    fault = {"outcome": "deduct", "deduction": "2.5", "note": "积水", "place": "大堂", "severity": "serious"}
    body = {"client_id": started["client_id"], "answers": _answers(**fault)}
    replies = [_post(phone, url + "submit/", body) for _ in range(2)]
    assert [(one.status_code, one.json()["score"]) for one in replies] == [(200, "97.50"), (200, "97.50")]
    assert _post(phone, url + "publish/").json()["code"] == "not_allowed"
    assert _post(manager, url + "publish/").json()["status"] == "published"
    again = _post(manager, url + "publish/")
    assert (again.status_code, again.json()["code"]) == (409, "already_done")
    found = manager.get("/api/v1/inspections/findings/").json()["results"]
    assert [(one["item_code"], one["deduction"], one["severity"], len(one["photos"])) for one in found] == [
        ("CLN-1", "2.50", "serious", 1)
    ]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"kind": "region"}, 403, "kind_not_yours"),
        ({"kind": "nonsense"}, 400, "invalid"),
        ({"contract": 10**15}, 404, "not_found"),
        ({"line": 10**15}, 422, "line_not_in_contract"),
        ({"planned_on": "2020-01-01"}, 422, "in_the_past"),
        ({"planned_on": "9999-12-31"}, 422, "contract_not_in_force"),
        ({"theme": "fire"}, 422, "theme_missing"),
        ({"inspector": 10**15}, 422, "bad_inspector"),
        ({"inspector": -1}, 400, "invalid"),
    ],
)
def test_plan_refused(
    contract: Contract, client_for: Callable[..., Client], changes: dict[str, Any], status: int, code: str
) -> None:
    body = _subject(contract, planned_on=timezone.localdate().isoformat()) | changes
    reply = _post(client_for("property_manager"), BASE, body)
    assert (reply.status_code, reply.json()["code"]) == (status, code)
    assert Inspection.objects.count() == 0


def test_same_idempotency_key_plans_once(contract: Contract, client_for: Callable[..., Client]) -> None:
    body = _subject(contract, planned_on=timezone.localdate().isoformat())
    client = client_for("property_manager")
    replies = [_post(client, BASE, body, **{"Idempotency-Key": "plan-1"}) for _ in range(2)]
    assert replies[0].json() == replies[1].json()
    assert Inspection.objects.count() == 1


def test_start_ad_hoc_twice_gives_one(contract: Contract, client_for: Callable[..., Client]) -> None:
    client, body = client_for("project_supervisor"), _subject(contract, client_id=str(uuid4()))
    ids = {_post(client, BASE + "start-ad-hoc/", body).json()["id"] for _ in range(2)}
    assert (len(ids), Inspection.objects.count()) == (1, 1)
    assert JournalEntry.objects.filter(event="inspections.inspection_started").count() == 1


def test_submit_incomplete_is_refused_with_its_code(contract: Contract, client_for: Callable[..., Client]) -> None:
    client = client_for("project_supervisor")
    row = _post(client, BASE + "start-ad-hoc/", _subject(contract, client_id=str(uuid4()))).json()
    reply = _post(client, f"{BASE}{row['id']}/submit/", {"answers": _answers()[1:]})
    assert (reply.status_code, reply.json()["code"], list(reply.json()["fields"])) == (422, "incomplete", ["CLN-1"])
    bad = _post(client, f"{BASE}{row['id']}/submit/", {"answers": [{"item": "CLN-1\x00", "outcome": "ok"}]})
    assert (bad.status_code, bad.json()["code"]) == (400, "invalid")


@pytest.mark.req("TEN-05")
def test_vendor_reads_its_own_published_ones_and_does_nothing(
    world: World, contract: Contract, client_for: Callable[..., Client]
) -> None:
    by, judge = world.actor("project_supervisor"), world.actor("property_manager")
    shown = a_published(contract=contract, by=by, judge=judge, faults={"CLN_1": 1})
    hidden = a_submitted(contract=contract, by=by)
    other = a_contract_to_inspect(project=world.second_project)
    foreign = a_published(contract=other, by=by, judge=judge)
    member = add_vendor_person(world, vendor_id=contract.vendor_id, vendor_name="v", role="vendor_manager")
    client = client_for(person=member.person)
    listed = client.get(BASE).json()["results"]
    assert [(one["id"], one["allowed_actions"]) for one in listed] == [(shown.id, [])]
    assert client.get(f"{BASE}{shown.id}/").status_code == 200
    for row in (hidden, foreign):
        assert client.get(f"{BASE}{row.id}/").status_code == 404
    for act in ("start", "publish", "correct", "cancel", "review", "send-back", "submit", "draft"):
        reply = _post(client, f"{BASE}{shown.id}/{act}/", {"reason": "x", "answers": []})
        assert (act, reply.status_code) == (act, 403)
    assert _post(client, BASE, _subject(contract, planned_on="2026-10-15")).status_code == 403
    shown.refresh_from_db()
    assert shown.status == "published"


@pytest.mark.req("TEN-01")
def test_other_tenants_rows_are_not_found(world: World, contract: Contract, client_for: Callable[..., Client]) -> None:
    with acting_for(world.other):
        far = a_contract_to_inspect(project=world.other_project)
        foreign = a_submitted(contract=far, by=world.actor("project_supervisor", tenant=world.other))
    client = client_for("quality_officer")
    assert client.get(BASE).json()["results"] == []
    assert client.get(f"{BASE}{foreign.id}/").status_code == 404
    for act in ("start", "publish", "correct", "cancel", "review", "send-back", "submit", "draft"):
        reply = _post(client, f"{BASE}{foreign.id}/{act}/", {"reason": "x", "answers": []})
        assert (act, reply.status_code) == (act, 404)
    body = _subject(contract, planned_on="2026-10-15") | {"contract": far.id}
    assert _post(client, BASE, body).status_code == 404


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 1),
        ("?status=submitted", 1),
        ("?status=published", 0),
        ("?month=2026-10-01", 1),
        ("?month=2026-13-01", 0),
        ("?month=x", 0),
        ("?month=%00", 0),
        ("?status=<b>", 1),
    ],
)
def test_list_narrows(
    world: World, contract: Contract, client_for: Callable[..., Client], query: str, count: int
) -> None:
    a_submitted(contract=contract, by=world.actor("project_supervisor"))
    reply = client_for("auditor").get(BASE + query)
    assert (reply.status_code, len(reply.json()["results"])) == (200, count)


def test_checklists_are_read_and_approved(world: World, tenant: Tenant, client_for: Callable[..., Client]) -> None:
    base = "/api/v1/inspections/checklists/"
    client = client_for("quality_officer")
    first = client.get(base).json()["results"][-1]
    assert (len(first["items"]), first["number"], first["allowed_actions"]) == (23, 1, ["new_version"])
    draft = _post(client, f"{base}{first['id']}/new-version/").json()
    assert (draft["number"], draft["status"]) == (2, "draft")
    refused = _post(client, f"{base}{draft['id']}/submit/")
    assert (refused.status_code, refused.json()["code"]) == (422, "reason_missing")
