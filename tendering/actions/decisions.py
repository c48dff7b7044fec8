"""What follows from a decided approval of a tender's papers; called by the last signature, in its transaction."""

from datetime import datetime

from records import journal
from records.models import Approval, ApprovalStatus
from tenancy.errors import IllegalTransition
from tenancy.rules.actor import Actor
from tendering.actions.moving import locked, move
from tendering.actions.paper import rules_in_force
from tendering.choices import Duty, PaperKind, PaperStatus, TenderStatus
from tendering.errors import NotReady
from tendering.models import EvaluationDraft, Tender, TenderPaper
from tendering.queries import people
from tendering.rules import paper_parts, separation


def initiation_decided(approval: Approval, *, by: Actor, at: datetime) -> None:
    """Initiate the tender with the figures in force, or give the report back (TND-02, TEN-09)."""
    tender = locked(approval.object_id)
    _expect(tender, TenderStatus.NEED_ASSESSED)
    if not _close(tender, [PaperKind.INITIATION], approval, by=by, at=at):
        return
    tender.rules = rules_in_force(at).to_json()
    tender.save(update_fields=["rules"])
    move(tender, TenderStatus.APPROVED, by=by, at=at)


def plan_decided(approval: Approval, *, by: Actor, at: datetime) -> None:
    """Approve the plan, or give it back (TND-03, TND-05)."""
    tender = locked(approval.object_id)
    _expect(tender, TenderStatus.APPROVED)
    _close(tender, [PaperKind.PLAN], approval, by=by, at=at)


def papers_decided(approval: Approval, *, by: Actor, at: datetime) -> None:
    """Approve the tender papers, or give them back to organiser and author (TND-15).

    Raises DutiesMixed when author or organiser signed, NotReady when the evaluation papers are not those sent.
    """
    tender = locked(approval.object_id)
    _expect(tender, TenderStatus.PAPERS_DRAFTING)
    draft = EvaluationDraft.objects.select_for_update(of=("self",), no_key=True).filter(tender=tender).first()
    separation.check_signers(
        _signers(approval, by),
        organiser_person_id=people.organiser_person(tender),
        author_person_id=people.duty_person(tender.id, Duty.AUTHOR),
    )
    if not _close(tender, list(paper_parts.SET_PARTS), approval, by=by, at=at):
        return
    if draft is None or draft.digest != draft.submitted_digest:
        raise NotReady("changed")
    draft.approved_digest = draft.digest
    draft.save(update_fields=["approved_digest"])
    move(tender, TenderStatus.PAPERS_APPROVED, by=by, at=at)


def _expect(tender: Tender, stage: TenderStatus) -> None:
    """Raise IllegalTransition when the tender has moved on or ended since the approval was asked for."""
    if tender.status != stage:
        raise IllegalTransition(tender.status, stage)


def _signers(approval: Approval, by: Actor) -> set[int]:
    rows = approval.steps.filter(decided_by__isnull=False).values_list("decided_by__person_id", flat=True)
    return {*rows, *([by.person_id] if by.person_id is not None else [])}


def _close(tender: Tender, kinds: list[PaperKind], approval: Approval, *, by: Actor, at: datetime) -> bool:
    """Mark the papers approved with their digests, or drafts again; return whether they were approved."""
    is_approved = approval.status == ApprovalStatus.APPROVED
    for row in TenderPaper.objects.select_for_update(of=("self",), no_key=True).filter(tender=tender, kind__in=kinds):
        row.status = PaperStatus.APPROVED.value if is_approved else PaperStatus.DRAFT.value
        row.digest = paper_parts.digest(row.parts) if is_approved else ""
        row.approved_at = at if is_approved else None
        row.save(update_fields=["status", "digest", "approved_at"])
    event = "tendering.paper_approved" if is_approved else "tendering.paper_refused"
    journal.record(event, tender, by=by, at=at, changes={"paper": "+".join(kinds), "approval": approval.id})
    return is_approved
