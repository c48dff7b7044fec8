"""A judge's own pages: seats, declaration, sheet on screen and as a spreadsheet, handing in (TND-18, TND-21)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from records.rules.hundredths import as_text
from tenancy.errors import DomainError, NotAllowed
from tenancy.web import TenantRequest, act, confirm, form_status, go, now, refuse_on_form, tenant_url
from tenancy.web_errors import status_of
from tendering.actions import panel, sheets
from tendering.choices import BID_SLOT_LABELS, SHEET_SECTION_LABELS
from tendering.errors.judging import ScoreRefused
from tendering.forms.judging import DeclarationForm, SheetFileForm
from tendering.models import Judge
from tendering.queries import judging, sheet_book
from tendering.queries.sheet_view import BidSheet, sheet_of
from tendering.rules.sheets import LONGEST_REASON, Score, to_points

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def own_seat(request: TenantRequest, judge_id: int) -> Judge:
    """Return the actor's own seat, or 404: nobody opens another's sheet."""
    return get_object_or_404(judging.seats_of(request.actor), id=judge_id)


def open_sheet(request: TenantRequest, judge_id: int) -> Judge:
    """Return the actor's own seat when he may see the sheet: declared, no conflict, not released."""
    judge = own_seat(request, judge_id)
    if judge.withdrawn_at is not None or judge.has_conflict is not False:
        raise NotAllowed(_("Declare first whether you have a conflict of interest."), code="judging_declaration")
    return judge


@require_safe
def judge_list(request: TenantRequest) -> HttpResponse:
    """The seats the reader holds or held."""
    if request.actor.is_vendor:
        raise NotAllowed
    rows = list(judging.seats_of(request.actor)[:200])
    return render(request, "tendering/judge_list.html", {"seats": rows})


@require_http_methods(["GET", "POST"])
def judge_sheet(request: TenantRequest, pk: int) -> HttpResponse:
    """Declare conflicts first; then the bids, how far each is filled in, and handing in."""
    judge = own_seat(request, pk)
    form = DeclarationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            declared = panel.declare(judge_id=judge.id, **form.cleaned_data, by=request.actor, at=now())
        except DomainError as error:
            if status_of(error) == 403:
                raise
            refuse_on_form(form, error)
        else:
            messages.success(request, _("Your declaration is recorded."))
            return go("tendering:judge_list" if declared.has_conflict else "tendering:judge_sheet", *_target(declared))
    context: dict[str, Any] = {"judge": judge, "tender": judge.tender, "form": form}
    if judge.has_conflict is False and judge.withdrawn_at is None:
        context |= {"sheet": sheet_of(judge), "unchecked": judging.unchecked(judge.tender_id)}
    return render(request, "tendering/judge_sheet.html", context, status=form_status(form))


def _target(judge: Judge) -> tuple[int, ...]:
    return () if judge.has_conflict else (judge.id,)


@require_http_methods(["GET", "POST"])
def judge_bid(request: TenantRequest, pk: int, openedbid_id: int) -> HttpResponse:
    """Fill in the sheet for one bid; what is typed is kept whenever it is saved."""
    judge = open_sheet(request, pk)
    sheet = sheet_of(judge)
    place = next((at for at, one in enumerate(sheet.bids) if one.bid.id == openedbid_id), None)
    if place is None:
        raise Http404
    one = sheet.bids[place]
    typed = _typed(request, one)
    if request.method == "POST":
        scores, errors = _scores(one, typed)
        if not errors:
            try:
                sheets.save_scores(judge_id=judge.id, scores=scores, by=request.actor, at=now())
            except DomainError as error:
                if status_of(error) == 403:
                    raise
                errors[""] = str(error.message)
            else:
                return _onward(request, judge, sheet.bids, place)
    else:
        errors = {}
    context = {
        "judge": judge,
        "tender": judge.tender,
        "one": one,
        "rows": _rows(one, typed, errors),
        "files": [(BID_SLOT_LABELS.get(file.slot, file.slot), file) for file in one.files],
        "general_error": errors.get("", ""),
        "error_count": len(errors),
        "place": place + 1,
        "count": len(sheet.bids),
        "next_bid": sheet.bids[place + 1] if place + 1 < len(sheet.bids) else None,
        "locked": judge.submitted_at is not None,
        "longest": LONGEST_REASON,
    }
    return render(request, "tendering/judge_bid.html", context, status=422 if errors else 200)


