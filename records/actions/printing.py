"""Ordering and making printed documents (RPT-02, RPT-05)."""

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from records import journal, search
from records.actions.attachment import store
from records.actions.number import next_number
from records.models import PrintedDocument
from records.printing import Letterhead, Paper, canonical, digest_of, draw_page, plain, press, verify_address
from records.rules.numbers import print_kind
from tenancy import work
from tenancy.context import require_wall
from tenancy.models import Job, SettingsVersion, Tenant
from tenancy.queries import active_zone
from tenancy.rules.actor import Actor

PRINT_JOB = "records.print"
DOCUMENT = "records.document"  # its noun in the search


def order_paper(kind: str, inputs: dict[str, Any], *, by: Actor, at: datetime) -> PrintedDocument | Job:
    """Return the stored document for these inputs, rule version and language, or the job that makes it.

    The builder of ``kind`` (``settings.PAPERS``) decides whether ``by`` may have it. Raises KeyError for an unknown
    kind, RuleBroken above 2,000 table rows, and what the builder raises.
    """
    language = translation.get_language() or settings.LANGUAGE_CODE
    inputs = plain(inputs)
    paper = _build(kind, inputs, by)
    digest = digest_of(paper, inputs, audience=by.vendor_id)
    stored = PrintedDocument.objects.filter(digest=digest).first()
    if stored is not None:
        return stored
    return work.enqueue(
        PRINT_JOB,
        f"{kind[:60]}:{digest}",
        title=str(paper.title)[:200],
        payload={"kind": kind, "inputs": inputs, "language": language},
        by=by,
        at=at,
    )


def print_paper(kind: str, inputs: dict[str, Any], *, language: str, by: Actor, at: datetime) -> PrintedDocument:
    """Make, number, store and journal a document; the one that exists is returned as it is."""
    with translation.override(language):
        paper = _build(kind, inputs, by)
    digest = digest_of(paper, inputs, audience=by.vendor_id)
    stored = PrintedDocument.objects.filter(digest=digest).first()
    if stored is not None:
        return stored
    tenant = Tenant.objects.get(id=require_wall().tenant_id)
    number = paper.number or next_number(print_kind(kind), on=at.astimezone(active_zone()).date())
    token = token_of(tenant.id, digest)
    letter = Letterhead(
        tenant=tenant.name,
        number=number,
        created_at=at,
        creator=by.name,
        settings_version=_rule_version(paper.settings_version_id),
        journal_head="" if by.is_vendor else journal.head(),
        verify_url=verify_address(token),
    )
    with timezone.override(active_zone()):
        page = draw_page(paper, letter)
    content, pages = press(page)
    row = PrintedDocument.objects.create(
        vendor_id=by.vendor_id if by.is_vendor else paper.vendor_id,
        unit_id=paper.unit_id,
        kind=kind,
        number=number,
        title=str(paper.title)[:200],
        language=paper.language,
        period=paper.period,
        settings_version_id=paper.settings_version_id,
        cut_off=paper.cut_off,
        inputs=inputs,
        digest=digest,
        stored_name=store(content, ".pdf"),
        source_name=store(page.encode(), ".html"),
        size=len(content),
        pages=pages,
        sha256=hashlib.sha256(content).hexdigest(),
        journal_head=letter.journal_head,
        token=token,
        created_at=at,
        created_by_id=by.person_id,
        creator_name=by.name,
    )
    search.index(row, DOCUMENT, row.number, row.title, row.period, vendor_id=row.vendor_id)
    journal.record(
        "records.document_printed",
        row,
        by=by,
        at=at,
        changes={"kind": kind, "number": number, "sha256": row.sha256},
        subject_vendor_id=paper.vendor_id,
    )
    return row


def _build(kind: str, inputs: dict[str, Any], by: Actor) -> Paper:
    paper: Paper = import_string(settings.PAPERS[kind])(actor=by, **inputs)
    canonical(paper.context)
    return paper


def _rule_version(version_id: int | None) -> str:
    version = SettingsVersion.objects.filter(id=version_id).first() if version_id else None
    return f"{version.area} {version.number} ({version.effective_on:%Y-%m-%d})" if version else ""


def token_of(tenant_id: int, digest: str) -> str:
    """Return the unguessable name of a document's public page; it begins with the tenant, who is not known there."""
    made = hmac.new(settings.DOCUMENT_KEY.encode(), f"{tenant_id}:{digest}".encode(), hashlib.sha256).digest()
    return f"{tenant_id:x}-{base64.b32encode(made)[:26].decode().lower()}"
