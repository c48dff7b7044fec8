"""The same figures on paper and for programs; recomputed receipts are the same bytes (RPT-04, RPT-05)."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from inspections.models import ItemResult
from records.actions.printing import order_paper
from records.models import PrintedDocument
from records.printing import printed_again
from scoring.models import Receipt, Scorecard
from scoring.papers import build_card, build_ranking
from scoring.queries.cards import receipt_of
from scoring.queries.page import rules_of
from scoring.rules.receipt import digest
from scoring.verification import content_of, holds, recomputed, verify
from tenancy import work
from tenancy.models import Job
from tests.factories.scoring import AT
from tests.scoring.conftest import Month

pytestmark = pytest.mark.django_db


@pytest.mark.req("RPT-05", "SCO-11")
def test_a_frozen_card_recomputes_to_the_same_bytes(month: Month) -> None:
    for chain in (month.good, month.poor, month.blind):
        card = Scorecard.objects.select_related("line", "settings_version").get(pk=month.card(chain).pk)
        content = Receipt.objects.get(card=card).content.encode()
        assert content_of(recomputed(card, receipt_of(card), rules_of(card)).lines) == content
        assert digest(content) == card.digest
    found = verify(month.world.tenant)
    assert (found.inspections, found.cards, found.wrong) == (2, 3, [])


def test_verification_names_what_does_not_hold(month: Month) -> None:
    card = month.card(month.good)
    result = ItemResult.objects.filter(contract_id=month.poor.contract.pk, deduction__gt=0).order_by("id")[0]
    ItemResult.objects.filter(pk=result.pk).update(deduction=result.deduction - 100)
    Scorecard.objects.filter(pk=card.pk).update(total=9783, sort_total=9783)
    assert verify(month.world.tenant).wrong == [
        f"inspection {result.inspection_id}",
        f"card {card.pk} (2026-09, {month.good.contract.pk})",
    ]


@pytest.mark.parametrize("content", ["", "[", "{}", "[{}]", '[{"part":"x","text":"grade"}]', "null"])
def test_a_receipt_we_did_not_write_does_not_hold(month: Month, content: str) -> None:
    card = Scorecard.objects.select_related("line", "settings_version").get(pk=month.card(month.good).pk)
    assert not holds(card, content, rules_of(card))


def test_a_card_without_its_receipt_is_named(month: Month) -> None:
    card = month.card(month.good)
    Scorecard.objects.filter(pk=card.pk).update(revision=9)
    assert verify(month.world.tenant).wrong == [f"card {card.pk} (2026-09, {month.good.contract.pk})"]
    assert receipt_of(month.card(month.good)) == []


def test_verify_command_ends_with_one_when_something_is_wrong(month: Month) -> None:
    call_command("verify_scores", tenant="alpha")
    with connection.cursor() as cursor:
        cursor.execute("update scoring_scorecard set digest = 'x' where id = %s", [month.card(month.good).pk])
    with pytest.raises(SystemExit) as end:
        call_command("verify_scores")
    assert end.value.code == 1


@pytest.mark.slow
@pytest.mark.req("RPT-04", "RPT-05")
def test_scorecard_as_pdf_is_made_once_and_again_the_same(month: Month) -> None:
    card = month.publish(month.good)
    actor = month.actor("quality_officer")
    job = order_paper("scoring.card", {"card_id": card.pk}, by=actor, at=AT)
    assert isinstance(job, Job)
    assert work.run_job(month.world.tenant.pk, job.pk), Job.objects.get(pk=job.pk).error
    made = order_paper("scoring.card", {"card_id": card.pk}, by=actor, at=AT)
    assert isinstance(made, PrintedDocument)
    assert made.settings_version_id == card.settings_version_id
    assert printed_again(made).startswith(b"%PDF")


def test_paper_holds_the_receipts_lines(month: Month) -> None:
    card = month.card(month.poor)
    paper = build_card(actor=month.actor("quality_officer"), card_id=card.pk)
    lines = [row for _label, rows in paper.context.parts for row in rows]
    assert len(lines) == len(receipt_of(card))
    assert paper.context.total == "76.91"
    ranking = build_ranking(actor=month.actor("quality_officer"), month="2026-09", line_id=card.line_id)
    assert [place[0] for place in ranking.context.places] == ["1", "2"]
    assert ranking.context.insufficient == [(month.blind.vendor.legal_name, month.world.project.name)]


def test_api_reads_cards_with_receipt_and_acts(month: Month, client_for: Callable[..., Client]) -> None:
    card = month.card(month.good)
    client = client_for("customer_service")
    body = client.get(f"/api/v1/scoring/cards/{card.pk}/").json()
    assert (body["total"], body["grade"], body["allowed_actions"]) == (9782, "A", ["evaluate"])
    assert [line["position"] for line in body["receipt"]] == list(range(1, len(body["receipt"]) + 1))
    answer = client.post(
        f"/api/v1/scoring/cards/{card.pk}/evaluate/", {"evaluation": "稳定"}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["status"]) == (200, "evaluated")
    refused = client.post(f"/api/v1/scoring/cards/{card.pk}/publish/", content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


def test_api_lists_runs_for_the_tenant_only(
    month: Month, client_for: Callable[..., Client], vendor_client: Client
) -> None:
    assert len(client_for("quality_officer").get("/api/v1/scoring/runs/").json()["results"]) == 1
    assert vendor_client.get("/api/v1/scoring/runs/").json()["results"] == []
    assert vendor_client.get("/api/v1/scoring/cards/").json()["results"] == []
