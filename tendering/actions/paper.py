"""Verbs on a tender's open papers: write, send for approval, take back, and begin the papers (TND-02 to TND-07)."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from records import journal
from records.actions import approval as approvals
from records.actions.attachment import attach
from records.models import Approval, Attachment
from tenancy.errors import IllegalTransition
from tenancy.queries import active_zone, settings_in_force
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from tendering.actions.moving import locked, move
from tendering.choices import PaperKind, PaperStatus, TenderMethod, TenderStatus
from tendering.errors import FigureOutOfRange, MethodNotAllowed, NotReady, PaperLocked, PapersMissing
from tendering.models import EvaluationDraft, Tender, TenderPaper
from tendering.queries import papers as queries
from tendering.queries import people
from tendering.rules import evaluation_papers, may, paper_parts
from tendering.rules.need_facts import check_money, said
from tendering.rules.tender_rules import TenderRules

# Paper -> the stage it is written at, and the approval it goes through.
STAGE: dict[str, TenderStatus] = {
    PaperKind.INITIATION: TenderStatus.NEED_ASSESSED,
    PaperKind.PLAN: TenderStatus.APPROVED,
    PaperKind.INVITATION_LETTER: TenderStatus.PAPERS_DRAFTING,
    PaperKind.TENDER_DOCUMENT: TenderStatus.PAPERS_DRAFTING,
    PaperKind.TECHNICAL_DATA: TenderStatus.PAPERS_DRAFTING,
    PaperKind.OTHER: TenderStatus.PAPERS_DRAFTING,
}
APPROVED_BY: dict[str, str] = {PaperKind.INITIATION: queries.INITIATION, PaperKind.PLAN: queries.PLAN}


def write_paper(
    *, tender_id: int, kind: str, parts: Mapping[str, str], by: Actor, at: datetime, facts: dict[str, Any] | None = None
) -> TenderPaper:
    """Write an open paper of a tender; the initiation also sets ``facts``: method, budget, duration (TND-02, TND-04).

    Raises NotAllowed, PaperLocked while it is in approval, approved or out of its stage, MethodNotAllowed,
    FigureOutOfRange.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        may.organise(by, tender.project_id, tender.organiser_id)
        check_open(tender, kind)
        if kind == PaperKind.INITIATION and facts is not None:
            _set_facts(tender, facts, at)
        texts = paper_parts.tidied(kind, parts)
        row = TenderPaper.objects.select_for_update(of=("self",), no_key=True).filter(tender=tender, kind=kind).first()
        if row is None:
            row = TenderPaper(tender=tender, kind=kind)
        elif row.parts != texts:
            row.version += 1
        row.parts, row.status, row.updated_at, row.updated_by_id = texts, PaperStatus.DRAFT.value, at, by.membership_id
        row.digest, row.approved_at = "", None
        row.save()
        journal.record("tendering.paper_written", tender, by=by, at=at, changes={"paper": kind, "version": row.version})
    return row


def attach_to_paper(*, tender_id: int, kind: str, upload: Any, file_kind: str, by: Actor, at: datetime) -> Attachment:
    """Hang a file on a paper, written empty when there is none yet. Raises as ``write_paper``, UnusableFile."""
    with transaction.atomic():
        tender = locked(tender_id)
        may.organise(by, tender.project_id, tender.organiser_id)
        check_open(tender, kind)
        row, _is_new = TenderPaper.objects.get_or_create(
            tender=tender, kind=kind, defaults={"updated_at": at, "updated_by_id": by.membership_id}
        )
        return attach(owner=row, upload=upload, kind=file_kind, by=by, at=at)


def check_open(tender: Tender, kind: str) -> None:
    """Raise PaperLocked unless the paper may be changed at this stage and is not in approval."""
    if tender.status != STAGE[kind]:
        raise PaperLocked
    if queries.pending(tender, APPROVED_BY.get(kind, queries.PAPERS)) is not None:
        raise PaperLocked
    row = queries.paper_of(tender, kind)
    if row is not None and row.status == PaperStatus.APPROVED:
        raise PaperLocked


def _set_facts(tender: Tender, facts: dict[str, Any], at: datetime) -> None:
    """Set method, budget and duration of a tender from its initiation."""
    method, budget, months = facts["method"], facts["budget"], facts["duration_months"]
    allowed = rules_in_force(at)
    switches = {TenderMethod.OPEN: allowed.allow_open, TenderMethod.INQUIRY: allowed.allow_inquiry}
    if method not in set(TenderMethod) or not switches.get(TenderMethod(method), True):
        raise MethodNotAllowed
    if budget is None or check_money(budget, "budget") == Decimal(0):
        raise FigureOutOfRange(field="budget")
    if months is None or not 1 <= months <= 120:
        raise FigureOutOfRange(field="duration_months")
    tender.method, tender.budget, tender.duration_months = method, budget, months
    tender.save(update_fields=["method", "budget", "duration_months"])


