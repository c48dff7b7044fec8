"""Verbs on runs: open a month, compute it. Both may be called twice, or die anywhere, without doubling a row."""

import json
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from records import journal
from records.rules.periods import Month
from scoring.choices import RunStatus
from scoring.computation import statement
from scoring.errors import MonthNotOver, NoRulesInForce
from scoring.models import ScoringRun
from scoring.rules import lifecycle, may
from scoring.rules.settings import ScoringRules
from tenancy import prepared, work
from tenancy.context import require_wall
from tenancy.models import SettingsVersion, Tenant
from tenancy.queries import settings_in_force, today
from tenancy.roles import Permission
from tenancy.rules.actor import Actor

COMPUTE_JOB = "scoring.compute_month"


def open_run(*, month: Month, by: Actor, at: datetime, again: bool = False) -> ScoringRun:
    """Open the run of a month that is over and order its computation (SCO-02, NTF-07).

    Opening twice is one run and, unless ``again``, one computation. Raises MonthNotOver.
    """
    may.require(by, Permission.RUN_START)
    if month.until > today(_tenant()):
        raise MonthNotOver
    with transaction.atomic():
        run = _get_or_open(month, by=by, at=at)
        key = f"{month}:{at.isoformat()}" if again else str(month)
        work.enqueue(
            COMPUTE_JOB,
            key,
            title=_("Scorecards of %(month)s") % {"month": month},
            payload={"month": str(month)},
            by=by if by.membership_id else None,
            at=at,
        )
    return run


def _get_or_open(month: Month, *, by: Actor, at: datetime) -> ScoringRun:
    # The settings of a month are those in force on its first day: rules are approved before the period (SCO-04).
    try:
        version = settings_in_force("scoring", month.first_day)
    except SettingsVersion.DoesNotExist as error:
        raise NoRulesInForce from error
    run, is_new = ScoringRun.objects.get_or_create(
        month=month.first_day,
        defaults={"settings_version_id": version.pk, "opened_at": at, "opened_by_id": by.person_id},
    )
    if is_new:
        journal.record("scoring.run_opened", run, by=by, at=at, changes={"month": [None, str(month)]})
    return run


def compute_month(*, month: Month, by: Actor, at: datetime) -> ScoringRun:
    """Compute every unpublished card of a month from what is stored now, in one transaction (SCO-02).

    Published cards stay as they are. Cards of contracts that turned out not to be in force are set aside.
    Raises IllegalTransition once the whole run is published.
    """
    may.require(by, Permission.RUN_START)
    with transaction.atomic():
        run, rules, zone = _locked_run(month) or _opened_and_locked(month, by=by, at=at)
        if month.until > timezone.now().astimezone(ZoneInfo(zone)).date():
            raise MonthNotOver
        lifecycle.check_run(RunStatus(run.status), RunStatus.COMPUTING)
        lifecycle.check_run(RunStatus.COMPUTING, RunStatus.COMPUTED)
        scope = statement.Scope([month], rules, zone, at, only_open=True)
        written = statement.close_months(scope, run_id=run.pk, settings_version_id=run.settings_version_id)
        was = run.status
        run.cut_off, run.status = at, RunStatus.COMPUTED.value
        _count(run, written.cards, written.insufficient, written.published)
        columns = ["cut_off", *COUNTED]
        prepared.rows(_STORE_RUN, [run.tenant_id, run.pk, *(getattr(run, name) for name in columns)])
        if written.changed or written.set_aside or was != run.status:
            changes = {"status": [was, run.status], "card_count": run.card_count, "changed": written.changed}
            journal.record("scoring.run_computed", run, by=by, at=at, changes=changes)
    return run


_LOCK_RUN = """
select r.id, r.tenant_id, r.month, r.settings_version_id, r.status, v.values, t.time_zone
from scoring_scoringrun r
join tenancy_settingsversion v on v.tenant_id = r.tenant_id and v.id = r.settings_version_id
join tenancy_tenant t on t.id = r.tenant_id
where r.tenant_id = $1 and r.month = $2 for no key update of r
"""
_STORE_RUN = """
update scoring_scoringrun set cut_off = $3, status = $4, card_count = $5, insufficient_count = $6, published_count = $7
where tenant_id = $1 and id = $2
"""


def _locked_run(month: Month) -> tuple[ScoringRun, ScoringRules, str] | None:
    """Return the month's run, locked, with its rules and the tenant's time zone; None when there is none yet."""
    found = prepared.rows(_LOCK_RUN, [require_wall().tenant_id, month.first_day])
    if not found:
        return None
    *values, rules, zone = found[0]
    names = ["id", "tenant_id", "month", "settings_version_id", "status"]  # in the model's order
    return ScoringRun.from_db(connection.alias, names, values), _rules(rules), zone


@lru_cache(maxsize=64)
def _rules(values: str) -> ScoringRules:
    return ScoringRules.from_json(json.loads(values))


def _opened_and_locked(month: Month, *, by: Actor, at: datetime) -> tuple[ScoringRun, ScoringRules, str]:
    if month.until > today(_tenant()):
        raise MonthNotOver
    _get_or_open(month, by=by, at=at)
    locked = _locked_run(month)
    assert locked is not None
    return locked


COUNTED = ["status", "card_count", "insufficient_count", "published_count"]


def count_cards(run: ScoringRun) -> None:
    """Count a run's current cards into its row (not saved) and mark it published when all are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*), count(*) filter (where total is null), count(*) filter (where published_at is not null) "
            "from scoring_scorecard where tenant_id = %s and month = %s and is_current",
            [require_wall().tenant_id, run.month],
        )
        _count(run, *cursor.fetchone())


def _count(run: ScoringRun, cards: int, insufficient: int, published: int) -> None:
    run.card_count, run.insufficient_count, run.published_count = cards, insufficient, published
    if cards and cards == published and run.status == RunStatus.COMPUTED.value:
        lifecycle.check_run(RunStatus.COMPUTED, RunStatus.PUBLISHED)
        run.status = RunStatus.PUBLISHED.value


def _tenant() -> Tenant:
    return Tenant.objects.get(id=require_wall().tenant_id)
