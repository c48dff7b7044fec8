"""Pages of planning, reading and judging inspections."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from inspections import queries
from inspections.actions import judging, planning
from inspections.forms import PlanForm, ReasonForm, StartForm
from inspections.lists import FINDINGS, INSPECTIONS
from inspections.models import Inspection
from inspections.views.shown import detail_context
from records.actions.printing import order_paper
from records.models import PrintedDocument
from tenancy.errors import DomainError, NotAllowed
from tenancy.listing import ListPage
from tenancy.roles import Permission
from tenancy.web import TenantRequest, act, confirm, form_status, go, needs, now, refuse_on_form, tenant_url, today
from tenancy.web_errors import status_of


def found(request: TenantRequest, inspection_id: int) -> Inspection:
    """Return an inspection the actor may see, or 404."""
    rows = queries.inspections_visible_to(request.actor).select_related("checklist__template", "inspector__person")
    return get_object_or_404(rows, id=inspection_id)


def _may_look(request: TenantRequest) -> None:
    if not (request.actor.can(Permission.INSPECTION_VIEW) or request.actor.can(Permission.OWN_INSPECTIONS)):
        raise NotAllowed


@require_GET
def inspection_list(request: TenantRequest) -> HttpResponse:
    """All inspections the actor may see; a vendor's published ones."""
    _may_look(request)
    page = ListPage(INSPECTIONS, request.GET, request.actor, path=request.path)
    return render(
        request,
        "inspections/inspection_list.html",
        {
            "page": page,
            "may_plan": request.actor.can(Permission.INSPECTION_PLAN),
            "may_file": request.actor.can(Permission.INSPECTION_FILE),
        },
    )


@require_GET
def finding_list(request: TenantRequest) -> HttpResponse:
    """Every item that lost points, with its photos one click away."""
    _may_look(request)
    page = ListPage(FINDINGS, request.GET, request.actor, path=request.path)
    return render(request, "inspections/finding_list.html", {"page": page})


@require_GET
@needs(Permission.INSPECTION_FILE)
def inspection_today(request: TenantRequest) -> HttpResponse:
    """What the actor has to inspect today, as cards for the phone."""
    on = today(request)
    rows = list(queries.to_do_today(request.actor, on)[:100])
    return render(
        request,
        "inspections/inspection_today.html",
        {
            "on": on,
            "begun": [row for row in rows if row.status == "in_progress"],
            "overdue": [row for row in rows if row.status == "planned" and row.planned_on < on],
            "due": [row for row in rows if row.status == "planned" and row.planned_on == on],
            "coming": list(queries.coming_up(request.actor, on)[:10]),
        },
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.INSPECTION_PLAN)
def inspection_plan(request: TenantRequest) -> HttpResponse:
    """Plan an inspection."""
    on = today(request)
    form = PlanForm(request.POST or None, actor=request.actor, on=on, initial={"subject": request.GET.get("line")})
    if request.method == "POST" and form.is_valid():
        try:
            row = planning.plan_inspection(
                contract_id=form.chosen_line.contract_id,
                line_id=form.chosen_line.line_id,
                kind=form.chosen_kind,
                theme=form.cleaned_data.get("theme", ""),
                planned_on=form.cleaned_data["planned_on"],
                inspector_id=form.inspector_id,
                by=request.actor,
                at=now(),
                on=on,
            )
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("The inspection is planned."))
            return go("inspections:inspection_detail", row.id)
    return render(
        request,
        "inspections/inspection_plan.html",
        {"form": form, "has_subjects": bool(form.lines)},
        status=form_status(form),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.INSPECTION_FILE)
def inspection_start_ad_hoc(request: TenantRequest) -> HttpResponse:
    """Start an inspection that was not planned."""
    on = today(request)
    form = StartForm(request.POST or None, actor=request.actor, on=on, initial={"subject": request.GET.get("line")})
    if request.method == "POST" and form.is_valid():
        try:
            row = planning.start_ad_hoc(
                contract_id=form.chosen_line.contract_id,
                line_id=form.chosen_line.line_id,
                kind=form.chosen_kind,
                theme=form.cleaned_data.get("theme", ""),
                client_id=form.cleaned_data["client_id"],
                by=request.actor,
                at=now(),
                on=on,
            )
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            return go("inspections:inspection_file", row.id)
    return render(
        request,
        "inspections/inspection_start.html",
        {"form": form, "has_subjects": bool(form.lines)},
        status=form_status(form),
    )


