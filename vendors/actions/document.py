"""Verbs on the qualification file (VEN-03): hand in, accept, refuse, withdraw, add the scan, remind (NTF-05)."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext_noop

from records import journal
from records.actions.attachment import attach
from records.actions.notification import notify
from records.rules.text import clean
from tenancy.errors import AlreadyDone
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from vendors import queries
from vendors.choices import DOCUMENT_KIND_LABELS, DocumentKind, DocumentStatus
from vendors.errors.papers import NotCurrent, RefusalReasonMissing, ScanMissing, ScanThere
from vendors.models import QualificationDocument, Vendor
from vendors.models.document import FAR
from vendors.queries import documents
from vendors.rules import may
from vendors.rules.documents import PaperFacts, check, check_facts, reminder_step

S = DocumentStatus
ACCEPTED = gettext_noop("%(paper)s was accepted.")
REFUSED = gettext_noop("%(paper)s was refused: %(reason)s")
EXPIRING = gettext_noop("%(vendor)s: %(paper)s expires on %(until)s.")
EXPIRED = gettext_noop("%(vendor)s: %(paper)s expired on %(until)s.")


def hand_in(
    *,
    vendor_id: int,
    facts: PaperFacts,
    by: Actor,
    at: datetime,
    scan: Any = None,
    supersedes_id: int | None = None,
) -> QualificationDocument:
    """Put a paper into a vendor's file, or the next version of one; ``scan`` is an open file with a name.

    The vendor's own waits for a check and needs its scan; what Party A enters is accepted at once. Raises NotAllowed,
    and as RuleBroken: refusals of ``check_facts``, ScanMissing, NotCurrent, records.files.UnusableFile.
    """
    with transaction.atomic():
        may.hand_in_paper(by, vendor_id)
        before = _current(supersedes_id, vendor_id) if supersedes_id else None
        checked = check_facts(facts)
        if by.is_vendor and scan is None:
            raise ScanMissing
        row = QualificationDocument(
            **asdict(checked),
            vendor_id=vendor_id,
            sort_until=checked.valid_until or FAR,
            version=before.version + 1 if before else 1,
            supersedes=before,
            proposed_at=at,
            proposed_by_id=by.person_id,
            proposed_by_name=by.name,
            is_by_vendor=by.is_vendor,
        )
        changes: dict[str, Any] = {"version": row.version}
        if not by.is_vendor:
            _accept(row, before, by=by, at=at)
        _save_new(row)
        if not by.is_vendor:
            changes |= _licence_follows(row)
        if scan is not None:
            attach(owner=row, upload=scan, kind="scan", by=by, at=at, vendor_id=vendor_id)
        event = "vendors.document_proposed" if by.is_vendor else "vendors.document_entered"
        journal.record(event, row, by=by, at=at, changes=changes, subject_vendor_id=vendor_id)
    return row


def accept_document(*, document_id: int, by: Actor, at: datetime) -> QualificationDocument:
    """Accept what a vendor handed in; it replaces the version before, which stays readable (VEN-03).

    Raises NotAllowed, AlreadyDone, IllegalTransition, NotCurrent.
    """
    with transaction.atomic():
        row = _locked(document_id)
        may.edit_register(by)
        _step(row, S.ACCEPTED)
        before = _current(row.supersedes_id, row.vendor_id) if row.supersedes_id else None
        _accept(row, before, by=by, at=at)
        row.save(update_fields=["status", "accepted_at", "accepted_by", "accepted_by_name"])
        changes = {"status": [S.PROPOSED, row.status]} | _licence_follows(row)
        journal.record("vendors.document_accepted", row, by=by, at=at, changes=changes, subject_vendor_id=row.vendor_id)
        _tell_vendor(row, event="vendors.document_accepted", text=ACCEPTED, at=at)
    return row


def refuse_document(*, document_id: int, reason: str, by: Actor, at: datetime) -> QualificationDocument:
    """Refuse what a vendor handed in and say why.

    Raises NotAllowed, AlreadyDone, IllegalTransition, RefusalReasonMissing.
    """
    with transaction.atomic():
        row = _locked(document_id)
        may.edit_register(by)
        _step(row, S.REFUSED)
        if not clean(reason):
            raise RefusalReasonMissing
        row.status, row.refusal_reason = S.REFUSED.value, clean(reason)
        row.accepted_at, row.accepted_by_id, row.accepted_by_name = at, by.person_id, by.name
        row.save(update_fields=["status", "refusal_reason", "accepted_at", "accepted_by", "accepted_by_name"])
        changes = {"status": [S.PROPOSED, row.status], "reason": row.refusal_reason}
        journal.record("vendors.document_refused", row, by=by, at=at, changes=changes, subject_vendor_id=row.vendor_id)
        _tell_vendor(row, event="vendors.document_refused", text=REFUSED, at=at, reason=row.refusal_reason)
    return row


def withdraw_document(*, document_id: int, by: Actor, at: datetime) -> QualificationDocument:
    """Take back what was handed in and not yet checked: the vendor's manager. Raises NotAllowed, AlreadyDone."""
    with transaction.atomic():
        row = _locked(document_id)
        may.withdraw_paper(by, row.vendor_id)
        _step(row, S.WITHDRAWN)
        row.status = S.WITHDRAWN.value
        row.save(update_fields=["status"])
        changes = {"status": [S.PROPOSED, row.status]}
        journal.record(
            "vendors.document_withdrawn", row, by=by, at=at, changes=changes, subject_vendor_id=row.vendor_id
        )
    return row


