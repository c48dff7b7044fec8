"""Pages of the organiser: visit, clarification meeting, questions and answers, the bid box (TND-17 to TND-20)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tenancy.errors import DomainError
from tenancy.roles import Permission
from tenancy.web import TenantRequest, act, confirm, form_status, go, needs, now, refuse_on_form, tenant_url
from tendering.actions import clarifying as verbs
from tendering.actions import closing
from tendering.choices import OCCASION_LABELS
from tendering.forms.inviting import AnswerForm, MeetingForm, WrittenQuestionForm
from tendering.models import Question, Tender
from tendering.queries import inviting as queries
from tendering.queries.answering import may_answer_technical
from tendering.queries.candidates import still_in
from tendering.views.tenders import found, head


def _at(tender: Tender) -> str:
    return tenant_url("tendering:clarifying", tender.id)


@require_safe
def clarifying(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Meetings with bidders, and their questions."""
    row = found(request, tender_id)
    known = queries.meetings(row)
    actions = queries.allowed_actions(row, request.actor, now())
    context = head(request, row, "tendering:clarifying") | {
        "meetings": [
            {"occasion": code, "label": OCCASION_LABELS[code], "at": moment, "place": place, "known": known.get(code)}
            for code, _one, moment, place in queries.planned(row)
        ],
        "questions": queries.questions(row),
        "actions": actions,
        "may_answer": "answer" in actions
        or (row.status in queries.RUNNING and may_answer_technical(row, request.actor)),
    }
    return render(request, "tendering/clarifying.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.TENDER_ORGANISE)
def meeting(request: TenantRequest, tender_id: int, occasion: str) -> HttpResponse:
    """Record a meeting with the attendance of each bidder, or correct the record."""
    row = found(request, tender_id)
    if occasion not in OCCASION_LABELS:
        raise Http404
    bidders = still_in(row)
    planned = next(
        ({"held_at": at, "place": place} for code, _one, at, place in queries.planned(row) if code == occasion), {}
    )
    form = MeetingForm(
        request.POST or None, bidders=bidders, known=queries.meetings(row).get(occasion), planned=planned
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            verbs.record_meeting(
                tender_id=row.id,
                occasion=occasion,
                held_at=typed["held_at"],
                place=typed["place"],
                our_people=typed["our_people"],
                notes=typed["notes"],
                present=[
                    verbs.Present(one.id, is_present=typed[f"present_{one.id}"], people=typed[f"people_{one.id}"])
                    for one in bidders
                ],
                by=request.actor,
                at=now(),
            )
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("The meeting is on record."))
            return go("tendering:clarifying", row.id)
    context = {"tender": row, "form": form, "label": OCCASION_LABELS[occasion], "back": _at(row)}
    return render(request, "tendering/meeting.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
@needs(Permission.TENDER_ORGANISE)
def question_new(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Write down a question asked at a meeting."""
    row = found(request, tender_id)
    form = WrittenQuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verbs.write_down_question(tender_id=row.id, text=form.cleaned_data["text"], by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("The question is written down."))
            return go("tendering:clarifying", row.id)
    context = {"tender": row, "form": form, "label": _("Write down a question"), "back": _at(row)}
    return render(request, "tendering/meeting.html", context, status=form_status(form))


@require_http_methods(["GET", "POST"])
def question_answer(request: TenantRequest, tender_id: int, question_id: UUID) -> HttpResponse:
    """Answer a question to all bidders."""
    row = found(request, tender_id)
    question = get_object_or_404(Question, tender=row, public_id=question_id)
    form = AnswerForm(request.POST or None, initial={"asked": question.text})
    if request.method == "POST" and form.is_valid():
        try:
            verbs.answer(question_id=question.id, **form.cleaned_data, by=request.actor, at=now())
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            messages.success(request, _("Every bidder has the answer."))
            return go("tendering:clarifying", row.id)
    context = {"tender": row, "form": form, "question": question, "back": _at(row)}
    return render(request, "tendering/question_answer.html", context, status=form_status(form))


# --- the box ----------------------------------------------------------------------------------------------------------


@require_safe
@needs(Permission.TENDER_VIEW)
def box(request: TenantRequest, tender_id: int) -> HttpResponse:
    """The bid box: how many where that may be known, the register once the bids are opened."""
    row = found(request, tender_id)
    context = head(request, row, "tendering:box") | {
        "box": queries.box(row),
        "may_see_names": queries.may_see_names(row),
        "is_running": row.status in queries.RUNNING,
        "actions": queries.allowed_actions(row, request.actor, now()),
    }
    return render(request, "tendering/box.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.TENDER_ORGANISE)
def bids_close(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Ask, then close the box."""
    row = found(request, tender_id)
    back = tenant_url("tendering:box", row.id)
    if request.method == "POST":
        return act(
            request,
            lambda: closing.close_bids(tender_id=row.id, by=request.actor, at=now()),
            done=_("The box is closed."),
            to=back,
        )
    return confirm(
        request,
        title=_("Close the bid box?"),
        text=_("The deadline has passed. The number of bids is put on record; nothing is opened."),
        button=_("Close the box"),
        back=back,
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.TENDER_ORGANISE)
def tender_fail(request: TenantRequest, tender_id: int) -> HttpResponse:
    """Ask, then end a tender with too few bids."""
    row = found(request, tender_id)
    back = tenant_url("tendering:box", row.id)
    if request.method == "POST":
        return act(
            request,
            lambda: closing.fail_for_too_few(tender_id=row.id, by=request.actor, at=now()),
            done=_("The tender has failed. Every bidder was told; no envelope was opened."),
            to=back,
        )
    return confirm(
        request,
        title=_("End the tender for too few bids?"),
        text=_("The envelopes stay sealed for ever and every bidder is told. This cannot be taken back."),
        button=_("End the tender"),
        back=back,
        danger=True,
    )
