"""The whole road in one: sealed papers, letters, bids through the portal's verbs, opening by two share holders."""

import base64
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from tenancy.models import Tenant
from tendering import envelopes
from tendering.actions import bid as bid_verbs
from tendering.actions import clarifying, closing, inviting, opening, sending
from tendering.choices import Occasion
from tendering.models import Bid, OpenedBid, Tender, UnsealApplication
from tendering.queries import portal
from tests.factories.bids import PDF, Inviting, accept, approve_list, hand_in, invite, pass_deadline, some_dates
from tests.factories.openings import apply_and_sign
from tests.factories.tenancy import AT, World
from tests.factories.tendering import CUSTODIAN_PASSPHRASE, MANAGER_PASSPHRASE, make_tender

pytestmark = pytest.mark.slow


def _close(made: Inviting) -> None:
    officer = made.world.actor("tender_officer")
    for occasion in Occasion:
        clarifying.record_meeting(
            tender_id=made.tender.id,
            occasion=occasion,
            held_at=timezone.now() - timedelta(hours=1),
            place="云栖苑",
            our_people="李敏",
            notes="",
            present=[],
            by=officer,
            at=timezone.now(),
        )
    pass_deadline(made.tender)
    closing.close_bids(tender_id=made.tender.id, by=officer, at=AT)


@pytest.mark.req("TND-07", "TND-12", "TND-13", "TND-17")
def test_bids_of_the_portal_open_with_the_papers_and_no_replaced_one_does(world: World, tenant: Tenant) -> None:
    made = invite(world, make_tender(world), vendors=3)
    accept(made)
    with made.wall():
        papers = portal.papers(made.invitation())
    assert [shown.paper.part for shown in papers] == ["invitation_letter", "tender_document", "technical_data"]
    first = hand_in(made, 0, price="91000.00")
    second = hand_in(made, 0, price="86000.00")
    third = hand_in(made, 1, price="88500.50")
    hand_in(made, 2, price="1.00")
    bid_verbs.withdraw_bid(invitation_id=made.invitation(2).id, by=made.manager(2), at=AT)
    _close(made)
    apply_and_sign(world, made.tender)
    opening.open_tender(
        tender_id=made.tender.id,
        secrets_typed=opening.Secrets(manager_passphrase=MANAGER_PASSPHRASE, custodian_passphrase=CUSTODIAN_PASSPHRASE),
        by=world.actor("office_custodian"),
        at=timezone.now(),
    )
    opened = {row.bid_id: row for row in OpenedBid.objects.all()}
    assert {key: row.price for key, row in opened.items()} == {
        second.id: Decimal("86000.00"),
        third.id: Decimal("88500.50"),
    }
    assert Bid.objects.get(id=first.id).status == "replaced"
    file = opened[second.id].files[0]
    with default_storage.open(second.files.get(id=file["file"]).stored_name) as stored:
        assert b"".join(envelopes.decipher(stored, base64.b64decode(file["key"]))) == PDF


@pytest.mark.req("TND-13")
@pytest.mark.parametrize("is_sent", [False, True])
def test_a_changed_date_voids_the_signed_opening(world: World, tenant: Tenant, is_sent: bool) -> None:
    officer = world.actor("tender_officer")
    tender = make_tender(world)
    if is_sent:
        invite(world, tender, vendors=3)
    else:
        inviting.set_dates(tender_id=tender.id, dates=some_dates(), by=officer, at=AT)
    apply_and_sign(world, Tender.objects.get(id=tender.id))
    assert UnsealApplication.objects.get().voided_at is None
    later = some_dates(timezone.now() + timedelta(days=2))
    if is_sent:
        sending.change_dates(tender_id=tender.id, dates=later, reason="改期", by=officer, at=AT)
    else:
        inviting.set_dates(tender_id=tender.id, dates=later, by=officer, at=AT)
    assert UnsealApplication.objects.get().voided_at is not None


def test_the_list_is_approved_for_the_sealed_tender_only(world: World, tenant: Tenant) -> None:
    one = invite(world, make_tender(world), vendors=3)
    other = Inviting(world, make_tender(world, title="另一招标"), b"", one.vendors)
    officer = world.actor("tender_officer")
    for vendor in other.vendors:
        inviting.list_vendor(tender_id=other.tender.id, vendor=vendor, source="recommendation", by=officer, at=AT)
    inviting.set_dates(tender_id=other.tender.id, dates=some_dates(), by=officer, at=AT)
    approve_list(other)
    assert sending.send_invitations(tender_id=other.tender.id, by=officer, at=AT).status == "inviting"
