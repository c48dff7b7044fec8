"""Pages of the register of tenders: list, overview, need and assessment, cancelling."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from records.queries import timeline
from tenancy.errors import DomainError, NotAllowed
from tenancy.listing import ListPage
from tenancy.roles import Permission
from tenancy.web import TenantRequest, form_status, go, needs, now, refuse_on_form, tenant_url
from tendering.actions import need as verbs
from tendering.forms.fields import ReasonForm
from tendering.forms.need import AssessmentForm, NeedForm
from tendering.lists.tenders import TENDERS, tone_of
from tendering.models import Tender
from tendering.queries import tenders as queries
from tendering.queries.next_step import next_step
from tendering.queries.seals import HOLDER_RIGHT
from tendering.queries.tabs import tabs_of


def found(request: TenantRequest, tender_id: int) -> Tender:
    """Return a tender the actor may see, or 404."""
    rows = queries.visible_to(request.actor).select_related("project", "line", "organiser__person")
    return get_object_or_404(rows, id=tender_id)


def head(request: TenantRequest, tender: Tender, active: str) -> dict[str, Any]:
    """Return what ``tendering/_tender_head.html`` shows: title, stage, who is next, tabs."""
    return {
        "tender": tender,
        "tone": tone_of(tender.status),
        "stages": queries.stage_bar(tender),
        "next_step": next_step(tender),
        "tabs": tabs_of(tender, request.actor, active),
    }


def refuse(form: BaseForm, error: DomainError) -> None:
    """Show a refusal on the form; who may not do the thing at all gets the page that says so (403)."""
    if isinstance(error, NotAllowed):
        raise error
    refuse_on_form(form, error)


@require_safe
def tender_list(request: TenantRequest) -> HttpResponse:
    """The register of tenders."""
    may_apply = request.actor.can(Permission.NEED_APPLY)
    if request.actor.is_vendor or not (may_apply or request.actor.can(Permission.TENDER_VIEW)):
        raise NotAllowed
    page = ListPage(TENDERS, request.GET, request.actor, path=request.path)
    context = {
        "page": page,
        "may_apply": may_apply,
        "holds_shares": any(request.actor.can(right) for right in HOLDER_RIGHT.values()),
    }
    return render(request, "tendering/tender_list.html", context)


@require_safe
def tender_detail(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Where a tender stands: need, facts, people, dates, what happened."""
    row = found(request, tender_id)
    context = head(request, row, "tendering:tender_detail") | {
        "need": queries.need_of(row),
        "named": queries.named_on(row),
        "actions": queries.base_actions(row, request.actor),
        "entries": timeline(row),
    }
    return render(request, "tendering/tender_detail.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.NEED_APPLY)
def tender_apply(request: TenantRequest) -> HttpResponse:
    """Apply for an outsourced service (TND-01)."""
    form = NeedForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            row = verbs.apply_for_need(**form.cleaned_data, by=request.actor, at=now())
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The application is filed as tender %(number)s.") % {"number": row.number})
            return go("tendering:tender_detail", row.id)
    back = tenant_url("tendering:tender_list")
    return render(request, "tendering/tender_apply.html", {"form": form, "back": back}, status=form_status(form))


@require_http_methods(["GET", "POST"])
@needs(Permission.NEED_ASSESS)
def tender_assess(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Assess the need a tender starts from."""
    row = found(request, tender_id)
    form = AssessmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.assess_need(tender_id=row.id, **form.cleaned_data, by=request.actor, at=now())
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The assessment is recorded."))
            return go("tendering:tender_detail", row.id)
    context = {
        "form": form,
        "tender": row,
        "need": queries.need_of(row),
        "back": tenant_url("tendering:tender_detail", row.id),
    }
    return render(request, "tendering/tender_assess.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
def tender_cancel(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Ask for the reason, then cancel a tender."""
    row = found(request, tender_id)
    if "cancel" not in queries.base_actions(row, request.actor) and request.method == "GET":
        raise NotAllowed
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.cancel_tender(tender_id=row.id, **form.cleaned_data, by=request.actor, at=now())
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The tender is cancelled."))
            return go("tendering:tender_detail", row.id)
    context = {
        "form": form,
        "title": _("Cancel tender %(number)s?") % {"number": row.number},
        "text": _("A cancelled tender stays on record and cannot be taken up again. Sealed bids are never opened."),
        "button": _("Cancel the tender"),
        "back": tenant_url("tendering:tender_detail", row.id),
        "danger": True,
    }
    return render(request, "_components/confirm_page.html", context, status=form_status(form))