def add_scan(*, document_id: int, scan: Any, by: Actor, at: datetime) -> QualificationDocument:
    """Add the scan to a paper that was entered without one. Raises NotAllowed, ScanMissing, ScanThere, UnusableFile."""
    with transaction.atomic():
        row = _locked(document_id)
        may.edit_register(by)
        if scan is None:
            raise ScanMissing
        if documents.scans_of([row.pk]).get(row.pk):
            raise ScanThere
        attach(owner=row, upload=scan, kind="scan", by=by, at=at, vendor_id=row.vendor_id)
    return row


def remind(*, by: Actor, at: datetime, on: date) -> int:
    """Tell register keepers and vendors of papers that expire, 60, 30 and 7 days before and once after (NTF-05).

    Each step is told once, however often this runs; a day that was missed is made up. Returns the rows asked for.
    """
    may.scheduled(by)
    steps = queries.rules_on(on).reminder_days
    told = 0
    keepers = queries.register_keepers()
    for row in documents.expiring(on, within=steps[0], since=on - timedelta(days=steps[0])):
        step = reminder_step((row.sort_until - on).days, steps)
        told += notify(
            event="vendors.document_expiring",
            text=EXPIRED if step == -1 else EXPIRING,
            params={
                "vendor": row.vendor.legal_name,
                "paper": _in_languages(row),
                "until": row.sort_until.isoformat(),
            },
            url=tenant_url("vendors:paper_detail", row.pk),
            to=[*keepers, *queries.managers_of(row.vendor_id)],
            at=at,
            key=f"vendors.paper:{row.pk}:{step}",
        )
    return told


def _locked(document_id: int) -> QualificationDocument:
    rows = QualificationDocument.objects.select_for_update(of=("self",), no_key=True).select_related("vendor")
    return rows.get(id=document_id)


def _step(row: QualificationDocument, to: S) -> None:
    if row.status == to:
        raise AlreadyDone
    check(S(row.status), to)


def _current(document_id: int | None, vendor_id: int) -> QualificationDocument:
    """Return the accepted paper that shall be replaced, locked; NotCurrent when somebody was faster."""
    rows = QualificationDocument.objects.select_for_update(of=("self",), no_key=True)
    before = rows.filter(id=document_id, vendor_id=vendor_id, status=S.ACCEPTED.value).first()
    if before is None:
        raise NotCurrent
    return before


def _accept(row: QualificationDocument, before: QualificationDocument | None, *, by: Actor, at: datetime) -> None:
    row.status = S.ACCEPTED.value
    row.accepted_at, row.accepted_by_id, row.accepted_by_name = at, by.person_id, by.name
    if before is not None:
        check(S(before.status), S.SUPERSEDED)
        before.status = S.SUPERSEDED.value
        before.save(update_fields=["status"])


def _save_new(row: QualificationDocument) -> None:
    """Insert a paper; the unique key decides when two renew the same one at once."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if "vendors_document_" in str(error) and row.supersedes_id:
            raise NotCurrent from error
        raise


def _licence_follows(row: QualificationDocument) -> dict[str, Any]:
    """Carry the term of an accepted business licence into the register's own entry, so that both say the same."""
    if row.kind != DocumentKind.BUSINESS_LICENCE:
        return {}
    vendor = Vendor.objects.select_for_update(of=("self",), no_key=True).get(id=row.vendor_id)
    old, new = vendor.licence_valid_until, row.valid_until
    if (old, vendor.licence_is_permanent) == (new, row.is_permanent):
        return {}
    vendor.licence_valid_until, vendor.licence_is_permanent = new, row.is_permanent
    vendor.save(update_fields=["licence_valid_until", "licence_is_permanent"])
    return {"licence_valid_until": [old.isoformat() if old else None, new.isoformat() if new else None]}


def _in_languages(row: QualificationDocument) -> str | dict[str, str]:
    """Return what the paper is called: its title as typed, else its kind in every language (TEN-10)."""
    if row.title:
        return row.title
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = str(DOCUMENT_KIND_LABELS[row.kind])
    return found


def _tell_vendor(row: QualificationDocument, *, event: str, text: str, at: datetime, reason: str = "") -> None:
    notify(
        event=event,
        text=text,
        params={"paper": _in_languages(row), "reason": reason},
        url=tenant_url("vendors:paper_detail", row.pk),
        to=queries.managers_of(row.vendor_id),
        at=at,
        key=f"{event}:{row.pk}",
    )
