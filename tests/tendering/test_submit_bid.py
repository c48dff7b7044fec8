"""A bidder's envelope: prepared, sealed, submitted, replaced, withdrawn; late by a microsecond is late."""

import base64
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.storage import default_storage

from records.models import JournalEntry
from tenancy.errors import AlreadyDone, NotAllowed
from tenancy.models import Tenant
from tendering import envelopes
from tendering.actions import bid as verbs
from tendering.actions import receipts
from tendering.errors import BidIncomplete, FileNotUsable, NotAccepted, NotTakingBids
from tendering.models import Bid, BidFile, Invitation
from tendering.rules.bidding import envelope_digest
from tests.factories.bids import (
    PDF,
    Inviting,
    a_sealed_file,
    accept,
    an_inviting_tender,
    hand_in,
    pass_deadline,
    prepare,
)
from tests.factories.tenancy import AT, World

pytestmark = pytest.mark.slow


@pytest.fixture
def inviting(world: World, tenant: Tenant) -> Inviting:
    return an_inviting_tender(world)


def _events() -> list[str]:
    return list(
        JournalEntry.objects.filter(event__startswith="tendering.bid_").order_by("id").values_list("event", flat=True)
    )


@pytest.mark.req("TND-17", "TND-25")
def test_submit_bid_seals_every_fact_and_signs_a_receipt(inviting: Inviting) -> None:
    accept(inviting)
    with inviting.wall():
        prepare(inviting, price="86000.00")
        bid = verbs.submit_bid(invitation_id=inviting.invitation().id, by=inviting.manager(), at=AT)
        bid.refresh_from_db()
    files = list(bid.files.order_by("id"))
    assert (bid.status, bid.number, bid.vendor_id) == ("submitted", 1, inviting.vendors[0].id)
    assert envelopes.unseal_json(inviting.private_key, bytes(bid.sealed_fields or b"")) == {
        "price": "86000.00",
        "answers": {"manager": "王芳"},
    }
    label = envelopes.unseal_json(inviting.private_key, bytes(files[0].label))
    with default_storage.open(files[0].stored_name) as stored:
        assert b"".join(envelopes.decipher(stored, base64.b64decode(label["key"]))) == PDF
    assert (label["name"], label["size"]) == ("方案.pdf", len(PDF))
    labels = [(one.stored_sha256, bytes(one.label)) for one in files]
    assert bid.envelope_sha256 == envelope_digest(bytes(bid.sealed_fields or b""), labels)
    assert receipts.holds(bid.receipt)
    said = json.loads(json.loads(bid.receipt)["text"])
    assert (said["sha256"], said["envelope"], said["bidder"]) == (
        bid.envelope_sha256,
        1,
        inviting.vendors[0].legal_name,
    )
    assert _events()[-1] == "tendering.bid_submitted"


def test_a_receipt_with_one_changed_character_does_not_hold(inviting: Inviting) -> None:
    bid = hand_in(inviting)
    assert receipts.holds(bid.receipt)
    assert not receipts.holds(bid.receipt.replace('\\"envelope\\":1', '\\"envelope\\":2'))
    assert not receipts.holds("{}")


@pytest.mark.req("TND-17", "TND-25")
def test_an_incomplete_envelope_names_what_is_missing(inviting: Inviting) -> None:
    accept(inviting)
    invitation = inviting.invitation()
    verbs.add_file(invitation_id=invitation.id, slot="quotation", upload=a_sealed_file(), by=inviting.manager(), at=AT)
    with pytest.raises(BidIncomplete) as refused:
        verbs.submit_bid(invitation_id=invitation.id, by=inviting.manager(), at=AT)
    assert refused.value.missing == ["每年报价", "服务方案", "承诺书"]
    assert Bid.objects.get().status == "draft"
    assert "tendering.bid_submitted" not in _events()


def test_replacing_keeps_the_old_envelope_unopened_and_the_new_number_runs_on(inviting: Inviting) -> None:
    first = hand_in(inviting)
    with inviting.wall():
        draft = verbs.begin_from_submitted(invitation_id=inviting.invitation().id, by=inviting.manager(), at=AT)
        verbs.remove_file(file_id=draft.files.filter(slot="quotation").get().id, by=inviting.manager(), at=AT)
        verbs.add_file(
            invitation_id=inviting.invitation().id,
            slot="quotation",
            upload=a_sealed_file(),
            by=inviting.manager(),
            at=AT,
        )
        second = verbs.submit_bid(invitation_id=inviting.invitation().id, by=inviting.manager(), at=AT)
    first.refresh_from_db()
    assert (first.status, second.status, second.number) == ("replaced", "submitted", 2)
    assert bytes(first.sealed_fields or b"") == bytes(second.sealed_fields or b"-")
    assert first.envelope_sha256 != second.envelope_sha256
    kept = set(first.files.values_list("stored_name", flat=True))
    assert all(default_storage.exists(name) for name in kept)