def rules_in_force(at: datetime) -> TenderRules:
    """Return the tender figures in force at a moment (TEN-09)."""
    return TenderRules.from_json(settings_in_force("tendering", at.astimezone(active_zone()).date()).values)


def send_paper(*, tender_id: int, kind: str, by: Actor, at: datetime) -> Approval:
    """Send the initiation or the plan on its approval chain (TND-02, TND-05).

    Raises NotAllowed, PaperLocked, AlreadyDone while one is running, NotReady without an organiser, and FactMissing for
    a part without text.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        may.organise(by, tender.project_id, tender.organiser_id)
        check_open(tender, kind)
        if tender.organiser_id is None:
            raise NotReady("organiser")
        row = TenderPaper.objects.select_for_update(of=("self",), no_key=True).filter(tender=tender, kind=kind).first()
        paper_parts.check_whole(queries.wanted(tender, kind), row.parts if row else {})
        if kind == PaperKind.INITIATION and (not tender.budget or not tender.duration_months):
            raise FigureOutOfRange(field="budget" if not tender.budget else "duration_months")
        assert row is not None
        row.status = PaperStatus.SUBMITTED.value
        row.save(update_fields=["status"])
        journal.record("tendering.paper_submitted", tender, by=by, at=at, changes={"paper": kind})
        return start_approval(tender, APPROVED_BY[kind], row.get_kind_display(), by=by, at=at)


def start_approval(tender: Tender, document_type: str, label: Any, *, by: Actor, at: datetime) -> Approval:
    """Start the approval of one of a tender's papers at its project."""
    return approvals.start(
        document_type=document_type,
        object_id=tender.id,
        title=f"{tender.number} {label}",
        reason=tender.title,
        papers_url=tenant_url("tendering:tender_papers", tender.id),
        unit=tender.project,
        by=by,
        at=at,
    )


def begin_papers(*, tender_id: int, by: Actor, at: datetime) -> Tender:
    """Let the papers be written: the plan is approved, author and custodian are named (TND-05, TND-09).

    Raises NotAllowed, AlreadyDone, IllegalTransition, NotReady.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        may.organise(by, tender.project_id, tender.organiser_id)
        if tender.status == TenderStatus.APPROVED:
            plan = queries.paper_of(tender, PaperKind.PLAN)
            if plan is None or plan.status != PaperStatus.APPROVED:
                raise NotReady("plan")
            if people.author_of(tender.id) is None:
                raise NotReady("author")
            if people.custodian_of(tender.id) is None:
                raise NotReady("custodian")
        move(tender, TenderStatus.PAPERS_DRAFTING, by=by, at=at)
    return tender


def send_papers(*, tender_id: int, by: Actor, at: datetime) -> Approval:
    """Send the whole set on its approval chain: parts 1 to 3 and the evaluation papers (TND-07, TND-15).

    The sender learns nothing of the evaluation papers but whether they are whole. Raises NotAllowed, PaperLocked,
    PapersMissing naming everything missing, PaperIncomplete.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        may.organise(by, tender.project_id, tender.organiser_id)
        if tender.status != TenderStatus.PAPERS_DRAFTING or queries.pending(tender, queries.PAPERS) is not None:
            raise PaperLocked
        if missing := queries.missing_in_set(tender):
            raise PapersMissing(missing)
        draft = EvaluationDraft.objects.select_for_update(of=("self",), no_key=True).get(tender=tender)
        content = queries.content_of(draft)
        evaluation_papers.check_complete(
            evaluation_papers.lines_of(content), content["basis"], TenderRules.from_json(tender.rules)
        )
        draft.submitted_digest, draft.approved_digest = draft.digest, ""
        draft.save(update_fields=["submitted_digest", "approved_digest"])
        _set_status(tender, PaperStatus.SUBMITTED)
        journal.record("tendering.paper_submitted", tender, by=by, at=at, changes={"paper": "set"})
        return start_approval(tender, queries.PAPERS, _("Tender papers"), by=by, at=at)


def take_papers_back(*, tender_id: int, reason: str, by: Actor, at: datetime) -> Tender:
    """Send approved papers back to be written again, before they are sealed; the approval lapses.

    Raises NotAllowed, AlreadyDone, IllegalTransition, FactMissing.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        may.organise(by, tender.project_id, tender.organiser_id)
        if tender.status not in (TenderStatus.PAPERS_APPROVED, TenderStatus.PAPERS_DRAFTING):
            raise IllegalTransition(tender.status, TenderStatus.PAPERS_DRAFTING)
        text = said(reason, "reason")
        move(tender, TenderStatus.PAPERS_DRAFTING, by=by, at=at, reason=text)
        _set_status(tender, PaperStatus.DRAFT)
        EvaluationDraft.objects.filter(tender=tender).update(submitted_digest="", approved_digest="")
    return tender


def _set_status(tender: Tender, status: PaperStatus) -> None:
    """Set the state of the papers that are approved together."""
    rows = TenderPaper.objects.filter(tender=tender, kind__in=[one.value for one in paper_parts.SET_PARTS])
    rows.update(status=status.value, digest="", approved_at=None)
