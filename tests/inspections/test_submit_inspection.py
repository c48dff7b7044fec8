"""An inspection is filled in and submitted: by the verb, the page without a script, and the phone's messages."""

import json
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from inspections import errors, queries
from inspections.actions import filing
from inspections.choices import InspectionType
from inspections.models import Inspection, ItemResult
from records.models import Attachment, JournalEntry
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, IllegalTransition, NotAllowed
from tenancy.models import Tenant
from tests.factories.inspections import a_contract_to_inspect, a_photo, a_started, a_submitted, answers
from tests.factories.tenancy import AT, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(world: World, tenant: Tenant) -> Inspection:
    return a_started(contract=a_contract_to_inspect(project=world.project), by=world.actor("project_supervisor"))


def _submit(world: World, row: Inspection, role: str = "project_supervisor", **facts: object) -> Inspection:
    given = {"answers": answers(row.checklist), "by": world.actor(role), "at": AT} | facts
    return filing.submit_inspection(inspection_id=row.id, **given)  # type: ignore[arg-type]


@pytest.mark.req("INS-11")
def test_submit_computes_and_stores_score_and_sums(world: World, started: Inspection) -> None:
    row = _submit(world, started, answers=answers(started.checklist, CLN_1=4, CLN_2=1.5, P_01="na"))
    assert (row.status, row.score, row.max_total, row.deduction_total) == ("submitted", 9421, 9500, 550)
    assert row.sections == {"service": [6000, 550], "personnel": [2000, 0], "management": [1500, 0]}
    result = ItemResult.objects.get(inspection=row, item_code="CLN-1")
    found = (result.outcome, result.base_deduction, result.deduction, result.note, result.place, result.severity)
    assert found == ("deduct", 400, 400, "有污渍", "1号楼大堂", "ordinary")
    assert JournalEntry.objects.filter(event="inspections.inspection_submitted", object_id=row.id).count() == 1


def test_submit_with_everything_not_applicable_has_no_score(world: World, started: Inspection) -> None:
    given = [replace(one, outcome="na") for one in answers(started.checklist)]
    row = _submit(world, started, answers=given)
    assert (row.score, row.max_total) == (None, 0)


def test_submit_with_failed_veto_item_is_capped_at_59(world: World, started: Inspection) -> None:
    item = queries.items_of(started.checklist_id)[0]
    item.is_veto = True
    item.save(update_fields=["is_veto"])
    row = _submit(world, started, answers=answers(started.checklist, **{item.code.replace("-", "_"): 1}))
    assert (row.score, row.has_veto_failure) == (5900, True)


@pytest.mark.req("INS-11")
@pytest.mark.parametrize(
    ("code", "change", "text"),
    [
        ("CLN-1", {"outcome": ""}, errors.NOT_ANSWERED),
        ("CLN-1", {"outcome": "deduct", "deduction": 2001, "note": "x"}, errors.OUT_OF_RANGE),
        ("CLN-1", {"outcome": "deduct", "deduction": -1, "note": "x"}, errors.OUT_OF_RANGE),
        ("CLN-1", {"outcome": "deduct", "deduction": 0, "note": "x"}, errors.DEDUCTION_NEEDED),
        ("CLN-1", {"outcome": "deduct", "deduction": 100, "note": " "}, errors.REASON_NEEDED),
        ("CLN-1", {"outcome": "yes"}, errors.UNKNOWN_ANSWER),
    ],
)
def test_submit_with_bad_answer_is_refused_and_changes_nothing(
    world: World, started: Inspection, code: str, change: dict[str, object], text: object
) -> None:
    given = [replace(one, **change) if one.code == code else one for one in answers(started.checklist)]  # type: ignore[arg-type]
    before = JournalEntry.objects.count()
    with pytest.raises(errors.Incomplete) as refused:
        _submit(world, started, answers=given)
    assert refused.value.problems == {code: text}
    started.refresh_from_db()
    assert (started.status, started.score) == ("in_progress", None)
    assert ItemResult.objects.filter(inspection=started).exclude(outcome="").count() == 0
    assert JournalEntry.objects.count() == before


def test_submit_with_unknown_item_is_refused(world: World, started: Inspection) -> None:
    with pytest.raises(errors.UnknownItem):
        _submit(world, started, answers=[*answers(started.checklist), replace(answers()[0], code="XYZ-1")])


@pytest.mark.req("INS-11")
def test_submit_demands_the_photo_of_an_item_that_needs_one(world: World, started: Inspection) -> None:
    item = queries.items_of(started.checklist_id)[0]
    item.photo_required = True
    item.save(update_fields=["photo_required"])
    with pytest.raises(errors.Incomplete) as refused:
        _submit(world, started)
    assert refused.value.problems == {item.code: errors.PHOTO_NEEDED}
    by = world.actor("project_supervisor")
    filing.attach_photo(inspection_id=started.id, item_code=item.code, upload=a_photo(), by=by, at=AT)
    assert _submit(world, started).status == "submitted"


