"""Reads of a tender's papers: what is written, what is missing, whether it is in approval, who may read the draft."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.approval_queries import deciders, person_of
from records.models import Approval, ApprovalStatus
from records.queries import attachments_of
from tenancy.choices import TenantProfile
from tenancy.models import Tenant
from tenancy.queries import active_zone
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tendering.choices import PAPER_KIND_LABELS, PaperKind, PaperStatus
from tendering.models import Appointment, EvaluationDraft, Tender, TenderPaper
from tendering.queries.people import author_of
from tendering.queries.tenders import visible_to
from tendering.rules import paper_parts, separation

INITIATION, PLAN, PAPERS = "tendering.initiation", "tendering.plan", "tendering.papers"
EVALUATION_PAPERS = _("Evaluation papers")

PART_LABELS: dict[str, Promise] = {
    "content": pgettext_lazy("tender paper", "Content"),
    "scope": _("Scope"),
    "goals": _("Goals"),
    "timetable": _("Timetable"),
    "implementation": _("Way of carrying it out"),
    "standard": _("Service standard"),
    "owners_decision": _("Decision of the owners' assembly"),
    "conditions": _("Conditions for bidders"),
    "bid_requirements": _("Requirements for the bid documents"),
    "evaluation_method": _("Way of evaluating"),
    "announcement_on": _("Date of the announcement"),
    "announcement_media": _("Media of the announcement"),
    "letter": _("Text of the letter"),
    "contact": _("Contact for bidders"),
    "nature_scale": _("Nature and scale of the property"),
    "service_requirements": _("Service requirements"),
    "eligibility": _("Eligibility: qualification, experience, reputation"),
    "criteria": _("Criterion headings: at least quality, price, reputation"),
    "contract_draft": _("Draft of the contract"),
    "site_plan": _("Reduced site plan"),
    "facilities": _("Facility and equipment data"),
    "file_list": _("List of files"),
    "remarks": _("Remarks"),
}


def cites_owners(tender: Tender) -> bool:
    """Whether the plan cites a decision of the owners' assembly (TND-03)."""
    profile = Tenant.objects.values_list("profile", flat=True).get(id=tender.tenant_id or 0)
    return bool(profile == TenantProfile.OWNERS_COMMITTEE)


def wanted(tender: Tender, kind: str) -> tuple[str, ...]:
    """Return the parts a paper of this tender has."""
    return paper_parts.wanted_parts(kind, method=tender.method, cites_owners=cites_owners(tender))


def paper_of(tender: Tender, kind: str) -> TenderPaper | None:
    """Return a paper of a tender, or None while nothing is written."""
    return TenderPaper.objects.filter(tender=tender, kind=kind).first()


def papers_of(tender: Tender) -> dict[str, TenderPaper]:
    """Return the written papers of a tender by kind."""
    return {row.kind: row for row in TenderPaper.objects.filter(tender=tender)}


def pending(tender: Tender, document_type: str) -> Approval | None:
    """Return the running approval of a tender's paper."""
    return Approval.objects.filter(
        document_type=document_type, object_id=tender.id, status=ApprovalStatus.PENDING
    ).first()


def approvals_of(tender: Tender) -> list[Approval]:
    """Return all approvals of a tender's papers up to the sealing, newest first."""
    rows = Approval.objects.filter(document_type__in=[INITIATION, PLAN, PAPERS], object_id=tender.id)
    return list(rows.order_by("-id"))


def owner_visible(actor: Actor, object_id: int) -> bool:
    """Whether the actor may see the files of a paper: whoever may see its tender."""
    return TenderPaper.objects.filter(id=object_id, tender__in=visible_to(actor)).exists()


@dataclass(frozen=True)
class SetPart:
    """A part of the tender set with its state; ``missing`` names what is not written yet (TND-07)."""

    kind: str
    label: Any
    status: str
    missing: list[str]

    @property
    def is_whole(self) -> bool:
        """Whether nothing mandatory is missing."""
        return not self.missing


def tender_set(tender: Tender) -> list[SetPart]:
    """Return the five parts of the tender set with what is missing; nothing of the evaluation papers' content."""
    papers = papers_of(tender)
    files = attachments_of("tendering.tenderpaper", [row.id for row in papers.values()])
    shown = []
    for kind in (*paper_parts.SET_PARTS, PaperKind.OTHER):
        row = papers.get(kind)
        kinds = {file.kind for file in files.get(row.id, [])} if row else set()
        parts = paper_parts.missing_parts(wanted(tender, kind), row.parts if row else {}, kinds)
        labels = [str(PART_LABELS[part]) for part in parts]
        shown.append(SetPart(kind, PAPER_KIND_LABELS[kind], row.status if row else "", labels))
    draft = EvaluationDraft.objects.filter(tender=tender).only("id", "approved_digest").first()
    is_sealed = tender.seals.exists()
    status = PaperStatus.APPROVED if is_sealed or (draft and draft.approved_digest) else ""
    missing = [] if is_sealed or draft else [str(EVALUATION_PAPERS)]
    shown.insert(3, SetPart("evaluation", EVALUATION_PAPERS, status or (PaperStatus.DRAFT if draft else ""), missing))
    return shown


def missing_in_set(tender: Tender) -> list[str]:
    """Return what keeps the set from being issued: ``paper: part`` of each of the first four (TND-07)."""
    return [f"{part.label}: {name}" for part in tender_set(tender) for name in part.missing]


def draft_of(tender: Tender) -> EvaluationDraft | None:
    """Return the draft of the evaluation papers, for verbs."""
    return EvaluationDraft.objects.filter(tender=tender).first()


def content_of(draft: EvaluationDraft) -> dict[str, Any]:
    """Return the content of a draft; whoever calls this has asked ``may_read``."""
    return dict(json.loads(draft.content))


def may_read(tender: Tender, actor: Actor) -> bool:
    """Whether the actor may read the draft of the evaluation papers now (TND-10, TND-11)."""
    if actor.is_vendor or actor.is_system:
        return False
    author = author_of(tender.id)
    return separation.may_read_draft(
        person_id=actor.person_id,
        author_person_id=author.membership.person_id if author else None,
        is_approver=_is_approver(tender, actor),
        may_organise=actor.can(Permission.TENDER_ORGANISE, tender.project_id)
        or actor.person_id == person_of(tender.organiser_id),
        is_signed=bool(author and author.undertaken_at),
    )


def _is_approver(tender: Tender, actor: Actor) -> bool:
    running = pending(tender, PAPERS)
    if running is None:
        return False
    on = timezone.now().astimezone(active_zone()).date()
    roles = running.steps.values_list("role", flat=True)
    return any(actor.membership_id in deciders(role, running.unit_id, on=on) for role in roles)


def unsigned_authors(membership_id: int | None) -> list[Appointment]:
    """Return the appointments as author whose undertaking the member has not signed yet."""
    rows = Appointment.objects.filter(
        membership_id=membership_id or 0, duty="author", ended_at__isnull=True, undertaken_at__isnull=True
    )
    return list(rows.select_related("tender__project").order_by("id"))
