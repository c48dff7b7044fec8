"""What the qualification of vendors puts on the to-do list (NTF-01)."""

from datetime import date

from django.utils.translation import gettext as _

from records.todo import Duty
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from vendors.choices import ListStatus, ProposalStatus, Qualification, ReportStatus, ReviewStatus
from vendors.models import ChangeProposal, RegistrationLink, ServiceReport, Vendor, VendorReview
from vendors.queries import qualified_list as lists
from vendors.queries.review import may_review
from vendors.rules import may

MOST = 50


def duties(actor: Actor, on: date) -> list[Duty]:
    """Return what waits: papers to review, open reviews, proposals, new candidates, drafts and returned reports."""
    if actor.is_vendor:
        return _of_vendor(actor)
    found: list[Duty] = []
    if may.may_review(actor, frozenset()):
        found += _to_review(actor)
    if may.may_edit_register(actor):
        found += _proposals() + _candidates()
    if may.may_compile(actor):
        found += _lists()
    return found


def _duty(title: str, detail: str, url: str, kind: str) -> Duty:
    return Duty(title=title, detail=detail, url=url, due_on=None, kind=kind, is_overdue=False)


def _of_vendor(actor: Actor) -> list[Duty]:
    if not may.is_own_manager(actor, actor.vendor_id or 0):
        return []
    rows = ServiceReport.objects.filter(vendor_id=actor.vendor_id, status=ReportStatus.RETURNED).order_by("id")
    found = [
        _duty(
            _("Correct the service report"),
            row.return_reason[:120],
            tenant_url("vendors:service_report_detail", row.id),
            "vendors.report_returned",
        )
        for row in rows[:MOST]
    ]
    if Vendor.objects.filter(id=actor.vendor_id or 0, status=Qualification.CANDIDATE, is_active=True).exists():
        found.append(
            _duty(
                _("Hand in the papers of your company"),
                _("The company reviews them before it invites you."),
                tenant_url("vendors:vendor_own"),
                "vendors.submit",
            )
        )
    return found


def _to_review(actor: Actor) -> list[Duty]:
    found = []
    waiting = Vendor.objects.filter(status=Qualification.DOCS_SUBMITTED, is_active=True).order_by("sort_key", "id")
    for row in waiting[:MOST]:
        if may_review(actor, row.id):
            url = tenant_url("vendors:vendor_detail", row.id)
            title = _("Review %(name)s") % {"name": row.legal_name}
            found.append(_duty(title, _("Its papers are handed in."), url, "vendors.to_review"))
    for review in VendorReview.objects.filter(status=ReviewStatus.OPEN).select_related("vendor").order_by("id")[:MOST]:
        if may_review(actor, review.vendor_id):
            title = _("Complete review %(number)s") % {"number": review.number}
            url = tenant_url("vendors:review_detail", review.id)
            found.append(_duty(title, review.vendor.legal_name, url, "vendors.open_review"))
    return found


def _proposals() -> list[Duty]:
    rows = ChangeProposal.objects.filter(status=ProposalStatus.OPEN).select_related("vendor").order_by("id")
    return [
        _duty(
            _("Decide the changes %(name)s proposes") % {"name": row.vendor.legal_name},
            row.remarks[:120],
            tenant_url("vendors:proposal_detail", row.id),
            "vendors.proposal",
        )
        for row in rows[:MOST]
    ]


def _candidates() -> list[Duty]:
    rows = RegistrationLink.objects.filter(used_at__isnull=False, seen_at__isnull=True).order_by("id")
    return [
        _duty(
            _("Look at what %(company)s registered") % {"company": row.company},
            _("Its credit code is on the register already.") if row.is_known_code else _("A new candidate."),
            tenant_url("vendors:registration_link_detail", row.id),
            "vendors.registered",
        )
        for row in rows[:MOST]
    ]


def _lists() -> list[Duty]:
    version = lists.under_work()
    if version is None or version.status != ListStatus.DRAFT:
        return []
    return [
        _duty(
            _("Send the qualified-vendor list for approval"),
            _("Version %(number)s is a draft.") % {"number": version.number},
            tenant_url("vendors:qualified_list_detail", version.id),
            "vendors.list_draft",
        )
    ]
