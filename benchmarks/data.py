"""The data set, generated inside the database: tenants of equal size with twelve months of inspections.

Every figure follows from row numbers, so two runs measure the same rows.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import psycopg
from django.db import connection

from records.rules.periods import Month, months_back
from tenancy.actions.organisation import add_unit, create_tenant
from tenancy.context import acting_for
from tenancy.models import OrgUnit, Tenant

LAST = Month(2026, 10)
MONTHS = list(months_back(LAST, 12))
AT = datetime(2026, 11, 1, 1, 0, tzinfo=UTC)
CONTRACTS = 80  # per tenant; with 50 tenants 4,000
ITEMS = 40  # per inspection; 1.5 inspections per contract and month


@dataclass(frozen=True)
class Size:
    """A size of the data set."""

    name: str
    tenants: int


FULL = Size("full size", 50)
TENTH = Size("one tenth", 5)


@contextmanager
def database(variable: str) -> Iterator[psycopg.Connection[Any]]:
    """Connect as the role whose address stands in an environment variable."""
    with psycopg.connect(os.environ[variable], autocommit=True) as opened:
        yield opened


def empty() -> None:
    """Empty every table, as the owner."""
    with database("OWNER_DATABASE_URL") as owner:
        rows = owner.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        keep = {"django_migrations", "django_content_type", "auth_permission"}
        names = ", ".join(f'"{name}"' for (name,) in rows if name not in keep)
        owner.execute(f"truncate {names} restart identity cascade")


def settle() -> None:
    """Vacuum and analyse, as a server does by itself overnight."""
    with database("OWNER_DATABASE_URL") as owner:
        owner.execute("vacuum analyze")


def fill(size: Size, say: Callable[[str], None]) -> list[Tenant]:
    """Replace the database's content by a data set of this size; return its tenants."""
    begun = perf_counter()
    empty()
    tenants = []
    for number in range(1, size.tenants + 1):
        tenants.append(_tenant(number))
        if number == 1:
            settle()  # without figures about the tables the planner chooses badly for the others
    settle()
    counts = _counts()
    say(f"{size.name}: {counts} in {perf_counter() - begun:.0f} s")
    return tenants


def _counts() -> str:
    with database("BACKUP_DATABASE_URL") as backup:
        found = backup.execute(
            "select (select count(*) from inspections_itemresult), (select count(*) from inspections_inspection), "
            "(select count(*) from contracts_contract), (select count(*) from tenancy_tenant)"
        ).fetchone()
    assert found is not None
    return "{:,} item results, {:,} inspections, {:,} contracts, {} tenants".format(*found)


def _tenant(number: int) -> Tenant:
    tenant = create_tenant(slug=f"bench-{number}", name=f"物业集团{number}", short_name=f"集团{number}", at=AT)
    with acting_for(tenant):
        top = OrgUnit.objects.get(parent=None)
        for index in range(8):
            add_unit(
                parent=top, kind="project", name=f"项目{index}", by=None, occupied_households=400 + 300 * index, at=AT
            )
        with connection.cursor() as cursor:
            cursor.execute("set local enable_nestloop = off")  # the tables have no statistics yet
            for statement in (
                VENDORS,
                CONTRACTS_SQL,
                LINES,
                CHECKLIST,
                CHECKLIST_ITEMS,
                INSPECTIONS,
                RESULTS,
                SCORES,
                COMPLAINTS,
            ):
                cursor.execute(statement, _values(tenant))
    return tenant


def _values(tenant: Tenant) -> dict[str, Any]:
    return {
        "tenant": tenant.pk,
        "at": AT,
        "first": date(2025, 1, 1),
        "last": date(2027, 12, 31),
        "months": [month.first_day for month in MONTHS],
        "contracts": CONTRACTS,
        "items": ITEMS,
    }


