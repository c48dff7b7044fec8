"""Reads of reviews, conditions, service reports and how vendors are organised."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from records.models import Attachment
from records.queries import attachments_of
from tenancy.models import OrgUnit
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.templatetags.tenancy import in_language
from vendors.choices import (
    ASPECT_LABELS,
    CONDITION_LABELS,
    SCREENING,
    Aspect,
    Condition,
    DocumentStatus,
    Qualification,
    ReportStatus,
    ReviewStatus,
)
from vendors.models import (
    QualificationDocument,
    ReviewAspect,
    ReviewCondition,
    ServiceReport,
    Vendor,
    VendorProfile,
    VendorReview,
)
from vendors.queries import rules_on
from vendors.rules import may
from vendors.rules import review as rules

ASPECT_OWNER, CONDITION_OWNER = "vendors.reviewaspect", "vendors.reviewcondition"
REVIEWABLE = frozenset({Qualification.DOCS_SUBMITTED, Qualification.QUALIFIED, Qualification.UNDER_WATCH})


def sites_of(vendor_id: int) -> frozenset[int]:
    """Return the projects at which a vendor has, or had, a contract (one query)."""
    rows = Vendor.objects.filter(id=vendor_id, contracts__isnull=False)
    return frozenset(rows.values_list("contracts__project_id", flat=True))


def may_review(actor: Actor, vendor_id: int) -> bool:
    """Whether the actor may review a vendor; where it works is asked only for actors of a part of the tree."""
    everywhere = actor.units(Permission.VENDOR_REVIEW) is None
    return may.may_review(actor, frozenset() if everywhere else sites_of(vendor_id))


def reviews_visible_to(actor: Actor) -> QuerySet[VendorReview]:
    """Return the reviews the actor may read: staff who read the register, never a vendor."""
    rows = VendorReview.objects.all()
    return rows if may.may_see_logs(actor) else rows.none()


def open_review(vendor_id: int) -> VendorReview | None:
    """Return the review of a vendor that is in progress, or None."""
    return VendorReview.objects.filter(vendor_id=vendor_id, status=ReviewStatus.OPEN).first()


def newest_review(vendor_id: int) -> VendorReview | None:
    """Return the newest review of a vendor that was not abandoned, or None."""
    rows = VendorReview.objects.filter(vendor_id=vendor_id).exclude(status=ReviewStatus.ABANDONED)
    return rows.order_by("-opened_at", "-id").first()


def qualifying(vendor_ids: Iterable[int]) -> set[int]:
    """Return the vendors whose newest completed review passed with all five conditions (VEN-04; two queries)."""
    newest: dict[int, VendorReview] = {}
    rows = VendorReview.objects.filter(vendor_id__in=list(vendor_ids), status=ReviewStatus.COMPLETED)
    for row in rows.order_by("completed_at", "id"):
        newest[row.vendor_id] = row
    ticked: dict[int, set[str]] = defaultdict(set)
    pairs = ReviewCondition.objects.filter(review_id__in=[row.id for row in newest.values()])
    for review_id, condition in pairs.values_list("review_id", "condition"):
        ticked[review_id].add(condition)
    return {key for key, row in newest.items() if rules.qualifies(result=row.result, ticked=ticked[row.id])}


@dataclass(frozen=True)
class ShownAspect:
    """An aspect of the form: its label, what was found, and the evidence."""

    code: str
    label: Any
    is_screening: bool
    row: ReviewAspect | None
    files: list[Attachment]


@dataclass(frozen=True)
class ShownCondition:
    """A condition with its evidence; ``row`` None while it is not ticked."""

    code: str
    label: Any
    row: ReviewCondition | None
    files: list[Attachment]


def shown_aspects(review: VendorReview) -> list[ShownAspect]:
    """Return all fourteen aspects in their order, noted or not (two queries)."""
    rows = {row.aspect: row for row in ReviewAspect.objects.filter(review=review)}
    files = attachments_of(ASPECT_OWNER, [row.id for row in rows.values()])
    return [
        ShownAspect(
            code=one.value,
            label=ASPECT_LABELS[one.value],
            is_screening=one in SCREENING,
            row=rows.get(one.value),
            files=files.get(rows[one.value].id, []) if one.value in rows else [],
        )
        for one in Aspect
    ]


def shown_conditions(review: VendorReview) -> list[ShownCondition]:
    """Return all five conditions in their order, ticked or not (two queries)."""
    rows = {row.condition: row for row in ReviewCondition.objects.filter(review=review)}
    files = attachments_of(CONDITION_OWNER, [row.id for row in rows.values()])
    return [
        ShownCondition(
            code=one.value,
            label=CONDITION_LABELS[one.value],
            row=rows.get(one.value),
            files=files.get(rows[one.value].id, []) if one.value in rows else [],
        )
        for one in Condition
    ]


@dataclass(frozen=True)
class Evidence:
    """A paper of the vendor that a condition may point to: ``key`` is ``type:id``."""

    key: str
    label: str


def evidence_choices(review: VendorReview) -> list[Evidence]:
    """Return the papers of the vendor that may be linked as evidence: its reviews, reports and accepted documents."""
    found = [
        Evidence(f"vendors.servicereport:{row.id}", report_label(row))
        for row in service_reports(review.vendor_id).filter(status=ReportStatus.HANDED_IN)
    ]
    accepted = QualificationDocument.objects.filter(vendor_id=review.vendor_id, status=DocumentStatus.ACCEPTED)
    found += [Evidence(f"vendors.qualificationdocument:{row.id}", str(row)) for row in accepted.order_by("kind", "id")]
    found += [
        Evidence(f"vendors.vendorreview:{row.id}", str(row))
        for row in VendorReview.objects.filter(vendor_id=review.vendor_id).exclude(status=ReviewStatus.ABANDONED)
    ]
    return found


def service_reports(vendor_id: int) -> QuerySet[ServiceReport]:
    """Return a vendor's service reports, newest first."""
    return ServiceReport.objects.filter(vendor_id=vendor_id).select_related("project", "line").order_by("-id")


