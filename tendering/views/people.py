"""Pages of a tender's people: organiser, duties, the author's undertaking."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tenancy.errors import DomainError, NotAllowed
from tenancy.web import TenantRequest, act, confirm, form_status, go, now, tenant_url
from tendering.actions import appointing as verbs
from tendering.choices import DUTY_LABELS, Duty
from tendering.forms.papers import DutyForm, MemberForm
from tendering.models import Appointment
from tendering.queries import desk, people
from tendering.queries.tenders import named_on
from tendering.views.tenders import found, head, refuse

TAB = "tendering:tender_people"


@require_safe
def tender_people(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Who organises, writes, keeps and answers."""
    row = found(request, tender_id)
    context = head(request, row, TAB) | {
        "named": named_on(row),
        "duties": [(code, label) for code, label in DUTY_LABELS.items() if code != Duty.SPECIALIST],
        "actions": desk.people_actions(row, request.actor),
        "specialist": Duty.SPECIALIST.value,
    }
    return render(request, "tendering/tender_people.html", context)


@require_http_methods(["GET", "POST"])
def tender_organiser(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Name the organiser (TND-06)."""
    row = found(request, tender_id)
    if request.method == "GET" and "organiser" not in desk.people_actions(row, request.actor):
        raise NotAllowed
    form = MemberForm(
        request.POST or None, members=people.organisers(row.project_id), initial={"member": row.organiser_id}
    )
    if request.method == "POST" and form.is_valid():
        try:
            member_id = form.cleaned_data["member"].id
            verbs.name_organiser(tender_id=row.id, member_id=member_id, by=request.actor, at=now())
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The organiser is named."))
            return go(TAB, row.id)
    context = {
        "form": form,
        "tender": row,
        "title": _("Name the organiser"),
        "hint": _("The organiser may not be the author or the custodian of the same tender."),
        "back": tenant_url(TAB, row.id),
    }
    return render(request, "tendering/tender_duty.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
def tender_appoint(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Name somebody for a duty (TND-09, TND-12, TND-20)."""
    row = found(request, tender_id)
    if request.method == "GET" and "appoint" not in desk.people_actions(row, request.actor):
        raise NotAllowed
    form = DutyForm(
        request.POST or None,
        members=people.colleagues(row.tenant_id),
        initial={"duty": request.GET.get("duty", Duty.AUTHOR)},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            verbs.appoint(
                tender_id=row.id,
                duty=typed["duty"],
                member_id=typed["member"].id,
                speciality=typed["speciality"],
                by=request.actor,
                at=now(),
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The duty is given."))
            return go(TAB, row.id)
    context = {
        "form": form,
        "tender": row,
        "title": _("Name somebody for a duty"),
        "hint": _("Organiser, author and custodian are three people; the author stands outside the organising side."),
        "back": tenant_url(TAB, row.id),
    }
    return render(request, "tendering/tender_duty.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
def tender_duty_end(request: TenantRequest, tender_id: int, appointment_id: int) -> HttpResponse:
    """Ask, then end a specialist's duty."""
    row = found(request, tender_id)
    appointment = get_object_or_404(Appointment, id=appointment_id, tender=row)
    back = tenant_url(TAB, row.id)
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.end_appointment(appointment_id=appointment.id, by=request.actor, at=now()),
            done=_("The duty is ended."),
            to=back,
        )
    return confirm(
        request,
        title=_("End this duty?"),
        text=_("The person no longer takes part in this tender; what was done stays on record."),
        button=_("End the duty"),
        back=back,
    )


@require_http_methods(["GET", "POST"])
def tender_undertake(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Show the undertaking to the author, who signs it (TND-10)."""
    row = found(request, tender_id)
    if "undertake" not in desk.draft_actions(row, request.actor) and request.method == "GET":
        raise NotAllowed
    if request.method == "POST":
        return act(
            request,
            lambda: verbs.sign_undertaking(tender_id=row.id, by=request.actor, at=now()),
            done=_("The undertaking is signed; you may write the evaluation papers now."),
            to=tenant_url("tendering:tender_papers", row.id),
        )
    return confirm(
        request,
        title=_("Secrecy undertaking"),
        text=verbs.undertaking_text(row, request.actor.name),
        button=_("Sign the undertaking"),
        back=tenant_url("tendering:tender_papers", row.id),
    )