VENDORS = """
insert into vendors_vendor (tenant_id, legal_name, credit_code, form, address, legal_representative, contact_name,
  contact_phone, licence_is_permanent, status, sort_key, is_active, created_at)
select %(tenant)s, '保洁公司' || n, '', 'legal_person', '地址', '', '联系人', '0755', false, 'candidate',
  'gongsi ' || lpad(n::text, 4, '0'), true, %(at)s from generate_series(1, 20) n
"""
CONTRACTS_SQL = """
insert into contracts_contract (tenant_id, number, title, vendor_id, project_id, starts_on, ends_on, status, created_at,
  activated_at, end_reason)
select %(tenant)s, 'HT-' || lpad(n::text, 4, '0'), '保洁服务', v.id, u.id, %(first)s, %(last)s, 'active', %(at)s,
  %(at)s, ''
from generate_series(1, %(contracts)s) n
join (select id, row_number() over (order by id) as place from vendors_vendor where tenant_id = %(tenant)s) v
  on v.place = 1 + n %% 20
join (select id, row_number() over (order by id) as place from tenancy_orgunit
  where tenant_id = %(tenant)s and kind = 'project') u on u.place = 1 + n %% 8
"""
LINES = """
insert into contracts_contractline (tenant_id, contract_id, vendor_id, line_id, is_published)
select %(tenant)s, c.id, c.vendor_id, l.id, true from contracts_contract c
join vendors_serviceline l on l.tenant_id = %(tenant)s and l.code = 'CLN' where c.tenant_id = %(tenant)s
"""
CHECKLIST = """
with made as (
  insert into inspections_checklisttemplate (tenant_id, line_id, code, names, is_active, created_at)
  select %(tenant)s, id, 'BENCH', '{"zh-hans": "检查表"}', true, %(at)s from vendors_serviceline
  where tenant_id = %(tenant)s and code = 'CLN' returning id
)
insert into inspections_checklistversion (tenant_id, template_id, number, status, reason, created_at)
select %(tenant)s, id, 99, 'draft', '', %(at)s from made
"""
CHECKLIST_ITEMS = """
insert into inspections_checklistitem (tenant_id, version_id, code, section, names, max_points, is_veto, photo_required,
  sort_order, source)
select %(tenant)s, v.id, 'CLN-' || n, 'service', '{"zh-hans": "检查项"}', 250, n = 40, false, n, ''
from inspections_checklistversion v, generate_series(1, %(items)s) n
where v.tenant_id = %(tenant)s and v.number = 99
"""
INSPECTIONS = """
insert into inspections_inspection (tenant_id, contract_id, vendor_id, project_id, line_id, checklist_id, kind, theme,
  planned_on, inspected_on, month, status, inspector_name, max_total, deduction_total, has_veto_failure, sections,
  suggestion, version, reason, created_at, submitted_at, published_at)
select %(tenant)s, c.id, c.vendor_id, c.project_id, l.line_id, v.id,
  (array['company', 'self_check', 'region', 'hq_special', 'cross_check'])[1 + (c.id + n)::int %% 5], '',
  m.month + ((c.id * 7 + n * 11) %% 27)::int, m.month + ((c.id * 7 + n * 11) %% 27)::int, m.month, 'published', '督导',
  0, 0, false, '{}', '', 1, '', %(at)s, %(at)s, %(at)s
from contracts_contract c
join contracts_contractline l on l.tenant_id = %(tenant)s and l.contract_id = c.id
join inspections_checklistversion v on v.tenant_id = %(tenant)s and v.number = 99
cross join unnest(%(months)s::date[]) with ordinality m(month, place)
cross join lateral generate_series(1, 1 + ((c.id + m.place) %% 2)::int) n
where c.tenant_id = %(tenant)s order by m.month, c.id
"""
RESULTS = """
insert into inspections_itemresult (tenant_id, inspection_id, item_id, item_code, contract_id, vendor_id, project_id,
  month, outcome, max_points, base_deduction, multiplier_percent, deduction, note, place, severity, is_published,
  left_out)
select %(tenant)s, id, item, code, contract_id, vendor_id, project_id, month,
  case when chance < 12 then 'deduct' when chance > 95 then 'na' else 'ok' end, 250, base, percent,
  least(250, (2 * base * percent + 100) / 200), case when chance < 12 then '地面有杂物，未按时清扫' else '' end,
  '', '', true, '[]'
from (
  select *, case when chance < 12 then 30 + chance * 10 else 0 end as base,
    case when chance < 2 then 150 else 100 end as percent
  from (
    select i.id, i.contract_id, i.vendor_id, i.project_id, i.month, t.id as item, t.code,
      ((i.id * 31 + t.sort_order * 17 + i.contract_id * 7) %% 100)::int as chance
    from inspections_inspection i
    join inspections_checklistitem t on t.tenant_id = %(tenant)s and t.version_id = i.checklist_id
    where i.tenant_id = %(tenant)s order by i.id, t.sort_order
  ) drawn
) drawn
"""
SCORES = """
update inspections_inspection i set max_total = s.maximum, deduction_total = s.deduction, has_veto_failure = s.veto,
  score = case when s.veto then least(5900, s.score) else s.score end
from (
  select inspection_id, maximum, deduction, veto, (2 * 10000 * (maximum - deduction) + maximum) / (2 * maximum) as score
  from (
    select r.inspection_id, sum(r.max_points) as maximum, sum(r.deduction) as deduction,
      bool_or(t.is_veto and r.deduction > 0) as veto
    from inspections_itemresult r join inspections_checklistitem t on t.id = r.item_id
    where r.tenant_id = %(tenant)s and r.outcome <> 'na' group by r.inspection_id
  ) sums
) s
where i.tenant_id = %(tenant)s and i.id = s.inspection_id
"""
COMPLAINTS = """
insert into complaints_complaint (tenant_id, number, channel, received_at, month, project_id, line_id, contract_id,
  vendor_id, content, severity, status, responsibility, judged_at, judgement_reason, is_attendance_related,
  answer_due_at, first_answered_at, answer, satisfaction, close_reason, reopened_count, registered_at)
select %(tenant)s, 'TS-' || row_number() over (), 'phone', m.month + interval '10 days', m.month, c.project_id,
  l.line_id, c.id, c.vendor_id, '楼道有积水', (array['minor', 'ordinary', 'serious'])[1 + c.id::int %% 3], 'handled',
  (array['vendor', 'unfounded', 'vendor'])[1 + (c.id + m.place)::int %% 3], %(at)s, '核实', false,
  m.month + interval '14 days', m.month + make_interval(days => 11 + (c.id + m.place)::int %% 5), '', '', '', 0, %(at)s
from contracts_contract c
join contracts_contractline l on l.tenant_id = %(tenant)s and l.contract_id = c.id
cross join unnest(%(months)s::date[]) with ordinality m(month, place)
where c.tenant_id = %(tenant)s and (c.id + m.place) %% 3 = 0
"""

