"""From the award to the contract: beginning, the re-check of the winner, the hand-over, the end (TND-27)."""

from datetime import datetime

from django.db import transaction

from records import journal
from records.rules.text import clean
from tenancy.errors import AlreadyDone, IllegalTransition
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tendering.actions.moving import locked, move
from tendering.choices import AwardStatus, TenderStatus
from tendering.errors.judging import AwardRefused, TextMissing
from tendering.models import Award, Tender
from tendering.queries import awards
from tendering.rules import may


def begin_contracting(*, tender_id: int, by: Actor, at: datetime) -> Tender:
    """Begin with the contract after the letters went out. Raises NotAllowed, AlreadyDone, IllegalTransition."""
    with transaction.atomic():
        tender = locked(tender_id)
        may.require(by, Permission.TENDER_ORGANISE, tender.project_id)
        move(tender, TenderStatus.CONTRACTING, by=by, at=at)
    return tender


def recheck(
    *,
    award_id: int,
    qualification_holds: bool,
    ability_holds: bool,
    reputation_holds: bool,
    note: str,
    by: Actor,
    at: datetime,
) -> Award:
    """Record the full re-check of the winner before signing (TND-27); it may be done again until a contract is drafted.

    A winner who fails it gets no contract: the general manager passes to the next candidate. Raises NotAllowed,
    IllegalTransition, TextMissing, AwardRefused once a contract was drafted.
    """
    with transaction.atomic():
        award = _standing(award_id)
        may.require(by, Permission.TENDER_ORGANISE, award.tender.project_id)
        if award.contract_number:
            raise AwardRefused("drafted")
        if not clean(note):
            raise TextMissing(field="note")
        award.qualification_holds, award.ability_holds = qualification_holds, ability_holds
        award.reputation_holds, award.recheck_note = reputation_holds, clean(note)
        award.rechecked_at, award.rechecked_by_id = at, by.membership_id
        award.save(
            update_fields=[
                "qualification_holds",
                "ability_holds",
                "reputation_holds",
                "recheck_note",
                "rechecked_at",
                "rechecked_by",
            ]
        )
        journal.record(
            "tendering.winner_rechecked",
            award,
            by=by,
            at=at,
            changes={
                "qualification_holds": qualification_holds,
                "ability_holds": ability_holds,
                "reputation_holds": reputation_holds,
                "note": award.recheck_note,
            },
        )
    return award


def ready(award_id: int) -> Award:
    """Return the award, its tender locked, when a contract may be drafted from it. Raises as ``hand_over``."""
    award = _standing(award_id)
    if award.contract_number:
        raise AwardRefused("drafted")
    if not award.is_rechecked:
        raise AwardRefused("recheck_missing")
    return award


def hand_over(*, award_id: int, contract_number: str, by: Actor, at: datetime) -> Award:
    """Note that a contract was drafted from an award; called by the contracts room in the same transaction.

    Raises IllegalTransition, AwardRefused without a passed re-check or when one was drafted already.
    """
    with transaction.atomic():
        award = ready(award_id)
        award.contract_number = contract_number
        award.save(update_fields=["contract_number"])
        journal.record(
            "tendering.contract_drafted", award, by=by, at=at, changes={"contract_number": ["", contract_number]}
        )
    return award


def take_back(*, award_id: int, by: Actor, at: datetime) -> Award:
    """Note that the contract drafted from an award was given up, so that another may be drafted."""
    with transaction.atomic():
        award = Award.objects.get(id=award_id)
        locked(award.tender_id)
        award = Award.objects.select_for_update(of=("self",), no_key=True).get(id=award_id)
        old, award.contract_number = award.contract_number, ""
        award.save(update_fields=["contract_number"])
        journal.record("tendering.contract_given_up", award, by=by, at=at, changes={"contract_number": [old, ""]})
    return award


def contract_in_force(*, award_id: int, by: Actor, at: datetime) -> Award:
    """Close the tender because the contract made from its award is in force; called by the contracts room.

    Raises AwardRefused when the award does not stand any more, so that such a contract cannot come into force.
    """
    with transaction.atomic():
        award = Award.objects.get(id=award_id)
        tender = locked(award.tender_id)
        award = Award.objects.select_for_update(of=("self",), no_key=True).get(id=award_id)
        if award.status == AwardStatus.CONTRACTED:
            raise AlreadyDone
        if not awards.award_stands(award.id) or tender.status != TenderStatus.CONTRACTING:
            raise AwardRefused("not_standing")
        award.status = AwardStatus.CONTRACTED.value
        award.save(update_fields=["status"])
        move(tender, TenderStatus.CLOSED, by=by, at=at, changes={"contract_number": award.contract_number})
    return award


def _standing(award_id: int) -> Award:
    """Return an approved award of a tender at its contract, tender locked."""
    award = Award.objects.get(id=award_id)
    tender = locked(award.tender_id)
    award = Award.objects.select_for_update(of=("self",), no_key=True).get(id=award_id)
    award.tender = tender
    if tender.status != TenderStatus.CONTRACTING:
        raise IllegalTransition(tender.status, TenderStatus.CONTRACTING)
    if award.status != AwardStatus.APPROVED:
        raise AwardRefused("not_standing")
    return award
