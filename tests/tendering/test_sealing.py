"""Custody keys and sealing: what is kept, what is destroyed, who may (TND-12, security.md 2)."""

import hashlib
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from records.models import JournalEntry
from tenancy.errors import AlreadyDone, NotAllowed, RuleBroken
from tenancy.models import Tenant
from tendering import envelopes
from tendering.actions import appointing, custody, sealing
from tendering.choices import ShareHolder
from tendering.models import CustodyKey, EvaluationDraft, TenderSeal
from tendering.rules import recovery
from tests.factories.tenancy import AT, World
from tests.factories.tendering import (
    CUSTODIAN_PASSPHRASE,
    LINES,
    MANAGER_PASSPHRASE,
    make_keys,
    make_tender,
    seal,
)

pytestmark = pytest.mark.django_db


@pytest.mark.req("TND-12")
def test_sealing_keeps_the_approved_copy_and_an_encrypted_backup_and_destroys_the_drafts(
    world: World, tenant: Tenant
) -> None:
    tender = make_tender(world, status="papers_approved")
    kept = set(default_storage.listdir("sealed")[1]) if default_storage.exists("sealed") else set()
    sealed = seal(world, tender)
    tender.refresh_from_db()
    row = TenderSeal.objects.get()
    assert (tender.status, EvaluationDraft.objects.count(), row.papers_sha256) == (
        "sealed",
        0,
        hashlib.sha256(bytes(row.papers)).hexdigest(),
    )
    (backup,) = set(default_storage.listdir("sealed")[1]) - kept
    with default_storage.open(f"sealed/{backup}") as stored:
        assert stored.read() == bytes(row.papers)
    entry = JournalEntry.objects.get(event="tendering.tender_sealed")
    assert (entry.actor_name, entry.at, entry.changes["papers_sha256"], entry.changes["drafts_destroyed"]) == (
        world.actor("office_custodian").name,
        AT,
        row.papers_sha256,
        1,
    )
    shares = [
        envelopes.unseal(_box(row.manager_key, MANAGER_PASSPHRASE), bytes(row.manager_share)),
        envelopes.unseal(_box(row.custodian_key, CUSTODIAN_PASSPHRASE), bytes(row.custodian_share)),
        recovery.read(sealed.recovery_share.lower().replace("-", " ")),
    ]
    for two in ((0, 1), (0, 2), (1, 2)):
        private = envelopes.combine([shares[one] for one in two], bytes(row.public_key))
        assert len(envelopes.unseal_json(private, bytes(row.papers))["items"]) == len(LINES)
    assert row.headings[0] == {"section": "service", "heading": "服务方案"}


def _box(key: CustodyKey, passphrase: str) -> bytes:
    return custody.unlock(key, passphrase, field="x")[0]


