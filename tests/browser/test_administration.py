"""To-do list, news, approvals, organisation, people, settings, jobs: accessible and working on every screen."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from records.actions import approval
from records.actions.notification import notify
from records.models import Approval
from records.todo import Duty
from tenancy import work
from tenancy.actions import people, settings, tokens
from tenancy.context import acting_for
from tenancy.models import Job
from tenancy.queries import settings_in_force
from tenancy.rules.actor import Actor
from tests.browser.conftest import PageFor
from tests.browser.driver import LANGUAGES, VIEWPORTS, assert_accessible, shoot
from tests.factories.tenancy import AT, World


def some_duties(actor: Actor, on: date) -> list[Duty]:
    """A to-do list as a manager sees it."""
    return [
        Duty("云栖苑保洁检查", "保洁 · 上海诚修保洁服务有限公司", "/alpha/", on, "test.due", False),
        Duty("答复投诉 TS-2026-0007", "电梯困人", "/alpha/", date(2026, 1, 2), "test.late", True),
        Duty("确认 2026-10 评分卡", "", "/alpha/", date(2099, 1, 1), "test.later", False),
    ]


def broken(job: work.JobRun) -> None:
    """A job that fails."""
    raise ValueError("The file store could not be reached")


@pytest.fixture
def registered(world: World, settings: Any) -> None:
    settings.DUTIES = [f"{__name__}.some_duties", "records.approval_queries.duties"]
    settings.JOBS = {**settings.JOBS, "test.broken": f"{__name__}.broken"}


def _fill(world: World) -> dict[str, str]:
    """Make a row for every page; return the addresses below the tenant by name."""
    admin, manager = world.actor("tenant_admin"), world.actor("general_manager")
    on = timezone.localdate()
    with acting_for(world.tenant):
        version = settings.draft_settings(
            area="scoring",
            values={**settings_in_force("scoring", on).values},
            effective_on=date(2099, 1, 1),
            reason="董事会年度调整",
            by=world.actor("quality_officer"),
            at=AT,
            today=on,
        )
        start, dead = (
            Job.objects.get(kind="records.start_settings_approval"),
            work.enqueue("test.broken", "1", title="导出 检查记录", by=admin, at=AT),
        )
        approval.delegate(
            agent_id=world.member("finance").id,
            role="general_manager",
            starts_on=on,
            ends_on=on,
            reason="出差",
            by=manager,
            at=AT,
            on=on,
        )
        tokens.create_token(by=manager, name="工资系统", days=30, at=timezone.now())
        people.grant_role(membership=world.member("general_manager"), role="tenant_admin", unit=None, by=None, at=AT)
        notify(
            event="test",
            text=approval.APPROVED,
            params={"title": "合格外包方名录"},
            url="/alpha/",
            to=[manager.membership_id],
            at=AT,
        )
    work.run_job(world.tenant.id, start.id)
    for _number in range(3):
        work.run_job(world.tenant.id, dead.id)
    with acting_for(world.tenant):
        asked = Approval.objects.get()
    member = world.member("property_manager").id
    return {
        "home": "",
        "news": "records/news/",
        "approvals": "records/approvals/",
        "approval": f"records/approvals/{asked.id}/",
        "delegations": "records/approvals/delegations/",
        "delegate": "records/approvals/delegations/add/",
        "chains": "records/approvals/chains/",
        "chain": "records/approvals/chains/tenancy.settings/",
        "organisation": "organisation/",
        "unit": f"organisation/{world.company.id}/",
        "unit_add": f"organisation/{world.company.id}/add/",
        "profile_of_company": "organisation/profile/",
        "project": f"organisation/{world.project.id}/",
        "admit": f"organisation/{world.project.id}/admit/",
        "unit_off": f"organisation/{world.project.id}/switch-off/",
        "people": "people/",
        "person": f"people/{member}/",
        "person_add": "people/add/",
        "profile": "profile/",
        "tokens": "tokens/",
        "settings": "settings/",
        "area": "settings/scoring/",
        "version": f"settings/scoring/{version.number}/",
        "compare": "settings/scoring/compare/",
        "draft": "settings/scoring/draft/",
        "jobs": "jobs/",
        "job": f"jobs/{dead.id}/",
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_pages_are_accessible(page_for: PageFor, world: World, viewport: str, language: str) -> None:
    addresses = _fill(world)
    page = page_for("general_manager", viewport=viewport, language=language)
    for name, address in addresses.items():
        answer = page.goto(f"/alpha/{address}")
        assert (name, answer.status if answer else 0) == (name, 200)
        shoot(page, f"administration-{name}-{viewport}-{language}")
        assert_accessible(page)


@pytest.mark.django_db(transaction=True)
def test_weights_show_their_sum_while_typing(page_for: PageFor, world: World) -> None:
    page = page_for("quality_officer", language="en")
    page.goto("/alpha/settings/scoring/draft/")
    total = page.locator("[data-sum-total]").first
    expect(total).to_have_text("100")
    field = page.locator("[data-sum] input").first
    field.fill(str(float(field.input_value()) + 5))
    expect(total).to_have_text("105")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("registered")
def test_general_manager_decides_on_a_phone_without_scripts(page_for: PageFor, world: World) -> None:
    addresses = _fill(world)
    page = page_for("general_manager", language="en", viewport="phone", javascript=False)
    page.goto("/alpha/")
    page.get_by_role("link", name="Decide:").click()
    page.get_by_role("button", name="Refuse").click()
    expect(page.get_by_role("alert")).to_contain_text("Say why you refuse.")
    page.get_by_label("Reason").fill("Not this year")
    page.get_by_role("button", name="Refuse").click()
    expect(page.get_by_text("No decision waits for you.")).to_be_visible()
    page.goto(f"/alpha/{addresses['version']}")
    expect(page.get_by_text("Withdrawn").first).to_be_visible()
