"""The journal cannot be changed unnoticed (ARC-03)."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from records import journal
from records.actions.journal import SEAL_JOB, order_sealing, seal, verify
from records.event_names import changed_fields, event_label, events
from records.models import JournalEntry, JournalSeal
from records.schedule import schedule
from tenancy import work
from tenancy.context import acting_for
from tenancy.models import Job, Tenant
from tests.factories.tenancy import AT, World

pytestmark = pytest.mark.req("ARC-03")


def write(world: World, count: int = 3, tenant: Tenant | None = None) -> list[JournalEntry]:
    """Write entries as the quality officer."""
    by = world.actor("quality_officer", tenant=tenant)
    return [
        journal.record("tests.happened", world.project, by=by, at=AT, changes={"name": ["旧", f"新{number}"]})
        for number in range(count)
    ]


@contextmanager
def the_owner() -> Iterator[Any]:
    """Be the role that owns the tables, as somebody with the database's password would be."""
    app = dict(connections["default"].settings_dict)
    _become(configured.OWNER_DATABASE)
    try:
        with connection.cursor() as cursor:
            for table in ("records_journalentry", "records_journalseal"):
                cursor.execute(f"alter table {table} no force row level security")
            yield cursor
            for table in ("records_journalentry", "records_journalseal"):
                cursor.execute(f"alter table {table} force row level security")
    finally:
        _become(app)


def _become(role: dict[str, Any]) -> None:
    connection.close()
    for key in ("USER", "PASSWORD"):
        connections["default"].settings_dict[key] = role[key]


def test_the_app_role_may_add_and_read_only(world: World, tenant: Tenant) -> None:
    entry = write(world, 1)[0]
    seal(at=AT)
    for act in (
        lambda: JournalEntry.objects.filter(id=entry.id).update(actor_name="somebody else"),
        lambda: JournalEntry.objects.filter(id=entry.id)._raw_delete("default"),
        lambda: JournalSeal.objects.update(hash="0" * 64),
        lambda: JournalSeal.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            act()


def test_a_chain_that_nobody_touched_holds(world: World, tenant: Tenant) -> None:
    seal(at=AT)
    before = journal.verify().links
    write(world)
    assert journal.verify().unsealed == 3
    assert seal(at=AT) == 3
    verdict = journal.verify()
    assert (verdict.links, verdict.unsealed, verdict.first_bad, verdict.head) == (before + 3, 0, None, journal.head())


TAMPERING = {
    "an entry's person": ("update records_journalentry set actor_name = 'x' where id = %s", 2, "changed"),
    "an entry's values": ("update records_journalentry set changes = '{}' where id = %s", 2, "changed"),
    "an entry's moment": ("update records_journalentry set at = at + interval '1 day' where id = %s", 2, "changed"),
    "a link's hash": ("update records_journalseal set hash = repeat('0', 64) where entry_id = %s", 2, "changed"),
    "a link left out": ("delete from records_journalseal where entry_id = %s", 2, "missing"),
}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("sql", "link", "reason"), TAMPERING.values(), ids=TAMPERING.keys())
def test_tampering_as_the_owner_is_found_at_its_row(world: World, sql: str, link: int, reason: str) -> None:
    with acting_for(world.tenant):
        seal(at=AT)
        before = journal.verify().links
        entries = write(world)
        seal(at=AT)
    with acting_for(world.other):
        seal(at=AT)
    with the_owner() as cursor:
        cursor.execute(sql, [entries[link - 1].id])
        assert cursor.rowcount == 1
    with acting_for(world.tenant):
        verdict = journal.verify()
    assert (verdict.first_bad, verdict.reason) == (before + link, reason)
    out, problems = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_journal", stdout=out, stderr=problems)
    assert ended.value.code == 1
    assert f"alpha: BROKEN at link {before + link}" in problems.getvalue()
    assert "beta: intact" in out.getvalue()
    call_command("verify_journal", "--tenant", "beta", stdout=out)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_tail_cut_by_the_owner_is_found_by_a_head_kept_outside(world: World) -> None:
    with acting_for(world.tenant):
        entries = write(world)
        seal(at=AT)
        outside = journal.head()
    with the_owner() as cursor:
        cursor.execute("delete from records_journalseal where entry_id = %s", [entries[-1].id])
        cursor.execute("delete from records_journalentry where id = %s", [entries[-1].id])
    with acting_for(world.tenant):
        assert journal.verify().first_bad is None
    problems = StringIO()
    with pytest.raises(SystemExit):
        call_command("verify_journal", "--tenant", "alpha", "--head", outside, stderr=problems, stdout=StringIO())
    assert "alpha: BROKEN" in problems.getvalue()
    assert "is not in the chain" in problems.getvalue()


def test_verify_journal_of_an_unknown_tenant_says_so(world: World) -> None:
    with pytest.raises(CommandError, match="nobody"):
        call_command("verify_journal", "--tenant", "nobody")


