"""The door to Celery: background work as rows, run at least once and applied at most once (security.md 5).

A job row is written in the transaction of its cause. After the commit a message nudges the queue; when the broker is
down the row waits and the sweeper publishes it again. A worker claims the row with one conditional UPDATE, works in
one transaction, and marks it done in that same transaction only if the attempt is still its own: a worker killed at
any point leaves either nothing or everything.
"""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.cache import caches
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string
from kombu.exceptions import OperationalError

from tenancy import prepared
from tenancy.choices import JobStatus
from tenancy.context import acting_for, require_wall
from tenancy.errors import AlreadyDone, DomainError
from tenancy.models import Job, Membership, Tenant
from tenancy.queries import actor_of
from tenancy.rules.actor import Actor, system_actor

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=31)  # longer than Celery's hard time limit, so a live worker never loses its job
MAX_ATTEMPTS = 3


@dataclass
class JobRun:
    """What a job function gets: its inputs, who ordered it, and a way to tell how far it is."""

    id: int
    kind: str
    payload: dict[str, Any]
    actor: Actor
    tenant: Tenant
    at: datetime
    result_url: str = ""
    _progress: Callable[[int, int], None] = field(default=lambda done, total: None)

    def progress(self, done: int, total: int) -> None:
        """Tell a watching page how much is done; kept in the speed cache only."""
        self._progress(done, total)


def enqueue(
    kind: str,
    period_key: str,
    *,
    title: str,
    payload: dict[str, Any] | None = None,
    by: Actor | None = None,
    at: datetime,
) -> Job:
    """Write the job row, once per (tenant, kind, period_key), and nudge the queue after the commit.

    Asking again returns the row that exists; a dead one is revived. Raises KeyError for a kind nobody offers.
    """
    settings.JOBS[kind]
    wall = require_wall()
    job, is_new = Job.objects.get_or_create(
        kind=kind,
        period_key=period_key,
        defaults={
            "title": title,
            "payload": payload or {},
            "vendor_id": wall.vendor_id,
            "ordered_by_id": by.membership_id if by else None,
            "created_at": at,
        },
    )
    if not is_new and job.status == JobStatus.DEAD:
        Job.objects.filter(id=job.id, status=JobStatus.DEAD).update(
            status=JobStatus.WAITING, attempt=0, error="", lease_until=None, finished_at=None
        )
    nudge(job.id, wall.tenant_id, kind)
    return job


def nudge(job_id: int, tenant_id: int, kind: str) -> None:
    """Publish a message for a job after the commit; a dead broker costs a log line, never the request."""
    queue = settings.QUEUES.get(kind, settings.CELERY_TASK_DEFAULT_QUEUE)

    def publish() -> None:
        try:
            current_app.tasks["tenancy.run_job"].apply_async(
                kwargs={"tenant_id": tenant_id, "job_id": job_id}, retry=False, queue=queue
            )
        except (OSError, OperationalError) as error:
            log.warning("queue_unreachable job=%s error=%s", job_id, type(error).__name__)

    transaction.on_commit(publish, robust=True)


CLAIMED = "id", "tenant_id", "vendor_id", "kind", "payload", "status", "attempt", "ordered_by_id"
# One statement, so that of two workers one gets the row; a job that was lost too often is dead instead.
_CLAIM = """
update tenancy_job set
  status = case when attempt < $5 then 'running' else 'dead' end,
  lease_until = case when attempt < $5 then $4 else lease_until end,
  finished_at = case when attempt < $5 then finished_at else $3 end,
  error = case when attempt < $5 then error else 'worker_lost' end,
  attempt = least(attempt + 1, $5)
where tenant_id = $1 and id = $2
  and (status = 'waiting' or (status = 'running' and lease_until < $3))
returning id, tenant_id, vendor_id, kind, payload, status, attempt, ordered_by_id
"""


