"""Puts the statement together and runs it; called by verbs (which hold the transaction) and by comparisons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from contracts.queries import EVER_RUNNING_CODES as RUNNING_CODES
from inspections.choices import InspectionType
from inspections.models import ChecklistItem
from records.rules.periods import Month
from scoring.rules.settings import ScoringRules
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
    """How many cards were in scope, how many were written because they are new or changed, with how many lines."""

    cards: int
    changed: int
    lines: int


@dataclass(frozen=True)
class Compared:
    """A card as it would be computed now beside the stored one (``card_id`` None when there is none)."""

    month: date
    contract_id: int
    line_id: int
    total: int | None
    grade: str
    digest: str
    card_id: int | None
    stored_total: int | None
    stored_grade: str | None
    stored_digest: str | None
    stored_status: str | None


@cache
def _part(name: str) -> str:
    return "\n".join(
        line for line in (FOLDER / f"{name}.sql").read_text().splitlines() if not line.lstrip().startswith("--")
    )


def _as_text(expression: str) -> str:
    """Return SQL that writes hundredths like ``records.rules.hundredths.as_text`` (never negative here)."""
    return f"(({expression}) / 100 || '.' || lpad((({expression}) %% 100)::text, 2, '0'))"


def _e4_as_text(expression: str) -> str:
    """Return SQL that writes ten-thousandths like ``scoring.rules.receipt.e4_as_text`` (never negative here)."""
    cents = _as_text(f"({expression}) / 100")
    return (
        f"(case when ({expression}) %% 100 = 0 then {cents} else trim_scale(({expression})::numeric / 10000)::text end)"
    )


def _texts() -> dict[str, str]:
    hundredths = ["base_deduction", "deduction", "multiplier_percent", "inspection_weight", "deducted", "weight"]
    parameters = ["minimum_weight", "a_from", "b_from", "c_from"]
    return {
        **{name: _as_text(name) for name in hundredths},
        **{name: _as_text(f"%({name})s") for name in parameters},
        **{name: _e4_as_text(name) for name in ("inspection_products", "products")},
    }


@cache
def _source(tail: str, *, is_one: bool, only_open: bool, from_items: bool) -> str:
    evidence = _part("evidence").format(
        only_contract="and c.id = %(contract)s" if is_one else "",
        only_line="and l.line_id = %(line)s" if is_one else "",
        only_open=_ONLY_OPEN if only_open else "",
        inspections=_part("inspections_from_items" if from_items else "stored_inspections"),
    )
    tables = [evidence, _part("scores")]
    if tail != "totals":
        tables.append(_part("receipt").format(**_texts()))
    end = _part(tail)
    return "with " + ",\n".join(tables) + (",\n" if end.startswith("written") else "\n") + end


# The planner takes the parts for a row or two and would join them row by row; whole months are joined by hashes.
_BY_HASHES = "set local enable_nestloop = off"
_AS_EVER = "set local enable_nestloop = on"
_ONLY_OPEN = """where not exists (
    select 1 from scoring_scorecard s where s.tenant_id = %(tenant)s and s.month = m.month and s.contract_id = c.id
      and s.line_id = l.line_id and s.published_at is not null)"""


def _parameters(scope: Scope) -> dict[str, Any]:
    rules = scope.rules
    kinds = list(InspectionType)
    contract, line = scope.only or (None, None)
    return {
        "tenant": require_wall().tenant_id,
        "months": [month.first_day for month in scope.months],
        "untils": [month.until for month in scope.months],
        "kinds": [kind.value for kind in kinds],
        "kind_weights": [rules.inspection_weights.of(kind) for kind in kinds],
        "contract": contract,
        "line": line,
        "running": RUNNING_CODES,
        "zone": scope.zone,
        "cut_off": scope.cut_off,
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
        "veto_items": _veto_items() if scope.from_items else [],
    }


def _veto_items() -> list[int]:
    return list(ChecklistItem.objects.filter(is_veto=True).values_list("id", flat=True))


_COMPONENTS = ("inspection", "personnel", "rectification", "complaints", "satisfaction")


def _run(tail: str, scope: Scope, **more: int) -> list[tuple[Any, ...]]:
    source = _source(tail, is_one=scope.only is not None, only_open=scope.only_open, from_items=scope.from_items)
    with connection.cursor() as cursor:
        if scope.only is not None:
            cursor.execute(source, {**_parameters(scope), **more})
            return cursor.fetchall()
        # One journey to the database: the setting, the statement, the setting back.
        cursor.execute(f"{_BY_HASHES};{source};{_AS_EVER}", {**_parameters(scope), **more})
        cursor.nextset()
        rows = cursor.fetchall()
        cursor.nextset()
        return rows


def write_cards(scope: Scope, *, run_id: int, settings_version_id: int, version: int = 1) -> Written:
    """Write the cards in scope with their receipt lines; call it inside a transaction. Repeatable."""
    rows = _run("write", scope, run=run_id, settings_version=settings_version_id, version=version)
    return Written(*rows[0])


def compare_cards(scope: Scope) -> Iterable[Compared]:
    """Return every card in scope as it would be computed now, beside the stored one. Writes nothing."""
    return [Compared(*row) for row in _run("compare", scope)]


def trial_totals(scope: Scope) -> Iterable[tuple[Any, ...]]:
    """Return (month, contract, line, total, grade, stored card, stored total, stored grade): the rule trial."""
    return _run("totals", scope)


_SET_ASIDE = """
update scoring_scorecard s set is_current = false, status = 'computed'
where s.tenant_id = %(tenant)s and s.month = %(month)s and s.is_current and s.published_at is null and not exists (
  select 1 from contracts_contract c
  join contracts_contractline l on l.tenant_id = %(tenant)s and l.contract_id = c.id and l.line_id = s.line_id
  where c.tenant_id = %(tenant)s and c.id = s.contract_id and c.status = any(%(running)s)
    and c.starts_on < %(until)s and c.ends_on >= %(month)s and (c.ended_on is null or c.ended_on >= %(month)s)
)
"""


def set_aside_ended(month: Month) -> int:
    """Set unpublished cards of contracts aside that, as known now, were not in force; return how many."""
    values: dict[str, Any] = {
        "tenant": require_wall().tenant_id,
        "month": month.first_day,
        "until": month.until,
        "running": RUNNING_CODES,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SET_ASIDE, values)
        return int(cursor.rowcount)
