"""Pages of scorecards: what they show, to whom, and at what cost."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from scoring.choices import EvidenceKind
from scoring.models import ScoringRun
from tests.factories.scoring import AT
from tests.scoring.conftest import Month, evidence_of

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]


def url(name: str, *args: object) -> str:
    """Return an address of the tenant under test."""
    return reverse(f"scoring:{name}", args=("alpha", *args))


PAGES = ["card_list", "run_list", "ranking", "heat_map", "trial"]


@pytest.mark.parametrize("name", PAGES)
def test_boards_open_without_any_card(world: object, client_for: ClientFor, name: str) -> None:
    assert client_for("quality_officer").get(url(name)).status_code == 200


@pytest.mark.req("SCO-02", "SCO-16")
def test_card_page_opens_every_line_of_the_receipt(month: Month, client_for: ClientFor) -> None:
    card = month.card(month.poor)
    page = client_for("quality_officer").get(url("card_detail", card.pk)).content.decode()
    for kind in (EvidenceKind.INSPECTION, EvidenceKind.COMPLAINT):
        for evidence in evidence_of(card, kind):
            assert f'href="/alpha/{kind.value}s/{evidence}/"' in page
    assert "TS-202609-001" in page
    assert "TS-202609-002" in page
    assert "Repeated fault" in page


def test_list_shows_every_contract(month: Month, client_for: ClientFor) -> None:
    page = client_for("quality_officer").get(url("card_list")).content.decode()
    for chain in (month.good, month.poor, month.blind):
        assert chain.vendor.legal_name in page


def test_run_page_names_our_own_people_for_what_is_missing(month: Month, client_for: ClientFor) -> None:
    run = ScoringRun.objects.get().pk
    page = client_for("quality_officer").get(url("run_detail", run)).content.decode()
    assert "property_manager alpha" in page
    assert "HT-2026-003" in page
    assert "HT-2026-001" not in page


@pytest.mark.req("RPT-04")
def test_ranking_keeps_insufficient_evidence_apart(month: Month, client_for: ClientFor) -> None:
    page = client_for("quality_officer").get(url("ranking")).content.decode()
    ranked, apart = page.split("not ranked")
    assert month.good.vendor.legal_name in ranked
    assert month.blind.vendor.legal_name not in ranked
    assert month.blind.vendor.legal_name in apart


def test_heat_map_links_to_cards(month: Month, client_for: ClientFor) -> None:
    page = client_for("quality_officer").get(url("heat_map")).content.decode()
    assert url("card_detail", month.card(month.good).pk) in page


@pytest.mark.req("SCO-02")
def test_from_the_ranking_to_a_photos_page_in_two_clicks(month: Month, client_for: ClientFor) -> None:
    client = client_for("quality_officer")
    card = url("card_detail", month.card(month.good).pk)
    assert f'href="{card}"' in client.get(url("ranking")).content.decode()
    (inspection,) = evidence_of(month.card(month.good), EvidenceKind.INSPECTION)
    evidence = f"/alpha/inspections/{inspection}/"
    assert f'href="{evidence}"' in client.get(card).content.decode()
    assert client.get(evidence).status_code == 200


@pytest.mark.req("TEN-09")
def test_rule_trial_writes_nothing_and_names_who_would_change_grade(month: Month, client_for: ClientFor) -> None:
    version = month.card(month.good).settings_version
    values = {**version.values, "grades": {"a_from": "98.00", "b_from": "80.00", "c_from": "70.00"}}
    draft = type(version).objects.create(
        area="scoring", number=2, effective_on="2026-11-01", values=values, reason="x", created_at=AT
    )
    before = list(month.card(month.good).__class__.objects.order_by("id").values())
    page = client_for("quality_officer").get(f"{url('trial')}?version={draft.pk}")
    assert [(row.card.pk, row.grade) for row in page.context["trial"].changed_grade] == [
        (month.card(month.good).pk, "B")
    ]
    assert list(month.card(month.good).__class__.objects.order_by("id").values()) == before


@pytest.mark.parametrize("typed", ["2026-99", "x", "\x00", "9999-12", "0001-01", "-1", "二〇二六"])
def test_boards_and_lists_survive_any_address(month: Month, client_for: ClientFor, typed: str) -> None:
    client = client_for("quality_officer")
    for name in ("card_list", "ranking", "heat_map"):
        answer = client.get(url(name), {"month": typed, "line": typed, "vendor_id": typed, "q": typed})
        assert answer.status_code == 200, name
    assert client.get(url("trial"), {"version": typed}).status_code == 404


def test_forms_say_what_is_wrong_and_keep_what_was_typed(month: Month, client_for: ClientFor) -> None:
    card = month.card(month.good)
    client = client_for("quality_officer")
    typed = {"kind": "reward", "points": "7", "reason": "抢险", "evidence": "记录"}
    answer = client.post(url("adjustment_propose", card.pk), typed)
    assert answer.status_code == 422
    assert "抢险" in answer.content.decode()
    assert list(answer.context["form"].errors) == ["points"]
