"""Pages of monthly evaluations: which months were computed, how far they are, what is missing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from records.queries import timeline
from records.rules.periods import Month
from scoring.actions import run as verbs
from scoring.choices import CARD_STATUS_LABELS, RUN_STATUS_LABELS, CardStatus
from scoring.forms import MonthForm
from scoring.lists import RUN_TONES, RUNS
from scoring.queries import boards, cards
from tenancy import work
from tenancy.errors import DomainError
from tenancy.listing import ListPage
from tenancy.models import Job
from tenancy.roles import Permission
from tenancy.web import TenantRequest, act, form_status, go, needs, now, refuse_on_form, tenant_url, today
from tenancy.web_errors import status_of


@require_GET
@needs(Permission.CARD_VIEW)
def run_list(request: TenantRequest) -> HttpResponse:
    """All months."""
    page = ListPage(RUNS, request.GET, request.actor, path=request.path)
    return render(request, "scoring/run_list.html", {"page": page, "may_open": request.actor.can(Permission.RUN_START)})


@require_GET
@needs(Permission.CARD_VIEW)
def run_detail(request: TenantRequest, run_id: int) -> HttpResponse:
    """One month: progress, cards by state, and what is missing, listed against the tenant's own people."""
    run = get_object_or_404(cards.runs_visible_to(request.actor), id=run_id)
    visible = cards.current_cards(request.actor).filter(month=run.month)
    counts: dict[str, int] = {}
    for status in visible.order_by().values_list("status", flat=True):
        counts[status] = counts.get(status, 0) + 1
    states = [CardStatus.COMPUTED, CardStatus.EVALUATED, CardStatus.CONFIRMED, CardStatus.PUBLISHED]
    job = Job.objects.filter(kind=verbs.COMPUTE_JOB, payload__month=f"{run.month:%Y-%m}").order_by("-id").first()
    return render(
        request,
        "scoring/run_detail.html",
        {
            "run": run,
            "status_label": RUN_STATUS_LABELS[run.status],
            "status_tone": RUN_TONES.get(run.status, "grey"),
            "states": [
                {
                    "label": CARD_STATUS_LABELS[one.value],
                    "count": counts.get(one.value, 0),
                    "url": f"{tenant_url('scoring:card_list')}?month={run.month:%Y-%m}&status={one.value}",
                }
                for one in states
            ],
            "total": sum(counts.values()),
            "missing": boards.missing_duties(request.actor, run.month),
            "without_card": boards.contracts_without_card(Month.of(run.month)),
            "job": job,
            "progress": work.progress_of(job.pk) if job else None,
            "actions": cards.run_actions(run, request.actor),
            "timeline": timeline(run),
        },
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.RUN_START)
def run_open(request: TenantRequest) -> HttpResponse:
    """Open a month by hand; the schedule does it on the 1st."""
    last = Month.of(today(request)).plus(-1)
    form = MonthForm(request.POST or None, initial={"month": str(last)})
    if request.method == "POST" and form.is_valid():
        try:
            run = verbs.open_run(month=form.cleaned_data["month"], by=request.actor, at=now())
        except DomainError as error:
            if status_of(error) == 403:
                raise
            refuse_on_form(form, error)
        else:
            messages.success(request, _("The computation is ordered; this page shows how far it is."))
            return go("scoring:run_detail", run.pk)
    return render(request, "scoring/run_open.html", {"form": form}, status=form_status(form))


@require_POST
@needs(Permission.RUN_START)
def run_compute(request: TenantRequest, run_id: int) -> HttpResponse:
    """Order the computation again, from what is stored now."""
    run = get_object_or_404(cards.runs_visible_to(request.actor), id=run_id)
    return act(
        request,
        lambda: verbs.open_run(month=Month.of(run.month), by=request.actor, at=now(), again=True),
        done=_("The computation is ordered; this page shows how far it is."),
        to=tenant_url("scoring:run_detail", run.pk),
    )
