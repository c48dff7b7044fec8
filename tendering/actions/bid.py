"""Verbs of a bidder on its envelope: put together, seal, submit, replace, withdraw (TND-17, TND-25, security.md 2).

What is typed is sealed with the tender's public key before it is stored; nobody, the bidder included, reads it again
before the opening. The deadline is the database's clock under the lock of ``actions.box``.
"""

import base64
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max

from records import journal
from tenancy.context import require_wall
from tenancy.errors import AlreadyDone
from tenancy.models import Tenant
from tenancy.rules.actor import Actor
from tendering.actions import box, receipts
from tendering.choices import BID_SLOT_LABELS, BidSlot, BidStatus, InvitationStatus
from tendering.envelopes import seal_json
from tendering.errors import BidIncomplete, FileNotUsable, NotAccepted
from tendering.models import Bid, BidFile, Invitation
from tendering.rules import bidding, may
from tendering.uploads import SealedFile
from vendors.models import Vendor


def save_offer(*, invitation_id: int, price: Decimal, answers: dict[str, Any], by: Actor, at: datetime) -> Bid:
    """Seal the price (CNY per year) and the typed answers into the envelope being prepared; what it held is replaced.

    Raises NotAllowed, NotAccepted, NotTakingBids.
    """
    with transaction.atomic():
        invitation, moment = _held_open(invitation_id, by)
        bid = _draft(invitation, moment)
        bid.sealed_fields = seal_json(
            bytes(invitation.public_key or b""), {"price": bidding.price_text(price), "answers": answers}
        )
        bid.save(update_fields=["sealed_fields"])
        journal.record("tendering.bid_offer_sealed", bid, by=by, at=at, subject_vendor_id=bid.vendor_id)
    return bid


def add_file(*, invitation_id: int, slot: str, upload: SealedFile, by: Actor, at: datetime) -> BidFile:
    """Put an enciphered file into the envelope being prepared; its name, size and key are sealed into its label.

    Raises NotAllowed, NotAccepted, NotTakingBids, FileNotUsable.
    """
    if upload.problem is not None:
        raise FileNotUsable(upload.problem)
    with transaction.atomic():
        invitation, moment = _held_open(invitation_id, by)
        bid = _draft(invitation, moment)
        if bid.files.count() >= bidding.MOST_FILES:
            raise FileNotUsable("too_many")
        label = {
            "name": upload.name,
            "size": upload.size,
            "sha256": upload.sha256,
            "key": base64.b64encode(upload.key).decode(),
        }
        row = BidFile.objects.create(
            bid=bid,
            vendor_id=bid.vendor_id,
            slot=BidSlot(slot).value,
            stored_name=upload.stored_name,
            stored_sha256=upload.stored_sha256,
            label=seal_json(bytes(invitation.public_key or b""), label),
            received_at=moment,
        )
        journal.record(
            "tendering.bid_file_sealed",
            bid,
            by=by,
            at=at,
            changes={"slot": row.slot, "sha256": row.stored_sha256},
            subject_vendor_id=bid.vendor_id,
        )
        upload.is_kept = True
    return row


def remove_file(*, file_id: int, by: Actor, at: datetime) -> None:
    """Take a file out of the envelope being prepared. Raises NotAllowed, NotTakingBids, AlreadyDone when submitted."""
    with transaction.atomic():
        row = BidFile.objects.select_related("bid").get(id=file_id)
        _held_open(row.bid.invitation_id, by)
        bid = Bid.objects.get(id=row.bid_id)
        if bid.status != BidStatus.DRAFT:
            raise AlreadyDone
        BidFile.objects.filter(id=row.id).delete()
        journal.record(
            "tendering.bid_file_removed",
            bid,
            by=by,
            at=at,
            changes={"slot": row.slot, "sha256": row.stored_sha256},
            subject_vendor_id=bid.vendor_id,
        )
        if not BidFile.objects.filter(stored_name=row.stored_name).exists():
            transaction.on_commit(lambda: default_storage.delete(row.stored_name))


def begin_from_submitted(*, invitation_id: int, by: Actor, at: datetime) -> Bid:
    """Begin a new envelope with everything the submitted one holds, still sealed, so that one part can be replaced.

    Raises NotAllowed, NotTakingBids, AlreadyDone while one is being prepared, Bid.DoesNotExist without a submitted one.
    """
    with transaction.atomic():
        invitation, moment = _held_open(invitation_id, by)
        if Bid.objects.filter(invitation=invitation, status=BidStatus.DRAFT.value).exists():
            raise AlreadyDone
        old = Bid.objects.get(invitation=invitation, status=BidStatus.SUBMITTED.value)
        bid = _draft(invitation, moment)
        bid.sealed_fields = old.sealed_fields
        bid.save(update_fields=["sealed_fields"])
        BidFile.objects.bulk_create(
            BidFile(
                bid=bid,
                vendor_id=bid.vendor_id,
                slot=row.slot,
                stored_name=row.stored_name,
                stored_sha256=row.stored_sha256,
                label=row.label,
                received_at=row.received_at,
            )
            for row in old.files.order_by("id")
        )
        journal.record("tendering.bid_begun_anew", bid, by=by, at=at, subject_vendor_id=bid.vendor_id)
    return bid


