"""Pages of the complaint register."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from complaints import queries
from complaints.actions import complaint as verbs
from complaints.actions.judgement import judge
from complaints.forms import AnswerForm, CloseForm, JudgeForm, ReasonForm, RegisterForm, judgement_of, local_now
from complaints.lists import COMPLAINTS, DUE_TONES, FINDING_TONES, SEVERITY_TONES, STATUS_TONES, countdown_text
from complaints.models import Complaint, ComplaintContact
from records.actions.printing import order_paper
from records.models import PrintedDocument
from records.queries import timeline
from tenancy.errors import DomainError, NotAllowed
from tenancy.listing import ListPage
from tenancy.queries import active_zone
from tenancy.roles import Permission
from tenancy.web import TenantRequest, form_status, go, needs, now, refuse_on_form, tenant_url, today
from tenancy.web_errors import status_of

STEPS = {
    "answer": (
        gettext_lazy("Answer the customer"),
        gettext_lazy("Save the answer"),
        gettext_lazy("The answer is noted."),
    ),
    "judge": (
        gettext_lazy("Judge the responsibility"),
        gettext_lazy("Save the judgement"),
        gettext_lazy("The judgement is recorded."),
    ),
    "close": (
        gettext_lazy("Close the complaint"),
        pgettext_lazy("complaint", "Close"),
        gettext_lazy("The complaint is closed."),
    ),
    "reopen": (
        gettext_lazy("Reopen the complaint"),
        gettext_lazy("Reopen"),
        gettext_lazy("The complaint is open again."),
    ),
}


def found(request: TenantRequest, complaint_id: int) -> Complaint:
    """Return a complaint the actor may see, or 404."""
    rows = queries.complaints_visible_to(request.actor)
    rows = rows.select_related("project", "line", "vendor", "contract", "judged_by", "closed_by", "registered_by")
    return get_object_or_404(rows, id=complaint_id)


@require_safe
def complaint_list(request: TenantRequest) -> HttpResponse:
    """The register; a vendor's complaints judged against it."""
    if not (request.actor.can(Permission.COMPLAINT_VIEW) or request.actor.can(Permission.OWN_COMPLAINTS)):
        raise NotAllowed
    page = ListPage(COMPLAINTS, request.GET, request.actor, path=request.path)
    return render(
        request,
        "complaints/complaint_list.html",
        {"page": page, "may_register": request.actor.can(Permission.COMPLAINT_REGISTER)},
    )


@require_safe
def complaint_detail(request: TenantRequest, complaint_id: int) -> HttpResponse:
    """Everything about a complaint; the person who complained is masked."""
    return _detail(request, found(request, complaint_id))


@require_POST
def complaint_reveal(request: TenantRequest, complaint_id: int) -> HttpResponse:
    """Show who complained in full, once, and note in the journal who looked."""
    row = found(request, complaint_id)
    try:
        contact = verbs.reveal_contact(complaint_id=row.id, by=request.actor, at=now())
    except ComplaintContact.DoesNotExist as error:
        raise Http404 from error
    response = _detail(request, row, revealed=contact)
    response.headers["Cache-Control"] = "no-store"
    return response


def _detail(request: TenantRequest, row: Complaint, revealed: ComplaintContact | None = None) -> HttpResponse:
    countdown = queries.countdown(row, now(), active_zone())
    context: dict[str, Any] = {
        "complaint": row,
        "tone": STATUS_TONES.get(row.status, "grey"),
        "severity_tone": SEVERITY_TONES[row.severity],
        "finding_tone": FINDING_TONES.get(row.responsibility, "grey"),
        "countdown": countdown,
        "countdown_text": countdown_text(countdown),
        "countdown_tone": DUE_TONES[countdown.state],
        "actions": queries.allowed_actions(row, request.actor),
    }
    if not request.actor.is_vendor:
        contact = revealed or queries.contact_of(row)
        context["contact"] = queries.shown_contact(contact, masked=revealed is None)
        context["entries"] = timeline(row)
    return render(request, "complaints/complaint_detail.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.COMPLAINT_REGISTER)
def complaint_new(request: TenantRequest) -> HttpResponse:
    """The front desk's page: one screen, keyboard only, ready for the next customer."""
    moment = now()
    initial = {"received_at": local_now(moment), "project": request.GET.get("project")}
    form = RegisterForm(request.POST or None, actor=request.actor, on=today(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            row = verbs.register_complaint(**form.cleaned_data, by=request.actor, at=moment)
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("Registered as %(number)s.") % {"number": row.number})
            if "another" in request.POST:
                return HttpResponseRedirect(f"{tenant_url('complaints:complaint_new')}?project={row.project_id}")
            return go("complaints:complaint_detail", row.id)
    return render(
        request,
        "complaints/complaint_new.html",
        {"form": form, "back": tenant_url("complaints:complaint_list")},
        status=form_status(form),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.COMPLAINT_ANSWER)
def complaint_answer(request: TenantRequest, complaint_id: int) -> HttpResponse:
    """Note what the customer was told."""
    row = found(request, complaint_id)
    form = AnswerForm(request.POST or None, initial={"answer": row.answer, "answered_at": local_now(now())})
    return _step(request, row, "answer", form, verbs.answer)


@require_http_methods(["GET", "POST"])
@needs(Permission.COMPLAINT_JUDGE)
def complaint_judge(request: TenantRequest, complaint_id: int) -> HttpResponse:
    """Say who was responsible."""
    row = found(request, complaint_id)
    form = JudgeForm(request.POST or None, complaint=row, initial=judgement_of(row))
    return _step(request, row, "judge", form, judge)


@require_http_methods(["GET", "POST"])
@needs(Permission.COMPLAINT_CLOSE)
def complaint_close(request: TenantRequest, complaint_id: int) -> HttpResponse:
    """Close a case."""
    row = found(request, complaint_id)
    return _step(request, row, "close", CloseForm(request.POST or None), verbs.close)


@require_http_methods(["GET", "POST"])
def complaint_reopen(request: TenantRequest, complaint_id: int) -> HttpResponse:
    """Open a case again."""
    row = found(request, complaint_id)
    if not queries.may_reopen(request.actor, row):
        raise NotAllowed
    return _step(request, row, "reopen", ReasonForm(request.POST or None), verbs.reopen)


def _step(request: TenantRequest, row: Complaint, name: str, form: Any, verb: Any) -> HttpResponse:
    title, button, done = STEPS[name]
    back = tenant_url("complaints:complaint_detail", row.id)
    if request.method == "POST" and form.is_valid():
        try:
            verb(complaint_id=row.id, **form.cleaned_data, by=request.actor, at=now())
        except DomainError as error:
            if status_of(error) == 403:
                raise
            refuse_on_form(form, error)
        else:
            messages.success(request, str(done))
            return HttpResponseRedirect(back)
    context = {"form": form, "complaint": row, "title": title, "button": button, "back": back}
    return render(request, "complaints/complaint_step.html", context, status=form_status(form))


@require_POST
@needs(Permission.COMPLAINT_VIEW)
def complaint_print(request: TenantRequest, complaint_id: int) -> HttpResponse:
    """Order the complaint form as a PDF."""
    row = found(request, complaint_id)
    paper = order_paper("complaints.complaint", {"complaint_id": row.id}, by=request.actor, at=now())
    if isinstance(paper, PrintedDocument):
        return go("records:document_detail", paper.id)
    messages.success(request, _("The form is being printed; it will be on your to-do list."))
    return go("records:job_detail", paper.id)
