"""Verbs on the secret draft of the evaluation papers (TND-08 to TND-11)."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from records import journal
from tenancy.errors import NotAllowed
from tenancy.rules.actor import Actor
from tendering.actions.moving import locked
from tendering.choices import TenderStatus
from tendering.errors import PaperLocked, UndertakingMissing
from tendering.models import EvaluationDraft, Tender
from tendering.queries import papers as queries
from tendering.queries.people import author_of
from tendering.rules import evaluation_papers
from tendering.rules.evaluation_papers import SheetLine


def save_draft(
    *, tender_id: int, lines: Sequence[SheetLine], notes: str, basis: str, by: Actor, at: datetime
) -> EvaluationDraft:
    """The author writes the evaluation papers; points need not add up yet (TND-08, TND-10).

    Raises NotAllowed for everybody else, UndertakingMissing, PaperLocked, SheetItemWrong.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        author = author_of(tender.id)
        if author is None or by.membership_id is None or author.membership_id != by.membership_id:
            raise NotAllowed
        if author.undertaken_at is None:
            raise UndertakingMissing
        if tender.status != TenderStatus.PAPERS_DRAFTING or queries.pending(tender, queries.PAPERS) is not None:
            raise PaperLocked
        content = evaluation_papers.to_content(
            evaluation_papers.check_lines(lines),
            notes=notes.strip()[:20_000],
            basis=basis.strip()[:2000],
            rules=tender.rules,
        )
        row = EvaluationDraft.objects.select_for_update(of=("self",), no_key=True).filter(tender=tender).first()
        row = row or EvaluationDraft(tender=tender)
        row.content = json.dumps(content, ensure_ascii=False, sort_keys=True)
        row.digest = evaluation_papers.digest(content)
        row.submitted_digest = row.approved_digest = ""
        row.updated_at, row.updated_by_id = at, by.membership_id
        row.save()
        # The journal is read by more people than the draft: it says that, not what.
        journal.record("tendering.draft_saved", tender, by=by, at=at)
    return row


def read_draft(*, tender_id: int, by: Actor, at: datetime) -> dict[str, Any]:
    """Return the content of the draft to its author or an approver; an approver's reading is journalled.

    Raises NotAllowed for everybody else, the organising department first of all (TND-10, TND-11).
    """
    tender = Tender.objects.get(id=tender_id)
    if not queries.may_read(tender, by):
        raise NotAllowed
    draft = queries.draft_of(tender)
    if draft is None:
        return evaluation_papers.to_content((), notes="", basis="", rules=tender.rules)
    author = author_of(tender.id)
    if author is None or author.membership_id != by.membership_id:
        journal.record("tendering.draft_read", tender, by=by, at=at)
    return queries.content_of(draft)