@pytest.mark.req("TND-12")
def test_nothing_readable_of_the_papers_stays_in_any_table(world: World, tenant: Tenant) -> None:
    tender = make_tender(world, status="sealed")
    words = [line.standard for line in LINES]
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name from information_schema.columns "
            "where column_name = 'tenant_id' and table_schema = 'public'"
        )
        tables = [table for (table,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"select count(*) from {table} t where t::text like any (%s)", [[f"%{w}%" for w in words]])  # noqa: S608
            assert (table, cursor.fetchone()) == (table, (0,))
    assert tender.status == "sealed"


@pytest.mark.req("TND-12")
def test_a_wrong_person_or_missing_keys_seal_nothing(world: World, tenant: Tenant) -> None:
    tender = make_tender(world, status="papers_approved")
    before = JournalEntry.objects.count()

    def refused(role: str, kind: type[Exception], code: str) -> None:
        with pytest.raises(kind) as refusal:
            sealing.seal_papers(tender_id=tender.id, by=world.actor(role), at=AT)
        assert (getattr(refusal.value, "code", ""), EvaluationDraft.objects.count()) == (code, 1)

    for role in ("tender_officer", "general_manager", "quality_officer", "tenant_admin"):
        refused(role, NotAllowed, "not_allowed")
    refused("office_custodian", RuleBroken, "not_ready")
    assert (JournalEntry.objects.count(), TenderSeal.objects.count()) == (before, 0)
    seal(world, tender)
    with pytest.raises(AlreadyDone):
        sealing.seal_papers(tender_id=tender.id, by=world.actor("office_custodian"), at=AT)


@pytest.mark.req("TND-12")
def test_a_draft_that_was_changed_after_approval_is_not_sealed(world: World, tenant: Tenant) -> None:
    tender = make_tender(world, status="papers_approved")
    make_keys(world)
    draft = EvaluationDraft.objects.get()
    draft.content = draft.content.replace("3000", "2999")
    draft.save(update_fields=["content"])
    with pytest.raises(RuleBroken) as refusal:
        sealing.seal_papers(tender_id=tender.id, by=world.actor("office_custodian"), at=AT)
    tender.refresh_from_db()
    assert (refusal.value.code, tender.status) == ("not_ready", "papers_approved")


def test_a_custodian_named_later_seals_with_his_own_key(world: World, tenant: Tenant) -> None:
    tender = make_tender(world, status="papers_approved")
    with pytest.raises(AlreadyDone):
        appointing.appoint(
            tender_id=tender.id,
            duty="custodian",
            member_id=world.member("office_custodian").id,
            by=world.actor("tender_officer"),
            at=AT,
        )
    assert seal(world, tender).seal.custodian_key.membership_id == world.member("office_custodian").id


@pytest.mark.parametrize(
    ("role", "holder", "passphrase", "code"),
    [
        ("tender_officer", ShareHolder.GENERAL_MANAGER, MANAGER_PASSPHRASE, "not_allowed"),
        ("general_manager", ShareHolder.CUSTODIAN, MANAGER_PASSPHRASE, "not_allowed"),
        ("general_manager", ShareHolder.RECOVERY, MANAGER_PASSPHRASE, "not_allowed"),
        ("general_manager", ShareHolder.GENERAL_MANAGER, "short", "passphrase_too_short"),
    ],
)
def test_a_custody_key_is_made_by_its_holder_with_a_long_passphrase(
    world: World, tenant: Tenant, role: str, holder: str, passphrase: str, code: str
) -> None:
    with pytest.raises((NotAllowed, RuleBroken)) as refusal:
        custody.make_key(holder=holder, passphrase=passphrase, by=world.actor(role), at=AT)
    assert (refusal.value.code, CustodyKey.objects.count(), JournalEntry.objects.count()) == (
        code,
        0,
        JournalEntry.objects.exclude(event__startswith="tendering.").count(),
    )


def test_a_passphrase_is_tried_by_its_owner_only(world: World, tenant: Tenant) -> None:
    make_keys(world)
    key = CustodyKey.objects.get(holder="general_manager")
    tried: dict[str, Any] = {"key_id": key.id, "by": world.actor("general_manager")}
    custody.try_passphrase(**tried, passphrase=MANAGER_PASSPHRASE)
    with pytest.raises(RuleBroken):
        custody.try_passphrase(**tried, passphrase=MANAGER_PASSPHRASE + "x")
    with pytest.raises(NotAllowed):
        custody.try_passphrase(key_id=key.id, by=world.actor("office_custodian"), passphrase=MANAGER_PASSPHRASE)


def test_a_slip_of_the_pen_in_the_recovery_share_is_noticed() -> None:
    text = recovery.written(bytes(range(33)))
    assert recovery.read(text) == bytes(range(33))
    for wrong in (text[:-1], "A" + text[1:] if text[0] != "A" else "B" + text[1:], "", "!!", text + "AAAA"):
        with pytest.raises(RuleBroken) as refusal:
            recovery.read(wrong, field="recovery_share")
        assert refusal.value.field == "recovery_share"
