"""The audit trail (ARC-03)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from records import event_names, journal, queries
from records.actions.journal import order_verification
from records.lists import JOURNAL
from records.models import JournalSeal
from tenancy.listing import ListPage
from tenancy.roles import Permission
from tenancy.web import TenantRequest, go, needs, now


@require_safe
@needs(Permission.JOURNAL_VIEW)
def journal_list(request: TenantRequest) -> HttpResponse:
    """List and filter what was done, by whom, to what."""
    page = ListPage(JOURNAL, request.GET, request.actor, request.path)
    return render(request, "records/journal_list.html", {"page": page, "head": journal.head()})


@require_safe
@needs(Permission.JOURNAL_VIEW)
def journal_entry(request: TenantRequest, pk: int) -> HttpResponse:
    """Show an entry with old and new values and its link in the chain."""
    entry = queries.journal_visible_to(request.actor).filter(id=pk).first()
    if entry is None:
        raise Http404
    return render(
        request,
        "records/journal_entry.html",
        {
            "entry": entry,
            "event": event_names.event_label(entry.event),
            "about": event_names.object_label(entry.object_type),
            "changes": event_names.changed_fields(entry),
            "seal": JournalSeal.objects.filter(entry_id=entry.id).first(),
        },
    )


@require_POST
@needs(Permission.JOURNAL_VIEW)
def journal_verify(request: TenantRequest) -> HttpResponse:
    """Let the whole chain be checked in the background."""
    job = order_verification(by=request.actor, at=now())
    return go("records:job_detail", job.id)
