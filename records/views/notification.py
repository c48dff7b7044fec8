"""News: the list, opening one, marking as read."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from records import lists_news, notification_queries
from records.actions import notification
from tenancy.listing import ListPage
from tenancy.web import TenantRequest, act, now, tenant_url


@require_GET
def notification_list(request: TenantRequest) -> HttpResponse:
    """List the reader's news, newest first."""
    page = ListPage(lists_news.NEWS, request.GET, request.actor, request.path)
    unread = notification_queries.unread_count(request.actor)
    return render(request, "records/notification_list.html", {"page": page, "unread_count": unread})


@require_GET
def notification_open(request: TenantRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it points: safe to repeat, changes only whether it counts as unread."""
    row = get_object_or_404(notification_queries.notifications_of(request.actor.membership_id), pk=pk)
    notification.mark_read(notification_id=row.id, by=request.actor, at=now())
    inside = row.url.startswith(tenant_url("tenancy:home"))
    return HttpResponseRedirect(row.url if inside else tenant_url("records:notification_list"))


@require_POST
def notification_read(request: TenantRequest, pk: int) -> HttpResponse:
    """Mark one as read."""
    if not notification.mark_read(notification_id=pk, by=request.actor, at=now()):
        raise Http404
    return HttpResponseRedirect(tenant_url("records:notification_list"))


@require_POST
def notification_read_all(request: TenantRequest) -> HttpResponse:
    """Mark all as read."""
    return act(
        request,
        lambda: notification.mark_all_read(by=request.actor, at=now()),
        done=_("All news is marked as read."),
        to=tenant_url("records:notification_list"),
    )
