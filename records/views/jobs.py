"""Background jobs: how far they are and what came of them."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from records import queries
from records.actions.job import mark_seen
from records.lists import JOB_TONES, JOBS
from tenancy import work
from tenancy.choices import JobStatus
from tenancy.listing import ListPage
from tenancy.web import TenantRequest, now


@require_safe
def job_list(request: TenantRequest) -> HttpResponse:
    """List the actor's jobs, or the tenant's for those who watch them."""
    page = ListPage(JOBS, request.GET, request.actor, request.path)
    return render(request, "records/job_list.html", {"page": page})


@never_cache
@require_safe
def job_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """Show a job; while it runs the page asks again by itself, without a script by its refresh link."""
    job = queries.jobs_visible_to(request.actor).filter(id=pk).first()
    if job is None:
        raise Http404
    done, total = work.progress_of(job.id) or (0, 0)
    is_open = job.status in {JobStatus.WAITING, JobStatus.RUNNING}
    if not is_open:
        mark_seen(job_id=job.id, by=request.actor, at=now())
    mine = job.ordered_by_id == request.actor.membership_id
    context = {
        "job": job,
        "title": queries.job_title(job),
        "tone": JOB_TONES[JobStatus(job.status)],
        "is_open": is_open,
        "done": done,
        "total": total,
        "result_url": job.result_url if mine or job.kind != "records.export" else "",
        "failure": _failure(job.error),
        "deleted_at": queries.export_deleted_at(job),
        "kept_days": queries.export_days(now()) if job.kind == "records.export" else None,
        "verdict": job.result if job.kind == "records.verify" and job.status == JobStatus.DONE else None,
    }
    answer = render(request, "records/_job.html" if request.htmx else "records/job_detail.html", context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _failure(error: str) -> str:
    """Return why a job failed: a refusal in its own words; a fault of the program only as such."""
    code, _mark, message = error.partition(": ")
    if message and code == code.lower():
        return message
    return _("Something went wrong in the program. Order it once more; if it fails again, tell the administrator.")
