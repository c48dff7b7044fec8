"""The opening: two share holders, a signed application, the set time; papers become sheets, envelopes become bids."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from records import journal
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tendering import envelopes
from tendering.actions import custody
from tendering.actions.moving import locked, move
from tendering.actions.unsealing import own_tenant, refusals_on_record
from tendering.choices import BidStatus, ShareHolder, TenderStatus
from tendering.errors import EnvelopeDamaged, FigureOutOfRange, NotReady, NotSigned, SharesMissing
from tendering.models import (
    Bid,
    BidFile,
    Invitation,
    OpenedBid,
    PapersHandover,
    PapersPrint,
    SheetItem,
    Tender,
    TenderSeal,
    UnsealApplication,
)
from tendering.queries import people, seals
from tendering.rules import evaluation_papers, lifecycle, may, recovery, unsealing
from tendering.rules.bidding import envelope_digest
from tendering.rules.need_facts import MOST, said

BLIND_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Secrets:
    """What the share holders type; at least two of the three."""

    manager_passphrase: str = ""
    custodian_passphrase: str = ""
    recovery_share: str = ""


def open_tender(*, tender_id: int, secrets_typed: Secrets, by: Actor, at: datetime) -> PapersHandover:
    """Unseal papers and bids at or after the set time, with a signed application and two share holders (TND-13).

    One journal row per envelope opened or damaged; a damaged one does not stop the others. A refusal is put on record.
    Raises NotAllowed, AlreadyDone, IllegalTransition, and as RuleBroken NotSigned, TooEarly, SharesMissing,
    WrongPassphrase, RecoveryShareWrong, EnvelopeDamaged for the papers themselves.
    """
    with refusals_on_record("tendering.opening_refused", tender_id, by=by, at=at):
        tender = locked(tender_id)
        own_tenant(by, tender)
        _may_open(by, tender)
        lifecycle.check(TenderStatus(tender.status), TenderStatus.OPENED)
        # Every submission holds its invitation: from here on none can arrive (docs/adr/0007).
        list(Invitation.objects.select_for_update().filter(tender=tender).order_by("id").values_list("id", flat=True))
        seal = seals.seal_of(tender)
        if seal is None:
            raise NotReady("seal")
        application = _signed_application(tender, seal)
        unsealing.check_due(clock=seals.database_clock(), opens_at=application.opens_at)
        private, holders = _key(seal, secrets_typed)
        content = _papers(private, seal)
        _write_sheets(tender, content)
        counts = _open_envelopes(tender, seal, private, by=by, at=at)
        Invitation.objects.filter(tender=tender).update(is_taking_bids=False)
        row = PapersHandover.objects.create(
            tender=tender,
            application=application,
            handed_at=at,
            holders=[one.value for one in holders],
            received_by_id=tender.organiser_id,
            papers_sha256=seal.papers_sha256,
            envelopes_opened=counts[BidStatus.OPENED.value],
            envelopes_damaged=counts[BidStatus.DAMAGED.value],
        )
        changes = {"papers_sha256": seal.papers_sha256, "holders": row.holders}
        move(tender, TenderStatus.OPENED, by=by, at=at, changes=changes)
    return row


def _may_open(by: Actor, tender: Tender) -> None:
    """Raise NotAllowed unless the actor is the tender's organiser or custodian, or the general manager."""
    custodian = people.custodian_of(tender.id)
    named = {tender.organiser_id, custodian.membership_id if custodian else None} - {None}
    if by.membership_id not in named:
        may.require(by, Permission.OPENING_SIGN, tender.project_id)


def _signed_application(tender: Tender, seal: TenderSeal) -> UnsealApplication:
    """Return the application whose signature covers the tender as it stands. Raises NotSigned."""
    row = seals.application_of(tender)
    if row is None or row.signature is None:
        raise NotSigned("none")
    facts = seals.facts_of(tender, seal)
    if facts is None or row.seal_id != seal.id or unsealing.statement(facts) != row.statement:
        raise NotSigned("other")
    # The key is the one the seal names, and a seal cannot be changed: a row written past the product fails here.
    if not envelopes.is_signed(bytes(seal.manager_key.sign_public), row.statement, bytes(row.signature)):
        raise NotSigned("forged")
    if row.opens_at != facts.opens_at:
        raise NotSigned("other")
    return row


def _key(seal: TenderSeal, typed: Secrets) -> tuple[bytes, list[ShareHolder]]:
    """Return the private key from two shares, and whose they were. Raises SharesMissing and what each share raises."""
    given = [typed.manager_passphrase.strip(), typed.custodian_passphrase.strip(), typed.recovery_share.strip()]
    if sum(bool(one) for one in given) < envelopes.NEEDED:
        raise SharesMissing
    shares: list[bytes] = []
    holders: list[ShareHolder] = []
    if given[0]:
        box, _seed = custody.unlock(seal.manager_key, typed.manager_passphrase, field="manager_passphrase")
        shares.append(envelopes.unseal(box, bytes(seal.manager_share)))
        holders.append(ShareHolder.GENERAL_MANAGER)
    if given[1]:
        box, _seed = custody.unlock(seal.custodian_key, typed.custodian_passphrase, field="custodian_passphrase")
        shares.append(envelopes.unseal(box, bytes(seal.custodian_share)))
        holders.append(ShareHolder.CUSTODIAN)
    if given[2]:
        shares.append(recovery.read(typed.recovery_share, field="recovery_share"))
        holders.append(ShareHolder.RECOVERY)
    return envelopes.combine(shares, bytes(seal.public_key)), holders


