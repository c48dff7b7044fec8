"""Making the invitation list, its dates, and having both approved before any letter leaves (TND-16, VEN-14)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from records import journal
from records.actions import approval as approvals
from records.models import Approval, ApprovalStatus
from tenancy.context import require_wall
from tenancy.errors import AlreadyDone
from tenancy.models import Tenant
from tenancy.queries import today
from tenancy.rules.actor import Actor, system_actor
from tenancy.web import tenant_url
from tendering.actions import moving
from tendering.actions.unsealing import void_applications
from tendering.choices import InvitationSource, InvitationStatus, ListStatus, TenderMethod, TenderStatus
from tendering.errors import DateWrong, ListTooShort, VendorNotInvitable, WrongStage
from tendering.models import Invitation, InvitationList, Tender
from tendering.queries import candidates
from tendering.rules import inviting as rules
from tendering.rules import may
from tendering.rules.inviting import Dates
from tendering.rules.tender_rules import TenderRules
from vendors.models import Vendor

APPROVAL = "tendering.invitations"


def list_vendor(*, tender_id: int, vendor: Vendor, source: str, by: Actor, at: datetime) -> Invitation:
    """Put a vendor on the list with the source of its name (TND-16). An approval of the list becomes void.

    Raises NotAllowed, WrongStage, AlreadyDone when it is on the list, VendorNotInvitable.
    """
    with transaction.atomic():
        tender = _drawn_up(tender_id, by)
        if Invitation.objects.filter(tender=tender, vendor=vendor).exists():
            raise AlreadyDone
        check_vendors(tender, [vendor])
        row = Invitation.objects.create(tender=tender, vendor=vendor, source=InvitationSource(source).value)
        _make_void(tender, at=at)
        journal.record(
            "tendering.vendor_listed",
            tender,
            by=by,
            at=at,
            changes={"vendor": vendor.legal_name, "source": row.source},
            subject_vendor_id=vendor.id,
        )
    return row


def unlist_vendor(*, invitation_id: int, by: Actor, at: datetime) -> None:
    """Take a vendor off a list that has not been sent. Raises NotAllowed, WrongStage."""
    with transaction.atomic():
        row = Invitation.objects.select_related("vendor").get(id=invitation_id)
        tender = _drawn_up(row.tender_id, by)
        Invitation.objects.filter(id=row.id, status=InvitationStatus.LISTED.value).delete()
        _make_void(tender, at=at)
        journal.record(
            "tendering.vendor_unlisted",
            tender,
            by=by,
            at=at,
            changes={"vendor": row.vendor.legal_name},
            subject_vendor_id=row.vendor_id,
        )


def set_dates(*, tender_id: int, dates: Dates, by: Actor, at: datetime) -> Tender:
    """Set the dates before the letters leave. An approval of the list becomes void.

    Raises NotAllowed, WrongStage, DateWrong.
    """
    with transaction.atomic():
        tender = _drawn_up(tender_id, by)
        old = Dates.of(tender)
        check_dates(tender, dates, at)
        write_dates(tender, dates)
        if dates != old:
            _make_void(tender, at=at)
            void_applications(tender, reason="", by=by, at=at)
        journal.record("tendering.dates_set", tender, by=by, at=at, changes=changed_dates(old, dates))
    return tender


def ask_approval(*, tender_id: int, by: Actor, at: datetime) -> InvitationList:
    """Put the list with its dates to the general manager (TND-16).

    Raises NotAllowed, WrongStage, AlreadyDone while one waits, DateWrong, ListTooShort, VendorNotInvitable.
    """
    with transaction.atomic():
        tender = _drawn_up(tender_id, by)
        if InvitationList.objects.filter(tender=tender, status=ListStatus.ASKED.value).exists():
            raise AlreadyDone
        content = checked_content(tender, at)
        InvitationList.objects.filter(tender=tender, status=ListStatus.APPROVED.value).update(
            status=ListStatus.VOID.value
        )
        row = InvitationList.objects.create(
            tender=tender,
            number=InvitationList.objects.filter(tender=tender).count() + 1,
            content=content,
            sha256=rules.digest(content),
            asked_at=at,
            asked_by_id=by.membership_id,
        )
        approvals.start(
            document_type=APPROVAL,
            object_id=row.id,
            title=f"{tender.number} {tender.title}",
            reason=f"SHA-256 {row.sha256}",
            papers_url=tenant_url("tendering:inviting", tender.id),
            unit=tender.project,
            by=by,
            at=at,
        )
        journal.record(
            "tendering.list_put_forward", tender, by=by, at=at, changes={"version": row.number, "sha256": row.sha256}
        )
    return row


def decided(approval: Approval, *, by: Actor, at: datetime) -> None:
    """Write the general manager's decision to the version it was asked for; a version changed meanwhile stays void."""
    row = InvitationList.objects.select_for_update(of=("self",), no_key=True).get(id=approval.object_id)
    if row.status != ListStatus.ASKED:
        return
    is_approved = approval.status == ApprovalStatus.APPROVED
    row.status = ListStatus.APPROVED.value if is_approved else ListStatus.REFUSED.value
    row.decided_at, row.decided_by_id = at, by.membership_id
    row.save(update_fields=["status", "decided_at", "decided_by"])
    tender = Tender.objects.get(id=row.tender_id)
    event = "tendering.list_approved" if is_approved else "tendering.list_refused"
    journal.record(event, tender, by=by, at=at, changes={"version": row.number, "sha256": row.sha256})


