"""Tenders just before their opening, with sealed bids that need no vendor's session."""

import base64
import hashlib
from datetime import timedelta
from typing import Any

from django.utils import timezone

from tendering import envelopes
from tendering.actions import unsealing
from tendering.models import Bid, BidFile, Invitation, Tender, TenderSeal
from tendering.rules.bidding import envelope_digest
from tests.factories.tenancy import AT, World
from tests.factories.tendering import MANAGER_PASSPHRASE, make_tender, set_dates
from tests.factories.vendors import a_vendor


def ready_to_open(world: World, *, prices: tuple[str, ...] = (), **facts: Any) -> Tender:
    """Return a tender whose bids are closed and whose opening time has come a minute ago; applied for and signed."""
    tender = make_tender(world, **facts)
    moment = timezone.now() - timedelta(minutes=1)
    set_dates(tender, deadline_at=moment - timedelta(hours=1), opens_at=moment)
    for price in prices:
        a_sealed_bid(tender, price)
    Tender.objects.filter(id=tender.id).update(status="bids_closed")
    apply_and_sign(world, tender)
    tender.refresh_from_db()
    return tender


def apply_and_sign(world: World, tender: Tender) -> None:
    """The organiser applies to unseal, the general manager signs."""
    unsealing.apply_to_unseal(tender_id=tender.id, by=world.actor("tender_officer"), at=AT)
    unsealing.sign_unsealing(
        tender_id=tender.id, passphrase=MANAGER_PASSPHRASE, is_fresh=True, by=world.actor("general_manager"), at=AT
    )


def a_sealed_bid(tender: Tender, price: str, *, files: int = 1) -> Bid:
    """Put a sealed envelope of a new vendor into a tender, as its portal would."""
    vendor = a_vendor()
    public = bytes(TenderSeal.objects.get(tender=tender).public_key)
    invitation = Invitation.objects.create(
        tender=tender, vendor=vendor, source="qualified_list", status="accepted", sent_at=AT, is_taking_bids=True
    )
    sealed = envelopes.seal_json(public, {"price": price, "answers": {"headcount": 12}, "files": []})
    bid = Bid.objects.create(
        invitation=invitation,
        tender=tender,
        vendor=vendor,
        number=1,
        status="submitted",
        sealed_fields=sealed,
        received_at=AT,
        created_at=AT,
    )
    for number in range(files):
        cipher = envelopes.FileCipher()
        stored = cipher.header + cipher.push(b"plan", final=True)
        label = {
            "name": f"方案{number}.pdf",
            "size": 4,
            "sha256": hashlib.sha256(b"plan").hexdigest(),
            "key": base64.b64encode(cipher.key).decode(),
        }
        BidFile.objects.create(
            bid=bid,
            vendor=vendor,
            slot="service_plan",
            stored_name=f"sealed/{number}",
            stored_sha256=hashlib.sha256(stored).hexdigest(),
            label=envelopes.seal_json(public, label),
            received_at=AT,
        )
    stored_files = BidFile.objects.filter(bid=bid).order_by("id")
    bid.envelope_sha256 = envelope_digest(sealed, [(one.stored_sha256, bytes(one.label)) for one in stored_files])
    bid.save(update_fields=["envelope_sha256"])
    return bid
