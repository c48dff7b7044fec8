"""Verbs on exceptions (VEN-14): one person asks with a reason, a second one answers for it; never of a ban."""

from datetime import date, datetime, timedelta

from django.db import transaction

from records import journal
from records.rules.text import clean
from tenancy.errors import AlreadyDone
from tenancy.queries import active_zone
from tenancy.rules.actor import Actor
from vendors.choices import DocumentKind, Purpose
from vendors.choices import OverrideStatus as S
from vendors.errors.standing import (
    DecisionNoteMissing,
    ExceptionAsked,
    ExceptionNotPossible,
    ExceptionReasonMissing,
    ExceptionTermWrong,
)
from vendors.models import EligibilityOverride, Vendor
from vendors.rules import may
from vendors.rules.eligibility import ABOUT_PAPERS, LONGEST_EXCEPTION_DAYS, OVERRIDABLE


def ask_override(
    *,
    vendor_id: int,
    purpose: str,
    code: str,
    reason: str,
    valid_until: date,
    by: Actor,
    at: datetime,
    document_kind: str = "",
) -> EligibilityOverride:
    """Ask to let a vendor pass in spite of one blocker, for one purpose, up to a day that counts.

    Raises NotAllowed, and as RuleBroken: ExceptionNotPossible (a ban), ExceptionReasonMissing, ExceptionTermWrong,
    ExceptionAsked.
    """
    may.edit_register(by)
    with transaction.atomic():
        vendor = Vendor.objects.select_for_update(of=("self",), no_key=True).get(id=vendor_id)
        if code not in OVERRIDABLE or purpose not in set(Purpose):
            raise ExceptionNotPossible
        kind = document_kind if code in ABOUT_PAPERS else ""
        if code in ABOUT_PAPERS and kind not in set(DocumentKind):
            raise ExceptionNotPossible
        if not clean(reason):
            raise ExceptionReasonMissing
        today = at.astimezone(active_zone()).date()
        if not today <= valid_until <= today + timedelta(days=LONGEST_EXCEPTION_DAYS):
            raise ExceptionTermWrong
        same = EligibilityOverride.objects.filter(vendor=vendor, purpose=purpose, code=code, document_kind=kind)
        if same.filter(status=S.ASKED.value).exists():
            raise ExceptionAsked
        row = EligibilityOverride.objects.create(
            vendor=vendor,
            purpose=purpose,
            code=code,
            document_kind=kind,
            reason=clean(reason),
            valid_until=valid_until,
            asked_at=at,
            asked_by_id=by.person_id,
            asked_by_name=by.name,
        )
        facts = {
            "purpose": purpose,
            "code": code,
            "kind": kind,
            "reason": row.reason,
            "valid_until": valid_until.isoformat(),
        }
        journal.record("vendors.override_asked", vendor, by=by, at=at, changes=facts, subject_vendor_id=vendor.id)
    return row


def decide_override(*, override_id: int, approve: bool, note: str, by: Actor, at: datetime) -> EligibilityOverride:
    """Approve or refuse a request; not one's own. A refusal says why.

    Raises NotAllowed, AlreadyDone, and as RuleBroken: DecisionNoteMissing, ExceptionTermWrong when the day has passed.
    """
    with transaction.atomic():
        row = _locked(override_id)
        may.decide_override(by, asked_by_id=row.asked_by_id)
        if row.status != S.ASKED.value:
            raise AlreadyDone
        if not approve and not clean(note):
            raise DecisionNoteMissing
        if approve and row.valid_until < at.astimezone(active_zone()).date():
            raise ExceptionTermWrong
        row.status = S.APPROVED.value if approve else S.REFUSED.value
        row.approved_at, row.approved_by_id, row.approved_by_name = at, by.person_id, by.name
        row.decision_note = clean(note)
        row.save(update_fields=["status", "approved_at", "approved_by", "approved_by_name", "decision_note"])
        _journal("vendors.override_approved" if approve else "vendors.override_refused", row, S.ASKED, by=by, at=at)
    return row


def end_override(*, override_id: int, by: Actor, at: datetime) -> EligibilityOverride:
    """Take an approved exception back before its day. Raises NotAllowed, AlreadyDone."""
    with transaction.atomic():
        row = _locked(override_id)
        may.end_override(by)
        if row.status != S.APPROVED.value:
            raise AlreadyDone
        row.status = S.ENDED.value
        row.save(update_fields=["status"])
        _journal("vendors.override_ended", row, S.APPROVED, by=by, at=at)
    return row


def _locked(override_id: int) -> EligibilityOverride:
    rows = EligibilityOverride.objects.select_for_update(of=("self",), no_key=True).select_related("vendor")
    return rows.get(id=override_id)


def _journal(event: str, row: EligibilityOverride, old: S, *, by: Actor, at: datetime) -> None:
    changes = {
        "status": [old.value, row.status],
        "purpose": row.purpose,
        "code": row.code,
        "kind": row.document_kind,
        "reason": row.decision_note or row.reason,
    }
    journal.record(event, row.vendor, by=by, at=at, changes=changes, subject_vendor_id=row.vendor_id)
