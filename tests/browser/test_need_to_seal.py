"""From a project's need to sealed papers, by the hands of the people who do it."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from records.models import Approval
from tenancy.context import acting_for
from tendering.models import EvaluationDraft, Tender, TenderSeal
from tests.browser.conftest import PageFor
from tests.factories.tenancy import World
from tests.factories.tendering import LINES, approve_set, make_keys, make_tender, plan
from tests.factories.vendors import a_line

pytestmark = pytest.mark.django_db(transaction=True)
# Where to leave pictures for whoever wants to look at the pages; nothing by default.
PICTURES = os.environ.get("PICTURES", "")


def _look(page: Page, name: str) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    assert wide, f"{name} is wider than its window"


def test_a_need_is_applied_for_on_a_phone_and_assessed_in_english(world: World, page_for: PageFor) -> None:
    with acting_for(world.tenant):
        a_line()
    base = f"/{world.tenant.slug}/tendering/"
    page = page_for("project_supervisor", viewport="phone")
    page.goto(f"{base}apply/")
    page.fill("[name=title]", "云栖苑保洁服务")
    page.select_option("[name=project]", str(world.project.id))
    page.select_option("[name=line]", index=1)
    page.fill("[name=reason]", "合同到期")
    _look(page, "need-apply-phone")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator("main")).to_contain_text("已提需求")
    _look(page, "need-phone")
    officer = page_for("tender_officer", language="en")
    officer.goto(f"{base}{_only(world)}/assess/")
    officer.locator("[name=is_needed][value=yes]").check()
    officer.fill("[name=assessment]", "Needed and within budget.")
    officer.locator("main form:has([name=assessment]) button[type=submit]").click()
    expect(officer.locator("main")).to_contain_text("Need assessed")
    _look(officer, "assessed-desktop-en")


def _only(world: World) -> int:
    with acting_for(world.tenant):
        return int(Tender.objects.get().id)


def test_the_author_writes_the_manager_approves_and_the_custodian_seals(world: World, page_for: PageFor) -> None:
    with acting_for(world.tenant):
        tender = make_tender(world, status="approved")
        plan(world, tender)
        make_keys(world)
    base = f"/{world.tenant.slug}/tendering/{tender.id}/"
    author = page_for("quality_officer")
    author.goto(f"{base}undertaking/")
    author.locator("main form button[type=submit]").first.click()
    author.goto(f"{base}evaluation/write/")
    author.fill("[name=basis]", "专业分册")
    for number, line in enumerate(LINES):
        author.fill(f"[name=lines-{number}-code]", line.code)
        author.select_option(f"[name=lines-{number}-section]", line.section)
        author.fill(f"[name=lines-{number}-heading]", line.heading)
        author.fill(f"[name=lines-{number}-standard]", line.standard)
        author.fill(f"[name=lines-{number}-points]", str(line.max_points / 100))
    author.check("[name=lines-3-is_price]")
    _look(author, "evaluation-write")
    author.locator("main form button[type=submit]").first.click()
    expect(author.locator("main")).to_contain_text("企业信誉")
    _look(author, "evaluation")
    with acting_for(world.tenant):
        assert EvaluationDraft.objects.count() == 1
        EvaluationDraft.objects.all().delete()
        tender.appointments.filter(duty="author").update(undertaken_at=None)
        approve_set(world, tender)
        assert Approval.objects.filter(status="pending").count() == 0
    custodian = page_for("office_custodian", language="en", viewport="phone")
    custodian.goto(f"{base}papers/")
    _look(custodian, "papers-phone-en")
    custodian.goto(f"{base}seal/")
    custodian.locator("main form button[type=submit]").first.click()
    expect(custodian.locator("main code").first).to_be_visible()
    _look(custodian, "sealed-phone-en")
    with acting_for(world.tenant):
        assert TenderSeal.objects.count() == 1
    custodian.goto(f"{base}opening/")
    _look(custodian, "opening-phone-en")
    officer = page_for("tender_officer")
    for name in ("", "people/", "papers/", "opening/"):
        officer.goto(f"{base}{name}")
        _look(officer, f"tender-{name.strip('/') or 'overview'}")
