"""Judging and award for programs and on paper: the same verbs, refusals and walls as the pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from records.actions.printing import print_paper
from tenancy.context import acting_for
from tenancy.models import Tenant
from tenancy.queries import actor_of
from tenancy.roles import Role
from tendering.models import Award, AwardLetter, Judge, JudgeScore, OpenedBid
from tests.factories.judging import (
    ALL_CHECKS,
    a_colleague,
    a_concluded_tender,
    a_judge,
    a_notified_tender,
    a_scored_tender,
    an_opened_tender,
    check_all,
)
from tests.factories.tenancy import AT, World, add_vendor_person

ClientFor = Callable[..., Client]
API = "/api/v1/tendering"


def post(client: Client, address: str, body: object = None) -> tuple[int, dict[str, object]]:
    """Post JSON; return status and answer."""
    answer = client.post(f"{API}/{address}", body or {}, content_type="application/json")
    return answer.status_code, answer.json()


@pytest.mark.req("TND-17")
def test_bid_is_checked_and_refused_with_the_same_code(world: World, tenant: Tenant, client_for: ClientFor) -> None:
    """422 with the code, then the registered row; a judge or a colleague finds nothing."""
    opened = an_opened_tender(world)
    client = client_for("tender_officer")
    address = f"opened-bids/{opened.bids[0].id}/check/"
    status, body = post(client, address, {"checks": ["sealed"], "verdict": True})
    assert (status, body["code"]) == (422, "checks_incomplete")
    status, body = post(client, address, {"checks": ALL_CHECKS, "verdict": True})
    assert (status, body["is_valid"], OpenedBid.objects.get(id=opened.bids[0].id).is_valid) == (200, True, True)
    stranger = client_for(person=a_colleague(world, "旁人").person)
    assert post(stranger, address, {"checks": ALL_CHECKS, "verdict": True})[0] == 404


@pytest.mark.req("TND-21")
def test_judge_fills_in_and_hands_in_by_program(world: World, tenant: Tenant, client_for: ClientFor) -> None:
    """Own seat only; locked afterwards."""
    opened = an_opened_tender(world)
    check_all(opened)
    judge, _actor = a_judge(opened, declared=False)
    client = client_for(person=judge.membership.person)
    assert client.get(f"{API}/my-seats/{judge.id}/sheet/").json()["items"] == []
    assert post(client, f"my-seats/{judge.id}/declare/", {"has_conflict": False})[0] == 200
    scores = [
        {"bid": bid.id, "item": item.id, "points": 500}
        for bid in opened.bids
        for item in opened.items
        if not item.is_price
    ]
    assert post(client, f"my-seats/{judge.id}/scores/", {"scores": [{**scores[0], "points": 9000}]})[0] == 422
    assert post(client, f"my-seats/{judge.id}/scores/", {"scores": scores})[0] == 200
    assert post(client_for("general_manager"), f"my-seats/{judge.id}/submit/")[0] == 404
    assert post(client, f"my-seats/{judge.id}/submit/")[0] == 200
    assert post(client, f"my-seats/{judge.id}/scores/", {"scores": scores})[0] == 409
    assert (JudgeScore.objects.count(), Judge.objects.get().submitted_at is not None) == (9, True)


def test_tender_goes_from_ranking_to_letters_by_program(world: World, tenant: Tenant, client_for: ClientFor) -> None:
    """Each act once, in order."""
    opened = a_scored_tender(world)
    client = client_for("tender_officer")
    address = f"judging/{opened.tender.id}"
    assert post(client, f"{address}/letters/", {"signing_on": "2099-01-01"})[0] == 409
    meeting = {"held_at": "2026-10-15T01:00:00Z", "place": "会议室", "attendees": "评委", "summary": "推荐第一名"}
    status, body = post(client, f"{address}/meeting/", meeting)
    assert (status, body["status"]) == (200, "review_meeting")
    rows = client.get(f"{API}/ranked-bids/?tender={opened.tender.id}").json()["results"]
    rows.sort(key=lambda row: row["rank"])
    assert [row["total"] for row in rows] == [9075, 8400, 7400]
    report = {"ranked": rows[1]["id"], "advantages": "好", "risks": "无"}
    assert post(client, f"{address}/propose/", report)[1]["code"] == "award_not_first"
    assert post(client, f"{address}/propose/", report | {"ranked": rows[0]["id"]})[0] == 200
    assert Award.objects.get().status == "proposed"


@pytest.mark.req("TND-23")
def test_bidder_reads_and_prints_its_own_letter_only(world: World, tenant: Tenant, client_for: ClientFor) -> None:
    """By public id; another's is not there, and nothing else of the tender is."""
    opened = a_notified_tender(world)
    own = AwardLetter.objects.get(vendor=opened.bids[1].vendor)
    other = AwardLetter.objects.get(kind="award")
    member = add_vendor_person(world, vendor_id=own.vendor_id, vendor_name="投标人", role=Role.VENDOR_MANAGER)
    client = client_for(person=member.person)
    assert client.get(f"/alpha/tendering/letters/{own.public_id}/").status_code == 200
    assert client.get(f"/alpha/tendering/letters/{other.public_id}/").status_code == 404
    found = client.get(f"{API}/letters/").json()["results"]
    assert [one["number"] for one in found] == [own.number]
    assert post(client, f"letters/{own.public_id}/call/", {"called_at": "2026-10-15T01:00:00Z", "spoken_to": "x"})[
        0
    ] in {
        403,
        404,
    }
    for list_name in ("judging", "opened-bids", "judges", "my-seats", "ranked-bids", "awards"):
        assert client.get(f"{API}/{list_name}/").json().get("results") == []
    with acting_for(world.tenant, vendor_id=own.vendor_id):
        actor = actor_of(member)
        paper = print_paper("tendering.letter", {"letter_id": own.id}, language="zh-hans", by=actor, at=AT)
        assert (paper.vendor_id, paper.number) == (own.vendor_id, own.number)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ranking", "candidates", "report", "judge_sheet", "letter"])
def test_papers_are_printed_and_the_same_again(world: World, tenant: Tenant, kind: str) -> None:
    """One document for the same content; a letter carries its own number."""
    opened = a_notified_tender(world) if kind == "letter" else a_concluded_tender(world)
    inputs = {
        "judge_sheet": {"judge_id": Judge.objects.earliest("id").id},
        "letter": {"letter_id": getattr(AwardLetter.objects.filter(kind="award").first(), "id", 0)},
    }.get(kind, {"tender_id": opened.tender.id})
    first = print_paper(f"tendering.{kind}", inputs, language="zh-hans", by=opened.officer, at=AT)
    again = print_paper(f"tendering.{kind}", inputs, language="zh-hans", by=opened.officer, at=AT)
    assert (first.pk, first.size > 5_000) == (again.pk, True)