def reports_visible_to(actor: Actor) -> QuerySet[ServiceReport]:
    """Return the service reports the actor may read; a vendor's own by the wall."""
    rows = ServiceReport.objects.select_related("project", "line", "vendor")
    return rows if may.see_vendors(actor) else rows.none()


def service_report_complete(vendor_id: int, *, project_id: int | None = None, line_ids: Collection[int] = ()) -> bool:
    """Whether the vendor handed in a service report that names all five things (VEN-05; one query).

    A report for one project or line covers that one, a report without either covers all.
    """
    rows = ServiceReport.objects.filter(vendor_id=vendor_id, status=ReportStatus.HANDED_IN)
    if project_id is not None:
        rows = rows.filter(Q(project_id=project_id) | Q(project__isnull=True))
    return rules.covers(list(rows.values_list("line_id", flat=True)), line_ids)


def service_report_required(on: date) -> bool:
    """Whether a service may start only after a service report was handed in (VEN-05); the tenant's setting."""
    return rules_on(on).service_report_required


def profile_of(vendor_id: int) -> VendorProfile | None:
    """Return how a vendor is organised, or None while nobody has said (VEN-12)."""
    return VendorProfile.objects.filter(vendor_id=vendor_id).first()


def report_projects(actor: Actor, vendor_id: int) -> QuerySet[OrgUnit]:
    """Return the projects a service report may be for: where the vendor has a contract the actor may see."""
    return OrgUnit.objects.filter(id__in=sites_of(vendor_id)).order_by("sort_key", "id")


def file_owner_visible(actor: Actor, object_id: int) -> bool:
    """Whether the actor may open the evidence files of reviews: staff who read the register."""
    return may.may_see_logs(actor)


def review_actions(review: VendorReview, actor: Actor) -> list[str]:
    """Return what the actor may do with a review now."""
    if review.status != ReviewStatus.OPEN or not may_review(actor, review.vendor_id):
        return []
    return ["note", "tick", "complete", "abandon"]


def report_actions(report: ServiceReport, actor: Actor) -> list[str]:
    """Return what the actor may do with a service report now."""
    actions = []
    if report.status != ReportStatus.HANDED_IN and may.may_speak_for(actor, report.vendor_id):
        actions += ["change", "hand_in"]
    if report.status == ReportStatus.HANDED_IN and not actor.is_vendor and may.may_edit_register(actor):
        actions.append("return")
    return actions


def qualification_actions(vendor: Vendor, actor: Actor) -> list[str]:
    """Return what the actor may do about a vendor's qualification now (requirements.md, section 5)."""
    actions: list[str] = []
    status = Qualification(vendor.status)
    if not vendor.is_active:
        return actions
    if status is Qualification.CANDIDATE and may.may_speak_for(actor, vendor.id):
        actions.append("submit")
    if actor.is_vendor:
        return actions
    if status in REVIEWABLE and open_review(vendor.id) is None and may_review(actor, vendor.id):
        actions.append("start_review")
    if may.may_watch(actor):
        actions += {Qualification.QUALIFIED: ["watch"], Qualification.UNDER_WATCH: ["end_watch"]}.get(status, [])
    return actions


def report_label(row: ServiceReport) -> str:
    """Return what a service report is called: its project and line, or that it is for all."""
    project = row.project.name if row.project else _("all projects")
    line = in_language(row.line.names) if row.line else _("all service lines")
    return _("Service report: %(project)s, %(line)s") % {"project": project, "line": line}
