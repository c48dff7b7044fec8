"""What begins by itself: the run of last month on the 1st, in the tenant's time zone; the nightly comparison."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import override

from records.rules.periods import Month, months_back
from scoring.actions.run import COMPUTE_JOB, open_run
from tenancy import work
from tenancy.context import acting_for
from tenancy.models import Job, Tenant
from tenancy.rules.actor import system_actor

COMPARE_JOB = "scoring.compare_scores"
CATCH_UP_MONTHS = 3  # how far back missed months are made up for after an outage (NTF-07)
COMPARE_HOUR = 3


def schedule(now: datetime) -> None:
    """Open the run of each month that ended and was not opened, in every tenant; called every minute, works once."""
    for tenant in Tenant.objects.filter(is_active=True):
        local = now.astimezone(ZoneInfo(tenant.time_zone))
        with acting_for(tenant), override(tenant.language):
            _open_months(tenant, Month.of(local.date()).plus(-1), now)
            if local.hour >= COMPARE_HOUR:
                _compare(local.date() - timedelta(days=1), now)


def _open_months(tenant: Tenant, last: Month, now: datetime) -> None:
    begun = Month.of(tenant.created_at.astimezone(ZoneInfo(tenant.time_zone)).date())
    months = [month for month in months_back(last, CATCH_UP_MONTHS) if month >= begun]
    opened = set(
        Job.objects.filter(kind=COMPUTE_JOB, period_key__in=[str(month) for month in months]).values_list(
            "period_key", flat=True
        )
    )
    for month in months:
        if str(month) not in opened:
            open_run(month=month, by=system_actor(tenant.pk), at=now)


def _compare(night: object, now: datetime) -> None:
    if not Job.objects.filter(kind=COMPARE_JOB, period_key=str(night)).exists():
        work.enqueue(COMPARE_JOB, str(night), title=_("Nightly comparison of scores"), at=now)
