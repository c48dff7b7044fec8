"""Reads of the end of a tender: owners' opinion, review meeting, awards, letters, and what may be done next."""

from datetime import date

from django.db.models import QuerySet

from tenancy.queries import in_scope
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tendering.choices import AwardStatus, RankStatus, TenderStatus
from tendering.models import Award, AwardLetter, OwnersOpinion, RankedBid, ReviewMeeting, Tender
from tendering.queries import judging
from tendering.rules.awarding import Ranked
from tendering.rules.seats import owners_have_a_seat

LIVE = (AwardStatus.PROPOSED, AwardStatus.APPROVED, AwardStatus.CONTRACTED)


def opinion_of(tender: Tender) -> OwnersOpinion | None:
    """Return the owners' opinion that counts: the newest."""
    rows = OwnersOpinion.objects.filter(tender=tender).select_related("recommended__vendor")
    return rows.order_by("-id").first()


def needs_opinion(tender: Tender) -> bool:
    """Whether the owners' committee must be heard before an award (TND-18)."""
    return owners_have_a_seat(tender.line.code, judging.rules_of(tender))


def meeting_of(tender: Tender) -> ReviewMeeting | None:
    """Return the review meeting's record."""
    return ReviewMeeting.objects.filter(tender=tender).select_related("recorded_by__person").first()


def awards_of(tender: Tender) -> list[Award]:
    """Return all awards of a tender, newest first."""
    rows = Award.objects.filter(tender=tender).select_related(
        "vendor", "ranked", "proposed_by__person", "decided_by__person", "rechecked_by__person"
    )
    return list(rows.order_by("-round"))


def live_award(tender_id: int) -> Award | None:
    """Return the award that stands: proposed, approved or contracted."""
    rows = Award.objects.filter(tender_id=tender_id, status__in=LIVE)
    return rows.select_related("vendor", "ranked", "tender__project", "tender__line").first()


def award_stands(award_id: int) -> bool:
    """Whether a contract may still be made from an award: approved, and its bidder not passed over."""
    return Award.objects.filter(id=award_id, status=AwardStatus.APPROVED).exists()


def as_ranked(rows: list[RankedBid]) -> list[Ranked]:
    """Return the ranking as the rules of the award take it."""
    return [Ranked(one.opened_bid_id, one.vendor_id, one.rank, one.status) for one in rows]


def letters_of(tender: Tender) -> list[AwardLetter]:
    """Return the letters of a tender with their calls, the winner's first."""
    rows = AwardLetter.objects.filter(tender=tender).select_related("vendor", "issued_by__person")
    order = {"award": 0, "candidate": 1, "thanks": 2, "failure": 3}
    found = list(rows.prefetch_related("calls").order_by("id"))
    return sorted(found, key=lambda one: (-(one.award_id or 0), order[one.kind], one.candidate_place or 0, one.id))


def letters_visible_to(actor: Actor) -> QuerySet[AwardLetter]:
    """Return the letters the actor may read: staff by scope, a bidder its own by the wall."""
    rows = AwardLetter.objects.select_related("vendor")
    if actor.is_vendor:
        return rows if actor.can(Permission.OWN_TENDERS) else rows.none()
    return in_scope(rows, actor, Permission.TENDER_VIEW, field="tender__project_id")


def awards_visible_to(actor: Actor) -> QuerySet[Award]:
    """Return the awards the actor may read; none for a vendor."""
    if actor.is_vendor:
        return Award.objects.none()
    rows = Award.objects.select_related("vendor", "ranked", "tender__project")
    return in_scope(rows, actor, Permission.TENDER_VIEW, field="tender__project_id")


def allowed_actions(tender: Tender, actor: Actor) -> list[str]:
    """Return what the actor may do about the award now; buttons and the API read the same list."""
    organises, decides = judging.may_organise(actor, tender), judging.may_decide(actor, tender)
    award = live_award(tender.id)
    actions: list[str] = []
    if organises:
        actions += _organiser_actions(tender, award)
    if decides and tender.status == TenderStatus.CONTRACTING and award is not None:
        actions.append("pass_over")
    if (organises or decides) and _may_fail(tender):
        actions.append("fail")
    return actions


def _organiser_actions(tender: Tender, award: Award | None) -> list[str]:
    status = TenderStatus(tender.status)
    actions: list[str] = []
    if status in (TenderStatus.OPENED, TenderStatus.SCORED, TenderStatus.REVIEW_MEETING):
        actions.append("record_opinion")
    if status == TenderStatus.SCORED:
        actions.append("record_meeting")
    if status == TenderStatus.REVIEW_MEETING and award is None:
        actions.append("propose_award")
    if status == TenderStatus.CONCLUDED:
        actions.append("issue_letters")
    if status == TenderStatus.NOTIFIED:
        actions.append("begin_contracting")
    if status == TenderStatus.CONTRACTING and award is not None and not award.contract_number:
        actions.append("recheck")
        if award.is_rechecked:
            actions.append("draft_contract")
    return actions


def _may_fail(tender: Tender) -> bool:
    """Whether nobody is left to award to: for the button; the verb asks again."""
    if tender.status == TenderStatus.OPENED:
        needed = judging.rules_of(tender).minimum_valid_bids
        return judging.unchecked(tender.id) == 0 and len(judging.valid_bids(tender.id)) < needed
    return tender.status == TenderStatus.CONTRACTING and not candidates_left(tender.id)


def candidates_left(tender_id: int) -> list[RankedBid]:
    """Return who could be offered the contract when the winner does not sign (TND-24), best first."""
    rows = RankedBid.objects.filter(tender_id=tender_id, status=RankStatus.RANKED).select_related("vendor")
    return list(rows.order_by("rank"))


def letters_uncollected(actor: Actor, since: date) -> QuerySet[AwardLetter]:
    """Return award and candidate letters nobody has collected, for the to-do list."""
    rows = letters_visible_to(actor).filter(collected_on__isnull=True, kind__in=["award", "candidate"])
    return rows.filter(issued_at__date__gte=since).order_by("issued_at", "id")
