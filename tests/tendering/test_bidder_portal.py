"""The vendor's portal: what a bidder sees and does, on the page and by API, and what it never learns of others."""

import io
import itertools
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from records.models import JournalEntry, Notification
from tenancy.models import Tenant
from tendering.actions import clarifying, replying, sending
from tendering.models import Bid, BidFile, Invitation, Question
from tests.factories.bids import PDF, Inviting, accept, an_inviting_tender, hand_in, pass_deadline, some_dates
from tests.factories.tenancy import AT, World
from tests.factories.vendors import reads_of, statements

pytestmark = pytest.mark.slow
NOBODY = "00000000-0000-4000-8000-000000000000"
ClientFor = Callable[..., Client]


@pytest.fixture
def inviting(world: World, tenant: Tenant) -> Inviting:
    return an_inviting_tender(world)


def _page(inviting: Inviting, rest: str = "", number: int = 0) -> str:
    return f"/alpha/tendering/invitations/{inviting.invitation(number).public_id}/{rest}"


def _client(client_for: ClientFor, inviting: Inviting, number: int = 0) -> Client:
    return client_for(person=inviting.managers[inviting.vendors[number].id].person)


def _upload(name: str = "plan.pdf", content: bytes = PDF) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


@pytest.mark.req("TND-16", "TND-17", "TEN-05")
def test_a_bid_from_the_invitation_to_the_receipt(inviting: Inviting, client_for: ClientFor) -> None:
    client = _client(client_for, inviting)
    listed = client.get("/alpha/tendering/invitations/")
    assert listed.status_code == 200
    assert "ZB-2026-001" in listed.content.decode()
    assert client.get(_page(inviting)).status_code == 200
    assert client.post(_page(inviting, "accept/"), {"note": "参加"}).status_code == 302
    assert client.get(_page(inviting, "bid/")).status_code == 200
    offer = {"price": "86000", "validity_days": "90", "manager": "王芳", "statement": ""}
    assert client.post(_page(inviting, "bid/offer/"), offer).status_code == 302
    for slot in ("service_plan", "quotation", "commitment_letter"):
        answer = client.post(_page(inviting, "bid/files/"), {"slot": slot, "file": _upload()})
        assert answer.status_code == 302, answer.content.decode()[:2000]
    assert client.get(_page(inviting, "bid/submit/")).status_code == 200
    done = client.post(_page(inviting, "bid/submit/"))
    bid = Bid.objects.get()
    assert done.headers["Location"] == _page(inviting, f"receipts/{bid.public_id}/")
    receipt = client.get(done.headers["Location"])
    assert bid.envelope_sha256 in receipt.content.decode()
    file = client.get(done.headers["Location"], {"as": "file"})
    assert json.loads(json.loads(file.content)["text"])["sha256"] == bid.envelope_sha256
    assert bid.status == "submitted"
    assert client.get(_page(inviting)).status_code == 200
    assert client.post(_page(inviting, "bid/begin/")).status_code == 302
    draft = Bid.objects.get(status="draft")
    one = draft.files.first()
    assert one is not None
    assert client.get(_page(inviting, f"bid/files/{one.public_id}/remove/")).status_code == 200
    assert client.post(_page(inviting, f"bid/files/{one.public_id}/remove/")).status_code == 302
    assert draft.files.count() == 2
    assert client.get(_page(inviting, "bid/withdraw/")).status_code == 200
    assert client.post(_page(inviting, "bid/withdraw/")).status_code == 302
    bid.refresh_from_db()
    assert bid.status == "withdrawn"


@pytest.mark.parametrize("paper", ["letter", "commitment"])
def test_letters_are_pdfs_with_a_number_that_counts_nothing(
    inviting: Inviting, client_for: ClientFor, paper: str
) -> None:
    answer = _client(client_for, inviting).get(_page(inviting, f"{paper}/"))
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert (answer.status_code, content[:5]) == (200, b"%PDF-")
    assert inviting.invitation().letter_number[-5:-4] == "-"


