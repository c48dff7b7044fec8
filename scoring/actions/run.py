"""Verbs on runs: open a month, compute it. Both may be called twice, or die anywhere, without doubling a row."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from records import journal
from records.rules.periods import Month
from scoring.choices import RunStatus
from scoring.computation import statement
from scoring.errors import MonthNotOver, NoRulesInForce
from scoring.models import ScoringRun
from scoring.rules import lifecycle, may
from scoring.rules.settings import ScoringRules
from tenancy import work
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
    tenant = _tenant()
    if month.until > today(tenant):
        raise MonthNotOver
    with transaction.atomic():
        run = _locked_run(month) or _locked_run(month, _get_or_open(month, by=by, at=at))
        assert run is not None
        lifecycle.check_run(RunStatus(run.status), RunStatus.COMPUTING)
        lifecycle.check_run(RunStatus.COMPUTING, RunStatus.COMPUTED)
        version = run.settings_version
        scope = statement.Scope([month], ScoringRules.from_json(version.values), tenant.time_zone, at, only_open=True)
        written = statement.write_cards(scope, run_id=run.pk, settings_version_id=version.pk)
        set_aside = statement.set_aside_ended(month)
        was = run.status
        run.cut_off, run.status = at, RunStatus.COMPUTED.value
        count_cards(run)
        run.save()
        if written.changed or set_aside or was != run.status:
            changes = {"status": [was, run.status], "card_count": written.cards, "changed": written.changed}
            journal.record("scoring.run_computed", run, by=by, at=at, changes=changes)
    return run


def _locked_run(month: Month, opened: ScoringRun | None = None) -> ScoringRun | None:
    """Return the month's run, locked, with its settings version; None when there is none yet."""
    rows = ScoringRun.objects.select_for_update(of=("self",), no_key=True).select_related("settings_version")
    return rows.filter(month=month.first_day if opened is None else opened.month).first()


def count_cards(run: ScoringRun) -> None:
    """Count a run's current cards into its row (not saved) and mark it published when all are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*), count(*) filter (where total is null), count(*) filter (where published_at is not null) "
            "from scoring_scorecard where tenant_id = %s and run_id = %s and is_current",
            [require_wall().tenant_id, run.pk],
        )
        run.card_count, run.insufficient_count, run.published_count = cursor.fetchone()
    if run.card_count and run.card_count == run.published_count and run.status == RunStatus.COMPUTED.value:
        lifecycle.check_run(RunStatus.COMPUTED, RunStatus.PUBLISHED)
        run.status = RunStatus.PUBLISHED.value


def _tenant() -> Tenant:
    return Tenant.objects.get(id=require_wall().tenant_id)