def _typed(request: TenantRequest, one: BidSheet) -> dict[int, tuple[str, str]]:
    """Return points and reason of each line as text: as typed, else as stored."""
    if request.method == "POST":
        post = request.POST
        return {
            cell.item.id: (post.get(f"p-{cell.item.id}", "")[:20], post.get(f"r-{cell.item.id}", "")[:LONGEST_REASON])
            for cell in one.cells
        }
    return {
        cell.item.id: ("" if cell.points is None else as_text(cell.points).removesuffix(".00"), cell.reason)
        for cell in one.cells
    }


def _scores(one: BidSheet, typed: dict[int, tuple[str, str]]) -> tuple[list[Score], dict[str, str]]:
    scores, errors = [], {}
    for cell in one.cells:
        text, reason = typed[cell.item.id]
        if not text.strip():
            continue
        try:
            points = to_points(text, most=cell.item.max_points, field=f"p-{cell.item.id}")
        except ScoreRefused as error:
            errors[f"p-{cell.item.id}"] = str(error.message)
        else:
            scores.append(Score(one.bid.id, cell.item.id, points, reason))
    return scores, errors


def _rows(one: BidSheet, typed: dict[int, tuple[str, str]], errors: dict[str, str]) -> list[dict[str, Any]]:
    rows = []
    section = ""
    for cell in one.cells:
        text, reason = typed[cell.item.id]
        rows.append(
            {
                "item": cell.item,
                "points": text,
                "reason": reason,
                "error": errors.get(f"p-{cell.item.id}", ""),
                "section": SHEET_SECTION_LABELS[cell.item.section] if cell.item.section != section else "",
            }
        )
        section = cell.item.section
    return rows


def _onward(request: TenantRequest, judge: Judge, bids: list[BidSheet], place: int) -> HttpResponse:
    messages.success(request, _("Saved."))
    if "next" in request.POST and place + 1 < len(bids):
        return go("tendering:judge_bid", judge.id, bids[place + 1].bid.id)
    return go("tendering:judge_sheet", judge.id)


@require_http_methods(["GET", "POST"])
def judge_submit(request: TenantRequest, pk: int) -> HttpResponse:
    """Ask once more, then hand the sheet in."""
    judge = open_sheet(request, pk)
    back = tenant_url("tendering:judge_sheet", judge.id)
    if request.method == "POST":
        return act(
            request,
            lambda: sheets.submit_sheet(judge_id=judge.id, by=request.actor, at=now()),
            done=_("Your sheet is handed in and locked."),
            to=back,
        )
    return confirm(
        request,
        title=_("Hand in the sheet of tender %(number)s?") % {"number": judge.tender.number},
        text=_("A sheet handed in is locked: neither you nor anybody else can change it."),
        button=_("Hand in"),
        back=back,
    )


@require_safe
def judge_workbook(request: TenantRequest, pk: int) -> HttpResponse:
    """Hand out the own sheet as a spreadsheet, filled in as far as it is."""
    judge = open_sheet(request, pk)
    answer = HttpResponse(sheet_book.write_sheet(sheet_of(judge)), content_type=XLSX)
    name = f"{judge.tender.number} {_('Scoring sheet')}.xlsx"
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_http_methods(["GET", "POST"])
def judge_import(request: TenantRequest, pk: int) -> HttpResponse:
    """Take a filled-in spreadsheet: all of it or nothing; handing in stays a step of its own."""
    judge = open_sheet(request, pk)
    form = SheetFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            scores = sheet_book.read_sheet(form.cleaned_data["file"].read(), sheet_of(judge))
            sheets.save_scores(judge_id=judge.id, scores=scores, by=request.actor, at=now())
        except DomainError as error:
            if status_of(error) == 403:
                raise
            refuse_on_form(form, error)
        else:
            messages.success(request, _("%(count)s scores were taken from the file.") % {"count": len(scores)})
            return HttpResponseRedirect(tenant_url("tendering:judge_sheet", judge.id))
    context = {"form": form, "judge": judge, "tender": judge.tender}
    return render(request, "tendering/judge_import.html", context, status=form_status(form))