@pytest.mark.req("TND-17")
def test_an_upload_is_never_in_clear_on_disk_and_a_refused_one_is_gone(
    inviting: Inviting, client_for: ClientFor
) -> None:
    accept(inviting)
    client = _client(client_for, inviting)
    secret = PDF + bytes(range(256)) * 300
    assert (
        client.post(_page(inviting, "bid/files/"), {"slot": "other", "file": _upload(content=secret)}).status_code
        == 302
    )
    row = BidFile.objects.get()
    with default_storage.open(row.stored_name) as stored:
        assert bytes(range(100)) not in stored.read()
    before = _sealed_names()
    refused = client.post(_page(inviting, "bid/files/"), {"slot": "other", "file": _upload("x.exe", b"MZ")})
    assert refused.status_code == 422
    assert "not accepted" in refused.content.decode()
    pass_deadline(inviting.tender)
    late = client.post(_page(inviting, "bid/files/"), {"slot": "other", "file": _upload()})
    assert late.status_code == 422
    assert "The deadline has passed" in late.content.decode()
    assert (_sealed_names(), BidFile.objects.count()) == (before, 1)


def _sealed_names() -> set[str]:
    return set(default_storage.listdir("sealed")[1])


def test_bad_input_keeps_what_was_typed_and_names_the_field(inviting: Inviting, client_for: ClientFor) -> None:
    accept(inviting)
    client = _client(client_for, inviting)
    answer = client.post(_page(inviting, "bid/offer/"), {"price": "-1", "validity_days": "90", "manager": "王芳"})
    assert answer.status_code == 422
    assert 'value="王芳"' in answer.content.decode()
    assert client.post(_page(inviting, "bid/files/"), {"slot": "nothing"}).status_code == 422
    assert client.post(_page(inviting, "questions/"), {"text": ""}).status_code == 422
    assert (Bid.objects.count(), Question.objects.count()) == (0, 0)


@pytest.mark.req("TND-20", "TEN-05")
def test_an_answer_reaches_every_bidder_and_says_nothing_of_the_asker(
    inviting: Inviting, client_for: ClientFor, world: World
) -> None:
    accept(inviting)
    accept(inviting, 1)
    client = _client(client_for, inviting)
    assert client.post(_page(inviting, "questions/"), {"text": "高峰期几人？"}).status_code == 302
    question = Question.objects.get()
    clarifying.answer(
        question_id=question.id,
        topic="other",
        asked="高峰期几人？",
        text="十二人。",
        by=world.actor("tender_officer"),
        at=AT,
    )
    for number in range(3):
        shown = _client(client_for, inviting, number).get(_page(inviting, number=number)).content.decode()
        assert "十二人。" in shown
        for other in range(3):
            if other != number:
                assert inviting.vendors[other].legal_name not in shown


@pytest.mark.req("TEN-05")
def test_a_bidder_learns_nothing_of_others(inviting: Inviting, client_for: ClientFor, world: World) -> None:
    """Neither pages nor API nor notifications carry a name, a number that runs over bidders, or a price of another."""
    hand_in(inviting, 0, price="11111.11")
    hand_in(inviting, 1, price="22222.22")
    replying.decline(invitation_id=inviting.invitation(2).id, note="忙", by=inviting.manager(2), at=AT)
    mine, theirs = inviting.invitation(0), [inviting.invitation(number) for number in (1, 2)]
    client = _client(client_for, inviting)
    pages = [
        "/alpha/tendering/invitations/",
        _page(inviting),
        _page(inviting, "bid/"),
        "/api/v1/tendering/invitations/?page_size=1",
        f"/api/v1/tendering/invitations/{mine.public_id}/",
        "/alpha/records/news/",
        "/alpha/records/",
        "/alpha/",
    ]
    for address in pages:
        answer = client.get(address, follow=True)
        body = answer.content.decode()
        for row in theirs:
            assert row.vendor.legal_name not in body, address
            assert str(row.public_id) not in body, address
            assert row.letter_number not in body, address
        assert "22222" not in body, address
        assert f'"id": {mine.id}' not in body
    for row in theirs:
        for rest in ("", "bid/", "letter/", "accept/"):
            missing = client.get(f"/alpha/tendering/invitations/{row.public_id}/{rest}")
            nowhere = client.get(f"/alpha/tendering/invitations/{NOBODY}/{rest}")
            assert (missing.status_code, nowhere.status_code) == (404, 404)
            assert _plain(missing, str(row.public_id)) == _plain(nowhere, NOBODY)
    for page in ("inviting", "box", "clarifying"):
        assert client.get(f"/alpha/tendering/{inviting.tender.id}/{page}/").status_code in (403, 404)
    assert client.get(f"/api/v1/tendering/inviting/{inviting.tender.id}/").status_code in (403, 404)


