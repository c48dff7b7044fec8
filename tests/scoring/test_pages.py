"""Pages of scorecards: what they show, to whom, and at what cost."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from scoring.models import Scorecard
from tests.scoring.conftest import Month

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
    for link in [
        *(f"/alpha/inspections/{pk}/" for pk in month.poor.contract.__class__.objects.none()),
        "/alpha/complaints/",
        "/alpha/inspections/",
    ]:
        assert link in page
    assert "TS-202609-001" in page
    assert "TS-202609-002" in page
    assert "Repeated fault" in page


def test_list_shows_every_contract(month: Month, client_for: ClientFor) -> None:
    page = client_for("quality_officer").get(url("card_list")).content.decode()
    for chain in (month.good, month.poor, month.blind):
        assert chain.vendor.legal_name in page


def test_run_page_names_our_own_people_for_what_is_missing(month: Month, client_for: ClientFor) -> None:
    run = Scorecard.objects.first().run_id
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
