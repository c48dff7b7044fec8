"""Cards, boards and months: readable by everybody on desk and phone; a card is taken from evaluation to publication."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from scoring.actions import card as verbs
from scoring.actions import run as run_verbs
from scoring.models import Scorecard
from tenancy.context import acting_for
from tenancy.rules.actor import system_actor
from tests.browser.driver import assert_accessible
from tests.factories.scoring import AT, MONTH, add_complaint, add_inspection, make_chain
from tests.factories.tenancy import World, add_vendor_person

pytestmark = [pytest.mark.django_db(transaction=True)]
PageFor = Callable[..., Page]


@pytest.fixture
def cards(world: World) -> list[Scorecard]:
    """A good, a poor and an unranked card of September; the good one moved up since August."""
    with acting_for(world.tenant):
        good = make_chain(world.project, name="万安保洁有限公司", number="HT-2026-001")
        poor = make_chain(world.second_project, name="金和清洁服务有限公司", number="HT-2026-002")
        make_chain(world.project, name="恒信保洁有限公司", number="HT-2026-003")
        add_inspection(good, on=date(2026, 8, 10), deductions={1: 900})
        add_inspection(good, deductions={1: 300})
        add_inspection(poor, deductions={1: 1000, 2: 1000, 3: 500}, multipliers={1: 150})
        add_complaint(poor, severity="serious", answered_after_days=9, number="TS-202609-001")
        for month in (MONTH.plus(-1), MONTH):
            run_verbs.compute_month(month=month, by=system_actor(world.tenant.pk), at=AT)
        rows = Scorecard.objects.filter(month=MONTH.first_day, is_current=True)
        return [rows.get(contract=one.contract) for one in (good, poor)]


@pytest.mark.parametrize(("viewport", "language"), [("desktop", "zh-hans"), ("phone", "en")])
def test_scoring_pages_are_accessible(
    page_for: PageFor, live_server: LiveServer, world: World, cards: list[Scorecard], viewport: str, language: str
) -> None:
    page = page_for("quality_officer", viewport=viewport, language=language)
    good, poor = cards
    for path in [
        "cards/",
        f"cards/{poor.pk}/",
        f"cards/{good.pk}/adjust/",
        "cards/publish/",
        "ranking/?month=2026-09",
        "heat-map/",
        "trial/",
        "runs/",
        f"runs/{good.run_id}/",
        "runs/open/",
    ]:
        answer = page.goto(f"{live_server.url}/alpha/scoring/{path}")
        assert (path, answer.status if answer else 0) == (path, 200)
        assert_accessible(page)


def test_card_goes_from_evaluation_to_its_vendor(
    page_for: PageFor, live_server: LiveServer, world: World, cards: list[Scorecard]
) -> None:
    card = cards[0]
    address = f"{live_server.url}/alpha/scoring/cards/{card.pk}/"
    writer = page_for("customer_service", language="en")
    writer.goto(f"{address}evaluate/")
    writer.fill("[name=evaluation]", "大堂清洁稳定。")
    writer.locator("main form[data-dialog-content] button[type=submit]").click()
    writer.wait_for_url(address)
    with acting_for(world.tenant):
        verbs.confirm_card(card_id=card.pk, by=world.actor("property_manager"), at=AT)
    officer = page_for("quality_officer", viewport="phone", language="en", javascript=False)
    officer.goto(f"{address}publish/")
    officer.locator("main button.btn-primary").click()
    officer.wait_for_url(address)
    vendor = add_vendor_person(world, vendor_id=card.vendor_id, vendor_name="万安", role="vendor_manager")
    page = page_for(person=vendor.person, viewport="phone", language="en")
    page.goto(address)
    expect(page.get_by_text("大堂清洁稳定。")).to_be_visible()
    assert_accessible(page)
