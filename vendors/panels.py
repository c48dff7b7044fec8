"""What this room shows on a vendor's page about its qualification, and its part of a project's outsourcing file."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tenancy.models import OrgUnit
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from vendors.choices import (
    LOG_KIND_LABELS,
    QUALIFICATION_LABELS,
    REPORT_STATUS_LABELS,
    DocumentStatus,
    Qualification,
)
from vendors.lists.qualification import LOG_TONES, REPORT_TONES, RESULT_TONES, REVIEW_TONES
from vendors.models import QualificationDocument, Vendor, VendorReview
from vendors.queries import Panel
from vendors.queries import log as log_queries
from vendors.queries import project_file as files
from vendors.queries import proposal as proposal_queries
from vendors.queries import qualified_list as list_queries
from vendors.queries import review as queries
from vendors.rules import may

SHOWN = 5
STAGES = (
    Qualification.CANDIDATE,
    Qualification.DOCS_SUBMITTED,
    Qualification.UNDER_REVIEW,
    Qualification.QUALIFIED,
)
STOPPED = frozenset({Qualification.DISQUALIFIED, Qualification.BANNED})


def stages(vendor: Vendor) -> list[dict[str, Any]]:
    """Return where a vendor stands as steps of ``_components/stages.html``."""
    now = Qualification(vendor.status)
    shown = [*STAGES] if now in STAGES else [*STAGES, now]
    at = shown.index(now)
    return [
        {
            "label": QUALIFICATION_LABELS[one.value],
            "state": "done" if number < at else ("stopped" if one in STOPPED else "current") if number == at else "",
        }
        for number, one in enumerate(shown)
    ]


def qualification(actor: Actor, vendor: Vendor) -> Panel:
    """Return where the vendor stands, its reviews and what may be done next; a vendor sees no review."""
    context: dict[str, Any] = {
        "vendor": vendor,
        "stages": stages(vendor),
        "actions": queries.qualification_actions(vendor, actor),
        "is_vendor": actor.is_vendor,
    }
    if not actor.is_vendor:
        reviews = list(VendorReview.objects.filter(vendor=vendor).order_by("-opened_at", "-id")[:SHOWN])
        context["reviews"] = [
            {"row": row, "tone": REVIEW_TONES[row.status], "result_tone": RESULT_TONES.get(row.result, "grey")}
            for row in reviews
        ]
        version = list_queries.current()
        context["version"] = version
        context["is_listed"] = list_queries.is_on_current_list([vendor.id])[vendor.id] if version else False
    return Panel(_("Qualification"), "vendors/_panel_qualification.html", context)


def reports(actor: Actor, vendor: Vendor) -> Panel:
    """Return the service reports of a vendor and how it is organised (VEN-05, VEN-12)."""
    profile = queries.profile_of(vendor.id)
    shown = list(queries.service_reports(vendor.id)[:SHOWN])
    return Panel(
        _("Service reports and organisation"),
        "vendors/_panel_reports.html",
        {
            "vendor": vendor,
            "reports": [
                {
                    "row": row,
                    "label": queries.report_label(row),
                    "state": REPORT_STATUS_LABELS[row.status],
                    "tone": REPORT_TONES[row.status],
                }
                for row in shown
            ],
            "facts": profile_facts(profile),
            "remarks": profile.remarks if profile else "",
            "may_speak": may.may_speak_for(actor, vendor.id),
        },
    )


def profile_facts(profile: Any) -> list[tuple[Any, Any]]:
    """Return what is known of a vendor's organisation as (label, True, False or None) pairs."""
    labels = {
        "has_quality_safety": _("Quality-and-safety department"),
        "has_training": _("Training department"),
        "has_customer_service": _("Customer-service department"),
        "has_maintenance": _("Maintenance department"),
        "has_training_system": _("Training system"),
        "has_emergency_plan": _("Emergency plan"),
        "has_system_documents": _("Management-system document set"),
    }
    return [(label, getattr(profile, name)) for name, label in labels.items()] if profile else []


def proposals(actor: Actor, vendor: Vendor) -> Panel | None:
    """Return the changes a vendor proposes; for its own manager also the way to propose some."""
    waiting = proposal_queries.open_proposal(vendor.id)
    may_propose = may.is_own_manager(actor, vendor.id) and waiting is None
    shown = list(proposal_queries.proposals_visible_to(actor).filter(vendor=vendor).order_by("-id")[:SHOWN])
    if not shown and not may_propose:
        return None
    return Panel(
        _("Proposed changes"),
        "vendors/_panel_proposals.html",
        {"vendor": vendor, "rows": shown, "may_propose": may_propose},
    )


def log(actor: Actor, vendor: Vendor) -> Panel | None:
    """Return the newest entries of the vendor log, for staff."""
    if actor.is_vendor:
        return None
    rows = log_queries.entries_visible_to(actor).filter(vendor=vendor, struck_at__isnull=True)
    shown = list(rows.order_by("-happened_on", "-id")[:SHOWN])
    return Panel(
        _("Vendor log"),
        "vendors/_panel_log.html",
        {
            "vendor": vendor,
            "rows": [{"row": row, "kind": LOG_KIND_LABELS[row.kind], "tone": LOG_TONES[row.kind]} for row in shown],
            "kinds": list(LOG_KIND_LABELS.items()) if log_queries.may_log(actor, vendor.id) else [],
        },
    )


def licences(actor: Actor, project: OrgUnit) -> list[files.Section]:
    """Return the licence copies of a project's file: the accepted papers of the vendors that work there (VEN-10)."""
    rows = QualificationDocument.objects.filter(
        vendor__in=files.vendors_at(project), status=DocumentStatus.ACCEPTED
    ).select_related("vendor")
    found = [
        files.Line(
            title=str(row),
            detail=row.vendor.legal_name,
            dated_on=row.valid_from,
            url=tenant_url("vendors:vendor_detail", row.vendor_id),
            state=str(_("without end date")) if row.is_permanent else f"{row.valid_until or ''}",
        )
        for row in rows.order_by("vendor__sort_key", "kind", "id")
    ]
    return [files.Section("licences", _("Licence copies"), found)]


def project_file(actor: Actor, project: OrgUnit) -> list[files.Section]:
    """Return this room's parts of a project's outsourcing file: service reports and other papers (VEN-10)."""
    vendors = list(files.vendors_at(project))
    rows = queries.reports_visible_to(actor).filter(vendor__in=vendors).order_by("vendor__sort_key", "-id")
    found = [
        files.Line(
            title=queries.report_label(row),
            detail=row.vendor.legal_name,
            dated_on=row.handed_in_at.date() if row.handed_in_at else None,
            url=tenant_url("vendors:service_report_detail", row.id),
            state=str(REPORT_STATUS_LABELS[row.status]),
        )
        for row in rows
        if row.project_id in {None, project.id}
    ]
    others = [
        files.Line(
            title=row.title,
            detail=row.vendor.legal_name if row.vendor else "",
            dated_on=row.dated_on,
            url=tenant_url("vendors:project_paper_detail", row.id),
        )
        for row in files.papers_of(project)
    ]
    return [
        files.Section("service_reports", _("Service reports"), found),
        files.Section("other", _("Other papers"), others),
    ]
