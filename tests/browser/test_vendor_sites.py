"""One vendor at all its sites: accessible on every screen, and from the ranking down to the evidence."""

import re

import pytest
import time_machine
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from scoring.actions.run import compute_month
from tenancy.context import acting_for
from tenancy.rules.actor import system_actor
from tests.browser.conftest import PageFor
from tests.browser.driver import LANGUAGES, VIEWPORTS, assert_accessible, shoot
from tests.factories.scoring import AT, MONTH, Chain, add_complaint, add_inspection, make_chain
from tests.factories.tenancy import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chains(world: World) -> list[Chain]:
    """September of one vendor that fails at its second site, of a rival, and of one that was never inspected."""
    with time_machine.travel("2026-10-15T10:00:00+08:00", tick=False), acting_for(world.tenant):
        world.second_project.occupied_households = 1500
        world.second_project.save()
        good = make_chain(world.project, name="万安保洁有限公司", number="HT-2026-001")
        weak = make_chain(world.second_project, number="HT-2026-009", vendor=good.vendor)
        rival = make_chain(world.second_project, name="金和清洁服务有限公司", number="HT-2026-002")
        blind = make_chain(world.project, name="恒信保洁有限公司", number="HT-2026-003")
        add_inspection(good, deductions={1: 300})
        add_inspection(weak, score=4000)
        add_inspection(rival, deductions={1: 1000, 2: 1000, 3: 500}, multipliers={1: 150})
        add_complaint(weak, severity="serious", answered_after_days=9, number="TS-202609-001")
        compute_month(month=MONTH, by=system_actor(world.tenant.pk), at=AT)
    return [good, weak, rival, blind]


@pytest.mark.parametrize("viewport", sorted(VIEWPORTS))
@pytest.mark.parametrize("language", LANGUAGES)
def test_sites_are_accessible(
    chains: list[Chain], page_for: PageFor, live_server: LiveServer, viewport: str, language: str
) -> None:
    page = page_for("quality_officer", viewport=viewport, language=language)
    page.goto(f"{live_server.url}/alpha/scoring/vendors/{chains[0].vendor.pk}/sites/")
    assert_accessible(page)
    shoot(page, f"vendor-sites-{viewport}-{language}")
    page.goto(f"{live_server.url}/alpha/scoring/heat-map/")
    assert_accessible(page)


def test_from_the_ranking_to_all_sites_and_to_the_evidence(
    chains: list[Chain], page_for: PageFor, live_server: LiveServer
) -> None:
    page = page_for("quality_officer", language="en", viewport="phone")
    page.goto(f"{live_server.url}/alpha/scoring/ranking/")
    page.get_by_role("link", name="all sites · 万安保洁有限公司").first.click()
    expect(page.get_by_text("look at the team there, not at the vendor")).to_be_visible()
    page.get_by_role("link", name=chains[1].project.name).click()
    expect(page.locator("#receipt")).to_contain_text("TS-202609-001")
    page.locator("#receipt").get_by_role("link").filter(has_text="TS-202609-001").first.click()
    expect(page).to_have_url(re.compile(r"/alpha/complaints/\d+/$"))
