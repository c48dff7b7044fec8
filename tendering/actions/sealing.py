"""Sealing of the approved evaluation papers with the office (TND-12)."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from tenancy.errors import NotAllowed
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tendering import envelopes
from tendering.actions.moving import locked, move
from tendering.choices import ShareHolder, TenderStatus
from tendering.errors import NotReady
from tendering.models import CustodyKey, EvaluationDraft, Tender, TenderSeal
from tendering.queries import papers as paper_queries
from tendering.queries import people, seals
from tendering.rules import evaluation_papers, lifecycle, may, recovery


@dataclass(frozen=True)
class Sealed:
    """The seal, and the recovery share as it is shown once and kept nowhere."""

    seal: TenderSeal
    recovery_share: str


def seal_papers(*, tender_id: int, by: Actor, at: datetime) -> Sealed:
    """The tender's custodian seals the approved papers; key pair, shares, encrypted backup; every draft is destroyed.

    The private key exists only while this runs. Raises NotAllowed, AlreadyDone, IllegalTransition, NotReady when the
    draft is not the approved one or a holder has no key.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        custodian = people.custodian_of(tender.id)
        if custodian is None or custodian.membership_id != by.membership_id:
            raise NotAllowed
        may.require(by, Permission.PAPERS_SEAL, tender.project_id)
        lifecycle.check(TenderStatus(tender.status), TenderStatus.SEALED)
        content, destroyed = _take_draft(tender)
        manager_key = seals.manager_key(tender.project_id)
        if manager_key is None:
            raise NotReady("manager_key")
        custodian_key = seals.key_of(by.membership_id, ShareHolder.CUSTODIAN)
        if custodian_key is None:
            raise NotReady("custodian_key")
        sealed = _seal(tender, content, manager_key, custodian_key, by=by, at=at)
        move(
            tender,
            TenderStatus.SEALED,
            by=by,
            at=at,
            changes={"papers_sha256": sealed.seal.papers_sha256, "drafts_destroyed": destroyed},
        )
    return sealed


def _take_draft(tender: Tender) -> tuple[dict[str, object], int]:
    """Return the approved content and destroy the drafts. Raises NotReady."""
    draft = EvaluationDraft.objects.select_for_update(of=("self",), no_key=True).filter(tender=tender).first()
    if draft is None or not draft.approved_digest:
        raise NotReady("draft")
    content = paper_queries.content_of(draft)
    if evaluation_papers.digest(content) != draft.approved_digest:
        raise NotReady("changed")
    destroyed, _kinds = EvaluationDraft.objects.filter(tender=tender).delete()
    return content, destroyed


def _seal(
    tender: Tender,
    content: dict[str, object],
    manager_key: CustodyKey,
    custodian_key: CustodyKey,
    *,
    by: Actor,
    at: datetime,
) -> Sealed:
    pair = envelopes.new_key_pair()
    shares = envelopes.split(pair.private)
    papers = envelopes.seal_json(pair.public, content)
    # The encrypted backup of the approved copy (TND-12): the same envelope, beside the database.
    default_storage.save(f"sealed/{secrets.token_hex(16)}", ContentFile(papers))
    row = TenderSeal.objects.create(
        tender=tender,
        public_key=pair.public,
        manager_key=manager_key,
        manager_share=envelopes.seal(bytes(manager_key.box_public), shares[0]),
        custodian_key=custodian_key,
        custodian_share=envelopes.seal(bytes(custodian_key.box_public), shares[1]),
        papers=papers,
        papers_sha256=hashlib.sha256(papers).hexdigest(),
        headings=evaluation_papers.headings_of(content),
        sealed_at=at,
        sealed_by_id=by.membership_id,
    )
    return Sealed(row, recovery.written(shares[2]))
