"""After the opening in the browser: a judge on the phone, a failed tender, the next candidate."""

import pytest
from pytest_django.live_server_helper import LiveServer

from tenancy.context import acting_for
from tendering.choices import TenderStatus
from tendering.models import Award, JudgeScore, Tender
from tests.browser.conftest import PageFor
from tests.browser.driver import LANGUAGES, assert_accessible, shoot
from tests.factories.judging import (
    a_contracting_tender,
    a_judge,
    a_scored_tender,
    an_opened_tender,
    check_all,
)
from tests.factories.tenancy import World

pytestmark = [pytest.mark.django_db(transaction=True)]
BASE = "/alpha/tendering"


@pytest.mark.parametrize("viewport", ["phone", "desktop"])
def test_judge_declares_scores_and_hands_in(
    world: World, live_server: LiveServer, page_for: PageFor, viewport: str
) -> None:
    """The whole sheet by thumb or by keyboard; a wrong figure is named beside its field and nothing is lost."""
    with acting_for(world.tenant):
        opened = an_opened_tender(world)
        check_all(opened)
        judge, _actor = a_judge(opened, declared=False)
    page = page_for(person=judge.membership.person, viewport=viewport)
    page.goto(f"{live_server.url}{BASE}/judging/{judge.id}/")
    page.locator("input[name=has_conflict][value=no]").check()
    page.locator("form[method=post] button[type=submit].btn-primary").click()
    shoot(page, f"judge-sheet-{viewport}")
    page.get_by_role("link", name=opened.bids[0].vendor.legal_name).click()
    first, second, third = (page.locator(f"#p-{item.id}") for item in opened.items[:3])
    first.fill("41")
    second.fill("28.5")
    third.fill("9")
    page.locator("button[name=next]").click()
    page.locator(".invalid-feedback").wait_for()
    assert second.input_value() == "28.5"
    shoot(page, f"judge-bid-{viewport}")
    assert_accessible(page)
    for number in range(3):
        for field, points in ((first, "36"), (second, "27.25"), (third, "8")):
            field.fill(points)
        button = "button[name=next]" if number < 2 else "form[method=post] button.btn-primary[type=submit]"
        page.locator(button).last.click()
    page.get_by_role("link", name="提交").click()
    page.get_by_role("button", name="提交").last.click()
    page.get_by_text("已提交并锁定").first.wait_for()
    with acting_for(world.tenant):
        assert sorted(set(JudgeScore.objects.values_list("points", flat=True))) == [800, 2725, 3600]


@pytest.mark.parametrize("language", LANGUAGES)
def test_tender_with_too_few_valid_bids_is_ended_as_failed(
    world: World, live_server: LiveServer, page_for: PageFor, language: str
) -> None:
    """The organiser checks the bids, sees that there are too few, and ends the tender; every bidder gets a letter."""
    with acting_for(world.tenant):
        opened = an_opened_tender(world)
        check_all(opened)
    page = page_for("tender_officer", language=language)
    page.goto(f"{live_server.url}{BASE}/opened-bids/{opened.bids[2].id}/check/")
    page.locator("input[name=verdict][value=no]").check()
    page.locator("[name=invalid_reason]").fill("缺少承诺书")
    page.locator("form[method=post] button.btn-primary[type=submit]").last.click()
    page.get_by_text("缺少承诺书").first.wait_for()
    shoot(page, f"opened-bids-{language}")
    page.goto(f"{live_server.url}{BASE}/{opened.tender.id}/panel/fail/")
    page.locator("[name=reason]").fill("有效投标不足三家")
    page.locator("form[method=post] button.btn-danger[type=submit]").last.click()
    page.get_by_text("有效投标不足三家").first.wait_for()
    with acting_for(world.tenant):
        assert Tender.objects.get(id=opened.tender.id).status == TenderStatus.FAILED
        assert opened.tender.letters.count() == 3


@pytest.mark.parametrize("viewport", ["phone", "desktop"])
def test_next_candidate_takes_the_award(
    world: World, live_server: LiveServer, page_for: PageFor, viewport: str
) -> None:
    """The winner does not sign: the general manager passes on, the organiser issues the notice."""
    with acting_for(world.tenant):
        opened = a_contracting_tender(world)
        shown = a_scored_tender(world, bids=4)
    page = page_for("general_manager", viewport=viewport)
    page.goto(f"{live_server.url}{BASE}/{shown.tender.id}/ranking/")
    shoot(page, f"ranking-{viewport}")
    assert_accessible(page)
    page.goto(f"{live_server.url}{BASE}/{opened.tender.id}/award/")
    page.get_by_role("link", name="下一候选单位").click()
    page.locator("[name=reason]").fill("放弃签约")
    page.locator("[name=advantages]").fill("方案扎实")
    page.locator("[name=risks]").fill("规模较小")
    page.locator("form[method=post] button.btn-danger[type=submit]").last.click()
    page.get_by_text("第 2 轮").first.wait_for()
    page = page_for("tender_officer", viewport=viewport)
    page.goto(f"{live_server.url}{BASE}/{opened.tender.id}/award/letters/")
    page.locator("[name=signing_on]").fill("2099-01-15")
    page.locator("form[method=post] button.btn-primary[type=submit]").last.click()
    page.get_by_text("全部信函已发出").first.wait_for()
    shoot(page, f"award-{viewport}")
    assert_accessible(page)
    with acting_for(world.tenant):
        award = Award.objects.get(tender=opened.tender, round=2)
        assert (award.vendor_id, award.letters.count()) == (opened.bids[1].vendor_id, 1)
