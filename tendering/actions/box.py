"""The bid box and its deadline: who puts something in, and who closes it, wait for each other on the same rows.

A bidder's verb locks its own invitation and only then reads the database's clock. Whoever closes or opens locks the
tender, then every invitation of it in the order of ids, and only then reads the clock and the bids. So a bid is either
accepted before the deadline and in the list, or refused; ``docs/adr/0007`` says why the lock is not on the tender.
"""

from dataclasses import dataclass
from datetime import datetime

from tendering.actions import moving
from tendering.errors import NotTakingBids
from tendering.models import Invitation, Tender
from tendering.queries.seals import database_clock


def held(invitation_id: int) -> Invitation:
    """Return an invitation locked for its bidder's verb; whoever closes the box waits for it, and it for him."""
    return Invitation.objects.select_for_update(of=("self",), no_key=True).get(id=invitation_id)


def held_open(invitation_id: int) -> tuple[Invitation, datetime]:
    """Return an invitation locked while bids are taken, and the moment. Raises NotTakingBids from the deadline on."""
    row = held(invitation_id)
    moment = database_clock()
    if not row.is_taking_bids or row.deadline_at is None or moment >= row.deadline_at:
        raise NotTakingBids
    return row, moment


@dataclass(frozen=True)
class LockedBox:
    """A tender with all its invitations locked, and the moment after the last lock was got."""

    tender: Tender
    invitations: list[Invitation]
    moment: datetime

    @property
    def is_past_deadline(self) -> bool:
        """Whether no bid can be accepted any more."""
        return self.tender.deadline_at is not None and self.moment >= self.tender.deadline_at


def locked_box(tender_id: int) -> LockedBox:
    """Lock a tender and then its invitations, in the order of ids; read bids only afterwards, in a new statement."""
    tender = moving.locked(tender_id)
    return LockedBox(tender, locked_invitations(tender), database_clock())


def locked_invitations(tender: Tender) -> list[Invitation]:
    """Lock every invitation of a tender that is locked already, in the order of ids."""
    return list(Invitation.objects.select_for_update(of=("self",)).filter(tender=tender).order_by("id"))
