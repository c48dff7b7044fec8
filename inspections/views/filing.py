"""The filing form on the phone: one page without a script, three addresses that take JSON and photos with one."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from inspections import errors, queries
from inspections.actions import filing
from inspections.forms import Filed, answers_of_post, to_uuid
from inspections.models import Inspection
from inspections.rules.answers import ItemInput
from inspections.views.inspections import found
from inspections.views.shown import filing_context
from tenancy.errors import DomainError, RuleBroken
from tenancy.roles import Permission
from tenancy.web import TenantRequest, go, needs, now, tenant_url
from tenancy.web_errors import status_of

JsonView = Callable[..., HttpResponse]
MOST_PHOTOS = 20


def speaks_json(view: JsonView) -> JsonView:
    """Answer refusals as ``{code, message, fields}``, as the phone's scripts expect them."""

    @wraps(view)
    def answered(request: TenantRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DomainError as error:
            body: dict[str, Any] = {"code": error.code, "message": str(error.message), "fields": {}}
            if isinstance(error, errors.Incomplete):
                body["fields"] = fields_of(error.problems)
            elif isinstance(error, RuleBroken) and error.field:
                body["fields"] = {error.field: [str(error.message)]}
            return JsonResponse(body, status=status_of(error))

    return answered


def fields_of(problems: dict[str, errors.Text]) -> dict[str, list[str]]:
    """Return problems by item as problems by form field."""
    return {f"item-{code}-outcome": [str(text)] for code, text in problems.items()}


def _may_file(request: TenantRequest, inspection_id: int) -> Inspection:
    rows = queries.inspections_visible_to(request.actor)
    return get_object_or_404(rows, id=inspection_id)


@require_http_methods(["GET", "POST"])
@needs(Permission.INSPECTION_FILE)
def inspection_file(request: TenantRequest, inspection_id: int) -> HttpResponse:
    """The filing form; as a plain POST it saves the draft or submits, photos included."""
    row = found(request, inspection_id)
    if request.method == "POST":
        return _plain_post(request, row)
    if "submit" not in queries.allowed_actions(row, request.actor):
        return go("inspections:inspection_detail", row.id)
    return _form_page(request, row, filing_context(row))


def _form_page(request: TenantRequest, row: Inspection, context: dict[str, Any], status: int = 200) -> HttpResponse:
    answer = render(request, "inspections/inspection_file.html", context, status=status)
    answer.headers["X-Offline"] = "keep"
    return answer


def _plain_post(request: TenantRequest, row: Inspection) -> HttpResponse:
    results = queries.results_of(row.id)
    answers = answers_of_post(request.POST, results)
    suggestion = request.POST.get("suggestion")
    problems: dict[str, errors.Text] = {}
    try:
        _row, refused = filing.save_draft(
            inspection_id=row.id, answers=answers, suggestion=suggestion, by=request.actor, at=now()
        )
        problems |= refused | _photos_of_post(request, row, [one.item_code for one in results])
        if request.POST.get("action") != "draft" and not problems:
            filing.submit_inspection(
                inspection_id=row.id,
                by=request.actor,
                at=now(),
                client_id=to_uuid(request.POST.get("client_id")),
            )
            messages.success(request, _("The inspection is submitted."))
            return go("inspections:inspection_detail", row.id)
    except errors.Incomplete as incomplete:
        problems = incomplete.problems
    if problems:
        row.refresh_from_db()
        return _form_page(request, row, filing_context(row, problems=problems, typed=_refused(answers, problems)), 422)
    messages.success(request, _("The draft is saved."))
    return go("inspections:inspection_file", row.id)


def _refused(answers: list[ItemInput], problems: dict[str, errors.Text]) -> list[ItemInput]:
    return [one for one in answers if one.code in problems]


def _photos_of_post(request: TenantRequest, row: Inspection, codes: list[str]) -> dict[str, errors.Text]:
    problems: dict[str, errors.Text] = {}
    for code in codes:
        for upload in request.FILES.getlist(f"item-{code}-photos")[:MOST_PHOTOS]:
            try:
                filing.attach_photo(inspection_id=row.id, item_code=code, upload=upload, by=request.actor, at=now())
            except RuleBroken as error:
                problems[code] = error.message
    return problems


@require_POST
@needs(Permission.INSPECTION_FILE)
@speaks_json
def inspection_draft(request: TenantRequest, inspection_id: int) -> HttpResponse:
    """Keep the answers given so far; answers with the live score."""
    row = _may_file(request, inspection_id)
    message = Filed(request.body)
    row, refused = filing.save_draft(
        inspection_id=row.id, answers=message.answers, suggestion=message.suggestion, by=request.actor, at=now()
    )
    return JsonResponse({"score": row.score, "saved_at": row.saved_at, "fields": fields_of(refused)})


@require_POST
@needs(Permission.INSPECTION_FILE)
@speaks_json
def inspection_submit(request: TenantRequest, inspection_id: int) -> HttpResponse:
    """Submit; the same ``client_id`` sent again answers as the first time."""
    row = _may_file(request, inspection_id)
    message = Filed(request.body)
    row = filing.submit_inspection(
        inspection_id=row.id,
        answers=message.answers,
        suggestion=message.suggestion,
        client_id=message.client_id,
        by=request.actor,
        at=now(),
    )
    return JsonResponse({"score": row.score, "url": tenant_url("inspections:inspection_detail", row.id)})


@require_POST
@needs(Permission.INSPECTION_FILE)
@speaks_json
def inspection_photos(request: TenantRequest, inspection_id: int) -> HttpResponse:
    """Take one photo, once per ``photo_id``; with ``remove=1`` take it back."""
    row = _may_file(request, inspection_id)
    photo_id = to_uuid(request.POST.get("photo_id"))
    if request.POST.get("remove") == "1":
        filing.leave_out_photo(
            inspection_id=row.id, photo_id=request.POST.get("photo_id", ""), by=request.actor, at=now()
        )
        return JsonResponse({})
    upload = request.FILES.get("file")
    if upload is None:
        raise errors.BadMessage
    photo = filing.attach_photo(
        inspection_id=row.id,
        item_code=request.POST.get("item", ""),
        upload=upload,
        client_id=photo_id,
        source=request.POST.get("source", ""),
        taken_at=_moment(request.POST.get("taken_at", "")),
        by=request.actor,
        at=now(),
    )
    return JsonResponse({"id": photo.id})


def _moment(raw: str) -> datetime | None:
    try:
        found_at = parse_datetime(raw[:40])
    except ValueError:
        return None
    return found_at if found_at is not None and is_aware(found_at) else None