def _plain(answer: Any, public_id: str) -> str:
    """Return a page without the token of its forms and without the address that was asked for."""
    body = answer.content.decode().replace(public_id, "")
    return re.sub(r'csrf-token" content="[^"]*"|csrfmiddlewaretoken" value="[^"]*"', "", body)


@pytest.mark.req("TEN-05")
def test_two_notices_do_not_tell_how_many_were_told(inviting: Inviting, world: World) -> None:
    dates = some_dates()
    numbers = []
    for hours in (1, 2, 3, 4, 5, 6):
        moved = dates.__class__(**{**vars(dates), "bidder_contact": f"招标办 {hours}"})
        sending.change_dates(
            tender_id=inviting.tender.id,
            dates=moved,
            reason="联系人变更",
            by=world.actor("tender_officer"),
            at=AT + timedelta(hours=hours),
        )
        newest = Notification.objects.filter(membership=inviting.managers[inviting.vendors[0].id]).latest("id")
        numbers.append(newest.id)
    gaps = {after - before for before, after in itertools.pairwise(numbers)}
    assert len(gaps) > 1, "the gap between two notifications would be the number of bidders"
    assert min(gaps) >= 3


@pytest.mark.req("TND-17")
def test_the_api_does_the_same_through_the_same_verbs(inviting: Inviting, client_for: ClientFor) -> None:
    client = _client(client_for, inviting)
    address = f"/api/v1/tendering/invitations/{inviting.invitation().public_id}/"
    assert (
        client.post(f"{address}accept/", {"note": ""}, content_type="application/json").json()["status"] == "accepted"
    )
    again = client.post(f"{address}accept/", {}, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "already_done")
    early = client.post(f"{address}submit/", {}, content_type="application/json")
    assert early.status_code == 409
    offer = {"price": "86000.00", "manager": "王芳"}
    assert client.post(f"{address}offer/", offer, content_type="application/json").status_code == 200
    incomplete = client.post(f"{address}submit/", {}, content_type="application/json")
    assert (incomplete.status_code, incomplete.json()["code"]) == (422, "bid_incomplete")
    for slot in ("service_plan", "quotation", "commitment_letter"):
        assert client.post(f"{address}add_file/", {"slot": slot, "file": _upload()}).status_code == 201
    done = client.post(f"{address}submit/", {}, content_type="application/json").json()
    assert (done["bids"][0]["status"], done["bids"][0]["number"]) == ("submitted", 1)
    assert client.post(f"{address}begin/", {}, content_type="application/json").status_code == 201
    assert client.post(f"{address}withdraw/", {}, content_type="application/json").status_code == 200
    asked = client.post(f"{address}ask/", {"text": "几人？"}, content_type="application/json")
    assert asked.status_code == 201


def test_a_declined_invitation_takes_nothing_any_more(inviting: Inviting, client_for: ClientFor) -> None:
    client = _client(client_for, inviting)
    assert client.get(_page(inviting, "decline/")).status_code == 200
    assert client.post(_page(inviting, "decline/"), {"note": "人手不足"}).status_code == 302
    assert Invitation.objects.get(id=inviting.invitation().id).status == "declined"
    answer = client.post(_page(inviting, "bid/offer/"), {"price": "1", "validity_days": "9", "manager": "王"})
    assert answer.status_code == 422
    assert Bid.objects.count() == 0
    assert client.post(_page(inviting, "accept/"), {"note": ""}).status_code == 422


@pytest.mark.parametrize("role", ["tender_officer", "general_manager", "auditor"])
def test_staff_has_no_portal(inviting: Inviting, client_for: ClientFor, role: str) -> None:
    client = client_for(role)
    assert client.get("/alpha/tendering/invitations/").status_code == 403
    assert client.get(_page(inviting)).status_code == 403
    assert client.get("/api/v1/tendering/invitations/").json()["results"] == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(
    world: World, tenant: Tenant, client_for: ClientFor, rows: int
) -> None:
    first = an_inviting_tender(world, vendors=1)
    for _unused in range(rows - 1):
        more = an_inviting_tender(world, vendors=1)
        Invitation.objects.filter(tender=more.tender).update(vendor=first.vendors[0])
    client = _client(client_for, first)
    client.get("/alpha/tendering/invitations/")
    with statements() as seen:
        answer = client.get("/alpha/tendering/invitations/")
    assert answer.content.decode().count('<tr role="row"') == rows + 1
    assert len(reads_of("tendering", seen)) == 5
    assert JournalEntry.objects.filter(event="tendering.tender_inviting").count() == rows
