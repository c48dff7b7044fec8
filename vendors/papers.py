"""Printed documents of this room: review form, service report, qualified-vendor list (requirements.md, section 4)."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.http import Http404
from django.utils import translation
from django.utils.translation import gettext as _

from records.printing import Paper
from tenancy.errors import NotAllowed
from tenancy.queries import active_zone
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import hundredths, in_language
from vendors.choices import (
    ASPECT_RESULT_LABELS,
    LIST_STATUS_LABELS,
    REPORT_STATUS_LABELS,
    REVIEW_RESULT_LABELS,
    REVIEW_STATUS_LABELS,
)
from vendors.queries import qualified_list as list_queries
from vendors.queries import review as queries
from vendors.rules import may


def _moment(value: datetime | None) -> str:
    return value.astimezone(active_zone()).strftime("%Y-%m-%d %H:%M") if value else ""


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _language() -> str:
    return translation.get_language() or "zh-hans"


@dataclass(frozen=True)
class AspectRow:
    """One line of the review form."""

    label: str
    result: str
    note: str
    evidence: str


@dataclass(frozen=True)
class ReviewSheet:
    """Everything the vendor review form says, as text."""

    number: str
    vendor: str
    credit_code: str
    status: str
    result: str
    conclusion: str
    reviewers: str
    opened_at: str
    completed_at: str
    review: list[AspectRow] = field(default_factory=list)
    screening: list[AspectRow] = field(default_factory=list)
    conditions: list[AspectRow] = field(default_factory=list)


def review_form(*, actor: Actor, review_id: int) -> Paper:
    """Return the vendor review form (外包方评审表). Raises NotAllowed for a vendor, Http404."""
    if not may.may_see_logs(actor):
        raise NotAllowed
    row = queries.reviews_visible_to(actor).select_related("vendor").filter(id=review_id).first()
    if row is None:
        raise Http404
    aspects = queries.shown_aspects(row)
    rows = [(one.is_screening, _aspect_row(one)) for one in aspects]
    return Paper(
        kind="vendors.review",
        title=_("Vendor review form"),
        template="vendors/review_paper.html",
        context=ReviewSheet(
            number=row.number,
            vendor=row.vendor.legal_name,
            credit_code=row.vendor.credit_code,
            status=str(REVIEW_STATUS_LABELS[row.status]),
            result=str(REVIEW_RESULT_LABELS.get(row.result, "")),
            conclusion=row.conclusion,
            reviewers="、".join(row.reviewers),
            opened_at=_moment(row.opened_at),
            completed_at=_moment(row.completed_at),
            review=[one for is_screening, one in rows if not is_screening],
            screening=[one for is_screening, one in rows if is_screening],
            conditions=[_condition_row(one) for one in queries.shown_conditions(row)],
        ),
        number=row.number,
        language=_language(),
        rows=len(rows) + 5,
    )


def _aspect_row(one: queries.ShownAspect) -> AspectRow:
    return AspectRow(
        label=str(one.label),
        result=str(ASPECT_RESULT_LABELS[one.row.result]) if one.row else "",
        note=one.row.note if one.row else "",
        evidence="、".join(file.name for file in one.files),
    )


def _condition_row(one: queries.ShownCondition) -> AspectRow:
    papers = [one.row.evidence_label] if one.row and one.row.evidence_label else []
    return AspectRow(
        label=str(one.label),
        result=_("ticked") if one.row else "",
        note=one.row.note if one.row else "",
        evidence="、".join([*papers, *(file.name for file in one.files)]),
    )


@dataclass(frozen=True)
class ReportSheet:
    """The five things of a service report, and for what it holds."""

    vendor: str
    project: str
    line: str
    status: str
    handed_in_at: str
    handed_in_by: str
    responsible_person: str
    service_standard: str
    outsourcing_plan: str
    time_schedule: str
    quality_assurance: str


def service_report(*, actor: Actor, report_id: int) -> Paper:
    """Return a service report (服务报告, VEN-05); a vendor gets its own. Raises Http404."""
    row = queries.reports_visible_to(actor).filter(id=report_id).first()
    if row is None:
        raise Http404
    return Paper(
        kind="vendors.service_report",
        title=_("Service report"),
        template="vendors/service_report_paper.html",
        context=ReportSheet(
            vendor=row.vendor.legal_name,
            project=row.project.name if row.project else _("all projects"),
            line=in_language(row.line.names) if row.line else _("all service lines"),
            status=str(REPORT_STATUS_LABELS[row.status]),
            handed_in_at=_moment(row.handed_in_at),
            handed_in_by=row.handed_in_by_name,
            responsible_person=row.responsible_person,
            service_standard=row.service_standard,
            outsourcing_plan=row.outsourcing_plan,
            time_schedule=row.time_schedule,
            quality_assurance=row.quality_assurance,
        ),
        language=_language(),
        vendor_id=row.vendor_id,
        rows=1,
    )


@dataclass(frozen=True)
class ListRow:
    """One vendor of the printed list."""

    name: str
    credit_code: str
    lines: str
    valid_until: str
    grade: str
    mean: str
    remarks: str


@dataclass(frozen=True)
class ListSheet:
    """A version of the qualified-vendor list, as text."""

    version: str
    status: str
    valid_from: str
    compiled_by: str
    compiled_at: str
    reviewed_by: str
    reviewed_at: str
    approved_by: str
    approved_at: str
    remarks: str
    rows: list[ListRow] = field(default_factory=list)


def qualified_list(*, actor: Actor, version_id: int) -> Paper:
    """Return a version of the qualified-vendor list (合格外包方名录). Raises NotAllowed for a vendor, Http404."""
    if not may.may_see_logs(actor):
        raise NotAllowed
    row = list_queries.lists_visible_to(actor).filter(id=version_id).first()
    if row is None:
        raise Http404
    entries = list_queries.entries_of(row)
    return Paper(
        kind="vendors.qualified_list",
        title=_("Qualified-vendor list"),
        template="vendors/qualified_list_paper.html",
        context=ListSheet(
            version=str(row.number),
            status=str(LIST_STATUS_LABELS[row.status]),
            valid_from=_day(row.valid_from),
            compiled_by=row.compiled_by_name,
            compiled_at=_moment(row.compiled_at),
            reviewed_by=row.reviewed_by_name,
            reviewed_at=_moment(row.reviewed_at),
            approved_by=row.approved_by_name,
            approved_at=_moment(row.approved_at),
            remarks=row.remarks,
            rows=[
                ListRow(
                    name=one.legal_name,
                    credit_code=one.credit_code,
                    lines="、".join(in_language(line["names"]) for line in one.lines),
                    valid_until=_day(one.valid_until),
                    grade=one.last_grade,
                    mean="" if one.mean_total is None else str(hundredths(one.mean_total)),
                    remarks=one.remarks,
                )
                for one in entries
            ],
        ),
        period=_("Version %(number)s") % {"number": row.number},
        language=_language(),
        rows=len(entries),
    )