@require_POST
@needs(Permission.INSPECTION_FILE)
def inspection_start(request: TenantRequest, inspection_id: int) -> HttpResponse:
    """Begin a planned inspection and go to its form."""
    row = found(request, inspection_id)
    return act(
        request,
        lambda: planning.start_inspection(inspection_id=row.id, by=request.actor, at=now(), on=today(request)),
        done=_("Started. Every answer is kept as you go."),
        to=tenant_url("inspections:inspection_file", row.id),
    )


@require_GET
def inspection_detail(request: TenantRequest, inspection_id: int) -> HttpResponse:
    """One inspection: score, findings with photos, every answer, what happened."""
    _may_look(request)
    row = found(request, inspection_id)
    return render(request, "inspections/inspection_detail.html", detail_context(row, request.actor))


def _by_button(request: TenantRequest, inspection_id: int, verb: Callable[..., Any], **words: str) -> HttpResponse:
    row = found(request, inspection_id)
    back = tenant_url("inspections:inspection_detail", row.id)
    if request.method == "GET":
        return confirm(request, title=words["title"], text=words["text"], button=words["button"], back=back)
    return act(request, lambda: verb(inspection_id=row.id, by=request.actor, at=now()), done=words["done"], to=back)


@require_http_methods(["GET", "POST"])
@needs(Permission.INSPECTION_REVIEW)
def inspection_review(request: TenantRequest, inspection_id: int) -> HttpResponse:
    """Confirm a check of the company, the region or headquarters."""
    return _by_button(
        request,
        inspection_id,
        judging.review_inspection,
        title=_("Confirm this inspection?"),
        text=_("After the review it can be published."),
        button=_("Confirm"),
        done=_("The inspection is reviewed."),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.INSPECTION_PUBLISH)
def inspection_publish(request: TenantRequest, inspection_id: int) -> HttpResponse:
    """Publish an inspection to its vendor."""
    return _by_button(
        request,
        inspection_id,
        judging.publish_inspection,
        title=_("Publish this inspection?"),
        text=_("The vendor sees it from now on, and it counts for the month's scorecard."),
        button=_("Publish"),
        done=_("The inspection is published."),
    )


def _with_reason(
    request: TenantRequest,
    inspection_id: int,
    verb: Callable[..., Inspection],
    *,
    title: str,
    text: str,
    button: str,
    done: str,
    danger: bool = False,
) -> HttpResponse:
    row = found(request, inspection_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            result = verb(inspection_id=row.id, reason=form.cleaned_data["reason"], by=request.actor, at=now())
        except DomainError as error:
            if status_of(error) == 403:
                raise
            refuse_on_form(form, error)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(tenant_url("inspections:inspection_detail", result.id))
    return render(
        request,
        "_components/confirm_page.html",
        {
            "title": title,
            "text": text,
            "button": button,
            "back": tenant_url("inspections:inspection_detail", row.id),
            "danger": danger,
            "form": form,
        },
        status=form_status(form),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.INSPECTION_REVIEW)
def inspection_send_back(request: TenantRequest, inspection_id: int) -> HttpResponse:
    """Give a submitted inspection back to its inspector."""
    return _with_reason(
        request,
        inspection_id,
        judging.send_back_inspection,
        title=_("Send back to the inspector?"),
        text=_("The inspector gets a new version with all answers and your reason; this one stays as it was filed."),
        button=_("Send back"),
        done=_("Sent back. The inspector has been told."),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.INSPECTION_REVIEW)
def inspection_correct(request: TenantRequest, inspection_id: int) -> HttpResponse:
    """Begin the correction of a published inspection (INS-12)."""
    return _with_reason(
        request,
        inspection_id,
        judging.correct_inspection,
        title=_("Correct this inspection?"),
        text=_("A new version is opened; the published one counts until the correction is published."),
        button=_("Begin the correction"),
        done=_("The correction is open."),
    )


@require_http_methods(["GET", "POST"])
def inspection_cancel(request: TenantRequest, inspection_id: int) -> HttpResponse:
    """Cancel an inspection that was not submitted."""
    return _with_reason(
        request,
        inspection_id,
        planning.cancel_inspection,
        title=_("Cancel this inspection?"),
        text=_("It stays in the list as cancelled, with your reason."),
        button=_("Cancel the inspection"),
        done=_("The inspection is cancelled."),
        danger=True,
    )


@require_POST
def inspection_print(request: TenantRequest, inspection_id: int) -> HttpResponse:
    """Order the inspection record as a PDF; the one that exists is opened."""
    _may_look(request)
    row = found(request, inspection_id)
    made = order_paper("inspections.record", {"inspection_id": row.id}, by=request.actor, at=now())
    if isinstance(made, PrintedDocument):
        return go("records:document_detail", made.id)
    return go("records:job_detail", made.id)
