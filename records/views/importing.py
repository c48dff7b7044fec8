"""Pages of imports: upload, mapping, dry run, apply."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from records import import_report
from records.actions import importing
from records.forms.importing import OptionsForm, SheetPlanForm, UploadForm
from records.import_lists import IMPORTS
from records.models import ImportRun
from records.models.importing import ImportStatus
from tenancy.errors import DomainError
from tenancy.listing import ListPage
from tenancy.roles import Permission
from tenancy.web import (
    TenantRequest,
    act,
    confirm,
    form_status,
    go,
    needs,
    now,
    refuse_on_form,
    tenant_url,
    today,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs(Permission.IMPORT_RUN)
@require_http_methods(["GET", "POST"])
def import_list(request: TenantRequest) -> HttpResponse:
    """List the imports and take a new file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            with transaction.atomic():
                run = importing.upload_table(upload=upload, file_name=upload.name, by=request.actor, at=now())
                importing.check_import(run_id=run.id, by=request.actor, at=now(), today=today(request))
        except DomainError as error:
            refuse_on_form(form, error)
        else:
            return go("records:import_detail", run.id)
    page = ListPage(IMPORTS, request.GET, request.actor, path=request.path)
    context = {"form": form, "page": page, "specs": importing.specs()}
    return render(request, "records/importing/import_list.html", context, status=form_status(form))


def _forms(run: ImportRun, data: Any = None) -> list[dict[str, Any]]:
    by_code = {spec.code: spec for spec in importing.specs()}
    found = []
    for number, one in enumerate(run.plan["sheets"]):
        spec = by_code.get(one["spec"])
        form = None
        if spec is not None:
            form = SheetPlanForm(
                data, spec=spec, headings=one["headings"], columns=one["columns"], prefix=f"sheet{number}"
            )
        found.append(
            {"name": one["name"], "spec": spec, "form": form, "header_row": one["header_row"] + 1, "plan": one}
        )
    return found


@needs(Permission.IMPORT_RUN)
@require_http_methods(["GET", "POST"])
def import_detail(request: TenantRequest, pk: int) -> HttpResponse:
    """Show what was understood and found; take a changed mapping and try again."""
    run = get_object_or_404(ImportRun.objects.select_related("created_by", "applied_by"), id=pk)
    sheets = _forms(run, request.POST if request.method == "POST" else None)
    options = OptionsForm(request.POST if request.method == "POST" else None, initial=run.plan.get("options", {}))
    forms = [one["form"] for one in sheets if one["form"] is not None]
    status = 200
    if request.method == "POST":
        if all([options.is_valid(), *[form.is_valid() for form in forms]]):
            columns = {one["name"]: one["form"].columns() for one in sheets if one["form"] is not None}

            def retry() -> None:
                with transaction.atomic():
                    importing.change_plan(
                        run_id=run.id, columns=columns, options=options.cleaned_data, by=request.actor
                    )
                    importing.check_import(run_id=run.id, by=request.actor, at=now(), today=today(request))

            return act(
                request, retry, done=_("The file was checked again."), to=tenant_url("records:import_detail", run.id)
            )
        status = 422
    report = run.report or {}
    context = {
        "run": run,
        "sheets": sheets,
        "options": options,
        "problems": report.get("problems", [])[:200],
        "problem_count": len(report.get("problems", [])),
        "notices": report.get("notices", []),
        "counts": [(importing.count_label(key), number) for key, number in report.get("counts", {}).items()],
        "is_open": run.status in {ImportStatus.UPLOADED, ImportStatus.CHECKED},
        "labels": {one.key: one.label for spec in importing.specs() for one in spec.fields},
    }
    return render(request, "records/importing/import_detail.html", context, status=status)


@needs(Permission.IMPORT_RUN)
@require_http_methods(["GET", "POST"])
def import_apply(request: TenantRequest, pk: int) -> HttpResponse:
    """Ask, then import the whole file or nothing."""
    run = get_object_or_404(ImportRun, id=pk)
    here = tenant_url("records:import_detail", run.id)
    if request.method == "GET":
        return confirm(
            request,
            title=_("Import this file?"),
            text=_("All rows of %(file)s are entered at once. An import cannot be taken back as a whole.")
            % {"file": run.file_name},
            button=_("Import"),
            back=here,
        )
    return act(
        request,
        lambda: importing.apply_import(run_id=run.id, by=request.actor, at=now(), today=today(request)),
        done=_("The file was imported."),
        to=here,
    )


@needs(Permission.IMPORT_RUN)
@require_POST
def import_abandon(request: TenantRequest, pk: int) -> HttpResponse:
    """Give an import up."""
    run = get_object_or_404(ImportRun, id=pk)
    return act(
        request,
        lambda: importing.abandon_import(run_id=run.id, by=request.actor, at=now()),
        done=_("The import was given up."),
        to=tenant_url("records:import_list"),
    )


@needs(Permission.IMPORT_RUN)
@require_GET
def import_problems(request: TenantRequest, pk: int) -> HttpResponse:
    """Give the file back with a column that says what is wrong in each row."""
    run = get_object_or_404(ImportRun, id=pk)
    return _workbook(import_report.with_problems(run), f"{run.file_name.rsplit('.', 1)[0]}-problems.xlsx")


@needs(Permission.IMPORT_RUN)
@require_GET
def import_template(request: TenantRequest) -> HttpResponse:
    """Give an empty workbook with every table's headings and an example row."""
    return _workbook(import_report.template(importing.specs()), "import-template.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = import_report.disposition(name)
    return response
