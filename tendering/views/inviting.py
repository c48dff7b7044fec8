"""Pages of the organiser: invitation list, dates, approval, letters (TND-16)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from records.actions.printing import order_paper
from records.models import PrintedDocument
from tenancy.errors import DomainError
from tenancy.roles import Permission
from tenancy.web import TenantRequest, act, confirm, form_status, go, needs, now, refuse_on_form, tenant_url
from tendering.actions import inviting as verbs
from tendering.actions import sending
from tendering.forms.inviting import ChangeDatesForm, DatesForm, ListVendorForm
from tendering.models import Invitation, Tender
from tendering.queries import inviting as queries
from tendering.views.tenders import found, head

PAPERS = {"list": "tendering.invitation_list", "meetings": "tendering.meeting_record"}


def _at(tender: Tender) -> str:
    return tenant_url("tendering:inviting", tender.id)


@require_safe
@needs(Permission.TENDER_VIEW)
def inviting(request: TenantRequest, tender_id: int) -> HttpResponse:
    """The invitation list with sources, grades, faults and bans, its approval and its dates."""
    row = found(request, tender_id)
    context = head(request, row, "tendering:inviting") | {
        "listed": queries.listed(row),
        "state": queries.list_state(row),
        "actions": queries.allowed_actions(row, request.actor, now()),
    }
    return render(request, "tendering/inviting.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.TENDER_ORGANISE)
def vendor_add(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Choose vendors for the list; what stands against each is shown beside it."""
    row = found(request, tender_id)
    form = ListVendorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.list_vendor(tender_id=row.id, **form.cleaned_data, by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("%(name)s is on the list.") % {"name": form.cleaned_data["vendor"].legal_name})
            return go("tendering:vendor_add", row.id)
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    context = {
        "tender": row,
        "form": form,
        "words": words,
        "candidates": queries.unlisted(row, words),
        "sources": form.fields["source"].choices,  # type: ignore[attr-defined]  # a choice field
        "back": _at(row),
    }
    return render(request, "tendering/vendor_add.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
@needs(Permission.TENDER_ORGANISE)
def vendor_remove(request: TenantRequest, tender_id: int, pk: int) -> HttpResponse:
    """Ask, then take a vendor off the list."""
    row = found(request, tender_id)
    one = Invitation.objects.filter(tender=row, id=pk).select_related("vendor").first()
    if one is None:
        raise Http404
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.unlist_vendor(invitation_id=pk, by=request.actor, at=now()),
            done=_("The vendor was taken off the list."),
            to=_at(row),
        )
    return confirm(
        request,
        title=_("Take %(name)s off the list?") % {"name": one.vendor.legal_name},
        text=_("An approval of the list becomes void and must be asked for again."),
        button=_("Take off the list"),
        back=_at(row),
        danger=True,
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.TENDER_ORGANISE)
def dates(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Set the dates, or change them after the letters left."""
    row = found(request, tender_id)
    is_sent = row.status in queries.RUNNING
    form: DatesForm = (ChangeDatesForm if is_sent else DatesForm)(request.POST or None, tender=row)
    if request.method == "POST" and form.is_valid():
        try:
            _save_dates(row, form, request)
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(
                request,
                _("The dates are changed. Everybody invited was told.") if is_sent else _("The dates are set."),
            )
            return go("tendering:inviting", row.id)
    context = {"tender": row, "form": form, "is_sent": is_sent, "back": _at(row)}
    return render(request, "tendering/dates.html", context, status=form_status(form))


def _save_dates(row: Tender, form: DatesForm, request: TenantRequest) -> None:
    common: dict[str, Any] = {"tender_id": row.id, "dates": form.dates(), "by": request.actor, "at": now()}
    if isinstance(form, ChangeDatesForm):
        sending.change_dates(reason=form.cleaned_data["reason"], **common)
    else:
        verbs.set_dates(**common)


@require_POST
@needs(Permission.TENDER_ORGANISE)
def list_ask(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Put the list to the general manager."""
    row = found(request, tender_id)
    return act(
        request,
        lambda: verbs.ask_approval(tender_id=row.id, by=request.actor, at=now()),
        done=_("The list was put to the general manager."),
        to=_at(row),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.TENDER_ORGANISE)
def letters_send(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Ask, then send the letters."""
    row = found(request, tender_id)
    if request.method == "POST":
        return act(
            request,
            lambda: sending.send_invitations(tender_id=row.id, by=request.actor, at=now()),
            done=_("The letters are sent. Bids are taken until the deadline."),
            to=_at(row),
        )
    return confirm(
        request,
        title=_("Send the invitation letters?"),
        text=_("Every vendor on the approved list gets its letter. This cannot be taken back; dates can be changed."),
        button=_("Send the letters"),
        back=_at(row),
    )


@require_POST
@needs(Permission.TENDER_VIEW)
def paper_order(request: TenantRequest, tender_id: int, paper: str) -> HttpResponse:
    """Order the printed list or the record of the meetings."""
    row = found(request, tender_id)
    if paper not in PAPERS:
        raise Http404
    made = order_paper(PAPERS[paper], {"tender_id": row.id}, by=request.actor, at=now())
    name = "records:document_detail" if isinstance(made, PrintedDocument) else "records:job_detail"
    return go(name, made.id)
