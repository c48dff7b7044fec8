"""The organiser's side through the API: the same verbs, the same refusals; lists cost the same for one and three."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from records.actions.approval import decide
from records.models import Approval
from tenancy.models import Tenant
from tendering.models import Tender
from tests.factories.bids import a_sealed_tender, an_invitable_vendor, an_inviting_tender, pass_deadline, some_dates
from tests.factories.tenancy import AT, World
from tests.factories.vendors import a_vendor, statements

pytestmark = pytest.mark.slow
ClientFor = Callable[..., Client]


@pytest.mark.req("TND-16", "TND-17", "TND-19", "TND-20")
def test_from_the_list_to_the_failed_tender(world: World, tenant: Tenant, client_for: ClientFor) -> None:
    tender, _key = a_sealed_tender(world)
    client = client_for("tender_officer")
    base = f"/api/v1/tendering/inviting/{tender.id}/"

    def post(act: str, body: dict[str, Any] | None = None) -> Any:
        return client.post(f"{base}{act}/", body or {}, content_type="application/json")

    vendors = [an_invitable_vendor() for _unused in range(4)]
    for vendor in vendors:
        assert post("list_vendor", {"vendor": vendor.id, "source": "recommendation"}).status_code == 201
    refused = post("list_vendor", {"vendor": a_vendor().id, "source": "recommendation"})
    assert (refused.status_code, refused.json()["code"]) == (422, "vendor_not_invitable")
    assert post("unlist_vendor", {"vendor": vendors[3].id}).status_code == 200
    assert post("send").json()["code"] == "list_not_approved"
    dates = {key: value.isoformat() if hasattr(value, "year") else value for key, value in vars(some_dates()).items()}
    assert post("set_dates", dates).status_code == 200
    assert post("ask_approval").json()["list"]["status"] == "asked"
    waiting = Approval.objects.get(document_type="tendering.invitations")
    decide(approval_id=waiting.id, approve=True, reason="", by=world.actor("general_manager"), at=AT, on=AT.date())
    assert post("send").json()["status"] == "inviting"
    assert post("send").status_code == 409
    moved = {**dates, "bidder_contact": "新联系人", "reason": "联系人变更"}
    assert post("change_dates", moved).json()["dates"]["bidder_contact"] == "新联系人"
    asked = post("write_down_question", {"text": "几人？"}).json()["questions"][0]["question"]
    answer = {"question": asked, "topic": "other", "asked": "几人？", "text": "十二人"}
    assert post("answer", answer).json()["questions"][0]["answer"] == "十二人"
    assert post("answer", answer).status_code == 409
    meeting = {
        "held_at": (timezone.now() - timedelta(hours=1)).isoformat(),
        "place": "云栖苑",
        "our_people": "李敏",
        "present": [{"vendor": vendors[0].id, "is_present": True, "people": "王芳"}],
    }
    for occasion in ("visit", "clarification"):
        assert post("record_meeting", {**meeting, "occasion": occasion}).status_code == 200
    early = post("close_bids")
    assert (early.status_code, early.json()["code"]) == (422, "deadline_ahead")
    pass_deadline(tender)
    assert post("close_bids").json()["box"] == {"count": 0, "needed": 3, "bids": []}
    assert post("fail_for_too_few").json()["status"] == "failed"
    assert Tender.objects.get(id=tender.id).status == "failed"


@pytest.mark.parametrize("role", ["general_manager", "auditor", "finance"])
def test_who_does_not_organise_changes_nothing(world: World, tenant: Tenant, client_for: ClientFor, role: str) -> None:
    tender, _key = a_sealed_tender(world)
    answer = client_for(role).post(
        f"/api/v1/tendering/inviting/{tender.id}/list_vendor/",
        {"vendor": an_invitable_vendor().id, "source": "recommendation"},
        content_type="application/json",
    )
    assert answer.status_code in (403, 404)
    assert tender.invitations.count() == 0


@pytest.mark.parametrize("rows", [1, 3])
def test_the_invitation_list_costs_the_same_for_one_and_three(
    world: World, tenant: Tenant, client_for: ClientFor, rows: int
) -> None:
    made = an_inviting_tender(world, vendors=rows)
    client = client_for("tender_officer")
    page = f"/alpha/tendering/{made.tender.id}/inviting/"
    client.get(page)
    with statements() as seen:
        assert client.get(page).status_code == 200
    # The standing of the vendors is the page's own; what the to-do list in the frame reads is left out.
    assert len([sql for sql in seen if sql.partition(" FROM ")[2].startswith('"vendors_')]) == 16