def _papers(private: bytes, seal: TenderSeal) -> dict[str, Any]:
    """Return the unsealed papers. Raises EnvelopeDamaged when the envelope is not the one sealed and signed for."""
    if hashlib.sha256(bytes(seal.papers)).hexdigest() != seal.papers_sha256:
        raise EnvelopeDamaged
    return dict(envelopes.unseal_json(private, bytes(seal.papers)))


def _write_sheets(tender: Tender, content: Mapping[str, Any]) -> None:
    lines = evaluation_papers.lines_of(content)
    SheetItem.objects.bulk_create(
        SheetItem(
            tender=tender,
            code=line.code,
            section=line.section,
            heading=line.heading,
            standard=line.standard,
            max_points=line.max_points,
            is_price=line.is_price,
            sort_order=number,
        )
        for number, line in enumerate(lines)
    )
    tender.rules = dict(content["rules"])
    tender.save(update_fields=["rules"])


def _open_envelopes(tender: Tender, seal: TenderSeal, private: bytes, *, by: Actor, at: datetime) -> Counter[str]:
    """Open every submitted envelope in the order of arrival; return how many were opened and how many damaged."""
    counts: Counter[str] = Counter()
    codes = _blind_codes()
    bids = Bid.objects.filter(tender=tender, status=BidStatus.SUBMITTED.value).order_by("received_at", "id")
    files: dict[int, list[BidFile]] = {}
    for file in BidFile.objects.filter(bid__in=bids).order_by("id"):
        files.setdefault(file.bid_id, []).append(file)
    for bid in bids.select_for_update():
        try:
            found = read_envelope(bid, files.get(bid.id, []), private)
        except EnvelopeDamaged:
            bid.status, event = BidStatus.DAMAGED.value, "tendering.bid_damaged"
        else:
            bid.status, event = BidStatus.OPENED.value, "tendering.bid_opened"
            OpenedBid.objects.create(
                bid=bid,
                tender=tender,
                vendor_id=bid.vendor_id,
                seal=seal,
                blind_code=next(codes),
                opened_at=at,
                **found,
            )
        bid.save(update_fields=["status"])
        counts[bid.status] += 1
        journal.record(
            event,
            bid,
            by=by,
            at=at,
            changes={"envelope_sha256": bid.envelope_sha256},
            subject_vendor_id=bid.vendor_id,
        )
    return counts


def _blind_codes() -> Iterator[str]:
    """Yield codes of two letters in random order, none twice: nobody learns from them who came first."""
    codes = [first + second for first in BLIND_LETTERS for second in BLIND_LETTERS]
    secrets.SystemRandom().shuffle(codes)
    yield from codes


def read_envelope(bid: Bid, files: list[BidFile], private: bytes) -> dict[str, Any]:
    """Return price, fields and files of an envelope. Raises EnvelopeDamaged when anything was changed since receipt."""
    sealed = bytes(bid.sealed_fields or b"")
    if envelope_digest(sealed, [(file.stored_sha256, bytes(file.label)) for file in files]) != bid.envelope_sha256:
        raise EnvelopeDamaged
    fields = envelopes.unseal_json(private, sealed)
    labels = [envelopes.unseal_json(private, bytes(file.label)) for file in files]
    if not isinstance(fields, dict) or not all(isinstance(label, dict) for label in labels):
        raise EnvelopeDamaged
    return {
        "price": _price(fields.get("price")),
        "fields": {key: value for key, value in fields.items() if key != "price"},
        "files": [
            {**{key: label.get(key) for key in ("name", "size", "sha256", "key")}, "slot": file.slot, "file": file.id}
            for file, label in zip(files, labels, strict=True)
        ],
    }


def _price(typed: Any) -> Decimal | None:
    """Return a price in CNY a year, or None for something that is none: the validity check then says so."""
    try:
        price = Decimal(str(typed)).quantize(Decimal("0.01"))
    except (InvalidOperation, ValueError):
        return None
    return price if price.is_finite() and 0 <= price <= MOST else None


def record_print(*, tender_id: int, copies: int, purpose: str, by: Actor, at: datetime) -> PapersPrint:
    """Record that the unsealed papers were printed in so many copies, and for whom (TND-14).

    Raises NotAllowed, NotReady before unsealing, FactMissing, FigureOutOfRange.
    """
    with transaction.atomic():
        tender = locked(tender_id)
        _may_open(by, tender)
        if not lifecycle.has_reached(TenderStatus(tender.status), TenderStatus.OPENED):
            raise NotReady("printed")
        if not 1 <= copies <= 200:
            raise FigureOutOfRange(field="copies")
        text = said(purpose, "purpose")
        row = PapersPrint.objects.create(
            tender=tender,
            copies=copies,
            purpose=text[:200],
            printed_at=at,
            printed_by_id=by.membership_id,
        )
        journal.record("tendering.papers_printed", tender, by=by, at=at, changes={"copies": copies})
    return row
