"""The API of this room: the pages' verbs, the pages' refusals, never another tenant's rows."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from records.models import JournalEntry, PrintedDocument
from tenancy import work
from tenancy.context import acting_for
from tenancy.models import Job
from tests.factories.records import make_photo
from tests.factories.tenancy import World

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("papers")]
API = "/api/v1/records/"


def post(client: Client, noun: str, body: Any) -> Any:
    return client.post(f"{API}{noun}/", body, content_type="application/json")


def test_a_document_is_ordered_made_listed_and_handed_out(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("auditor", language="zh-hans")
    ordered = post(client, "documents", {"kind": "tests.paper", "inputs": {"text": "合格", "rows": 0}})
    assert (ordered.status_code, ordered.json()["status"]) == (202, "waiting")
    assert work.run_job(world.tenant.id, ordered.json()["id"])
    stored = post(client, "documents", {"kind": "tests.paper", "inputs": {"text": "合格", "rows": 0}})
    assert (stored.status_code, stored.json()["number"]) == (200, "WJ-2026-00001")
    listed = client.get(f"{API}documents/").json()["results"]
    assert [one["sha256"] for one in listed] == [stored.json()["sha256"]]
    answer = client.get(f"{API}documents/{stored.json()['id']}/file/")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    foreign = client_for(person=world.person("auditor", tenant=world.other))
    assert foreign.get(f"{API}documents/{stored.json()['id']}/").status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "invalid"),
        ({"kind": "nobody"}, 422, "unknown_paper"),
        ({"kind": "tests.paper", "inputs": {"nobody": 1}}, 422, "wrong_inputs"),
        ({"kind": "tests.paper", "inputs": {"rows": "many"}}, 422, "wrong_inputs"),
        ({"kind": "tests.paper", "inputs": {"rows": -1}}, 422, "wrong_inputs"),
        ({"kind": "tests.paper", "inputs": {"rows": True}}, 422, "wrong_inputs"),
        ({"kind": "tests.paper", "inputs": {"text": "a\x00b"}}, 422, "wrong_inputs"),
        ({"kind": "tests.paper", "inputs": {"text": "refused"}}, 403, "not_allowed"),
        ({"kind": "tests.paper", "inputs": []}, 400, "invalid"),
    ],
)
def test_a_wrong_order_is_refused_with_its_code(
    world: World, client_for: Callable[..., Client], body: Any, status: int, code: str
) -> None:
    answer = post(client_for("auditor"), "documents", body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    with acting_for(world.tenant):
        assert (PrintedDocument.objects.count(), Job.objects.filter(kind="records.print").count()) == (0, 0)


def test_an_export_is_written_at_once_and_journalled(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("auditor")
    answer = post(client, "exports", {"list": "records.journal", "format": "csv"})
    assert (answer.status_code, answer.json()["status"]) == (201, "done")
    download = client.get(answer.json()["result_url"])
    assert b"".join(download.streaming_content).startswith(b"\xef\xbb\xbf")  # type: ignore[attr-defined]
    refused = post(client_for("customer_service"), "exports", {"list": "records.journal", "format": "csv"})
    assert refused.status_code == 403
    with acting_for(world.tenant):
        assert JournalEntry.objects.filter(event="records.list_exported").count() == 1


def test_journal_and_jobs_are_read_by_those_who_may(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("auditor")
    with acting_for(world.tenant):
        newest = JournalEntry.objects.order_by("-id")[0]
    assert client.get(f"{API}journal/").json()["results"][0]["id"] == newest.id
    assert client.get(f"{API}journal/{newest.id}/").json()["event"] == newest.event
    assert client.get(f"{API}journal/?object_id=abc").status_code == 400
    assert client.post(f"{API}journal/verify/").status_code == 202
    assert client.get(f"{API}jobs/").json()["results"][0]["kind"] == "records.verify"
    assert client_for("project_supervisor").get(f"{API}journal/").status_code == 403
    assert client_for("project_supervisor").get(f"{API}jobs/").json()["results"] == []
    assert Client().get(f"{API}journal/").status_code == 401


def test_files_are_listed_and_read_through_their_object(
    world: World, settings: Any, client_for: Callable[..., Client]
) -> None:
    settings.OWNERS = {"tenancy.orgunit": "tests.records.test_attachments.project_visible"}
    with acting_for(world.tenant):
        row = make_photo(world.project, world.actor("project_supervisor"))
    client = client_for("project_supervisor")
    listed = client.get(f"{API}attachments/?object_type=tenancy.orgunit&object_id={world.project.id}").json()
    assert [(one["id"], one["sha256"]) for one in listed] == [(row.id, row.sha256)]
    assert "location" not in listed[0]
    assert b"".join(client.get(f"{API}attachments/{row.id}/file/").streaming_content)[:2] == b"\xff\xd8"  # type: ignore[attr-defined]
    assert client.get(f"{API}attachments/?object_type=nobody&object_id=1").status_code == 404
    assert client.get(f"{API}attachments/?object_type=a").status_code == 400
    foreign = client_for(person=world.person("auditor", tenant=world.other))
    assert foreign.get(f"{API}attachments/{row.id}/").status_code == 404
