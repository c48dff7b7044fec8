"""What ``benchmarks.scoring`` measures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from benchmarks.data import AT, CONTRACTS, LAST, MONTHS, Cost, Size, cost, database, fill, middle, settle
from records.rules.periods import Month
from scoring.actions.run import COMPUTE_JOB
from scoring.computation import statement
from scoring.rules.settings import ScoringRules
from tenancy import work
from tenancy.context import acting_for
from tenancy.models import Job, Tenant

TIMES = 3  # so many months are closed under the clock, each after a base of its own
CLOSE_BAR, YEAR_BAR, GROWTH_BAR = 1.0, 3.0, 1.15
BASE = """
select contract_id, month, sum(max_points), sum(deduction) from inspections_itemresult group by contract_id, month
"""


@dataclass(frozen=True)
class Measured:
    """Medians of one size: costs of base, closing and year, and the ratios of the pairs measured beside each other."""

    size: Size
    base: Cost
    close: Cost
    close_ratio: Cost
    year: Cost
    year_ratio: Cost
    lines: int


def measure(size: Size, *, say: Callable[[str], None]) -> Measured:
    """Fill the database and close its months, the last ones under the clock; then measure the recomputation of all."""
    # What a worker has loaded at its start is not measured.
    import_string(settings.JOBS[COMPUTE_JOB])
    import_module(settings.ROOT_URLCONF)
    tenants = fill(size, say)
    for month in MONTHS[:-TIMES]:
        _close(_order(tenants, month))
    settle()
    with database("BACKUP_DATABASE_URL") as backup:
        backup.execute("set max_parallel_workers_per_gather = 0")
        plain = partial(cost, lambda: backup.execute(BASE).fetchall(), backup.info.backend_pid)
        plain()
        _close(_order(tenants[:1], MONTHS[-TIMES - 1]))  # after the analysis plans are made anew, once per worker
        closing = []
        for month in MONTHS[-TIMES:]:
            jobs = _order(tenants, month)
            closing.append((plain(), cost(partial(_close, jobs), _session())))
        lines = _lines(backup)
        settle()
        _year(tenants[:1])
        recomputing = [(plain(), cost(partial(_year, tenants), _session())) for _turn in range(TIMES)]
    return Measured(
        size,
        middle([base for base, _close_cost in (*closing, *recomputing)]),
        middle([one for _base, one in closing]),
        middle([one / base for base, one in closing]),
        middle([one for _base, one in recomputing]),
        middle([one / base for base, one in recomputing]),
        lines,
    )


def _session() -> int:
    """Return the process id of this connection's server process."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _order(tenants: list[Tenant], month: Month) -> list[tuple[int, int]]:
    """Write the month's job rows, as the schedule does on the 1st; return (tenant, job)."""
    rows = []
    for tenant in tenants:
        with acting_for(tenant):
            job = Job.objects.create(
                kind=COMPUTE_JOB,
                period_key=f"{month}:{datetime.now(UTC).isoformat()}",
                title=str(month),
                payload={"month": str(month)},
                created_at=AT,
            )
        rows.append((tenant.pk, job.pk))
    return rows


def _close(jobs: list[tuple[int, int]]) -> None:
    """Run the jobs one after the other in this process, as one worker does."""
    for tenant_id, job_id in jobs:
        if not work.run_job(tenant_id, job_id):
            raise RuntimeError(f"job {job_id} of tenant {tenant_id} failed")


def _year(tenants: list[Tenant]) -> None:
    """Compute all twelve months of every tenant again from the item rows; each total and grade must be as stored."""
    for tenant in tenants:
        with acting_for(tenant):
            scope = statement.Scope(MONTHS, ScoringRules(), tenant.time_zone, AT, from_items=True)
            found = statement.recompute(scope)
        if found.changed or found.cards != CONTRACTS * len(MONTHS):
            raise RuntimeError(f"{len(found.changed)} of {found.cards} cards differ: {found.changed[:1]}")


def _lines(backup: psycopg.Connection[Any]) -> int:
    found = backup.execute(
        "select sum(json_array_length(r.content::json)) from scoring_receipt r join scoring_scorecard c "
        "on c.id = r.card_id where c.month = %s",
        [LAST.first_day],
    ).fetchone()
    assert found is not None
    return int(found[0])


def report(found: list[Measured]) -> int:
    """Print the table with the bars; return 1 when one is missed."""
    rows = [("", "base s", "close s", "close/base", "year s", "year/base", "receipt lines")]
    for one in found:
        rows += [
            (
                f"{one.size.name}, {clock}",
                f"{getattr(one.base, clock):.3f}",
                f"{getattr(one.close, clock):.3f}",
                f"{getattr(one.close_ratio, clock):.2f}",
                f"{getattr(one.year, clock):.3f}",
                f"{getattr(one.year_ratio, clock):.2f}",
                f"{one.lines:,}",
            )
            for clock in ("wall", "cpu")
        ]
    widths = [max(len(row[column]) for row in rows) for column in range(7)]
    for row in rows:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
    missed = 0
    for name, value, bar in _checks(found):
        missed += value > bar
        print(f"{name}: {value:.2f} (at most {bar:.2f}) {'missed' if value > bar else 'holds'}")
    return int(missed > 0)


def _checks(found: list[Measured]) -> list[tuple[str, float, float]]:
    """Return what is held against which bar: by the wall clock, at every size, and its growth."""
    checks = []
    for one in found:
        checks += [
            (f"closing one month / base, {one.size.name}", one.close_ratio.wall, CLOSE_BAR),
            (f"twelve months from the items / base, {one.size.name}", one.year_ratio.wall, YEAR_BAR),
        ]
    if len(found) > 1:
        small, large = found[0], found[-1]
        checks += [
            ("closing, full size / one tenth", large.close_ratio.wall / small.close_ratio.wall, GROWTH_BAR),
            ("year, full size / one tenth", large.year_ratio.wall / small.year_ratio.wall, GROWTH_BAR),
        ]
    return checks