@pytest.mark.req("INS-12")
def test_submitted_inspection_cannot_be_edited(world: World, started: Inspection) -> None:
    by = world.actor("project_supervisor")
    row = _submit(world, started)
    with pytest.raises(IllegalTransition):
        filing.save_draft(inspection_id=row.id, answers=answers(row.checklist, CLN_1=5), by=by, at=AT)
    with pytest.raises(AlreadyDone):
        _submit(world, row, answers=answers(row.checklist, CLN_1=5))
    assert ItemResult.objects.filter(inspection=row, outcome="deduct").count() == 0


def test_submit_sent_twice_by_the_same_form_is_one_submission(world: World, started: Inspection) -> None:
    first = _submit(world, started, client_id=started.client_id)
    again = _submit(world, started, client_id=started.client_id)
    assert (first.id, first.submitted_at) == (again.id, again.submitted_at)
    assert JournalEntry.objects.filter(event="inspections.inspection_submitted").count() == 1


@pytest.mark.parametrize("role", ["quality_officer", "property_manager", "customer_service", "auditor"])
def test_submit_by_somebody_else_is_refused(world: World, started: Inspection, role: str) -> None:
    with pytest.raises(NotAllowed):
        _submit(world, started, role=role)


def test_start_twice_with_the_same_client_id_gives_one_inspection(world: World, tenant: Tenant) -> None:
    contract = a_contract_to_inspect(project=world.project)
    by, client_id = world.actor("project_supervisor"), uuid4()
    rows = [a_started(contract=contract, by=by, client_id=client_id) for _ in range(2)]
    assert rows[0].id == rows[1].id
    assert (Inspection.objects.count(), ItemResult.objects.count()) == (1, 23)


