"""Verbs on runs: open a month, compute it. Both may be called twice, or die anywhere, without doubling a row."""

from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from records import journal
from records.rules.periods import Month
from scoring.choices import CardStatus, RunStatus
from scoring.computation import statement
from scoring.errors import MonthNotOver
from scoring.models import Scorecard, ScoringRun
from scoring.rules import lifecycle, may
from scoring.rules.settings import ScoringRules
from tenancy import work
from tenancy.context import require_wall
from tenancy.models import Tenant
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
    version = settings_in_force("scoring", month.first_day)
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
    if month.until > today(_tenant()):
        raise MonthNotOver
    with transaction.atomic():
        _get_or_open(month, by=by, at=at)
        run = ScoringRun.objects.select_for_update(of=("self",), no_key=True).get(month=month.first_day)
        lifecycle.check_run(RunStatus(run.status), RunStatus.COMPUTING)
        lifecycle.check_run(RunStatus.COMPUTING, RunStatus.COMPUTED)
        version = settings_in_force("scoring", month.first_day)
        scope = statement.Scope(
            [month], ScoringRules.from_json(version.values), _tenant().time_zone, at, only_open=True
        )
        written = statement.write_cards(scope, run_id=run.pk, settings_version_id=version.pk)
        set_aside = _set_aside_ended(month)
        was = run.status
        run.settings_version_id, run.cut_off, run.status = version.pk, at, RunStatus.COMPUTED.value
        count_cards(run)
        run.save()
        if written.changed or set_aside or was != run.status:
            changes = {"status": [was, run.status], "cards": written.cards, "changed": written.changed}
            journal.record("scoring.run_computed", run, by=by, at=at, changes=changes)
    return run


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


def _set_aside_ended(month: Month) -> int:
    """Set unpublished cards of contracts aside that, as known now, were not in force; return how many."""
    in_force = statement.cards_in_force(month)
    stale = [
        card_id
        for card_id, contract_id, line_id in Scorecard.objects.filter(
            month=month.first_day, is_current=True, published_at__isnull=True
        ).values_list("id", "contract_id", "line_id")
        if (contract_id, line_id) not in in_force
    ]
    if not stale:
        return 0
    return Scorecard.objects.filter(id__in=stale).update(is_current=False, status=CardStatus.COMPUTED.value)


def _tenant() -> Tenant:
    return Tenant.objects.get(id=require_wall().tenant_id)