@pytest.mark.req("NTF-07")
def test_sealing_is_ordered_once_a_minute_and_only_when_needed(world: World) -> None:
    with acting_for(world.tenant):
        seal(at=AT)
        assert order_sealing(at=AT) is None
        write(world, 1)
    with acting_for(world.other):
        seal(at=AT)
    schedule(AT)
    schedule(AT + timedelta(seconds=20))
    with acting_for(world.tenant):
        job = Job.objects.get(kind=SEAL_JOB)
        assert JournalEntry.objects.filter(seals__isnull=True).count() == 1
    with acting_for(world.other):
        assert Job.objects.filter(kind=SEAL_JOB).count() == 0
    assert work.run_job(world.tenant.id, job.id)
    assert not work.run_job(world.tenant.id, job.id)
    with acting_for(world.tenant):
        assert JournalEntry.objects.filter(seals__isnull=True).count() == 0


def test_verify_writes_into_the_journal_what_it_found(world: World, tenant: Tenant) -> None:
    write(world, 1)
    seal(at=AT)
    found = verify(tenant=tenant, by=world.actor("auditor"), at=AT)
    entry = JournalEntry.objects.get(event="records.journal_verified")
    assert (found["first_bad"], entry.changes["head"], entry.actor_name) == (None, found["head"], "auditor alpha")


def test_many_entries_are_what_single_ones_would_be(world: World, tenant: Tenant, settings: Settings) -> None:
    settings.REACTIONS = {"tests.happened": ["records.remind"]}
    by, rows = world.actor("quality_officer"), [world.project, world.second_project]
    single = [journal.record("tests.happened", row, by=by, at=AT, changes={"n": 1}) for row in rows]
    facts = [journal.Fact(row, AT, {"n": 1}) for row in rows]
    with CaptureQueriesContext(connection) as seen:
        many = journal.record_many("tests.happened", facts, by=by)
    assert sum('INSERT INTO "records_journalentry"' in one["sql"] for one in seen) == 1
    own = ("id", "entry")
    shown = [{name: value for name, value in vars(one).items() if name not in own and name[0] != "_"} for one in single]
    assert [{name: value for name, value in vars(one).items() if name in shown[0]} for one in many] == shown
    assert [one.pk for one in many] == sorted(one.pk for one in many)
    wanted = {f"tests.happened:{one.pk}" for one in (*single, *many)}
    assert set(Job.objects.filter(kind="records.remind").values_list("period_key", flat=True)) >= wanted


def test_many_entries_about_scores_join_the_chain_at_once(world: World, settings: Settings) -> None:
    settings.SEALED_AT_ONCE = {"tests.happened"}
    with acting_for(world.tenant):
        facts = [journal.Fact(world.project, AT), journal.Fact(world.second_project, AT)]
        journal.record_many("tests.happened", facts, by=world.actor("quality_officer"))
        assert journal.verify().unsealed >= 2
    with acting_for(world.tenant):
        assert journal.verify().unsealed == 0


def test_every_event_written_in_the_code_has_a_name() -> None:
    root = Path(__file__).resolve().parents[2]
    written = {
        event
        for room in ("tenancy", "records", *configured.ROOMS)
        for path in (root / room).rglob("*.py")
        for event in re.findall(r"journal(?:_port)?\.record(?:_many)?\(\s*\"([a-z_.]+)\"", path.read_text())
    }
    assert written - set(events()) == set(), "Name the event in records/event_names.py or in the room's event_words.py."


def test_changes_are_shown_in_the_words_of_the_object(world: World, tenant: Tenant) -> None:
    entry = write(world, 1)[0]
    assert changed_fields(entry) == [{"label": "名称", "before": "旧", "after": "新0", "is_change": True}]
    assert (event_label("tests.it_happened"), set(events()) >= {"records.list_exported"}) == ("It happened", True)


@pytest.mark.slow
def test_pages_show_filter_and_verify(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        entry = write(world, 1)[0]
        write(world, 1)
    client = client_for("auditor")
    for query in ("", "?event=records.list_exported", "?since=2026-10-15&until=2026-10-15", "?q=%00", "?since=x"):
        assert client.get(f"/alpha/records/journal/{query}").status_code == 200
    about = f"?object_type=tenancy.orgunit&object_id={world.project.id}"
    assert "新0" in client.get(f"/alpha/records/journal/{about}").content.decode()
    assert "新0" not in client.get("/alpha/records/journal/?until=2026-10-14").content.decode()
    page = client.get(f"/alpha/records/journal/{entry.id}/").content.decode()
    assert ("旧" in page, "新0" in page) == (True, True)
    answer = client.post("/alpha/records/journal/verify/")
    assert answer.status_code == 302
    assert client.get(answer.headers["Location"]).status_code == 200


@pytest.mark.req("TEN-01")
def test_pages_are_closed_to_others(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        entry = write(world, 1)[0]
    foreign = client_for(person=world.person("auditor", tenant=world.other))
    assert foreign.get(f"/beta/records/journal/{entry.id}/").status_code == 404
    lower = client_for("project_supervisor")
    for address in ("", f"{entry.id}/"):
        assert lower.get(f"/alpha/records/journal/{address}").status_code == 403
    assert lower.post("/alpha/records/journal/verify/").status_code == 403
    with acting_for(world.tenant):
        assert Job.objects.filter(kind="records.verify").count() == 0
