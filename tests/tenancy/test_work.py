"""Background work: the row is the truth, the message a nudge (security.md 5, NTF-07)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from celery import current_app
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from records.models import JournalEntry
from tenancy import work
from tenancy.actions.jobs import retry_job
from tenancy.choices import JobStatus
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, NotAllowed, RuleBroken
from tenancy.models import Job, OrgUnit
from tenancy.work import JobRun
from tests.factories.tenancy import AT, World, add_vendor_person
from tests.factories.vendors import a_vendor

NOW = timezone.now
RUNS: list[tuple[int, str, int | None]] = []


def count_run(job: JobRun) -> dict[str, int]:
    """A job that writes a row, so that doubled work would show."""
    RUNS.append((job.id, job.actor.name, job.actor.vendor_id))
    OrgUnit.objects.filter(name="done").count()
    OrgUnit.objects.create(kind="department", name=f"made by {job.id} {len(RUNS)}", path="/x/")
    job.progress(1, 2)
    return {"ok": 1}


def fail(job: JobRun) -> None:
    """A job that breaks after writing."""
    OrgUnit.objects.create(kind="department", name="half", path="/x/")
    raise ValueError("broken")


def refuse(job: JobRun) -> None:
    """A job whose verb refuses."""
    raise RuleBroken("not like this", code="nope")


def already(job: JobRun) -> None:
    """A job whose work somebody else did."""
    raise AlreadyDone


def stolen(job: JobRun) -> dict[str, int]:
    """A job that loses its lease while it works."""
    OrgUnit.objects.create(kind="department", name="stolen", path="/x/")
    Job.objects.filter(id=job.id).update(attempt=2)
    return {}


@pytest.fixture(autouse=True)
def _kinds(settings: Settings) -> None:
    RUNS.clear()
    names = ("count_run", "fail", "refuse", "already", "stolen")
    settings.JOBS = {**settings.JOBS, **{f"test.{name}": f"{__name__}.{name}" for name in names}}


def _job(world: World, kind: str, key: str = "2026-10", **kwargs: object) -> Job:
    with acting_for(world.tenant):
        return work.enqueue(f"test.{kind}", key, title="t", at=AT, **kwargs)  # type: ignore[arg-type]  # handed through


def _again(world: World, job: Job) -> Job:
    with acting_for(world.tenant):
        return Job.objects.get(id=job.id)


def _units(world: World, name: str) -> int:
    with acting_for(world.tenant):
        return OrgUnit.objects.filter(name__startswith=name).count()


@pytest.mark.django_db
@pytest.mark.req("NTF-07")
def test_enqueue_twice_is_one_row(world: World) -> None:
    assert _job(world, "count_run").id == _job(world, "count_run").id
    with acting_for(world.tenant):
        assert Job.objects.filter(kind="test.count_run").count() == 1


@pytest.mark.django_db
def test_enqueue_of_an_unknown_kind_raises(world: World) -> None:
    with pytest.raises(KeyError), acting_for(world.tenant):
        work.enqueue("test.nothing", "1", title="t", at=AT)


@pytest.mark.django_db
def test_run_finishes_once_and_a_second_run_does_nothing(world: World) -> None:
    job = _job(world, "count_run", by=world.actor("auditor"))
    assert work.run_job(world.tenant.id, job.id) is True
    assert work.run_job(world.tenant.id, job.id) is False
    row = _again(world, job)
    assert (row.status, row.attempt, row.result) == (JobStatus.DONE, 1, {"ok": 1})
    assert [(job.id, "auditor alpha", None)] == RUNS
    assert _units(world, "made by") == 1


@pytest.mark.django_db
def test_failure_leaves_nothing_waits_and_dies_after_three_attempts(world: World) -> None:
    job = _job(world, "fail")
    states = []
    for _number in range(4):
        work.run_job(world.tenant.id, job.id)
        row = _again(world, job)
        states.append((row.status, row.attempt))
    assert states == [("waiting", 1), ("waiting", 2), ("dead", 3), ("dead", 3)]
    assert row.error == "ValueError: broken"
    assert _units(world, "half") == 0


@pytest.mark.django_db
def test_refusal_is_final_and_says_why(world: World) -> None:
    job = _job(world, "refuse")
    work.run_job(world.tenant.id, job.id)
    row = _again(world, job)
    assert (row.status, row.attempt, row.error) == ("dead", 1, "nope: not like this")


@pytest.mark.django_db
def test_work_somebody_else_did_counts_as_success(world: World) -> None:
    job = _job(world, "already")
    assert work.run_job(world.tenant.id, job.id) is True
    assert _again(world, job).result == {"already_done": True}


@pytest.mark.django_db
def test_worker_that_lost_its_lease_writes_nothing(world: World) -> None:
    job = _job(world, "stolen")
    assert work.run_job(world.tenant.id, job.id) is False
    assert _units(world, "stolen") == 0


@pytest.mark.django_db
def test_killed_worker_is_taken_over_when_its_lease_ends(world: World) -> None:
    job = _job(world, "count_run")
    now = NOW()
    assert work.claim(world.tenant, job.id, now) is not None
    assert work.claim(world.tenant, job.id, now + timedelta(minutes=30)) is None
    taken = work.claim(world.tenant, job.id, now + work.LEASE + timedelta(seconds=1))
    assert taken is not None
    assert (taken.status, taken.attempt) == ("running", 2)


@pytest.mark.django_db
def test_worker_killed_three_times_is_dead_and_shown(world: World) -> None:
    job = _job(world, "count_run")
    now = NOW()
    for number in range(4):
        work.claim(world.tenant, job.id, now + number * (work.LEASE + timedelta(minutes=1)))
    row = _again(world, job)
    assert (row.status, row.error) == ("dead", "worker_lost")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_workers_claim_one_job_once(world: World) -> None:
    job = _job(world, "count_run")

    def one(_number: int) -> bool:
        try:
            return work.run_job(world.tenant.id, job.id)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(8))) == [False] * 7 + [True]
    assert len(RUNS) == 1
    assert _units(world, "made by") == 1


@pytest.mark.django_db
def test_broker_down_keeps_the_row_and_the_sweep_publishes_it(
    world: World, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    published: list[dict[str, int]] = []

    def refuses(**kwargs: object) -> None:
        raise OperationalError("no broker")

    task = current_app.tasks["tenancy.run_job"]
    monkeypatch.setattr(task, "apply_async", refuses)
    with django_capture_on_commit_callbacks(execute=True):
        job = _job(world, "count_run")
    assert _again(world, job).status == "waiting"
    monkeypatch.setattr(task, "apply_async", lambda kwargs, **rest: published.append(kwargs))
    with django_capture_on_commit_callbacks(execute=True):
        found = work.sweep(NOW())
    assert found >= 1
    assert {"tenant_id": world.tenant.id, "job_id": job.id} in published


@pytest.mark.django_db
def test_printed_documents_wait_in_a_queue_of_their_own(
    world: World,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.JOBS = {**settings.JOBS, "records.print": f"{__name__}.refuse"}
    told: list[tuple[int, str]] = []
    task = current_app.tasks["tenancy.run_job"]
    monkeypatch.setattr(task, "apply_async", lambda kwargs, queue, **rest: told.append((kwargs["job_id"], queue)))
    with django_capture_on_commit_callbacks(execute=True), acting_for(world.tenant):
        paper = work.enqueue("records.print", "paper", title="t", at=AT)
        other = work.enqueue("test.count_run", "other", title="t", at=AT)
    wanted = {(paper.id, "reports"), (other.id, "fast")}
    assert set(told) == wanted
    told.clear()
    with django_capture_on_commit_callbacks(execute=True):
        work.sweep(NOW())
    assert {one for one in told if one[0] in {paper.id, other.id}} == wanted
    told.clear()
    work.run_job(world.tenant.id, paper.id)
    with django_capture_on_commit_callbacks(execute=True), acting_for(world.tenant):
        retry_job(job_id=paper.id, by=world.actor("tenant_admin"), at=AT)
    assert told == [(paper.id, "reports")]


def test_a_worker_without_names_takes_from_every_queue_and_none_gets_anothers_messages(settings: Settings) -> None:
    names = {"fast", *settings.QUEUES.values()}
    queues = current_app.amqp.queues
    assert set(queues.consume_from) == names
    bound = {name: (queues[name].exchange.name, queues[name].routing_key) for name in names}
    assert bound == {name: (name, name) for name in names}


@pytest.mark.django_db
@pytest.mark.req("TEN-05")
def test_job_of_a_vendor_runs_behind_its_wall(world: World) -> None:
    with acting_for(world.tenant):
        vendor = a_vendor()
    add_vendor_person(world, vendor_id=vendor.id, vendor_name="v", role="vendor_manager")
    actor = world.actor("vendor_manager")
    with acting_for(world.tenant, vendor_id=vendor.id):
        job = work.enqueue("test.count_run", "v", title="t", by=actor, at=AT)
    work.run_job(world.tenant.id, job.id)
    row = _again(world, job)
    assert (row.vendor_id, row.status) == (vendor.id, "waiting")
    assert "row-level security" in row.error
    assert _units(world, "made by") == 0


@pytest.mark.django_db
def test_job_row_dies_with_the_transaction_of_its_cause(world: World) -> None:
    with acting_for(world.tenant):
        try:
            with transaction.atomic():
                work.enqueue("test.count_run", "gone", title="t", at=AT)
                raise RuleBroken("x")
        except RuleBroken:
            assert Job.objects.filter(period_key="gone").count() == 0


@pytest.mark.django_db
def test_retry_revives_a_dead_job_by_the_administrator_only(world: World) -> None:
    job = _job(world, "refuse")
    work.run_job(world.tenant.id, job.id)
    with acting_for(world.tenant):
        with pytest.raises(NotAllowed):
            retry_job(job_id=job.id, by=world.actor("auditor"), at=AT)
        retry_job(job_id=job.id, by=world.actor("tenant_admin"), at=AT)
        with pytest.raises(AlreadyDone):
            retry_job(job_id=job.id, by=world.actor("tenant_admin"), at=AT)
        entry = JournalEntry.objects.order_by("-id")[0]
    row = _again(world, job)
    assert (row.status, row.attempt, entry.event) == ("waiting", 0, "tenancy.job_retried")


@pytest.mark.django_db
def test_web_list_and_retry(world: World, client_for: Callable[..., Client]) -> None:
    job = _job(world, "refuse")
    work.run_job(world.tenant.id, job.id)
    client = client_for("tenant_admin")
    assert client.get("/alpha/jobs/?status=dead").context["failed"] == 1
    assert "nope: not like this" in client.get(f"/alpha/jobs/{job.id}/").content.decode()
    assert client_for("auditor").get(f"/alpha/jobs/{job.id}/").context["may_retry"] is False
    assert client.post(f"/alpha/jobs/{job.id}/retry/").status_code == 302
    assert _again(world, job).status == "waiting"


@pytest.mark.django_db
@pytest.mark.req("NTF-07")
def test_every_schedule_run_twice_doubles_nothing(world: World, settings: Settings) -> None:
    from django.utils.module_loading import import_string

    now = datetime.fromisoformat("2026-11-01T03:00:00+00:00")

    def rows() -> list[tuple[str, str]]:
        found = []
        for tenant in (world.tenant, world.other):
            with acting_for(tenant):
                found += list(Job.objects.order_by("id").values_list("kind", "period_key"))
        return found

    for path in settings.SCHEDULES:
        import_string(path)(now)
    once = rows()
    for path in settings.SCHEDULES:
        import_string(path)(now)
    assert rows() == once
    assert ("records.remind", "2026-11-01") in once
