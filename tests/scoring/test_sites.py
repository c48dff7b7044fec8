"""One vendor at all its sites: what the page and the API show, and to whom."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.actions.run import compute_month
from scoring.rules.sites import Hint
from tenancy.models import RoleGrant
from tenancy.rules.actor import system_actor
from tests.factories.scoring import AT, MONTH, Chain, add_complaint, add_inspection, make_chain
from tests.scoring.conftest import Month

pytestmark = pytest.mark.django_db
ClientFor = Callable[..., Client]


def url(vendor_id: int) -> str:
    """Return the page of a vendor of the tenant under test."""
    return reverse("scoring:vendor_sites", args=("alpha", vendor_id))


def api(vendor_id: int) -> str:
    """Return the same for programs."""
    return f"/api/v1/scoring/vendor-sites/{vendor_id}/"


@pytest.fixture
def weak(month: Month) -> Chain:
    """``month.good``'s vendor at a second project, where it fails and is complained about."""
    month.world.second_project.occupied_households = 1500
    month.world.second_project.save()
    chain = make_chain(month.world.second_project, number="HT-2026-009", vendor=month.good.vendor)
    add_inspection(chain, score=4000)
    add_complaint(chain, number="TS-202609-009")
    compute_month(month=MONTH, by=system_actor(month.world.tenant.pk), at=AT)
    return chain


def test_the_page_compares_the_sites_and_says_where_to_look(month: Month, weak: Chain, client_for: ClientFor) -> None:
    page = client_for("quality_officer").get(url(month.good.vendor.pk))
    (line,) = page.context["lines"]
    shown = [(site.card.contract_id, site.card.grade, site.complaints, site.rate) for site, _trend in line["sites"]]
    assert shown == [(month.good.contract.pk, "A", 0, None), (weak.contract.pk, "D", 1, 67)]
    content = page.content.decode()
    assert "look at the team there, not at the vendor" in content
    assert month.poor.vendor.legal_name not in content


def test_the_api_says_the_same(month: Month, weak: Chain, client_for: ClientFor) -> None:
    (line,) = client_for("quality_officer").get(api(month.good.vendor.pk)).json()
    good, bad = line["sites"]
    assert (line["line"], line["hint"]) == (month.good.line.pk, Hint.TEAM.value)
    assert (good["contract"], good["grade"], good["totals"][-1]) == (month.good.contract.pk, "A", 9782)
    assert (bad["card"], bad["complaints"], bad["complaints_per_1000_households"]) == (month.card(weak).pk, 1, 67)
    assert bad["change"] is None


def test_ranking_and_heat_map_lead_there(month: Month, client_for: ClientFor) -> None:
    client = client_for("quality_officer")
    for name in ("ranking", "heat_map"):
        page = client.get(reverse(f"scoring:{name}", args=("alpha",))).content.decode()
        assert f'href="{url(month.good.vendor.pk)}?month=2026-09"' in page


def test_a_month_without_cards_is_an_empty_page(month: Month, client_for: ClientFor) -> None:
    client = client_for("quality_officer")
    assert client.get(url(month.good.vendor.pk), {"month": "2024-01"}).context["lines"] == []
    assert client.get(api(month.good.vendor.pk), {"month": "2024-01"}).json() == []
    for typed in ("2026-99", "x", "\x00", "9999-12"):
        assert client.get(url(month.good.vendor.pk), {"month": typed}).status_code == 200
        assert client.get(api(month.good.vendor.pk), {"month": typed}).status_code == 200


@pytest.mark.req("TEN-03", "TEN-05")
def test_it_is_for_people_of_the_tenant_within_their_scope(
    month: Month, weak: Chain, client_for: ClientFor, vendor_client: Client
) -> None:
    month.publish(month.good)
    assert vendor_client.get(url(month.good.vendor.pk)).status_code == 403
    assert vendor_client.get(api(month.good.vendor.pk)).status_code == 404
    other = client_for(person=month.world.person("quality_officer", tenant=month.world.other))
    assert other.get(reverse("scoring:vendor_sites", args=("beta", month.good.vendor.pk))).status_code == 404
    assert other.get(url(month.good.vendor.pk)).status_code == 404
    manager = month.world.member("property_manager")
    RoleGrant.objects.filter(membership=manager).update(unit=month.world.project)
    client = Client()
    client.force_login(manager.person)
    (line,) = client.get(url(month.good.vendor.pk)).context["lines"]
    assert [site.card.contract_id for site, _trend in line["sites"]] == [month.good.contract.pk]
    assert client.get(url(month.poor.vendor.pk)).status_code == 404


def test_queries_do_not_grow_with_sites(month: Month, client_for: ClientFor) -> None:
    client = client_for("office_custodian")
    client.get(url(month.good.vendor.pk))
    asked = []
    for number in (1, 2):
        with CaptureQueriesContext(connection) as found:
            assert client.get(url(month.good.vendor.pk)).status_code == 200
        asked.append((len(found), len([one for one in found if '"scoring_' in one["sql"]])))
        chain = make_chain(month.world.second_project, number=f"HT-2026-02{number}", vendor=month.good.vendor)
        add_inspection(chain, score=8000)
        compute_month(month=MONTH, by=system_actor(month.world.tenant.pk), at=AT)
    assert asked[0] == asked[1]
    assert asked[0][1] == 3
