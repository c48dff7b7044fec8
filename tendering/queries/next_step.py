"""Who must do what by when at the stage a tender stands at."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from tenancy.models import Membership
from tenancy.roles import ROLE_LABELS, Role
from tendering.choices import Duty, TenderStatus
from tendering.models import Tender
from tendering.queries.tenders import duty_holders

ORGANISER = "organiser"

# Stage -> what comes next, and whose turn it is: a role, a duty on the record, or the organiser.
STEPS: dict[TenderStatus, tuple[Any, str]] = {
    TenderStatus.NEED_APPLIED: (_("Assess the need"), Role.PROPERTY_MANAGER.value),
    TenderStatus.NEED_ASSESSED: (_("Write the initiation report and have it approved"), ORGANISER),
    TenderStatus.APPROVED: (_("Have the plan approved, name author and custodian, begin the papers"), ORGANISER),
    TenderStatus.PAPERS_DRAFTING: (_("Write the papers and have them approved"), Duty.AUTHOR.value),
    TenderStatus.PAPERS_APPROVED: (_("Seal the evaluation papers"), Duty.CUSTODIAN.value),
    TenderStatus.SEALED: (_("Make the invitation list, have it approved, send the letters"), ORGANISER),
    TenderStatus.INVITING: (_("Hold the site visit and the clarification meeting"), ORGANISER),
    TenderStatus.CLARIFYING: (_("Wait for the bids until the deadline"), ORGANISER),
    TenderStatus.BIDS_CLOSED: (_("Open papers and bids together at the time signed for"), Duty.CUSTODIAN.value),
    TenderStatus.OPENED: (_("Check the bids and score them"), ORGANISER),
    TenderStatus.SCORED: (_("Hold the review meeting"), ORGANISER),
    TenderStatus.REVIEW_MEETING: (_("Write the advantage report and decide the award"), Role.GENERAL_MANAGER.value),
    TenderStatus.CONCLUDED: (_("Tell winner, candidates and all others"), ORGANISER),
    TenderStatus.NOTIFIED: (_("Check the winner again and hand over to the contract"), ORGANISER),
    TenderStatus.CONTRACTING: (_("Have the contract signed"), ORGANISER),
}


@dataclass(frozen=True)
class NextStep:
    """``what`` is to be done by ``who``; ``by_when`` where the tender has set a time for it."""

    what: Any
    who: str
    by_when: datetime | None


def next_step(tender: Tender) -> NextStep | None:
    """Return what must happen next, or None for a tender that has ended."""
    found = STEPS.get(TenderStatus(tender.status))
    if found is None:
        return None
    what, whose = found
    return NextStep(what, _who(tender, whose), _by_when(tender))


def _who(tender: Tender, whose: str) -> str:
    if whose in set(Role):
        return str(ROLE_LABELS[Role(whose)])
    members = [tender.organiser_id] if whose == ORGANISER else duty_holders(tender.id).get(whose, [])
    names = Membership.objects.filter(id__in=[one for one in members if one]).values_list("person__name", flat=True)
    if found := "、".join(names):
        return found
    return str(ROLE_LABELS[Role.OFFICE_CUSTODIAN if whose == Duty.CUSTODIAN else Role.TENDER_OFFICER])


def _by_when(tender: Tender) -> datetime | None:
    return {
        TenderStatus.INVITING: tender.clarification_at or tender.visit_at,
        TenderStatus.CLARIFYING: tender.deadline_at,
        TenderStatus.BIDS_CLOSED: tender.opens_at,
        TenderStatus.SEALED: tender.reply_by,
    }.get(TenderStatus(tender.status))