STATEMENTS = (
    VENDORS,
    CONTRACTS_SQL,
    LINES,
    CHECKLIST,
    CHECKLIST_ITEMS,
    INSPECTIONS,
    RESULTS,
    SCORES,
    COMPLAINTS,
)


def seconds(run: Callable[[], object]) -> float:
    """Return how long one call takes."""
    begun = perf_counter()
    run()
    return perf_counter() - begun


@dataclass(frozen=True)
class Cost:
    """Seconds of a call by the wall clock and in CPU time of this process and a server process; or two ratios."""

    wall: float
    cpu: float

    def __truediv__(self, base: "Cost") -> "Cost":
        return Cost(self.wall / base.wall, self.cpu / base.cpu)


def cost(run: Callable[[], object], server_process: int) -> Cost:
    """Return what one call costs; the server's CPU time is 0 where the server runs on another machine."""
    own, server, begun = process_time(), _server_cpu(server_process), perf_counter()
    run()
    return Cost(perf_counter() - begun, process_time() - own + _server_cpu(server_process) - server)


def _server_cpu(process: int) -> float:
    file = Path(f"/proc/{process}/schedstat")
    return int(file.read_text().split()[0]) / 1e9 if file.exists() else 0.0


def middle(costs: list[Cost]) -> Cost:
    """Return the medians of several costs."""
    return Cost(median(one.wall for one in costs), median(one.cpu for one in costs))
