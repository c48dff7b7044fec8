"""What ``benchmarks.pages`` measures: CPU time of this process and of its database session."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from django.db import connection
from django.test import Client

from benchmarks.data import AT, database, empty, seconds, settle
from tenancy.actions.organisation import add_unit, create_tenant
from tenancy.actions.people import add_member, grant_role
from tenancy.context import acting_for
from tenancy.keyset import mark_of
from tenancy.models import OrgUnit, Tenant

SIZES = {"small": 1_000, "large": 100_000}
WARM, TIMES = 5, 40
GROWTH_BAR, WALL_BAR, WALL_SLACK = 1.15, 1.15, 0.0001

VENDORS = """
insert into vendors_vendor (tenant_id, legal_name, credit_code, form, address, legal_representative, contact_name,
  contact_phone, licence_is_permanent, status, sort_key, is_active, created_at)
select %(tenant)s, '保洁公司' || n, '', 'legal_person', '地址', '', '联系人', '0755', false, 'candidate',
  'gongsi ' || lpad(n::text, 7, '0'), true, %(at)s from generate_series(1, %(rows)s / 100) n
"""
CONTRACTS = """
insert into contracts_contract (tenant_id, number, title, vendor_id, project_id, starts_on, ends_on, status, created_at,
  activated_at, end_reason)
select %(tenant)s, 'HT-' || lpad(n::text, 7, '0'), '保洁服务', (select min(id) from vendors_vendor where
  tenant_id = %(tenant)s) + n %% (%(rows)s / 100), (select min(id) from tenancy_orgunit where tenant_id = %(tenant)s
  and kind = 'project'), '2020-01-01', '2027-12-31', 'active', %(at)s, %(at)s, ''
from generate_series(1, %(rows)s / 10) n
"""
RUNS = """
insert into scoring_scoringrun (tenant_id, month, settings_version_id, status, opened_at, card_count,
  insufficient_count, published_count)
select %(tenant)s, ('2026-01-01'::date + make_interval(months => n - 1))::date, (select id from tenancy_settingsversion
  where tenant_id = %(tenant)s and area = 'scoring'), 'computed', %(at)s, 0, 0, 0 from generate_series(1, 10) n
"""
CARDS = """
insert into scoring_scorecard (tenant_id, run_id, contract_id, vendor_id, project_id, line_id, settings_version_id,
  month, version, revision, is_current, status, inspection_score, complaints_score, evidence_weight, inspection_count,
  complaint_count, base_total, adjustment_points, total, sort_total, grade, digest, computed_at, evaluation)
select %(tenant)s, r.id, c.id, c.vendor_id, c.project_id, (select id from vendors_serviceline
  where tenant_id = %(tenant)s and code = 'CLN'), r.settings_version_id, r.month, 1, 1, true, 'computed', 9000, 10000,
  5500, 1, 0, 7000 + c.id %% 3000, 0, 7000 + c.id %% 3000, 7000 + c.id %% 3000,
  case when c.id %% 3000 >= 2000 then 'A' when c.id %% 3000 >= 1000 then 'B' else 'C' end, '', %(at)s, ''
from scoring_scoringrun r cross join contracts_contract c
where r.tenant_id = %(tenant)s and c.tenant_id = %(tenant)s
"""


def _tenant(name: str, rows: int) -> tuple[Tenant, Client]:
    tenant = create_tenant(slug=name, name=name, short_name=name, at=AT)
    with acting_for(tenant):
        top = OrgUnit.objects.get(parent=None)
        add_unit(parent=top, kind="project", name="项目", by=None, at=AT)
        with connection.cursor() as cursor:
            for statement in (VENDORS, CONTRACTS, RUNS, CARDS):
                cursor.execute(statement, {"tenant": tenant.pk, "rows": rows, "at": AT})
        member = add_member(email=f"officer@{name}.example", name="officer", by=None, at=AT)
        grant_role(membership=member, role="quality_officer", unit=top, by=None, at=AT)
    client = Client(SERVER_NAME="localhost")
    client.force_login(member.person)
    return tenant, client


def _server_process() -> Path:
    """Return where the kernel counts the CPU time of this connection's server process."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return Path(f"/proc/{cursor.fetchone()[0]}/schedstat")


