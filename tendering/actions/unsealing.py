"""The application to unseal at an exact minute and the general manager's signature under it (TND-13)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from records import journal
from tenancy.errors import AlreadyDone, DomainError, IllegalTransition, NotAllowed
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tendering import envelopes
from tendering.actions import custody
from tendering.actions.moving import locked
from tendering.choices import TenderStatus
from tendering.errors import NotReady, NotSigned
from tendering.models import Tender, TenderSeal, UnsealApplication
from tendering.queries import seals
from tendering.rules import lifecycle, may, unsealing


@contextmanager
def refusals_on_record(event: str, tender_id: int, *, by: Actor, at: datetime) -> Iterator[None]:
    """Undo a refused act as a whole, and put the refusal on record all the same, before it goes on to the door."""
    try:
        with transaction.atomic():
            yield
    except DomainError as refused:
        tender = Tender.objects.filter(id=tender_id).first()
        if tender is not None:
            journal.record(event, tender, by=by, at=at, changes={"code": refused.code})
        raise


def own_tenant(by: Actor, tender: Tender) -> None:
    """Raise NotAllowed for an actor of another tenant, however he came here."""
    if by.tenant_id != tender.tenant_id or by.is_vendor or by.is_system:
        raise NotAllowed


def apply_to_unseal(*, tender_id: int, by: Actor, at: datetime) -> UnsealApplication:
    """The organiser applies to unseal at the tender's opening time; an earlier application becomes void (TND-13).

    A refusal is put on record. Raises NotAllowed, IllegalTransition before sealing and after opening,
    OpeningBeforeDeadline, AlreadyDone when an application with the same text stands.
    """
    with refusals_on_record("tendering.unseal_refused", tender_id, by=by, at=at):
        tender = locked(tender_id)
        own_tenant(by, tender)
        may.organise(by, tender.project_id, tender.organiser_id)
        seal = _seal_to_open(tender)
        unsealing.check_dates(deadline_at=tender.deadline_at, opens_at=tender.opens_at)
        facts = seals.facts_of(tender, seal)
        assert facts is not None
        text = unsealing.statement(facts)
        standing = seals.application_of(tender)
        if standing is not None and standing.statement == text:
            raise AlreadyDone
        void_applications(tender, reason="", by=by, at=at)
        row = UnsealApplication.objects.create(
            tender=tender,
            seal=seal,
            opens_at=facts.opens_at,
            statement=text,
            applied_at=at,
            applied_by_id=by.membership_id,
        )
        journal.record(
            "tendering.unseal_applied", tender, by=by, at=at, changes={"opens_at": facts.opens_at.isoformat()}
        )
    return row


def void_applications(tender: Tender, *, reason: str, by: Actor, at: datetime) -> int:
    """Void the standing application of a locked tender, signed or not; called when dates or papers change."""
    rows = UnsealApplication.objects.filter(tender=tender, voided_at__isnull=True)
    count = rows.update(voided_at=at, void_reason=reason)
    if count:
        journal.record("tendering.unseal_voided", tender, by=by, at=at, changes={"reason": reason})
    return count


def revoke_signature(*, tender_id: int, reason: str, by: Actor, at: datetime) -> None:
    """The general manager takes his signature back: the application is void. Raises NotAllowed, AlreadyDone."""
    with transaction.atomic():
        tender = locked(tender_id)
        may.require(by, Permission.OPENING_SIGN, tender.project_id)
        if lifecycle.has_reached(TenderStatus(tender.status), TenderStatus.OPENED):
            raise IllegalTransition(tender.status, tender.status)
        if not void_applications(tender, reason=reason.strip(), by=by, at=at):
            raise AlreadyDone


def sign_unsealing(
    *, tender_id: int, passphrase: str, is_fresh: bool, by: Actor, at: datetime, statement: str | None = None
) -> UnsealApplication:
    """The general manager signs the exact text of the application with his custody key (TND-13).

    ``is_fresh`` says that a second factor was given lately; ``statement`` is the text shown to him. A refusal is put on
    record. Raises NotAllowed, AlreadyDone, and as RuleBroken NotReady, NotSigned, WrongPassphrase.
    """
    with refusals_on_record("tendering.unseal_refused", tender_id, by=by, at=at):
        tender = locked(tender_id)
        own_tenant(by, tender)
        may.require(by, Permission.OPENING_SIGN, tender.project_id)
        if not is_fresh:
            raise NotAllowed(code="fresh_factor_needed")
        seal = _seal_to_open(tender)
        row = (
            UnsealApplication.objects.select_for_update(of=("self",), no_key=True)
            .filter(tender=tender, voided_at__isnull=True)
            .first()
        )
        if row is None:
            raise NotSigned("none")
        if row.signed_at is not None:
            raise AlreadyDone
        _check_text(tender, seal, row, shown=statement)
        key = seal.manager_key
        if key.membership_id != by.membership_id:
            raise NotAllowed(code="not_the_share_holder")
        _box, seed = custody.unlock(key, passphrase, field="passphrase")
        row.signature, row.signed_at, row.signed_by_id = envelopes.sign(seed, row.statement), at, by.membership_id
        row.save(update_fields=["signature", "signed_at", "signed_by"])
        journal.record("tendering.unseal_signed", tender, by=by, at=at, changes={"opens_at": row.opens_at.isoformat()})
    return row


def _check_text(tender: Tender, seal: TenderSeal, row: UnsealApplication, *, shown: str | None) -> None:
    """Raise NotSigned unless the application, what was shown and what stands now are the same text."""
    facts = seals.facts_of(tender, seal)
    if facts is None or unsealing.statement(facts) != row.statement:
        raise NotSigned("other")
    if shown is not None and shown != row.statement:
        raise NotSigned("other")


def _seal_to_open(tender: Tender) -> TenderSeal:
    """Return the seal of a tender that is sealed and not opened. Raises IllegalTransition, NotReady."""
    status = TenderStatus(tender.status)
    if not lifecycle.has_reached(status, TenderStatus.SEALED) or lifecycle.has_reached(status, TenderStatus.OPENED):
        raise IllegalTransition(status, TenderStatus.OPENED)
    seal = seals.seal_of(tender)
    if seal is None:
        raise NotReady("seal")
    return seal
