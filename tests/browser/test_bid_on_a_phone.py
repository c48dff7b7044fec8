"""A bidder on a phone of 390 x 844: accepts, fills the envelope, submits; a late bid is refused (TND-17)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from tenancy.context import acting_for
from tendering.models import Bid
from tests.browser.driver import assert_accessible, assert_fits
from tests.factories.bids import PDF, Inviting, accept, an_inviting_tender, pass_deadline
from tests.factories.tenancy import World

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PageFor = Callable[..., Page]
PAPER: FilePayload = {"name": "方案.pdf", "mimeType": "application/pdf", "buffer": PDF * 2000}


@pytest.fixture
def made(world: World) -> Inviting:
    with acting_for(world.tenant):
        return an_inviting_tender(world, title="云栖苑2027年度公共区域保洁服务（含地下车库与外围道路）")


def _shot(page: Page, name: str) -> None:
    """Keep a picture of the page for whoever looks at failures."""
    folder = Path(settings.VAR_DIR) / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=str(folder / f"{name}.png"), full_page=True)


def _person(made: Inviting) -> object:
    return made.managers[made.vendors[0].id].person


@pytest.mark.req("TND-16", "TND-17")
@pytest.mark.parametrize(("language", "viewport"), [("zh-hans", "phone"), ("en", "desktop")])
def test_a_bid_from_the_invitation_to_the_receipt(
    page_for: PageFor, live_server: LiveServer, made: Inviting, language: str, viewport: str
) -> None:
    page = page_for(person=_person(made), language=language, viewport=viewport)
    page.goto(f"{live_server.url}/alpha/tendering/invitations/")
    assert_fits(page)
    _shot(page, f"bid-list-{viewport}")
    page.locator("tbody a[href*='/invitations/']").first.click()
    assert_accessible(page)
    expect(page.locator("[data-countdown-left]")).to_contain_text(":")
    _shot(page, f"bid-invitation-{viewport}")
    page.locator("a[href$='/accept/']").click()
    page.locator("[data-dialog-content] button[type=submit]").click()
    page.locator("a[href$='/bid/']").first.click()
    page.locator("[name=price]").fill("86000")
    page.locator("[name=manager]").fill("王芳")
    page.locator("form[action$='/offer/'] button[type=submit]").click()
    for slot in ("service_plan", "quotation", "commitment_letter"):
        page.locator("[name=slot]").select_option(slot)
        page.locator("[name=file]").set_input_files([PAPER])
        page.locator("form[action$='/files/'] button[type=submit]").click()
        page.wait_for_load_state()
    assert_accessible(page)
    _shot(page, f"bid-envelope-{viewport}")
    page.locator("a[href$='/submit/']").last.click()
    page.locator("[data-dialog-content] button[type=submit]").click()
    page.wait_for_url("**/receipts/**")
    assert_accessible(page)
    _shot(page, f"bid-receipt-{viewport}")
    with acting_for(made.world.tenant):
        bid = Bid.objects.get()
    assert bid.status == "submitted"
    expect(page.locator("main")).to_contain_text(bid.envelope_sha256)


@pytest.mark.req("TND-17")
def test_a_late_bid_is_refused_without_scripts_too(page_for: PageFor, live_server: LiveServer, made: Inviting) -> None:
    with acting_for(made.world.tenant):
        accept(made)
        public_id = made.invitation().public_id
    page = page_for(person=_person(made), language="en", viewport="phone", javascript=False)
    page.goto(f"{live_server.url}/alpha/tendering/invitations/{public_id}/bid/")
    page.locator("[name=price]").fill("86000")
    page.locator("[name=manager]").fill("Wang Fang")
    with acting_for(made.world.tenant):
        pass_deadline(made.tender)
    page.locator("form[action$='/offer/'] button[type=submit]").click()
    expect(page.locator(".error-summary")).to_contain_text("The deadline has passed")
    assert_fits(page)
    _shot(page, "bid-late-phone")
    with acting_for(made.world.tenant):
        assert Bid.objects.count() == 0
