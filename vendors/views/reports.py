"""Pages of service reports (VEN-05) and of how a vendor is organised (VEN-12)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from records.queries import timeline
from tenancy.errors import NotAllowed
from tenancy.listing import ListPage
from tenancy.roles import Permission
from tenancy.web import TenantRequest, needs, now, tenant_url
from vendors.actions import report as verbs
from vendors.forms.review import ProfileForm, ReasonForm, ReportForm, profile_values, report_values
from vendors.lists.qualification import REPORT_TONES, REPORTS
from vendors.models import ServiceReport, Vendor
from vendors.queries import review as queries
from vendors.rules import may
from vendors.views.asking import Step, bound, print_paper, run
from vendors.views.steps import found_vendor


def found_report(request: TenantRequest, report_id: int) -> ServiceReport:
    """Return a service report the actor may read, or 404."""
    return get_object_or_404(queries.reports_visible_to(request.actor), id=report_id)


def home_of(request: TenantRequest, row: Vendor) -> str:
    """Return the address of a vendor's page as the reader opens it."""
    return tenant_url("vendors:vendor_own") if request.actor.is_vendor else tenant_url("vendors:vendor_detail", row.id)


@require_safe
@needs(Permission.VENDOR_VIEW)
def service_report_list(request: TenantRequest) -> HttpResponse:
    """The service reports of all vendors."""
    page = ListPage(REPORTS, request.GET, request.actor, path=request.path)
    return render(request, "vendors/list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def service_report_new(request: TenantRequest, vendor_id: int) -> HttpResponse:
    """Begin a service report of a vendor."""
    row = found_vendor(request, vendor_id)
    if not may.may_speak_for(request.actor, row.id):
        raise NotAllowed
    return _edit(request, row, None)


@require_http_methods(["GET", "POST"])
def service_report_change(request: TenantRequest, report_id: int) -> HttpResponse:
    """Go on with a draft, or with a report that was returned."""
    report = found_report(request, report_id)
    if "change" not in queries.report_actions(report, request.actor):
        raise NotAllowed
    return _edit(request, report.vendor, report)


def _edit(request: TenantRequest, row: Vendor, report: ServiceReport | None) -> HttpResponse:
    home = home_of(request, row)
    form = bound(
        request,
        ReportForm,
        projects=queries.report_projects(request.actor, row.id),
        initial=report_values(report) if report else {},
    )
    hands_in = "hand_in" in request.POST
    step = Step(
        title=_("Service report"),
        back=tenant_url("vendors:service_report_detail", report.id) if report else home,
        trail=[(row.legal_name, home)],
        hint=_("All five things are named before the service starts. A draft can be finished later."),
        button=_("Save as a draft"),
        done=_("The service report is handed in.") if hands_in else _("The draft is saved."),
        second=("hand_in", _("Hand in")),
    )

    def save(**typed: Any) -> ServiceReport:
        return verbs.save_report(
            vendor_id=row.id,
            report_id=report.id if report else None,
            hand_in=hands_in,
            **typed,
            by=request.actor,
            at=now(),
        )

    return run(request, form, save, step, to=lambda made: tenant_url("vendors:service_report_detail", made.id))


@require_safe
def service_report_detail(request: TenantRequest, report_id: int) -> HttpResponse:
    """A service report with its five things."""
    report = found_report(request, report_id)
    return render(
        request,
        "vendors/service_report_detail.html",
        {
            "report": report,
            "label": queries.report_label(report),
            "tone": REPORT_TONES[report.status],
            "home": home_of(request, report.vendor),
            "actions": queries.report_actions(report, request.actor),
            "entries": [] if request.actor.is_vendor else timeline(report),
        },
    )


@require_http_methods(["GET", "POST"])
def service_report_return(request: TenantRequest, report_id: int) -> HttpResponse:
    """Give a report back to its vendor, with a reason."""
    report = found_report(request, report_id)
    if "return" not in queries.report_actions(report, request.actor):
        raise NotAllowed
    back = tenant_url("vendors:service_report_detail", report.id)
    return run(
        request,
        bound(request, ReasonForm),
        lambda reason: verbs.return_report(report_id=report.id, reason=reason, by=request.actor, at=now()),
        Step(
            title=_("Return the service report"),
            back=back,
            trail=[(queries.report_label(report), back)],
            hint=_("The report no longer counts until the vendor hands it in again. The vendor is told the reason."),
            button=_("Return"),
            danger=True,
            done=_("The service report is returned."),
        ),
    )


@require_POST
def service_report_print(request: TenantRequest, report_id: int) -> HttpResponse:
    """Order the service report as a PDF."""
    report = found_report(request, report_id)
    return print_paper(
        request,
        "vendors.service_report",
        {"report_id": report.id},
        _("The report is being printed; it will be on your to-do list."),
    )


@require_http_methods(["GET", "POST"])
def vendor_profile_change(request: TenantRequest, vendor_id: int) -> HttpResponse:
    """Say how a vendor is organised."""
    row = found_vendor(request, vendor_id)
    if not may.may_speak_for(request.actor, row.id):
        raise NotAllowed
    home = home_of(request, row)
    form = bound(request, ProfileForm, initial=profile_values(queries.profile_of(row.id)))
    return run(
        request,
        form,
        lambda **typed: verbs.change_profile(vendor_id=row.id, **typed, by=request.actor, at=now()),
        Step(
            title=_("Organisation"),
            back=home,
            trail=[(row.legal_name, home)],
            done=_("The changes are saved."),
        ),
    )
