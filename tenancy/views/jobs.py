"""Background work: what runs, what failed and why, and starting it again (security.md 5)."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tenancy import lists, queries, work
from tenancy.actions import jobs
from tenancy.choices import JobStatus
from tenancy.listing import ListPage
from tenancy.models import Job
from tenancy.roles import Permission
from tenancy.web import TenantRequest, act, needs, now, tenant_url


@require_GET
@needs(Permission.JOBS_VIEW)
def job_list(request: TenantRequest) -> HttpResponse:
    """List all jobs of the tenant, failed ones by a filter."""
    page = ListPage(lists.JOBS, request.GET, request.actor, request.path)
    failed = Job.objects.filter(status=JobStatus.DEAD).order_by()[:1000].count()
    return render(request, "tenancy/job_list.html", {"page": page, "failed": failed})


@require_GET
@needs(Permission.JOBS_VIEW)
def job_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """Show one job with its error and progress."""
    job = get_object_or_404(Job.objects.select_related("ordered_by__person"), pk=pk)
    context = {
        "job": job,
        "title": queries.job_title(job),
        "progress": work.progress_of(job.id) if job.status == JobStatus.RUNNING else None,
        "may_retry": job.status == JobStatus.DEAD and request.actor.can(Permission.TENANT_MANAGE),
        "most_attempts": work.MAX_ATTEMPTS,
    }
    return render(request, "tenancy/job_detail.html", context)


@require_POST
@needs(Permission.TENANT_MANAGE)
def job_retry(request: TenantRequest, pk: int) -> HttpResponse:
    """Start a failed job again."""
    job = get_object_or_404(Job, pk=pk)
    return act(
        request,
        lambda: jobs.retry_job(job_id=job.id, by=request.actor, at=now()),
        done=_("Started again."),
        to=tenant_url("tenancy:job_detail", job.id),
    )
