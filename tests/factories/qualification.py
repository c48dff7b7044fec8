"""Reviews, service reports and list versions through their verbs."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from records.actions import approval as approvals
from records.actions.approval import day_of
from tenancy.models import OrgUnit
from tenancy.rules.actor import Actor
from tests.factories.tenancy import AT, World
from tests.factories.vendors import a_vendor, system
from vendors.actions import log as logs
from vendors.actions import qualified_list as lists
from vendors.actions import registration
from vendors.actions import report as reports
from vendors.actions import review as reviews
from vendors.actions.qualification import submit
from vendors.choices import Aspect, Condition
from vendors.models import (
    ChangeProposal,
    ProposedFact,
    QualifiedList,
    QualifiedListEntry,
    ServiceReport,
    Vendor,
    VendorReview,
)

REPORT: dict[str, Any] = {
    "responsible_person": "陈强，项目经理，0571-87513295",
    "service_standard": "按合同附件一及监管细则执行",
    "outsourcing_plan": "分三班，白班8人，夜班4人",
    "time_schedule": "10月20日进场，10月25日全面接管",
    "quality_assurance": "每日巡查两次，每周自查一次",
}


def a_report(vendor: Vendor, *, hand_in: bool = True, by: Actor | None = None, **facts: Any) -> ServiceReport:
    """Save a service report of a vendor, handed in unless told otherwise."""
    values: dict[str, Any] = {**REPORT, "by": by or system(), "at": AT} | facts
    return reports.save_report(vendor_id=vendor.id, hand_in=hand_in, **values)


def a_candidate(**facts: Any) -> Vendor:
    """Register a candidate whose papers are in."""
    vendor = a_vendor(**{"status": "candidate", **facts})
    return submit(vendor_id=vendor.id, by=system(), at=AT)


def a_review(vendor: Vendor | None = None) -> VendorReview:
    """Open a review of a vendor whose papers are in."""
    return reviews.start_review(vendor_id=(vendor or a_candidate()).id, reviewers=["王芳"], by=system(), at=AT)


def fill(review: VendorReview, *, results: dict[str, str] | None = None, without: str = "") -> None:
    """Note every aspect as met, but for ``results``, and tick every condition but ``without`` with evidence."""
    for one in Aspect:
        result = (results or {}).get(one.value, "meets")
        reviews.note_aspect(review_id=review.id, aspect=one.value, result=result, note="现场核对", by=system(), at=AT)
    report = a_report(review.vendor)
    papers = {Condition.SERVICE_REPORT: f"vendors.servicereport:{report.id}"}
    for condition in Condition:
        if condition.value != without:
            paper = papers.get(condition, f"vendors.vendorreview:{review.id}")
            reviews.tick_condition(review_id=review.id, condition=condition.value, evidence=paper, by=system(), at=AT)


def a_passed_review(vendor: Vendor | None = None) -> VendorReview:
    """Complete a review with everything met: the vendor waits for the list."""
    review = a_review(vendor)
    fill(review)
    return reviews.complete_review(
        review_id=review.id, result="passed", conclusion="同意列入名录", reviewers=["王芳"], by=system(), at=AT
    )


def an_approved_list(world: World) -> QualifiedList:
    """Compile, review and approve a version in the active tenant."""
    version = lists.compile_list(by=world.actor("tender_officer"), at=AT)
    version = lists.submit_list(version_id=version.id, by=world.actor("tender_officer"), at=AT)
    for role in ("quality_officer", "general_manager"):
        approvals.decide(
            approval_id=version.approval_id or 0, approve=True, reason="", by=world.actor(role), at=AT, on=day_of(AT)
        )
    version.refresh_from_db()
    return version


PAPERS_ABOUT_VENDORS = (
    "review",
    "service_report",
    "report",
    "qualified_list",
    "list_entry",
    "proposal",
    "registration_link",
    "link",
    "log_entry",
    "project_file",
    "project_paper",
)


def one_of_every_paper(vendor: Vendor, project: OrgUnit, *, by: Actor) -> dict[str, Any]:
    """Make one of each kind of paper about a vendor of a project, every text marked with its name."""
    name = vendor.legal_name
    report = a_report(vendor, project=project, responsible_person=name)
    review = reviews.start_review(vendor_id=vendor.id, reviewers=[name], by=by, at=AT)
    reviews.note_aspect(review_id=review.id, aspect="price", result="meets", note=name, by=by, at=AT)
    version = lists.compile_list(by=by, at=AT)
    proposal = ChangeProposal.objects.create(vendor=vendor, remarks=name, proposed_at=AT, proposed_by_name=name)
    ProposedFact.objects.create(proposal=proposal, vendor=vendor, field="address", old=name, new=name)
    link = registration.make_link(email="new@vendor.example", company=name[:60], days=14, by=by, at=AT)
    entry = logs.add_entry(
        vendor_id=vendor.id, kind="change", happened_on=AT.date(), topic=name[:60], source=name[:60], by=by, at=AT
    )
    paper = logs.file_paper(
        project=project, title=name, dated_on=AT.date(), upload=a_pdf(), vendor=vendor, by=by, at=AT
    )
    return {
        "review": review,
        "service_report": report,
        "report": report,
        "qualified_list": version,
        "list_entry": QualifiedListEntry.objects.filter(version=version, vendor=vendor).get(),
        "proposal": proposal,
        "registration_link": link,
        "link": link,
        "log_entry": entry,
        "project_file": project,
        "project_paper": paper,
    }


def a_pdf(name: str = "文件.pdf") -> SimpleUploadedFile:
    """Return the smallest file that is kept as a PDF."""
    return SimpleUploadedFile(name, b"%PDF-1.4\n%%EOF\n", content_type="application/pdf")
