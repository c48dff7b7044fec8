"""Ordering an export of exactly what a list shows."""

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from records.actions.export import order_export
from tenancy.choices import JobStatus
from tenancy.web import TenantRequest, go, now


@require_POST
def export_order(request: TenantRequest) -> HttpResponse:
    """Send the file of a short list at once, and lead to the job's page for a long one."""
    job = order_export(
        list_code=request.POST.get("list", ""),
        query=request.POST.get("query", ""),
        format=request.POST.get("format", ""),
        by=request.actor,
        at=now(),
    )
    if job.status == JobStatus.DONE:
        return HttpResponseRedirect(job.result_url)
    return go("records:job_detail", job.id)