def test_submit_takes_a_fixed_number_of_queries(
    world: World, started: Inspection, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    by = world.actor("project_supervisor")
    given = answers(started.checklist, CLN_1=2)
    with django_assert_num_queries(9):
        filing.submit_inspection(inspection_id=started.id, answers=given, by=by, at=AT)


# --- the page without a script ----------------------------------------------------------------------
def _form(row: Inspection, **changes: str) -> dict[str, str]:
    data = {f"item-{one.code}-outcome": "ok" for one in answers(row.checklist)}
    return data | {"client_id": str(row.client_id), "action": "submit"} | changes


@pytest.fixture
def page(world: World, started: Inspection, client_for: Callable[..., Client]) -> tuple[Client, str]:
    return client_for("project_supervisor"), f"/{world.tenant.slug}/inspections/{started.id}/file/"


@pytest.mark.req("INS-13")
def test_page_without_script_submits_with_photo(page: tuple[Client, str], started: Inspection) -> None:
    client, url = page
    fault = {"item-CLN-1-outcome": "deduct", "item-CLN-1-deduction": "１.５", "item-CLN-1-note": "积水"}
    photo = {"item-CLN-1-photos": a_photo()}
    answer = client.post(url, {**_form(started, **fault), **photo})
    assert (answer.status_code, answer.headers["Location"]) == (302, url.replace("file/", ""))
    started.refresh_from_db()
    assert (started.status, started.score) == ("submitted", 9850)
    assert Attachment.objects.count() == 1


@pytest.mark.req("INS-11")
def test_page_refuses_deduction_above_the_cap_and_keeps_what_was_typed(
    page: tuple[Client, str], started: Inspection
) -> None:
    client, url = page
    fault = {"item-CLN-1-outcome": "deduct", "item-CLN-1-deduction": "21", "item-CLN-1-note": "积水"}
    answer = client.post(url, _form(started, **fault))
    assert answer.status_code == 422
    content = answer.content.decode()
    assert 'value="21"' in content
    assert 'href="#item-CLN-1"' in content
    started.refresh_from_db()
    assert (started.status, started.score) == ("in_progress", None)
    assert ItemResult.objects.get(inspection=started, item_code="CLN-2").outcome == "ok"


def test_page_saves_a_draft_that_another_device_goes_on_with(page: tuple[Client, str], started: Inspection) -> None:
    client, url = page
    answer = client.post(url, {"item-CLN-2-outcome": "na", "action": "draft"})
    assert answer.status_code == 302
    assert ItemResult.objects.get(inspection=started, item_code="CLN-2").outcome == "na"
    shown = client.get(url)
    assert shown.headers["X-Offline"] == "keep"
    assert 'name="item-CLN-2-outcome" value="na" checked' in shown.content.decode()


# --- the phone's messages --------------------------------------------------------------------------
def _message(row: Inspection, **changes: object) -> str:
    given = [{"item": one.code, "outcome": "ok"} for one in answers(row.checklist)]
    body: dict[str, object] = {"client_id": str(row.client_id), "fields": {}, "answers": given}
    return json.dumps(body | changes)


def _post(client: Client, url: str, body: str) -> object:
    return client.post(url, body, content_type="application/json")


@pytest.mark.req("INS-13")
def test_message_sent_twice_is_one_submission_and_two_same_answers(
    page: tuple[Client, str], started: Inspection
) -> None:
    client, url = page
    url = url.replace("file/", "submit/")
    replies = [client.post(url, _message(started), content_type="application/json") for _ in range(2)]
    assert [one.status_code for one in replies] == [200, 200]
    assert replies[0].json() == replies[1].json()
    assert JournalEntry.objects.filter(event="inspections.inspection_submitted").count() == 1


def test_message_with_missing_answers_names_the_fields(page: tuple[Client, str], started: Inspection) -> None:
    client, url = page
    body = _message(started, answers=[{"item": one.code, "outcome": "ok"} for one in answers()[1:]])
    reply = client.post(url.replace("file/", "submit/"), body, content_type="application/json")
    assert reply.status_code == 422
    assert (reply.json()["code"], reply.json()["fields"]) == (
        "incomplete",
        {"item-CLN-1-outcome": ["Not answered yet."]},
    )


def test_draft_message_keeps_good_answers_and_names_bad_ones(page: tuple[Client, str], started: Inspection) -> None:
    client, url = page
    given = [
        {"item": "CLN-1", "outcome": "deduct", "deduction": "99", "note": "x"},
        {"item": "CLN-2", "outcome": "deduct", "deduction": "3", "note": "x"},
    ]
    reply = client.post(
        url.replace("file/", "draft/"), _message(started, answers=given), content_type="application/json"
    )
    assert (reply.status_code, reply.json()["score"], list(reply.json()["fields"])) == (
        200,
        9700,
        ["item-CLN-1-outcome"],
    )
    assert ItemResult.objects.get(inspection=started, item_code="CLN-2").base_deduction == 300


@pytest.mark.parametrize("body", ["", "[]", "{", '{"answers": 3}', '{"answers": [1]}', "[" * 5000, "null", "\x00"])
def test_message_that_is_none_is_refused(page: tuple[Client, str], body: str) -> None:
    client, url = page
    for act in ("draft/", "submit/"):
        reply = client.post(url.replace("file/", act), body, content_type="application/json")
        assert (reply.status_code, reply.json()["code"]) == (422, "bad_message")


def test_photo_sent_twice_is_one_photo_and_can_be_taken_back(page: tuple[Client, str], started: Inspection) -> None:
    client, url = page
    url, photo_id = url.replace("file/", "photos/"), str(uuid4())
    sent = {"photo_id": photo_id, "item": "CLN-1", "source": "camera", "taken_at": "2026-10-15T10:00:00+08:00"}
    for _ in range(2):
        assert client.post(url, sent | {"file": a_photo()}).status_code == 200
    assert Attachment.objects.count() == 1
    assert client.post(url, {"photo_id": photo_id, "remove": "1"}).status_code == 200
    result = ItemResult.objects.get(inspection=started, item_code="CLN-1")
    assert queries.photos_of([result]) == {result.id: []}
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize("item", ["", "NOPE", "CLN-1\x00"])
def test_photo_of_no_item_is_refused(page: tuple[Client, str], item: str) -> None:
    client, url = page
    reply = client.post(url.replace("file/", "photos/"), {"item": item, "file": a_photo()})
    assert reply.status_code == 422
    assert Attachment.objects.count() == 0


def test_other_tenants_inspection_is_not_found(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.other):
        contract = a_contract_to_inspect(project=world.other_project)
        foreign = a_submitted(contract=contract, by=world.actor("project_supervisor", tenant=world.other))
    client = client_for("project_supervisor")
    for act in ("", "file/", "draft/", "submit/", "photos/", "cancel/"):
        url = f"/{world.tenant.slug}/inspections/{foreign.id}/{act}"
        wants_post = act in ("draft/", "submit/", "photos/")
        answer = client.post(url, "{}", content_type="application/json") if wants_post else client.get(url)
        assert answer.status_code == 404, act


@pytest.mark.req("INS-02")
@pytest.mark.parametrize("kind", list(InspectionType))
def test_every_kind_can_be_started_by_who_holds_it(world: World, tenant: Tenant, kind: InspectionType) -> None:
    contract = a_contract_to_inspect(project=world.project)
    theme = "fire" if kind is InspectionType.HQ_SPECIAL else ""
    row = a_started(contract=contract, by=world.actor("quality_officer"), kind=kind, theme=theme)
    assert (row.kind, row.status) == (kind.value, "in_progress")