def test_withdraw_bid_and_then_nothing_is_left_to_withdraw(inviting: Inviting) -> None:
    bid = hand_in(inviting)
    verbs.withdraw_bid(invitation_id=inviting.invitation().id, by=inviting.manager(), at=AT)
    bid.refresh_from_db()
    assert bid.status == "withdrawn"
    with pytest.raises(AlreadyDone):
        verbs.withdraw_bid(invitation_id=inviting.invitation().id, by=inviting.manager(), at=AT)
    assert _events().count("tendering.bid_withdrawn") == 1


def _every_verb(inviting: Inviting, by: Any) -> dict[str, Any]:
    invitation_id = inviting.invitation().id
    common: dict[str, Any] = {"invitation_id": invitation_id, "by": by, "at": AT}
    return {
        "offer": lambda: verbs.save_offer(price=Decimal(1), answers={}, **common),
        "file": lambda: verbs.add_file(slot="other", upload=a_sealed_file(), **common),
        "submit": lambda: verbs.submit_bid(**common),
        "withdraw": lambda: verbs.withdraw_bid(**common),
        "begin": lambda: verbs.begin_from_submitted(**common),
    }


@pytest.mark.req("TND-17")
@pytest.mark.parametrize("verb", ["offer", "file", "submit", "withdraw", "begin"])
def test_after_the_deadline_nothing_is_accepted(inviting: Inviting, verb: str) -> None:
    hand_in(inviting)
    verbs.begin_from_submitted(invitation_id=inviting.invitation().id, by=inviting.manager(), at=AT)
    pass_deadline(inviting.tender)
    before, events = _rows(), _events()
    with pytest.raises(NotTakingBids), inviting.wall():
        _every_verb(inviting, inviting.manager())[verb]()
    assert (_rows(), _events()) == (before, events)


@pytest.mark.req("TEN-05")
@pytest.mark.parametrize("verb", ["offer", "file", "submit", "withdraw", "begin"])
@pytest.mark.parametrize("who", ["other vendor", "tender_officer", "general_manager"])
def test_nobody_else_touches_an_envelope(inviting: Inviting, verb: str, who: str) -> None:
    hand_in(inviting)
    before, events = _rows(), _events()
    by = inviting.manager(1) if who == "other vendor" else inviting.world.actor(who)
    with pytest.raises(NotAllowed):
        _every_verb(inviting, by)[verb]()
    assert (_rows(), _events()) == (before, events)


@pytest.mark.req("TEN-05")
def test_another_vendor_does_not_even_find_the_invitation_or_the_envelope(inviting: Inviting) -> None:
    hand_in(inviting)
    hand_in(inviting, 1)
    with inviting.wall(1):
        assert set(Invitation.objects.values_list("vendor_id", flat=True)) == {inviting.vendors[1].id}
        assert set(Bid.objects.values_list("vendor_id", flat=True)) == {inviting.vendors[1].id}
        assert set(BidFile.objects.values_list("vendor_id", flat=True)) == {inviting.vendors[1].id}


def test_without_acceptance_no_envelope_is_begun(inviting: Inviting) -> None:
    with pytest.raises(NotAccepted):
        verbs.save_offer(
            invitation_id=inviting.invitation().id, price=Decimal(1), answers={}, by=inviting.manager(), at=AT
        )
    assert (Bid.objects.count(), _events()) == (0, [])


@pytest.mark.parametrize(("content", "problem"), [(b"", "empty"), (b"MZ\x90 program", "kind")])
def test_a_file_that_cannot_be_used_is_refused(inviting: Inviting, content: bytes, problem: str) -> None:
    accept(inviting)
    upload = a_sealed_file(content)
    with pytest.raises(FileNotUsable) as refused:
        verbs.add_file(
            invitation_id=inviting.invitation().id, slot="other", upload=upload, by=inviting.manager(), at=AT
        )
    assert refused.value.code == f"file_{problem}"
    upload.close()
    assert not default_storage.exists(upload.stored_name)
    assert BidFile.objects.count() == 0


def test_what_lies_on_disk_holds_nothing_of_the_file(inviting: Inviting) -> None:
    secret = b"%PDF-" + bytes(range(256)) * 40
    upload = a_sealed_file(secret, name="机密报价.pdf")
    with default_storage.open(upload.stored_name) as stored:
        raw = stored.read()
    assert bytes(range(64)) not in raw
    assert len(raw) > len(secret)
    with pytest.raises(envelopes.EnvelopeDamaged):
        list(envelopes.decipher(io.BytesIO(raw[:-4]), upload.key))


def _rows() -> list[Any]:
    return [
        sorted(Bid.objects.values_list("id", "status", "envelope_sha256", "received_at")),
        sorted(BidFile.objects.values_list("id", "bid_id", "stored_sha256")),
    ]
