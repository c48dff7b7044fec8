"""From a tender's award to a contract draft, by one act of a person (TND-27)."""

from datetime import date, datetime

from django.db import transaction

from contracts.actions.contract import draft_contract
from contracts.models import Contract
from contracts.rules import may
from contracts.rules.facts import monthly_fee_of
from tenancy.rules.actor import Actor
from tendering.actions import contracting
from tendering.models import Award


def draft_from_award(
    *,
    award_id: int,
    title: str,
    starts_on: date,
    ends_on: date,
    by: Actor,
    at: datetime,
    agreed_headcount: int | None = None,
    number: str = "",
) -> Contract:
    """Draft the contract with the winner: vendor, project, line and a twelfth of the yearly price are the award's.

    The award notes the contract's number, so that none is drafted twice. Raises NotAllowed, IllegalTransition, the
    refusals of ``draft_contract``, and AwardRefused without a passed re-check, for an award that does not stand, or
    from which a contract was drafted already.
    """
    award = Award.objects.select_related("tender__project", "tender__line", "vendor", "ranked").get(id=award_id)
    may.edit(by, award.tender.project_id)
    with transaction.atomic():
        contracting.ready(award.id)
        contract = draft_contract(
            title=title,
            vendor=award.vendor,
            project=award.tender.project,
            lines=[award.tender.line],
            starts_on=starts_on,
            ends_on=ends_on,
            monthly_fee=monthly_fee_of(award.ranked.price),
            agreed_headcount=agreed_headcount,
            number=number,
            award=award,
            by=by,
            at=at,
        )
        contracting.hand_over(award_id=award.id, contract_number=contract.number, by=by, at=at)
    return contract
