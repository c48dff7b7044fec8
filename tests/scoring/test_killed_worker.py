"""A worker killed at any point of a run: afterwards every card is there once, with one receipt (NTF-07)."""

import os
import random
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from scoring.actions.run import COMPUTE_JOB
from scoring.models import Receipt, Scorecard
from scoring.verification import verify
from tenancy import work
from tenancy.context import acting_for
from tenancy.models import Job
from tests.factories.scoring import AT, MONTH, add_complaint, add_inspection, make_chain
from tests.factories.tenancy import make_world

ROOT = Path(__file__).resolve().parents[2]
KILLS = 20
CONTRACTS = 6
WORKER = """
import os, sys
import django
django.setup()
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from datetime import timedelta
from tenancy import work
work.LEASE = timedelta(milliseconds=1)
print("ready", flush=True)
sys.stdin.readline()
work.run_job(int(sys.argv[2]), int(sys.argv[3]))
print("done", flush=True)
"""


def _worker(tenant_id: int, job_id: int) -> subprocess.Popen[str]:
    """Start a process of its own that waits for one line and then runs the job."""
    name = str(connection.settings_dict["NAME"])
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, name, str(tenant_id), str(job_id)],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.test_settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def _begin(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()


@pytest.mark.slow
@pytest.mark.req("NTF-07")
@pytest.mark.django_db(transaction=True)
def test_killed_at_twenty_random_points_nothing_is_lost_or_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world()
    with acting_for(world.tenant):
        for number in range(CONTRACTS):
            chain = make_chain(world.project, name=f"外包方{number}", number=f"HT-{number}")
            add_inspection(chain, deductions={1: 100 * number})
            add_complaint(chain)
    monkeypatch.setattr(work, "MAX_ATTEMPTS", KILLS + 5)
    chance = random.Random(20260901)
    for turn in range(KILLS):
        with acting_for(world.tenant):
            job = Job.objects.create(
                kind=COMPUTE_JOB,
                period_key=f"{MONTH}:{turn}",
                title="x",
                payload={"month": str(MONTH)},
                created_at=AT,
            )
        process = _worker(world.tenant.pk, job.pk)
        _begin(process)
        time.sleep(chance.uniform(0.0, 0.25))
        process.kill()
        process.wait(timeout=10)
        if process.stdout is not None:
            process.stdout.close()
        if process.stdin is not None:
            process.stdin.close()
        with acting_for(world.tenant):
            # whatever the moment: either nothing of this attempt stands, or all of it
            assert Scorecard.objects.count() in {0, CONTRACTS}
            assert verify(world.tenant).wrong == []
    with acting_for(world.tenant):
        Job.objects.filter(status="running").update(lease_until=timezone.now() - timedelta(minutes=1))
        waiting = list(Job.objects.exclude(status="done").values_list("id", flat=True))
    for job_id in waiting:
        assert work.run_job(world.tenant.pk, job_id)
    with acting_for(world.tenant):
        assert set(Job.objects.values_list("status", flat=True)) == {"done"}
        cards = list(Scorecard.objects.values_list("contract_id", "month", "version", "revision"))
        assert len(cards) == len(set(cards)) == CONTRACTS
        assert {revision for *_rest, revision in cards} == {1}
        assert Receipt.objects.count() == CONTRACTS
        assert verify(world.tenant).wrong == []