def _cpu(pages: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Return the CPU seconds of this process and its database session for one call of each page: medians.

    The pages take turns, so a noisy minute of the machine meets all of them.
    """
    server = _server_process()

    def spent() -> float:
        return process_time() + (int(server.read_text().split()[0]) / 1e9 if server.exists() else 0.0)

    found: dict[str, list[float]] = {name: [] for name in pages}
    for turn in range(WARM + TIMES):
        for name, call in pages.items():
            begun = spent()
            call()
            if turn >= WARM:
                found[name].append(spent() - begun)
    return {name: median(values) for name, values in found.items()}


def run() -> int:
    """Fill two tenants, measure, print, judge."""
    empty()
    made = {name: _tenant(name, rows) for name, rows in SIZES.items()}
    settle()
    calls: dict[str, Callable[[], object]] = {}
    for name, (_tenant_row, client) in made.items():
        address = f"/{name}/scoring/cards/"
        for page, where in (("first", address), ("last", _last_page(address))):
            assert client.get(where).status_code == 200
            calls[f"{name} {page}"] = partial(client.get, where)
    found = _cpu(calls)
    print(f"{'':10}{'first page ms':>16}{'last page ms':>16}")
    for name, rows in SIZES.items():
        print(f"{rows:>10,}{found[f'{name} first'] * 1000:>16.1f}{found[f'{name} last'] * 1000:>16.1f}")
    missed = 0
    for page in ("first", "last"):
        ratio = found[f"large {page}"] / found[f"small {page}"]
        missed += ratio > GROWTH_BAR
        verdict = _verdict(ratio <= GROWTH_BAR)
        print(f"{page} page, 100,000 rows / 1,000 rows: {ratio:.2f} (at most {GROWTH_BAR:.2f}) {verdict}")
    on, off = _wall(made["large"][0])
    print(f"list query: wall on {on * 1000:.2f} ms, off {off * 1000:.2f} ms")
    holds = on <= max(off * WALL_BAR, off + WALL_SLACK)
    print(f"wall on / off: {on / off:.2f} (at most {WALL_BAR:.2f} or +0.1 ms) {_verdict(holds)}")
    return int(missed > 0 or not holds)


def _verdict(holds: bool) -> str:
    return "holds" if holds else "missed"


def _last_page(address: str) -> str:
    """Return the address of the page that ends the list; a person gets there by sorting or by many clicks."""
    from scoring.models import Scorecard  # reason: models exist after django.setup()

    with acting_for(Tenant.objects.get(slug=address.strip("/").split("/")[0])):
        row = Scorecard.objects.order_by("month", "id")[50]
        return f"{address}?at={mark_of(row, 'month', 'on', salt='scoring.cards')}"


def _wall(tenant: Tenant) -> tuple[float, float]:
    """Return the median seconds of the list's query under the wall and without it."""
    query = (
        "select id, month, total, grade, status from scoring_scorecard "
        f"where tenant_id = {tenant.pk} and is_current order by month desc, id desc limit 51"
    )
    result: list[float] = []
    for variable in ("DATABASE_URL", "BACKUP_DATABASE_URL"):
        with database(variable) as opened, opened.transaction():
            opened.execute("select set_config('app.tenant_id', %s, true)", [str(tenant.pk)])
            opened.execute("select set_config('app.vendor_id', '', true)")

            def ask(session: Any = opened) -> None:
                session.execute(query).fetchall()

            for _warm in range(20):
                ask()
            result.append(median(seconds(ask) for _turn in range(200)))
    return result[0], result[1]
