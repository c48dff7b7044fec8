"""An inspection is filed on a phone of 390 x 844: with network, without it, and without scripts (INS-13)."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import FilePayload, Page, expect
from pytest_django.live_server_helper import LiveServer

from inspections.models import Inspection, ItemResult
from records.models import Attachment
from tenancy.context import acting_for
from tests.browser.driver import assert_accessible, assert_fits
from tests.factories.inspections import a_contract_to_inspect, a_photo, a_started
from tests.factories.tenancy import World
from tests.factories.vendors import a_vendor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.req("INS-13")]
PageFor = Callable[..., Page]
# As long as registered names get; shown shortened in the head of the form.
LONG_NAME = "浙江省杭州市西湖区文三路诚修保洁与环境卫生综合服务股份有限公司第一分公司"


@pytest.fixture
def started(world: World) -> Inspection:
    on = timezone.localdate()
    with acting_for(world.tenant):
        ends_on = on.replace(year=on.year + 1, day=1)
        contract = a_contract_to_inspect(project=world.project, vendor=a_vendor(legal_name=LONG_NAME), ends_on=ends_on)
        return a_started(contract=contract, by=world.actor("project_supervisor"), at=timezone.now(), on=on)


def _address(server: LiveServer, world: World, row: Inspection, act: str = "file/") -> str:
    return f"{server.url}/{world.tenant.slug}/inspections/{row.id}/{act}"


def _open(page: Page, server: LiveServer, world: World, row: Inspection) -> None:
    page.goto(_address(server, world, row))
    page.locator("form[data-started]").wait_for()


def _photo() -> FilePayload:
    upload = a_photo()
    return {"name": "lobby.jpg", "mimeType": "image/jpeg", "buffer": upload.read()}


def _fill(page: Page) -> None:
    for item in page.locator("[data-item]").all():
        item.locator("label:has(input[value=ok])").click()
    fault = page.locator("[data-item='CLN-1']")
    fault.locator("label:has(input[value=deduct])").click()
    for _ in range(3):
        fault.locator("[data-step='0.5']").click()
    fault.locator("[name='item-CLN-1-note']").fill("大堂有积水")
    fault.locator("[name='item-CLN-1-place']").fill("3号楼")
    with page.expect_file_chooser() as chooser:
        fault.locator("[data-photo-input=camera]").click()
    chooser.value.set_files([_photo()])
    expect(fault.locator("[data-photo-id]")).to_have_count(1)


def _stored(world: World, row: Inspection) -> tuple[str, int | None, int, str, int]:
    with acting_for(world.tenant):
        now = Inspection.objects.get(id=row.id)
        fault = ItemResult.objects.get(inspection=row, item_code="CLN-1")
        return now.status, now.score, fault.deduction, fault.note, Attachment.objects.count()


DONE = ("submitted", 9800, 200, "大堂有积水", 1)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_filing_with_network(
    page_for: PageFor, live_server: LiveServer, world: World, started: Inspection, language: str
) -> None:
    page = page_for("project_supervisor", language=language, viewport="phone")
    _open(page, live_server, world, started)
    expect(page.locator("[data-score]")).to_have_text("100.00")
    _fill(page)
    expect(page.locator("[data-score]")).to_have_text("98.00")
    expect(page.locator("[data-answered]").first).to_have_text("23")
    assert_accessible(page)
    page.locator("button[value=submit]").click()
    page.wait_for_url(_address(live_server, world, started, ""))
    assert _stored(world, started) == DONE
    assert_accessible(page)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_filing_without_network_is_sent_once_when_it_is_back(
    page_for: PageFor, live_server: LiveServer, world: World, started: Inspection, language: str
) -> None:
    page = page_for("project_supervisor", language=language, viewport="phone")
    _open(page, live_server, world, started)
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    _fill(page)
    expect(page.locator("[data-network]").first).to_be_visible()
    assert_fits(page)
    page.locator("button[value=submit]").click()
    expect(page.locator("[data-outbox-count]").first).to_have_text("1")
    assert _stored(world, started)[0] == "in_progress"
    page.context.set_offline(False)
    expect(page.locator("[data-outbox-show]").first).to_be_hidden()
    assert _stored(world, started) == DONE


def test_draft_is_kept_and_goes_on_on_another_device(
    page_for: PageFor, live_server: LiveServer, world: World, started: Inspection
) -> None:
    first = page_for("project_supervisor", viewport="phone")
    _open(first, live_server, world, started)
    first.locator("[data-item='CLN-2'] label:has(input[value=na])").click()
    # On a slow machine the first answer may be saved alone: wait for the draft that holds both.
    with first.expect_response(
        lambda answer: answer.url.endswith("/draft/") and answer.ok and "CLN-3" in (answer.request.post_data or "")
    ):
        first.locator("[data-item='CLN-3'] label:has(input[value=ok])").click()
    second = page_for("project_supervisor", viewport="desktop")
    second.goto(_address(live_server, world, started))
    assert second.locator("[name='item-CLN-2-outcome'][value=na]").is_checked()
    assert second.locator("[name='item-CLN-3-outcome'][value=ok]").is_checked()


def test_unanswered_items_are_pointed_out_before_sending(
    page_for: PageFor, live_server: LiveServer, world: World, started: Inspection
) -> None:
    page = page_for("project_supervisor", viewport="phone")
    _open(page, live_server, world, started)
    page.locator("button[value=submit]").click()
    expect(page.locator("[data-item].is-missing")).to_have_count(23)
    assert _stored(world, started)[0] == "in_progress"


def test_filing_without_scripts(page_for: PageFor, live_server: LiveServer, world: World, started: Inspection) -> None:
    page = page_for("project_supervisor", viewport="phone", javascript=False)
    page.goto(_address(live_server, world, started))
    for item in page.locator("[data-item]").all():
        item.locator("input[value=ok]").check(force=True)
    fault = page.locator("[data-item='CLN-1']")
    fault.locator("input[value=deduct]").check(force=True)
    fault.locator("[name='item-CLN-1-deduction']").fill("2")
    fault.locator("[name='item-CLN-1-note']").fill("大堂有积水")
    fault.locator("[data-photo-input=camera]").set_input_files([_photo()])
    page.locator("button[value=submit]").click()
    page.wait_for_url(_address(live_server, world, started, ""))
    assert _stored(world, started) == DONE
