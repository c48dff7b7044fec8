"""News for people: once each, in the reader's language, mailed daily or at once when due today (NTF-02, NTF-03)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db.utils import ProgrammingError
from django.utils import translation

from records import notification_queries as queries
from records import reminders, todo
from records.actions.notification import mark_all_read, mark_read, notify
from records.models import Notification
from records.todo import Duty
from tenancy import work
from tenancy.actions import people
from tenancy.context import acting_for
from tenancy.models import Job
from tenancy.queries import actor_of
from tenancy.queries import today as tenant_today
from tenancy.rules.actor import Actor
from tests.factories.tenancy import AT, World, add_vendor_person
from tests.factories.vendors import a_vendor

pytestmark = pytest.mark.django_db

ON = date(2026, 10, 15)
DUTIES: dict[int | None, list[Duty]] = {}


def duties(actor: Actor, on: date) -> list[Duty]:
    """The duties a test gave to a membership."""
    return DUTIES.get(actor.membership_id, [])


@pytest.fixture(autouse=True)
def _registered(settings: Any) -> None:
    DUTIES.clear()
    settings.DUTIES = [f"{__name__}.duties"]


def _tell(world: World, *roles: str, **facts: Any) -> int:
    facts = {"text": "Approved: %(title)s", "params": {"title": "名录"}, "url": "/alpha/", **facts}
    with acting_for(world.tenant):
        return notify(event="test.told", to=[world.member(role).id for role in roles], at=AT, **facts)


def _rows(world: World) -> list[Notification]:
    with acting_for(world.tenant):
        return list(Notification.objects.order_by("id"))


@pytest.mark.req("NTF-03", "TEN-10")
def test_text_is_shown_in_the_readers_language(world: World) -> None:
    _tell(world, "finance", params={"title": {"zh-hans": "保洁", "en": "Cleaning"}})
    (row,) = _rows(world)
    with translation.override("en"):
        assert queries.text_of(row) == "Approved: Cleaning"
    with translation.override("zh-hans"):
        assert queries.text_of(row) == "已批准：保洁"


def test_text_with_a_missing_value_still_shows(world: World) -> None:
    row = Notification(tenant=world.tenant, text="100% done", params={})
    assert queries.text_of(row) == "100% done"


def test_same_key_is_told_once_and_inactive_members_are_not(world: World) -> None:
    with acting_for(world.tenant):
        people.set_member_active(
            membership_id=world.member("auditor").id, is_active=False, by=world.actor("tenant_admin"), at=AT
        )
    for _number in range(2):
        _tell(world, "finance", "auditor", key="late:7")
    assert [row.membership_id for row in _rows(world)] == [world.member("finance").id]


@pytest.mark.req("TEN-01")
def test_members_of_another_tenant_are_not_told(world: World) -> None:
    with acting_for(world.tenant):
        told = notify(
            event="test.told", text="x", url="", to=[world.member("finance", tenant=world.other).id, None], at=AT
        )
    assert (told, _rows(world)) == (0, [])


@pytest.mark.req("TEN-05")
def test_vendor_tells_party_a_without_reading_its_news(world: World) -> None:
    with acting_for(world.tenant):
        vendor, other = a_vendor(), a_vendor()
    own = add_vendor_person(world, vendor_id=vendor.id, vendor_name="v", role="vendor_manager")
    foreign = add_vendor_person(world, vendor_id=other.id, vendor_name="o", role="vendor_supervisor")
    with acting_for(world.tenant, vendor_id=vendor.id):
        notify(event="test.told", text="x", url="", to=[world.member("finance").id, own.id, foreign.id], at=AT, key="k")
        seen = list(Notification.objects.values_list("membership_id", flat=True))
    assert seen == [own.id]
    assert [row.membership_id for row in _rows(world)] == [own.id, world.member("finance").id]
    with acting_for(world.tenant, vendor_id=vendor.id), pytest.raises(ProgrammingError, match="row-level security"):
        Notification.objects.create(membership=foreign, vendor_id=other.id, event="x", text="x", created_at=AT)


def test_reading_marks_only_ones_own(world: World) -> None:
    _tell(world, "finance", "auditor")
    with acting_for(world.tenant):
        first, second = Notification.objects.order_by("id")
        finance, auditor = world.actor("finance"), world.actor("auditor")
        assert mark_read(notification_id=second.id, by=finance, at=AT) == 0
        assert mark_read(notification_id=first.id, by=finance, at=AT) == 1
        assert mark_read(notification_id=first.id, by=finance, at=AT + timedelta(days=1)) == 1
        assert mark_all_read(by=auditor, at=AT) == 1
        assert mark_all_read(by=auditor, at=AT) == 0
        first.refresh_from_db()
    assert first.read_at == AT


@pytest.mark.req("NTF-02")
@pytest.mark.parametrize(
    ("days", "goes_out"), [(4, False), (3, True), (2, False), (1, True), (0, True), (-1, True), (-2, True), (-30, True)]
)
def test_reminders_go_out_three_and_one_day_before_and_every_day_after(days: int, goes_out: bool) -> None:
    assert todo.is_reminder_day(ON + timedelta(days=days), ON) is goes_out


def _duty(days: int, *, unit_id: int | None = None) -> Duty:
    due = ON + timedelta(days=days)
    return Duty("检查云栖苑", "保洁", "/alpha/x/", due, "test.duty", due < ON, unit_id)


def _run(world: World, kind: str) -> dict[str, Any]:
    with acting_for(world.tenant):
        jobs = list(Job.objects.filter(kind=kind, status="waiting"))
    for job in jobs:
        assert work.run_job(world.tenant.id, job.id) is True
        with acting_for(world.tenant):
            job.refresh_from_db()
    return jobs[-1].result if jobs else {}


@pytest.mark.req("NTF-02", "NTF-07")
def test_digest_goes_out_once_a_day_to_those_concerned(world: World) -> None:
    _tell(world, "finance")
    DUTIES[world.member("auditor").id] = [_duty(3), _duty(2)]
    DUTIES[world.member("legal_reviewer").id] = [_duty(2)]
    seven = datetime(2026, 10, 14, 23, 5, tzinfo=UTC)
    for minutes in (0, 5, 600):
        reminders.schedule(seven + timedelta(minutes=minutes))
    assert _run(world, "records.remind") == {"mails": 2}
    _run(world, "records.mail_notifications")
    assert sorted(message.to[0] for message in mail.outbox) == ["auditor@alpha.example", "finance@alpha.example"]
    by_address = {message.to[0]: message for message in mail.outbox}
    assert by_address["auditor@alpha.example"].body.count("检查云栖苑") == 1
    assert "http://localhost:8000/alpha/x/" in by_address["auditor@alpha.example"].body
    assert "已批准：名录" in by_address["finance@alpha.example"].body
    mail.outbox.clear()
    DUTIES.clear()
    reminders.schedule(seven + timedelta(days=1))
    assert _run(world, "records.remind") == {"mails": 0}
    assert mail.outbox == []


def test_digest_waits_for_seven_in_the_tenants_time_zone(world: World) -> None:
    reminders.schedule(datetime(2026, 10, 14, 22, 59, tzinfo=UTC))
    with acting_for(world.tenant):
        assert Job.objects.filter(kind="records.remind").count() == 0


def test_what_is_due_today_is_mailed_at_once(world: World) -> None:
    _tell(world, "finance", due_on=tenant_today(world.tenant))
    _tell(world, "auditor", due_on=tenant_today(world.tenant) + timedelta(days=2))
    _run(world, "records.mail_notifications")
    assert [message.to[0] for message in mail.outbox] == ["finance@alpha.example"]
    assert [row.mailed_at is None for row in _rows(world)] == [False, True]


@pytest.mark.req("NTF-06", "NTF-07")
def test_overdue_duty_is_told_to_the_next_superior_once(world: World) -> None:
    with acting_for(world.tenant):
        supervisor = people.add_member(email="s@alpha.example", name="检查员", by=None, at=AT)
        manager = people.add_member(email="m@alpha.example", name="经理", by=None, at=AT)
        people.grant_role(membership=supervisor, role="project_supervisor", unit=world.project, by=None, at=AT)
        people.grant_role(membership=manager, role="property_manager", unit=world.project, by=None, at=AT)
    DUTIES[supervisor.id] = [_duty(-1, unit_id=world.project.id), _duty(1, unit_id=world.project.id)]
    DUTIES[manager.id] = [_duty(-2, unit_id=world.project.id)]
    for hours in (0, 24):
        reminders.schedule(datetime(2026, 10, 15, 1, tzinfo=UTC) + timedelta(hours=hours))
    _run(world, "records.escalate")
    told = [(row.membership_id, row.params["name"], row.params["due"]) for row in _rows(world)]
    assert told == [
        (manager.id, "检查员", "2026-10-14"),
        (world.member("quality_officer").id, "经理", "2026-10-13"),
    ]


@pytest.mark.req("NTF-01")
def test_duties_are_shown_overdue_first_then_by_date(world: World) -> None:
    undated = Duty("Z", "", "/", None, "test.duty", False)
    DUTIES[world.member("finance").id] = [undated, _duty(5), _duty(-1), _duty(1), _duty(-9)]
    with acting_for(world.tenant):
        found = todo.duties(actor_of(world.member("finance")), ON)
    assert [duty.due_on and (duty.due_on - ON).days for duty in found] == [-9, -1, 1, 5, None]


def test_web_news_list_open_and_mark(world: World, client_for: Any) -> None:
    for number in range(3):
        _tell(world, "finance", params={"title": str(number)}, url="/alpha/profile/")
    _tell(world, "auditor", params={"title": "of another"})
    client = client_for("finance")
    page = client.get("/alpha/records/news/")
    assert [row.cells[0].text for row in page.context["page"].rows] == ["Approved: 2", "Approved: 1", "Approved: 0"]
    row = _rows(world)[0]
    answer = client.get(f"/alpha/records/news/{row.id}/")
    assert (answer.status_code, answer["Location"]) == (302, "/alpha/profile/")
    assert client.get("/alpha/records/news/?unread=1").context["unread_count"] == 2
    assert client.post("/alpha/records/news/read/").status_code == 302
    assert client.get("/alpha/records/news/").context["unread_count"] == 0
    foreign = _rows(world)[-1]
    assert client.get(f"/alpha/records/news/{foreign.id}/").status_code == 404
    assert client.post(f"/alpha/records/news/{foreign.id}/read/").status_code == 404


def test_web_news_never_leads_elsewhere(world: World, client_for: Any) -> None:
    _tell(world, "finance", url="https://elsewhere.example/")
    answer = client_for("finance").get(f"/alpha/records/news/{_rows(world)[0].id}/")
    assert answer["Location"] == "/alpha/records/news/"
