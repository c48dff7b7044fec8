"""Puts the statement together and runs it; called by verbs (which hold the transaction) and by comparisons."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection
from psycopg.types.numeric import Int8

from contracts.queries import EVER_RUNNING_CODES as RUNNING_CODES
from inspections.choices import InspectionType
from inspections.models import ChecklistItem
from records.rules.periods import Month
from scoring.computation.lines import all_lines, known_before
from scoring.rules.settings import ScoringRules
from tenancy import prepared
from tenancy.context import require_wall

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Scope:
    """Which cards: some months, all contracts or one line of one contract, all cards or the unpublished ones only."""

    months: Sequence[Month]
    rules: ScoringRules
    zone: str
    cut_off: datetime
    only: tuple[int, int] | None = None  # contract and line
    only_open: bool = False
    from_items: bool = False


@dataclass(frozen=True)
class Written:
    """What closing months did and found.

    ``changed`` cards are new or have a new receipt, ``set_aside`` ones belong to contracts that were not in force; the
    rest counts the months' current cards.
    """

    changed: int
    set_aside: int
    cards: int
    insufficient: int
    published: int


@cache
def _part(name: str) -> str:
    return "\n".join(
        line for line in (FOLDER / f"{name}.sql").read_text().splitlines() if not line.lstrip().startswith("--")
    )


@dataclass(frozen=True)
class Changed:
    """A card that would have another total or grade; ``card_id`` is None when none is stored."""

    card_id: int | None
    total: int | None
    grade: str
    stored_total: int | None
    stored_grade: str | None


@dataclass(frozen=True)
class Recomputed:
    """How many cards were computed beside the stored ones, and which differ."""

    cards: int
    changed: list[Changed]


# The planner takes the parts for a row or two and would join them row by row: whole months are joined by hashes, by one
# plan kept for all tenants. Items are gathered by hashes too, by one process.
_WHOLE_MONTHS = {"enable_nestloop": "off", "enable_mergejoin": "off", "plan_cache_mode": "force_generic_plan"}
_FROM_ITEMS = {**_WHOLE_MONTHS, "enable_sort": "off", "max_parallel_workers_per_gather": "0"}


@contextmanager
def _planned(settings: Mapping[str, str]) -> Iterator[None]:
    """Plan what is run inside in a way of its own; put the session's way back after it."""
    with connection.cursor() as cursor:
        cursor.execute(";".join(f"set local {name} = {value}" for name, value in settings.items()))
    yield
    with connection.cursor() as cursor:
        cursor.execute(";".join(f"set local {name} to default" for name in settings))


@cache
def _source(tail: str, *, is_one: bool, only_open: bool, from_items: bool) -> tuple[str, list[str]]:
    evidence = _part("evidence").format(
        only_contract="and c.id = %(contract)s" if is_one else "",
        only_line="and l.line_id = %(line)s" if is_one else "",
        only_open=_ONLY_OPEN if only_open else "",
        inspections=_part("inspections_from_items" if from_items else "stored_inspections"),
    )
    tables = [evidence, _part("scores")]
    if tail != "totals":
        tables += [_part("receipt").format(**all_lines()), _part("write")]
    end = _part(tail)
    return prepared.numbered("with " + ",\n".join(tables) + ("\n" if end.startswith("select") else ",\n") + end)


_ONLY_OPEN = """where not exists (
    select 1 from scoring_scorecard s where s.tenant_id = %(tenant)s and s.month = any(%(months)s::date[])
      and s.month = m.month and s.contract_id = c.id
      and s.line_id = l.line_id and s.published_at is not null)"""


def _parameters(scope: Scope) -> dict[str, Any]:
    rules = scope.rules
    kinds = list(InspectionType)
    contract, line = scope.only or (0, 0)
    return {
        "tenant": require_wall().tenant_id,
        "contract": contract,
        "line": line,
        "minor": rules.complaints.minor,
        "ordinary": rules.complaints.ordinary,
        "serious": rules.complaints.serious,
        "late_answer": rules.complaints.late_answer,
        "answer_days": rules.complaints.answer_days,
        "share": rules.complaints.households_per_share,
        "minimum_weight": rules.evidence.minimum_weight,
        **{f"w_{name}": getattr(rules.weights, name) for name in _COMPONENTS},
        "reward_limit": rules.adjustments.reward_limit,
        "penalty_limit": rules.adjustments.penalty_limit,
        "a_from": rules.grades.a_from,
        "b_from": rules.grades.b_from,
        "c_from": rules.grades.c_from,
        "veto_cap": rules.inspection.veto_cap,
        "months": [month.first_day for month in scope.months],
        "first": min(month.first_day for month in scope.months),
        "last": max(month.first_day for month in scope.months),
        "untils": [month.until for month in scope.months],
        "kinds": [kind.value for kind in kinds],
        "kind_weights": [Int8(rules.inspection_weights.of(kind)) for kind in kinds],
        **known_before(rules),
        "running": RUNNING_CODES,
        "zone": scope.zone,
        "cut_off": scope.cut_off,
        "veto_items": _veto_items() if scope.from_items else [],
    }


def _veto_items() -> list[Int8]:
    return [Int8(one) for one in ChecklistItem.objects.filter(is_veto=True).values_list("id", flat=True)]


_COMPONENTS = ("inspection", "personnel", "rectification", "complaints", "satisfaction")


def _run(tail: str, scope: Scope, **more: int) -> list[tuple[Any, ...]]:
    is_one = scope.only is not None
    sql, names = _source(tail, is_one=is_one, only_open=scope.only_open, from_items=scope.from_items)
    values = _parameters(scope) | more
    given = [values[name] for name in names]
    if is_one:
        return prepared.rows(sql, given)
    with _planned(_FROM_ITEMS if scope.from_items else _WHOLE_MONTHS):
        return prepared.rows(sql, given)


def write_card(scope: Scope, *, run_id: int, settings_version_id: int, version: int) -> None:
    """Write the one card in scope with its receipt; call it inside a transaction. Repeatable."""
    _run("one", scope, run=run_id, settings_version=settings_version_id, version=version)


def close_months(scope: Scope, *, run_id: int, settings_version_id: int) -> Written:
    """Write every unpublished card of the months with its receipt; call it inside a transaction. Repeatable."""
    ((changed, *counts),) = _run("close", scope, run=run_id, settings_version=settings_version_id, version=1)
    return Written(changed, *counts)


def recompute(scope: Scope) -> Recomputed:
    """Compute every card in scope beside the stored ones: the rule trial. Writes nothing."""
    ((cards, changed),) = _run("totals", scope)
    return Recomputed(cards, [Changed(*row) for row in changed])
