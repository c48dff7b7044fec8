"""Unsealing: application, signature, opening, damaged envelopes, copies; twelve faulty approvals (TND-13, TND-14)."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from records.models import JournalEntry
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, DomainError, IllegalTransition, NotAllowed, RuleBroken
from tenancy.models import Tenant
from tendering import envelopes
from tendering.actions import opening, unsealing
from tendering.actions.opening import Secrets
from tendering.models import (
    Bid,
    CustodyKey,
    OpenedBid,
    PapersHandover,
    PapersPrint,
    SheetItem,
    Tender,
    TenderSeal,
    UnsealApplication,
)
from tendering.rules import recovery
from tests.factories.openings import apply_and_sign, ready_to_open
from tests.factories.tenancy import AT, World
from tests.factories.tendering import (
    CUSTODIAN_PASSPHRASE,
    LINES,
    MANAGER_PASSPHRASE,
    make_keys,
    make_tender,
    seal,
    set_dates,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BOTH = Secrets(manager_passphrase=MANAGER_PASSPHRASE, custodian_passphrase=CUSTODIAN_PASSPHRASE)


def _open(world: World, tender: Tender, typed: Secrets = BOTH, role: str = "office_custodian") -> PapersHandover:
    return opening.open_tender(tender_id=tender.id, secrets_typed=typed, by=world.actor(role), at=AT)


def _refused(tender: Tender, act: Callable[[], Any], code: str) -> None:
    """The act is refused with the code, nothing is opened, and the refusal is on record."""
    events = ["tendering.opening_refused", "tendering.unseal_refused"]
    before = JournalEntry.objects.filter(event__in=events).count()
    with pytest.raises(DomainError) as refusal:
        act()
    assert refusal.value.code == code
    assert (SheetItem.objects.count(), OpenedBid.objects.count(), PapersHandover.objects.count()) == (0, 0, 0)
    assert Tender.objects.get(id=tender.id).status == "bids_closed"
    entries = JournalEntry.objects.filter(event__in=events).order_by("-id")
    assert (entries.count(), entries[0].changes) == (before + 1, {"code": code})


@pytest.mark.req("TND-13", "TND-08")
def test_one_correct_approval_opens_papers_and_bids(world: World, tenant: Tenant) -> None:
    tender = ready_to_open(world, prices=("86000.00", "91000.5"))
    row = _open(world, tender)
    tender.refresh_from_db()
    assert (tender.status, row.holders, row.envelopes_opened, row.envelopes_damaged) == (
        "opened",
        ["general_manager", "office_custodian"],
        2,
        0,
    )
    assert (row.received_by_id, row.papers_sha256) == (
        world.member("tender_officer").id,
        TenderSeal.objects.get().papers_sha256,
    )
    items = SheetItem.objects.filter(tender=tender).values_list("code", "max_points", "is_price")
    assert list(items) == [(one.code, one.max_points, one.is_price) for one in LINES]
    opened = OpenedBid.objects.order_by("id")
    assert [one.price for one in opened] == [Decimal("86000.00"), Decimal("91000.50")]
    assert [one.fields for one in opened] == [{"answers": {"headcount": 12}, "files": []}] * 2
    assert ([one.files[0]["name"] for one in opened], len({one.blind_code for one in opened})) == (["方案0.pdf"] * 2, 2)
    assert set(Bid.objects.values_list("status", flat=True)) == {"opened"}
    assert JournalEntry.objects.filter(event="tendering.bid_opened").count() == 2
    with pytest.raises(AlreadyDone):
        _open(world, tender)


@pytest.mark.req("TND-13")
def test_any_two_of_three_share_holders_open(world: World, tenant: Tenant) -> None:
    tender = make_tender(world, status="papers_approved")
    share = seal(world, tender).recovery_share
    moment = timezone.now() - timedelta(minutes=1)
    set_dates(tender, deadline_at=moment, opens_at=moment)
    Tender.objects.filter(id=tender.id).update(status="bids_closed")
    apply_and_sign(world, tender)
    for typed, code in (
        (Secrets(recovery_share=share), "shares_missing"),
        (Secrets(custodian_passphrase=CUSTODIAN_PASSPHRASE), "shares_missing"),
        (Secrets(custodian_passphrase="wrong wrong wrong wrong", recovery_share=share), "wrong_passphrase"),
        (Secrets(custodian_passphrase=CUSTODIAN_PASSPHRASE, recovery_share="AAAA"), "recovery_share_wrong"),
        (
            Secrets(custodian_passphrase=CUSTODIAN_PASSPHRASE, recovery_share=recovery.written(bytes(33))),
            "envelope_damaged",
        ),
    ):
        _refused(tender, lambda t=typed: _open(world, tender, t), code)  # type: ignore[misc]
    typed = Secrets(custodian_passphrase=CUSTODIAN_PASSPHRASE, recovery_share=share)
    assert _open(world, tender, typed, role="tender_officer").holders == ["office_custodian", "recovery"]


@pytest.mark.req("TND-13")
def test_damaged_envelopes_do_not_stop_the_others(world: World, tenant: Tenant) -> None:
    tender = ready_to_open(world, prices=("1.00", "2.00", "3.00", "many"))
    first, second = Bid.objects.order_by("id")[:2]
    Bid.objects.filter(id=first.id).update(sealed_fields=bytes(first.sealed_fields)[:-1])
    file = second.files.get()
    type(file).objects.filter(id=file.id).update(label=bytes(file.label)[:-1] + b"x")
    row = _open(world, tender)
    assert (row.envelopes_opened, row.envelopes_damaged) == (2, 2)
    assert list(Bid.objects.order_by("id").values_list("status", flat=True)) == [
        "damaged",
        "damaged",
        "opened",
        "opened",
    ]
    assert list(OpenedBid.objects.order_by("id").values_list("price", flat=True)) == [Decimal("3.00"), None]
    events = JournalEntry.objects.filter(object_type="tendering.bid").order_by("id").values_list("event", flat=True)
    assert [one.rpartition("_")[2] for one in events] == ["damaged", "damaged", "opened", "opened"]


@pytest.mark.req("TND-13")
def test_withdrawn_and_replaced_envelopes_stay_closed(world: World, tenant: Tenant) -> None:
    tender = ready_to_open(world, prices=("1.00", "2.00", "3.00"))
    for number, status in ((0, "withdrawn"), (1, "replaced")):
        Bid.objects.filter(id=Bid.objects.order_by("id")[number].id).update(status=status)
    assert _open(world, tender).envelopes_opened == 1
    assert list(Bid.objects.order_by("id").values_list("status", flat=True)) == ["withdrawn", "replaced", "opened"]


# --- twelve faulty approvals ----------------------------------------------------------------------------------------


@pytest.mark.req("TND-13")
def test_faulty_approval_01_wrong_role(world: World, tenant: Tenant) -> None:
    tender = _unsigned(world)
    for role in ("tender_officer", "office_custodian", "tenant_admin", "quality_officer"):
        _refused(tender, lambda r=role: _sign(world, tender, role=r), "not_allowed")  # type: ignore[misc]
    _refused(tender, lambda: _open(world, tender), "not_signed_none")


@pytest.mark.req("TND-13")
def test_faulty_approval_02_other_tenants_manager(world: World, tenant: Tenant) -> None:
    tender = _unsigned(world)
    stranger = world.actor("general_manager", tenant=world.other)
    _refused(tender, lambda: _sign(world, tender, by=stranger), "not_allowed")
    with acting_for(world.other), pytest.raises(Tender.DoesNotExist):
        _sign(world, tender, by=stranger)


@pytest.mark.req("TND-13", "TND-11")
def test_faulty_approval_03_author_as_approver(world: World, tenant: Tenant) -> None:
    tender = _unsigned(world)
    _refused(tender, lambda: _sign(world, tender, role="quality_officer"), "not_allowed")
    # A second manager may sign in general, but the seal is bound to the first one's key.
    second = world.actor("general_manager")
    object.__setattr__(second, "membership_id", world.member("quality_officer").id)
    _refused(tender, lambda: _sign(world, tender, by=second), "not_the_share_holder")


@pytest.mark.req("TND-13")
def test_faulty_approval_04_other_date(world: World, tenant: Tenant) -> None:
    tender = ready_to_open(world)
    assert tender.opens_at is not None
    Tender.objects.filter(id=tender.id).update(opens_at=tender.opens_at + timedelta(seconds=30))
    _refused(tender, lambda: _open(world, tender), "not_signed_other")


@pytest.mark.req("TND-13")
def test_faulty_approval_05_date_before_the_deadline(world: World, tenant: Tenant) -> None:
    tender = make_tender(world)
    officer = world.actor("tender_officer")
    with pytest.raises(RuleBroken) as refusal:
        unsealing.apply_to_unseal(tender_id=tender.id, by=officer, at=AT)
    assert (refusal.value.code, UnsealApplication.objects.count()) == ("opening_before_deadline", 0)
    assert JournalEntry.objects.get(event="tendering.unseal_refused").changes == {"code": "opening_before_deadline"}
    ready = ready_to_open(world)
    assert ready.opens_at is not None
    early = UnsealApplication.objects.get(tender=ready)
    UnsealApplication.objects.filter(id=early.id).update(opens_at=early.opens_at - timedelta(days=1))
    _refused(ready, lambda: _open(world, ready), "not_signed_other")


@pytest.mark.req("TND-13")
def test_faulty_approval_06_changed_paper(world: World, tenant: Tenant) -> None:
    tender = make_tender(world, status="papers_approved")
    make_keys(world)
    with transaction.atomic():
        row = seal(world, tender).seal
        transaction.set_rollback(True)
    # The app role cannot change a seal, so the changed one is written in the place of the true one.
    row.pk = None
    row.papers = envelopes.seal_json(bytes(row.public_key), {"items": [], "notes": "", "basis": "", "rules": {}})
    row.save(force_insert=True)
    moment = timezone.now() - timedelta(minutes=1)
    set_dates(tender, deadline_at=moment, opens_at=moment)
    Tender.objects.filter(id=tender.id).update(status="bids_closed")
    apply_and_sign(world, tender)
    _refused(tender, lambda: _open(world, tender), "envelope_damaged")


@pytest.mark.req("TND-13")
def test_faulty_approval_07_older_version(world: World, tenant: Tenant) -> None:
    tender = ready_to_open(world)
    old = UnsealApplication.objects.get(tender=tender)
    assert tender.opens_at is not None
    later = tender.opens_at + timedelta(seconds=5)
    set_dates(tender, deadline_at=later, opens_at=later)
    unsealing.apply_to_unseal(tender_id=tender.id, by=world.actor("tender_officer"), at=AT)
    old.refresh_from_db()
    assert old.voided_at == AT
    _refused(tender, lambda: _open(world, tender), "not_signed_none")
    newest = UnsealApplication.objects.get(tender=tender, voided_at__isnull=True)
    UnsealApplication.objects.filter(id=newest.id).update(signature=bytes(old.signature or b""), signed_at=AT)
    _refused(tender, lambda: _open(world, tender), "not_signed_forged")


@pytest.mark.req("TND-13")
def test_faulty_approval_08_replay_on_another_tender(world: World, tenant: Tenant) -> None:
    first, second = ready_to_open(world), _unsigned(world)
    signed = UnsealApplication.objects.get(tender=first)
    UnsealApplication.objects.filter(tender=second).update(
        statement=signed.statement, signature=bytes(signed.signature or b""), signed_at=AT
    )
    _refused(second, lambda: _open(world, second), "not_signed_other")


@pytest.mark.req("TND-13")
def test_faulty_approval_09_stale_second_factor(world: World, tenant: Tenant) -> None:
    tender = _unsigned(world)
    _refused(tender, lambda: _sign(world, tender, is_fresh=False), "fresh_factor_needed")


@pytest.mark.req("TND-13")
def test_faulty_approval_10_revoked(world: World, tenant: Tenant) -> None:
    tender = ready_to_open(world)
    with pytest.raises(NotAllowed):
        unsealing.revoke_signature(tender_id=tender.id, reason="x", by=world.actor("tender_officer"), at=AT)
    unsealing.revoke_signature(tender_id=tender.id, reason="投标人投诉", by=world.actor("general_manager"), at=AT)
    _refused(tender, lambda: _open(world, tender), "not_signed_none")


@pytest.mark.req("TND-13")
def test_faulty_approval_11_inserted_past_the_product(world: World, tenant: Tenant) -> None:
    tender = _unsigned(world)
    row = UnsealApplication.objects.get(tender=tender)
    forger = envelopes.new_signing_pair()
    member = world.member("general_manager").id
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into tendering_custodykey (tenant_id, membership_id, holder, box_public, sign_public, locked,"
            " created_at) select tenant_id, membership_id, holder, box_public, %s, locked, now()"
            " from tendering_custodykey where holder = 'general_manager'",
            [forger.public],
        )
        cursor.execute(
            "update tendering_unsealapplication set signature = %s, signed_at = now(), signed_by_id = %s where id = %s",
            [envelopes.sign(forger.seed, row.statement), member, row.id],
        )
    _refused(tender, lambda: _open(world, tender), "not_signed_forged")


@pytest.mark.req("TND-13")
def test_faulty_approval_12_one_share_missing(world: World, tenant: Tenant) -> None:
    tender = ready_to_open(world)
    _refused(tender, lambda: _open(world, tender, Secrets(manager_passphrase=MANAGER_PASSPHRASE)), "shares_missing")
    twice = Secrets(manager_passphrase=MANAGER_PASSPHRASE, custodian_passphrase=MANAGER_PASSPHRASE)
    _refused(tender, lambda: _open(world, tender, twice), "wrong_passphrase")


# --- and the time ---------------------------------------------------------------------------------------------------


@pytest.mark.req("TND-13")
def test_release_is_impossible_before_the_set_time(world: World, tenant: Tenant) -> None:
    tender = make_tender(world)
    moment = timezone.now() + timedelta(minutes=5)
    set_dates(tender, deadline_at=moment - timedelta(hours=1), opens_at=moment)
    Tender.objects.filter(id=tender.id).update(status="bids_closed")
    apply_and_sign(world, tender)
    _refused(tender, lambda: _open(world, tender), "too_early")


def test_a_seal_and_a_custody_key_cannot_be_changed_by_the_app_role(world: World, tenant: Tenant) -> None:
    tender = make_tender(world)
    for table in ("tendering_tenderseal", "tendering_custodykey", "tendering_papershandover"):
        with connection.cursor() as cursor:
            cursor.execute("select has_table_privilege(%s, 'update'), has_table_privilege(%s, 'delete')", [table] * 2)
            assert (table, cursor.fetchone()) == (table, (False, False))
    assert CustodyKey.objects.count() == 2
    with pytest.raises(IllegalTransition):
        _open(world, tender)


@pytest.mark.parametrize("role", ["auditor", "quality_officer", "property_manager", "tenant_admin"])
def test_who_has_no_part_opens_nothing(world: World, tenant: Tenant, role: str) -> None:
    tender = ready_to_open(world)
    _refused(tender, lambda: _open(world, tender, role=role), "not_allowed")


@pytest.mark.req("TND-14")
def test_copies_are_printed_after_unsealing_and_counted(world: World, tenant: Tenant) -> None:
    tender = ready_to_open(world)
    officer = world.actor("tender_officer")
    facts: dict[str, Any] = {"tender_id": tender.id, "by": officer, "at": AT}
    with pytest.raises(RuleBroken) as refusal:
        opening.record_print(**facts, copies=5, purpose="评委")
    assert (refusal.value.code, PapersPrint.objects.count()) == ("not_ready", 0)
    _open(world, tender)
    for copies, purpose in ((0, "评委"), (201, "评委"), (5, " ")):
        with pytest.raises(RuleBroken):
            opening.record_print(**facts, copies=copies, purpose=purpose)
    with pytest.raises(NotAllowed):
        opening.record_print(**(facts | {"by": world.actor("auditor")}), copies=5, purpose="评委")
    assert opening.record_print(**facts, copies=5, purpose="五位评委").copies == 5
    assert JournalEntry.objects.get(event="tendering.papers_printed").changes == {"copies": 5}


def _unsigned(world: World) -> Tender:
    tender = make_tender(world)
    moment = timezone.now() - timedelta(minutes=1)
    set_dates(tender, deadline_at=moment - timedelta(hours=1), opens_at=moment)
    Tender.objects.filter(id=tender.id).update(status="bids_closed")
    unsealing.apply_to_unseal(tender_id=tender.id, by=world.actor("tender_officer"), at=AT)
    return tender


def _sign(world: World, tender: Tender, *, role: str = "general_manager", by: Any = None, is_fresh: bool = True) -> Any:
    return unsealing.sign_unsealing(
        tender_id=tender.id, passphrase=MANAGER_PASSPHRASE, is_fresh=is_fresh, by=by or world.actor(role), at=AT
    )