def claim(tenant: Tenant, job_id: int, now: datetime) -> Job | None:
    """Take a waiting job, or one whose lease ran out, in a transaction of its own; None when another worker has it."""
    with acting_for(tenant):
        taken = prepared.rows(_CLAIM, [tenant.id, job_id, now, now + LEASE, MAX_ATTEMPTS])
    if not taken:
        return None
    values = [json.loads(value) if name == "payload" else value for name, value in zip(CLAIMED, taken[0], strict=True)]
    job = Job.from_db(connection.alias, CLAIMED, values)
    return job if job.status == JobStatus.RUNNING else None


def run_job(tenant_id: int, job_id: int) -> bool:
    """Claim and run one job; True when this call finished it."""
    tenant = Tenant.objects.get(id=tenant_id)
    job = claim(tenant, job_id, timezone.now())
    if job is None:
        return False
    try:
        run = _job_run(job, tenant)
        with acting_for(tenant, vendor_id=job.vendor_id):
            result = import_string(settings.JOBS[job.kind])(run)
            return _finish(job, result, run)
    except AlreadyDone:
        with acting_for(tenant):
            return _finish(job, {"already_done": True}, run)
    except DomainError as refusal:
        _fail(tenant, job, f"{refusal.code}: {refusal.message}", final=True)
    except Exception as error:  # the door to background work: whatever happened is written on the row and logged
        log.exception("job_failed kind=%s job=%s attempt=%s", job.kind, job.id, job.attempt)
        _fail(tenant, job, f"{type(error).__name__}: {error}", final=job.attempt >= MAX_ATTEMPTS)
    return False


def _job_run(job: Job, tenant: Tenant) -> JobRun:
    actor = system_actor(tenant.id)
    if job.ordered_by_id is not None:
        with acting_for(tenant):
            actor = actor_of(Membership.objects.select_related("person").get(id=job.ordered_by_id))
    key = progress_key(job.id)

    def tell(done: int, total: int) -> None:
        caches["speed"].set(key, [done, total], 3600)

    return JobRun(job.id, job.kind, job.payload, actor, tenant, timezone.now(), _progress=tell)


_FINISH = """
update tenancy_job set status = 'done', result = $4::jsonb, result_url = $5::text, finished_at = $6, error = ''
where tenant_id = $1 and id = $2 and status = 'running' and attempt = $3 returning id
"""


def _finish(job: Job, result: dict[str, Any] | None, run: JobRun) -> bool:
    stored = json.dumps(result or {}, cls=DjangoJSONEncoder)
    values = [job.tenant_id, job.id, job.attempt, stored, run.result_url, timezone.now()]
    done = prepared.rows(_FINISH, values)
    if not done:
        # Another worker took over after the lease: its work stands, this one's must not.
        transaction.set_rollback(True)
    return bool(done)


def _fail(tenant: Tenant, job: Job, error: str, *, final: bool) -> None:
    with acting_for(tenant):
        Job.objects.filter(id=job.id, status=JobStatus.RUNNING, attempt=job.attempt).update(
            status=JobStatus.DEAD if final else JobStatus.WAITING,
            error=error[:2000],
            lease_until=None,
            finished_at=timezone.now() if final else None,
        )


def sweep(now: datetime) -> int:
    """Publish again what waits or whose lease ended, in every tenant; return how many."""
    found = 0
    for tenant in Tenant.objects.filter(is_active=True):
        with acting_for(tenant):
            due = Job.objects.filter(
                Q(status=JobStatus.WAITING) | Q(status=JobStatus.RUNNING, lease_until__lt=now)
            ).values_list("id", "kind")
            for job_id, kind in list(due[:500]):
                nudge(job_id, tenant.id, kind)
                found += 1
    return found


def progress_key(job_id: int) -> str:
    """Return the speed-cache key of a job's progress."""
    return f"job-progress:{job_id}"


def progress_of(job_id: int) -> tuple[int, int] | None:
    """Return (done, total) of a running job, or None when unknown."""
    found = caches["speed"].get(progress_key(job_id))
    return (int(found[0]), int(found[1])) if found else None


def advisory_lock(name: str) -> None:
    """Hold a lock named ``name`` of the active tenant until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s, hashtext(%s))", [require_wall().tenant_id % 2**31, name])
