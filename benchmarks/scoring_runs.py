"""What ``benchmarks.scoring`` measures."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module

from django.conf import settings
from django.utils.module_loading import import_string

from benchmarks.data import AT, CONTRACTS, LAST, MONTHS, Size, database, fill, seconds, settle, typical
from records.rules.periods import Month
from scoring.actions.run import COMPUTE_JOB
from scoring.computation import statement
from scoring.rules.settings import ScoringRules
from tenancy import work
from tenancy.context import acting_for
from tenancy.models import Job, Tenant

TIMES = 3
CLOSE_BAR, YEAR_BAR, GROWTH_BAR = 1.0, 3.0, 1.15
BASE = """
select count(*), sum(maximum), sum(deduction) from (
  select contract_id, month, sum(max_points) as maximum, sum(deduction) as deduction
  from inspections_itemresult group by contract_id, month
) sums
"""


@dataclass(frozen=True)
class Measured:
    """Seconds of one size, medians."""

    size: Size
    base: float
    close: float
    year: float
    lines: int


def measure(size: Size, *, say: Callable[[str], None]) -> Measured:
    """Fill the database, close eleven months, then measure the twelfth and the recomputation of all."""
    # What a worker has loaded at its start is not measured.
    import_string(settings.JOBS[COMPUTE_JOB])
    import_module(settings.ROOT_URLCONF)
    tenants = fill(size, say)
    for month in MONTHS[:-1]:
        _close(_order(tenants, month))
    settle()
    base: list[float] = []
    with database("BACKUP_DATABASE_URL") as backup:
        backup.execute("set max_parallel_workers_per_gather = 0")
        plain = lambda: backup.execute(BASE).fetchall()  # noqa: E731  one line to time
        plain()

        jobs: list[tuple[int, int]] = []

        def reopened() -> None:
            _reopen(tenants)
            jobs[:] = _order(tenants, LAST)
            base.append(seconds(plain))

        close = typical(lambda: _close(jobs), times=TIMES, before=reopened)
        lines = _lines(backup)
        settle()
        year = typical(lambda: _year(tenants), times=TIMES, before=lambda: base.append(seconds(plain)))
    base.sort()
    middle = base[len(base) // 2]
    say(f"{size.name}: base {middle:.2f} s, close {close:.2f} s, year {year:.2f} s, {lines:,} receipt lines a month")
    return Measured(size, middle, close, year, lines)


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


def _reopen(tenants: list[Tenant]) -> None:
    """Take the last month's cards away again, as the owner, tenant by tenant."""
    with database("OWNER_DATABASE_URL") as owner:
        for tenant in tenants:
            with owner.transaction():
                owner.execute("select set_config('app.tenant_id', %s, true)", [str(tenant.pk)])
                owner.execute(
                    "delete from scoring_receiptline where card_id in "
                    "(select id from scoring_scorecard where month = %s)",
                    [LAST.first_day],
                )
                owner.execute("delete from scoring_scorecard where month = %s", [LAST.first_day])
        owner.execute("vacuum analyze scoring_receiptline, scoring_scorecard")


def _year(tenants: list[Tenant]) -> None:
    """Compute all twelve months again from the item rows and compare every total and grade with the stored ones."""
    for tenant in tenants:
        with acting_for(tenant):
            scope = statement.Scope(MONTHS, ScoringRules(), tenant.time_zone, AT, from_items=True)
            rows = list(statement.trial_totals(scope))
        different = [row for row in rows if (row[3], row[4]) != (row[6], row[7])]
        if different or len(rows) != CONTRACTS * len(MONTHS):
            raise RuntimeError(f"{len(different)} of {len(rows)} cards differ: {different[:1]}")


def _lines(backup: object) -> int:
    found = backup.execute(  # type: ignore[attr-defined]  # a psycopg connection
        "select count(*) from scoring_receiptline l join scoring_scorecard c on c.id = l.card_id where c.month = %s",
        [LAST.first_day],
    ).fetchone()
    return int(found[0])


def report(found: list[Measured]) -> int:
    """Print the table with the bars; return 1 when one is missed."""
    rows = [("", "base s", "close s", "close/base", "year s", "year/base", "receipt lines")]
    rows += [
        (
            one.size.name,
            f"{one.base:.2f}",
            f"{one.close:.2f}",
            f"{one.close / one.base:.2f}",
            f"{one.year:.2f}",
            f"{one.year / one.base:.2f}",
            f"{one.lines:,}",
        )
        for one in found
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(7)]
    for row in rows:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
    largest = found[-1]
    checks = [
        ("closing one month / base", largest.close / largest.base, CLOSE_BAR),
        ("twelve months from the items / base", largest.year / largest.base, YEAR_BAR),
    ]
    if len(found) > 1:
        small = found[0]
        checks += [
            ("closing, full size / one tenth", (largest.close / largest.base) / (small.close / small.base), GROWTH_BAR),
            ("year, full size / one tenth", (largest.year / largest.base) / (small.year / small.base), GROWTH_BAR),
        ]
    missed = 0
    for name, value, bar in checks:
        missed += value > bar
        print(f"{name}: {value:.2f} (at most {bar:.2f}) {'missed' if value > bar else 'holds'}")
    return int(missed > 0)