def checked_content(tender: Tender, at: datetime) -> dict[str, Any]:
    """Return what the list says now, after every check of it. Raises DateWrong, ListTooShort, VendorNotInvitable."""
    dates = Dates.of(tender)
    check_dates(tender, dates, at)
    listed = list(Invitation.objects.filter(tender=tender).select_related("vendor").order_by("vendor_id"))
    needed = TenderRules.from_json(tender.rules).minimum_valid_bids
    if len(listed) < (needed if tender.method == TenderMethod.INVITED else 1):
        raise ListTooShort(needed)
    check_vendors(tender, [row.vendor for row in listed])
    return content_of(tender, listed)


def content_of(tender: Tender, listed: list[Invitation]) -> dict[str, Any]:
    """Return what the list says now."""
    return rules.list_content(
        tender_number=tender.number,
        dates=Dates.of(tender),
        vendors=[(row.vendor_id, row.vendor.legal_name, row.vendor.credit_code, row.source) for row in listed],
    )


def check_vendors(tender: Tender, vendors: list[Vendor]) -> None:
    """Raise VendorNotInvitable for the first vendor that may not be invited today (VEN-14)."""
    on = today(Tenant.objects.get(id=require_wall().tenant_id))
    standing = candidates.standing_for(tender, [one.id for one in vendors], on)
    for vendor in vendors:
        if reasons := candidates.reasons_against(standing[vendor.id]):
            raise VendorNotInvitable(vendor.legal_name, reasons)


def check_dates(tender: Tender, dates: Dates, at: datetime, *, known: Dates | None = None) -> None:
    """Raise DateWrong for the first fault of the dates."""
    problem = rules.date_problem(dates, method=tender.method, now=at, known=known)
    if problem is not None:
        raise DateWrong(*problem)


def write_dates(tender: Tender, dates: Dates) -> None:
    """Put the dates on a locked tender."""
    for name, value in vars(dates).items():
        setattr(tender, name, value)
    tender.save(update_fields=list(vars(dates)))


def changed_dates(old: Dates, new: Dates) -> dict[str, list[str]]:
    """Return field -> [old, new] of what differs, for the journal."""
    before, after = old.to_json(), new.to_json()
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}


def _drawn_up(tender_id: int, by: Actor) -> Tender:
    tender = moving.locked(tender_id)
    may.organise(by, tender.project_id, tender.organiser_id)
    if tender.status != TenderStatus.SEALED:
        raise WrongStage
    return tender


def _make_void(tender: Tender, *, at: datetime) -> None:
    """Void the version that waits or was approved, and take its question back from the general manager's list."""
    row = InvitationList.objects.filter(
        tender=tender, status__in=[ListStatus.ASKED.value, ListStatus.APPROVED.value]
    ).first()
    if row is None:
        return
    row.status = ListStatus.VOID.value
    row.save(update_fields=["status"])
    waiting = Approval.objects.filter(
        document_type=APPROVAL, object_id=row.id, status=ApprovalStatus.PENDING.value
    ).first()
    if waiting is not None:
        approvals.close_overtaken(approval_id=waiting.id, by=system_actor(require_wall().tenant_id), at=at)
