"""What the organising side sees of inviting: list and approval, meetings, questions, the bid box (TND-16 to 20)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.models import Approval, ApprovalStatus
from tenancy.context import require_wall
from tenancy.models import Tenant
from tenancy.queries import today
from tenancy.rules.actor import Actor
from tendering.choices import BidStatus, ListStatus, Occasion, TenderStatus
from tendering.models import Attendance, Bid, Invitation, InvitationList, Meeting, Question, Tender
from tendering.queries import candidates
from tendering.queries.candidates import Candidate
from tendering.queries.tenders import visible_to
from tendering.rules import lifecycle, may
from tendering.rules.tender_rules import TenderRules

RUNNING = (TenderStatus.INVITING, TenderStatus.CLARIFYING)
NAMES_KNOWN = frozenset(
    one.value for one in TenderStatus if one in lifecycle.ENDED or lifecycle.has_reached(one, TenderStatus.OPENED)
)
IN_THE_BOX = (BidStatus.SUBMITTED.value, BidStatus.OPENED.value, BidStatus.DAMAGED.value)


@dataclass(frozen=True)
class ListState:
    """The newest version of a list and where its approval stands."""

    row: InvitationList | None
    approval_id: int | None
    decided_by_name: str

    @property
    def is_approved(self) -> bool:
        """Whether the letters may leave."""
        return self.row is not None and self.row.status == ListStatus.APPROVED

    @property
    def is_waiting(self) -> bool:
        """Whether the general manager has still to decide."""
        return self.row is not None and self.row.status == ListStatus.ASKED

    @property
    def tone(self) -> str:
        """The colour of the state."""
        return "green" if self.is_approved else ("yellow" if self.is_waiting else "red")

    @property
    def label(self) -> Any:
        """The state in words."""
        return self.row.get_status_display() if self.row else ""


def list_state(tender: Tender) -> ListState:
    """Return where the approval of the list stands (at most two queries)."""
    row = InvitationList.objects.filter(tender=tender).select_related("decided_by__person").order_by("-number").first()
    waiting = None
    if row is not None and row.status == ListStatus.ASKED:
        waiting = Approval.objects.filter(
            document_type="tendering.invitations", object_id=row.id, status=ApprovalStatus.PENDING.value
        ).first()
    by = row.decided_by.person.name if row is not None and row.decided_by is not None else ""
    return ListState(row, waiting.id if waiting else None, by)


def _on() -> Any:
    return today(Tenant.objects.get(id=require_wall().tenant_id))


def listed(tender: Tender) -> list[Candidate]:
    """Return the vendors on the list with their standing today."""
    return candidates.listed(tender, _on())


def unlisted(tender: Tender, words: str = "") -> list[Candidate]:
    """Return vendors of the line that are not on the list, with their standing today."""
    return candidates.unlisted(tender, _on(), words)


@dataclass(frozen=True)
class ShownMeeting:
    """A recorded meeting with the attendance of every bidder."""

    meeting: Meeting
    attendances: list[Attendance]


def meetings(tender: Tender) -> dict[str, ShownMeeting]:
    """Return the recorded meetings by occasion (two queries)."""
    found = {}
    rows = Attendance.objects.filter(meeting__tender=tender).select_related("invitation__vendor")
    attendances = list(rows.order_by("invitation__vendor__sort_key", "id"))
    for meeting in Meeting.objects.filter(tender=tender).order_by("held_at"):
        found[meeting.occasion] = ShownMeeting(meeting, [one for one in attendances if one.meeting_id == meeting.id])
    return found


def questions(tender: Tender) -> list[Question]:
    """Return every question of the tender, the open ones first."""
    rows = Question.objects.filter(tender=tender).select_related("vendor").order_by("asked_at", "id")
    return sorted(rows, key=lambda row: row.answered_at is not None)


@dataclass(frozen=True)
class Box:
    """What may be known of the bid box now: ``count`` is None while secret, ``bids`` are empty before the opening."""

    count: int | None
    needed: int
    bids: list[Bid]


def box(tender: Tender) -> Box:
    """Return what may be known of the box: a count from the closing on, or before it where the rules allow the count;
    names, times and digests from the opening on, or once the tender has ended (security.md 2).
    """
    rules = TenderRules.from_json(tender.rules)
    handed_in = Bid.objects.filter(tender=tender, status__in=IN_THE_BOX)
    is_closed = tender.status not in RUNNING
    count = handed_in.count() if is_closed or rules.organiser_sees_count else None
    return Box(count, rules.minimum_valid_bids, list(register_rows(tender)) if may_see_names(tender) else [])


def may_see_names(tender: Tender) -> bool:
    """Whether it may be known who has handed in: from the opening on, or when the tender has ended."""
    return tender.status in NAMES_KNOWN


def register_rows(tender: Tender) -> Any:
    """Return the envelopes that lay in the box, in the order they were received (TND-17)."""
    return (
        Bid.objects.filter(tender=tender, status__in=IN_THE_BOX).select_related("vendor").order_by("received_at", "id")
    )


def may_organise(tender: Tender, actor: Actor) -> bool:
    """Whether the actor organises the tender."""
    return may.may_organise(actor, tender.project_id, tender.organiser_id)


def allowed_actions(tender: Tender, actor: Actor, now: datetime) -> list[str]:
    """Return what the actor may do about invitations and bids now; for buttons and the API."""
    if not may_organise(tender, actor):
        return []
    status = TenderStatus(tender.status)
    allowed: list[str] = []
    if status == TenderStatus.SEALED:
        state = list_state(tender)
        allowed = ["list_vendor", "set_dates"]
        if not state.is_waiting and not state.is_approved and Invitation.objects.filter(tender=tender).exists():
            allowed.append("ask_approval")
        if state.is_approved:
            allowed.append("send")
    if status in RUNNING:
        is_open = tender.deadline_at is not None and now < tender.deadline_at
        allowed = ["record_meeting", "write_down_question", "answer"]
        allowed.append("change_dates" if is_open else "close_bids")
    if status == TenderStatus.BIDS_CLOSED:
        found = box(tender)
        if found.count is not None and found.count < found.needed:
            allowed.append("fail_for_too_few")
    return allowed


def planned(tender: Tender) -> list[tuple[str, Any, datetime | None, str]]:
    """Return (occasion, label, planned moment, place) of the meetings with bidders that are planned."""
    both = [
        (Occasion.VISIT, tender.visit_at, tender.visit_place),
        (Occasion.CLARIFICATION, tender.clarification_at, tender.clarification_place),
    ]
    return [(one.value, one, moment, place) for one, moment, place in both if moment is not None]


def registered_bids(actor: Actor) -> Any:
    """Return the registered bids of the tenders the actor may read and whose bidders may be known (TND-17)."""
    known = [
        one.value for one in TenderStatus if one in lifecycle.ENDED or lifecycle.has_reached(one, TenderStatus.OPENED)
    ]
    tenders = visible_to(actor).filter(status__in=known)
    rows = Bid.objects.filter(tender__in=tenders.values("id"), status__in=IN_THE_BOX)
    return rows.select_related("vendor", "tender")


def behind_the_curtain() -> Any:
    """Return the ids of envelopes of which nobody may know yet, not even from the journal (security.md 2)."""
    return Bid.objects.exclude(tender__status__in=NAMES_KNOWN).values("id")


def ready_to_close(now: datetime) -> list[Tender]:
    """Return the running tenders whose deadline has passed and whose planned meetings are on record."""
    due = Tender.objects.filter(status__in=[one.value for one in RUNNING], deadline_at__lte=now).order_by("id")
    recorded: dict[int, set[str]] = {}
    for tender_id, occasion in Meeting.objects.filter(tender__in=due).values_list("tender_id", "occasion"):
        recorded.setdefault(tender_id, set()).add(occasion)
    return [row for row in due if {code for code, *_rest in planned(row)} <= recorded.get(row.id, set())]


def invited(actor: Actor) -> Any:
    """Return the invitation lists of the tenders the actor may read (TND-16)."""
    rows = Invitation.objects.filter(tender__in=visible_to(actor).values("id"))
    return rows.select_related("vendor", "tender")


def standing_beside(rows: list[Invitation]) -> dict[int, Any]:
    """Return the standing of each row's vendor at its tender, by the row's id."""
    by_tender: dict[int, list[Invitation]] = {}
    for row in rows:
        by_tender.setdefault(row.tender_id, []).append(row)
    found: dict[int, Any] = {}
    for of_tender in by_tender.values():
        standing = candidates.standing_for(of_tender[0].tender, [row.vendor_id for row in of_tender], _on())
        found |= {row.id: standing[row.vendor_id] for row in of_tender}
    return found