def submit_bid(*, invitation_id: int, by: Actor, at: datetime) -> Bid:
    """Submit the prepared envelope with a signed receipt; one submitted before is replaced and never opened (TND-17).

    Raises NotAllowed, NotTakingBids, BidIncomplete, AlreadyDone when nothing is being prepared.
    """
    with transaction.atomic():
        invitation, moment = _held_open(invitation_id, by)
        bid = Bid.objects.filter(invitation=invitation, status=BidStatus.DRAFT.value).first()
        if bid is None:
            raise AlreadyDone
        files = list(bid.files.order_by("id"))
        _check_complete(invitation, bid, files)
        replaced = Bid.objects.filter(invitation=invitation, status=BidStatus.SUBMITTED.value).first()
        if replaced is not None:
            replaced.status = BidStatus.REPLACED.value
            replaced.save(update_fields=["status"])
        bid.status, bid.received_at = BidStatus.SUBMITTED.value, moment
        bid.envelope_sha256 = bidding.envelope_digest(
            bytes(bid.sealed_fields or b""), [(one.stored_sha256, one.label) for one in files]
        )
        bid.receipt = receipts.signed(_receipt_text(invitation, bid))
        bid.save(update_fields=["status", "received_at", "envelope_sha256", "receipt"])
        journal.record(
            "tendering.bid_submitted",
            bid,
            by=by,
            at=at,
            changes={
                "envelope": bid.number,
                "sha256": bid.envelope_sha256,
                "received_at": moment.isoformat(),
                "replaces": replaced.number if replaced else None,
            },
            subject_vendor_id=bid.vendor_id,
        )
    return bid


def withdraw_bid(*, invitation_id: int, by: Actor, at: datetime) -> Bid:
    """Withdraw the submitted envelope before the deadline; it is never opened. Raises NotAllowed, NotTakingBids,
    AlreadyDone when none is submitted.
    """
    with transaction.atomic():
        invitation, moment = _held_open(invitation_id, by)
        bid = Bid.objects.filter(invitation=invitation, status=BidStatus.SUBMITTED.value).first()
        if bid is None:
            raise AlreadyDone
        bid.status = BidStatus.WITHDRAWN.value
        bid.save(update_fields=["status"])
        journal.record(
            "tendering.bid_withdrawn",
            bid,
            by=by,
            at=at,
            changes={"envelope": bid.number, "withdrawn_at": moment.isoformat()},
            subject_vendor_id=bid.vendor_id,
        )
    return bid


def _held_open(invitation_id: int, by: Actor) -> tuple[Invitation, datetime]:
    invitation, moment = box.held_open(invitation_id)
    may.bid(by, vendor_id=invitation.vendor_id)
    if invitation.status != InvitationStatus.ACCEPTED:
        raise NotAccepted
    return invitation, moment


def _draft(invitation: Invitation, moment: datetime) -> Bid:
    """Return the envelope being prepared, begun now if there is none; the invitation's lock makes it the only one."""
    known = Bid.objects.filter(invitation=invitation, status=BidStatus.DRAFT.value).first()
    if known is not None:
        return known
    last = Bid.objects.filter(invitation=invitation).aggregate(last=Max("number"))["last"] or 0
    return Bid.objects.create(
        invitation=invitation,
        tender_id=invitation.tender_id,
        vendor_id=invitation.vendor_id,
        number=last + 1,
        created_at=moment,
    )


def _check_complete(invitation: Invitation, bid: Bid, files: list[BidFile]) -> None:
    missing: list[Any] = []
    if bid.sealed_fields is None:
        missing.append(BidIncomplete.PRICE)
    slots = bidding.missing_slots(invitation.method, {one.slot for one in files})
    missing += [BID_SLOT_LABELS[slot.value] for slot in slots]
    if missing:
        raise BidIncomplete(missing)


def _receipt_text(invitation: Invitation, bid: Bid) -> str:
    assert bid.received_at is not None
    return bidding.receipt_text(
        tenant=Tenant.objects.values_list("name", flat=True).get(id=require_wall().tenant_id),
        tender=f"{invitation.tender_number} {invitation.title}",
        bidder=Vendor.objects.values_list("legal_name", flat=True).get(id=bid.vendor_id),
        number=bid.number,
        public_id=bid.public_id,
        sha256=bid.envelope_sha256,
        received_at=bid.received_at,
    )
