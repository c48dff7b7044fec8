"""The first page: to-do list with due dates, news, running jobs, what the role watches (NTF-01)."""

from datetime import date
from typing import Any

import pytest
from django.utils.module_loading import import_string

from records import home, todo
from records.todo import Duty
from tenancy import work
from tenancy.context import acting_for
from tenancy.rules.actor import Actor
from tests.factories.tenancy import AT, World, add_vendor_person
from tests.factories.vendors import a_vendor

pytestmark = pytest.mark.django_db


def late(actor: Actor, on: date) -> list[Duty]:
    """Two duties, one of them late."""
    return [
        Duty("File the inspection", "Cleaning", "/alpha/a/", on, "test.due", False),
        Duty("Answer the complaint", "", "/alpha/b/", date(2020, 1, 1), "test.late", True),
    ]


@pytest.mark.req("NTF-01")
def test_first_page_lists_duties_overdue_first_with_a_count(world: World, client_for: Any, settings: Any) -> None:
    settings.DUTIES = [f"{__name__}.late"]
    page = client_for("finance").get("/alpha/")
    assert [duty.title for duty in page.context["duties"]] == ["Answer the complaint", "File the inspection"]
    assert (page.context["duty_count"], page.context["overdue_count"]) == (2, 1)
    assert '<span class="counter">2</span>' in page.content.decode()


def test_first_page_without_duties_says_so(world: World, client_for: Any, settings: Any) -> None:
    settings.DUTIES = []
    content = client_for("finance").get("/alpha/").content.decode()
    assert "Nothing to do" in content
    assert 'class="counter">' not in content


def test_first_page_shows_ones_own_unfinished_jobs(world: World, client_for: Any, settings: Any) -> None:
    settings.JOBS = {**settings.JOBS, "test.job": f"{__name__}.late"}
    with acting_for(world.tenant):
        for role in ("finance", "auditor"):
            work.enqueue("test.job", role, title=f"Export of {role}", by=world.actor(role), at=AT)
    page = client_for("finance").get("/alpha/")
    assert [job.row.title for job in page.context["jobs"]] == ["Export of finance"]


def test_first_page_opens_for_every_role_in_every_language(world: World, client_for: Any) -> None:
    with acting_for(world.tenant):
        vendor = a_vendor()
    for role in ("vendor_manager", "vendor_supervisor"):
        add_vendor_person(world, vendor_id=vendor.id, vendor_name="洁净公司", role=role)
    for slug, role in list(world.members):
        if slug == "alpha":
            for language in ("zh-hans", "zh-hant", "en"):
                assert client_for(role, language=language).get("/alpha/").status_code == 200


def test_every_registered_duty_and_widget_answers_for_every_role(world: World, settings: Any) -> None:
    on = date(2026, 10, 15)
    for slug, role in list(world.members):
        if slug != "alpha":
            continue
        actor = world.actor(role)
        with acting_for(world.tenant):
            for path in settings.DUTIES:
                assert all(isinstance(duty, Duty) for duty in import_string(path)(actor, on))
            assert all(isinstance(widget, home.Widget) for widget in home.widgets(actor, on))
            assert todo.count(actor) == len(todo.duties(actor, work.timezone.localdate()))
