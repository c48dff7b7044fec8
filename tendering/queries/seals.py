"""Reads of custody keys, seals, applications to unseal and the opening's records; and the database's clock."""

from datetime import datetime

from django.db import connection

from records.approval_queries import holders
from tenancy.roles import ROLE_PERMISSIONS, Permission, Role
from tenancy.rules.actor import Actor
from tendering.choices import ShareHolder
from tendering.models import CustodyKey, PapersHandover, PapersPrint, Tender, TenderSeal, UnsealApplication
from tendering.rules.unsealing import OpeningFacts

# Which right a holder of each kind must have.
HOLDER_RIGHT = {
    ShareHolder.GENERAL_MANAGER: Permission.OPENING_SIGN,
    ShareHolder.CUSTODIAN: Permission.PAPERS_SEAL,
}


def database_clock() -> datetime:
    """Return the database's clock at this statement, not at the transaction's beginning (security.md 2)."""
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        (found,) = cursor.fetchone()
    return found


def key_of(membership_id: int | None, holder: ShareHolder) -> CustodyKey | None:
    """Return a member's newest custody key of a kind."""
    rows = CustodyKey.objects.filter(membership_id=membership_id or 0, holder=holder.value)
    return rows.order_by("-id").first()


def keys_of(actor: Actor) -> list[CustodyKey]:
    """Return the actor's own custody keys, newest first."""
    return list(CustodyKey.objects.filter(membership_id=actor.membership_id or 0).order_by("-id"))


def manager_key(unit_id: int) -> CustodyKey | None:
    """Return the newest custody key of a general manager who may sign openings at a project today."""
    roles = [role for role in Role if Permission.OPENING_SIGN in ROLE_PERMISSIONS[role]]
    ids = {member for role in roles for member in holders(role, unit_id)}
    rows = CustodyKey.objects.filter(membership_id__in=ids, holder=ShareHolder.GENERAL_MANAGER.value)
    return rows.select_related("membership__person").order_by("-id").first()


def seal_of(tender: Tender) -> TenderSeal | None:
    """Return the seal of a tender with the keys it is bound to; the sealed papers are read with it."""
    rows = TenderSeal.objects.filter(tender=tender)
    return rows.select_related("manager_key__membership__person", "custodian_key__membership__person").first()


def application_of(tender: Tender) -> UnsealApplication | None:
    """Return the application to unseal that counts: the one that is not void."""
    rows = UnsealApplication.objects.filter(tender=tender, voided_at__isnull=True)
    return rows.select_related("applied_by__person", "signed_by__person").order_by("-id").first()


def standing_applications(tender_ids: list[int]) -> dict[int, UnsealApplication]:
    """Return the applications that count, by tender (one query)."""
    rows = UnsealApplication.objects.filter(tender_id__in=tender_ids, voided_at__isnull=True)
    return {row.tender_id: row for row in rows.order_by("id")}


def applications_of(tender: Tender) -> list[UnsealApplication]:
    """Return all applications to unseal, newest first."""
    rows = UnsealApplication.objects.filter(tender=tender).select_related("applied_by__person", "signed_by__person")
    return list(rows.order_by("-id"))


def handover_of(tender: Tender) -> PapersHandover | None:
    """Return the hand-over at the opening."""
    return PapersHandover.objects.filter(tender=tender).select_related("received_by__person").first()


def prints_of(tender: Tender) -> list[PapersPrint]:
    """Return the printings of the evaluation papers, oldest first (TND-14)."""
    return list(PapersPrint.objects.filter(tender=tender).select_related("printed_by__person").order_by("id"))


def facts_of(tender: Tender, seal: TenderSeal) -> OpeningFacts | None:
    """Return what an opening of the tender is bound to as things stand now; None while a time is not set."""
    if tender.deadline_at is None or tender.opens_at is None:
        return None
    return OpeningFacts(
        tenant_id=tender.tenant_id or 0,
        tender_id=tender.id,
        number=tender.number,
        title=tender.title,
        deadline_at=tender.deadline_at,
        opens_at=tender.opens_at,
        papers_sha256=seal.papers_sha256,
        public_key=bytes(seal.public_key),
        headings=seal.headings,
    )
