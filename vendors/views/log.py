"""Pages of the vendor log and of the outsourcing files of projects (VEN-10, VEN-11, VEN-15, VEN-16)."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from records.files import XLSX
from records.queries import attachments_of
from tenancy.errors import NotAllowed
from tenancy.listing import ListPage
from tenancy.models import OrgUnit
from tenancy.roles import Permission
from tenancy.web import TenantRequest, needs, now, tenant_url, today
from vendors.actions import log as verbs
from vendors.actions.project_file import export_index
from vendors.choices import LOG_KIND_LABELS, LogKind
from vendors.forms.qualified import LOG_TEXTS, LogForm, PaperForm, log_kinds
from vendors.forms.review import ReasonForm
from vendors.lists.qualification import LOG, LOG_TONES
from vendors.models import ProjectPaper, Vendor, VendorLogEntry
from vendors.queries import log as queries
from vendors.queries import project_file as files
from vendors.rules import may
from vendors.rules.log import REPORTED, TEXTS
from vendors.views.asking import Step, bound, run, shown_files


def found_entry(request: TenantRequest, entry_id: int) -> VendorLogEntry:
    """Return an entry of the log the actor may read, or 404."""
    return get_object_or_404(queries.entries_visible_to(request.actor), id=entry_id)


@require_safe
@needs(Permission.VENDOR_VIEW)
def log_entry_list(request: TenantRequest) -> HttpResponse:
    """The vendor log: filters, search, export."""
    page = ListPage(LOG, request.GET, request.actor, path=request.path)
    vendor = request.GET.get("vendor", "")
    context = {
        "page": page,
        "kinds": log_kinds() if may.may_log(request.actor, frozenset()) else [],
        "vendor": vendor if vendor.isascii() and vendor.isdigit() and len(vendor) < 18 else "",
    }
    return render(request, "vendors/log_entry_list.html", context)


@require_http_methods(["GET", "POST"])
def log_entry_new(request: TenantRequest, kind: str) -> HttpResponse:
    """Note something about a vendor."""
    if kind not in LOG_KIND_LABELS:
        raise Http404
    if not may.may_log(request.actor, frozenset()):
        raise NotAllowed
    back = tenant_url("vendors:log_entry_list")
    form = bound(
        request, LogForm, kind=kind, initial={"vendor": request.GET.get("vendor"), "happened_on": today(request)}
    )

    def save(vendor: Vendor, **typed: Any) -> VendorLogEntry:
        return verbs.add_entry(vendor_id=vendor.id, kind=kind, **typed, by=request.actor, at=now())

    hint = _("The management is told.") if LogKind(kind) in REPORTED else ""
    step = Step(
        title=LOG_KIND_LABELS[kind],
        back=back,
        trail=[(_("Vendor log"), back)],
        hint=hint,
        done=_("The entry is noted."),
    )
    return run(request, form, save, step, to=lambda made: tenant_url("vendors:log_entry_detail", made.id))


@require_safe
def log_entry_detail(request: TenantRequest, entry_id: int) -> HttpResponse:
    """One entry of the log."""
    row = found_entry(request, entry_id)
    texts = [(LOG_TEXTS[name], getattr(row, name)) for name in TEXTS[LogKind(row.kind)] if getattr(row, name)]
    return render(
        request,
        "vendors/log_entry_detail.html",
        {
            "entry": row,
            "tone": LOG_TONES[row.kind],
            "texts": texts,
            "actions": queries.entry_actions(row, request.actor),
        },
    )


@require_http_methods(["GET", "POST"])
def log_entry_strike(request: TenantRequest, entry_id: int) -> HttpResponse:
    """Strike an entry out, with a reason."""
    row = found_entry(request, entry_id)
    if "strike" not in queries.entry_actions(row, request.actor):
        raise NotAllowed
    back = tenant_url("vendors:log_entry_detail", row.id)
    return run(
        request,
        bound(request, ReasonForm),
        lambda reason: verbs.strike_entry(entry_id=row.id, reason=reason, by=request.actor, at=now()),
        Step(
            title=_("Strike the entry out"),
            back=back,
            trail=[(_("Vendor log"), tenant_url("vendors:log_entry_list")), (row.topic, back)],
            hint=_("The entry stays readable, marked as struck out. Enter it again as it should be."),
            button=_("Strike out"),
            danger=True,
            done=_("The entry is struck out."),
        ),
    )


def found_project(request: TenantRequest, project_id: int) -> OrgUnit:
    """Return a project whose outsourcing file the actor may read, or 404."""
    return get_object_or_404(files.files_visible_to(request.actor), id=project_id)


@require_safe
@needs(Permission.VENDOR_VIEW)
def project_file_list(request: TenantRequest) -> HttpResponse:
    """The projects whose file the actor may read."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    rows = files.files_visible_to(request.actor)
    if words:
        rows = rows.filter(name__icontains=words)
    return render(request, "vendors/project_file_list.html", {"projects": list(rows[:500]), "words": words})


@require_safe
def project_file_detail(request: TenantRequest, project_id: int) -> HttpResponse:
    """A project's outsourcing file: what every room keeps of it (VEN-10)."""
    project = found_project(request, project_id)
    return render(
        request,
        "vendors/project_file_detail.html",
        {
            "project": project,
            "sections": files.sections(request.actor, project),
            "may_file": may.may_file_paper(request.actor, project.id),
        },
    )


@require_POST
def project_file_export(request: TenantRequest, project_id: int) -> HttpResponse:
    """Hand out the index of a project's file as a spreadsheet."""
    project = found_project(request, project_id)
    content = export_index(project=project, by=request.actor, at=now())
    answer = HttpResponse(content, content_type=XLSX)
    name = f"{_('Outsourcing file')} {project.name} {today(request):%Y-%m-%d}.xlsx"
    answer.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return answer


@require_http_methods(["GET", "POST"])
def project_paper_new(request: TenantRequest, project_id: int) -> HttpResponse:
    """Put a paper into a project's file."""
    project = found_project(request, project_id)
    if not may.may_file_paper(request.actor, project.id):
        raise NotAllowed
    back = tenant_url("vendors:project_file_detail", project.id)
    form = bound(request, PaperForm, vendors=files.vendors_at(project), initial={"dated_on": today(request)})
    return run(
        request,
        form,
        lambda **typed: verbs.file_paper(project=project, **typed, by=request.actor, at=now()),
        Step(
            title=_("File a paper"),
            back=back,
            trail=[(_("Outsourcing files"), tenant_url("vendors:project_file_list")), (project.name, back)],
            hint=_("A filed paper is neither changed nor removed."),
            button=_("File the paper"),
            done=_("The paper is filed."),
        ),
    )


@require_safe
def project_paper_detail(request: TenantRequest, project_paper_id: int) -> HttpResponse:
    """A paper of a project's file with its scan."""
    paper: ProjectPaper = get_object_or_404(files.papers_visible_to(request.actor), id=project_paper_id)
    kept = attachments_of(files.PAPER_OWNER, [paper.id]).get(paper.id, [])
    return render(request, "vendors/project_paper_detail.html", {"paper": paper, "files": shown_files(kept)})
