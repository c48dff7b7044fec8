"""Reads of judging: who sits where, which bids are valid, what a judge may see and when the panel is closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from records.approval_queries import holders
from tenancy.choices import AdmissionCapacity
from tenancy.models import OwnerAdmission
from tenancy.roles import Permission, Role
from tenancy.rules.actor import Actor
from tendering.choices import BidStatus, Duty, SheetSection, TenderStatus
from tendering.models import Appointment, Bid, Judge, JudgeScore, OpenedBid, RankedBid, SheetItem, SheetSum, Tender
from tendering.queries.tenders import visible_to
from tendering.rules import may
from tendering.rules.ranking import SheetTotal
from tendering.rules.sheets import Line, Score, judged_lines
from tendering.rules.tender_rules import TenderRules


def tenders_after_opening(actor: Actor) -> QuerySet[Tender]:
    """Return the tenders whose bids were opened and that the actor may read as staff; a vendor reads none."""
    opened = OpenedBid.objects.order_by().values("tender_id")
    damaged = Bid.objects.filter(status=BidStatus.DAMAGED).order_by().values("tender_id")
    return visible_to(actor).filter(Q(id__in=opened) | Q(id__in=damaged))


def opened_bids_visible_to(actor: Actor) -> QuerySet[OpenedBid]:
    """Return the opened bids the actor may read as staff.

    Who sits on a panel reads bids through his own sheet alone until it has closed: names may be hidden from judges, and
    prices are for those who judge the financial part.
    """
    rows = OpenedBid.objects.filter(tender__in=tenders_after_opening(actor))
    seats = Judge.objects.filter(membership_id=actor.membership_id or 0, withdrawn_at__isnull=True)
    closed = RankedBid.objects.order_by().values("tender_id")
    return rows.exclude(tender_id__in=seats.exclude(tender_id__in=closed).values("tender_id"))


def sits(actor: Actor, tender: Tender) -> bool:
    """Whether the actor sits on the panel of the tender and it has not closed."""
    seats = Judge.objects.filter(tender=tender, membership_id=actor.membership_id or 0, withdrawn_at__isnull=True)
    return not is_closed(tender) and seats.exists()


def rules_of(tender: Tender) -> TenderRules:
    """Return the figures the tender runs by."""
    return TenderRules.from_json(tender.rules)


def opened_bids(tender: Tender) -> list[OpenedBid]:
    """Return the opened bids in the order of their codes, with their bidders."""
    rows = OpenedBid.objects.filter(tender=tender).select_related("tender", "vendor", "bid", "checked_by__person")
    return list(rows.order_by("blind_code"))


def valid_bids(tender_id: int) -> list[OpenedBid]:
    """Return the bids registered as valid, in the order of their codes."""
    rows = OpenedBid.objects.filter(tender_id=tender_id, is_valid=True).select_related("vendor", "bid")
    return list(rows.order_by("blind_code"))


def damaged_bids(tender: Tender) -> list[Bid]:
    """Return the envelopes that could not be opened."""
    rows = Bid.objects.filter(tender=tender, status=BidStatus.DAMAGED).select_related("vendor")
    return list(rows.order_by("received_at", "id"))


def unchecked(tender_id: int) -> int:
    """Return how many opened bids nobody has registered as valid or not."""
    return OpenedBid.objects.filter(tender_id=tender_id, is_valid__isnull=True).count()


def bidders(tender_id: int) -> list[int]:
    """Return the vendors whose envelope was opened or found damaged."""
    rows = Bid.objects.filter(tender_id=tender_id, status__in=[BidStatus.OPENED, BidStatus.DAMAGED])
    return sorted(rows.values_list("vendor_id", flat=True))


def panel(tender: Tender) -> list[Judge]:
    """Return every seat of the panel, released ones too, with the people on them."""
    return list(Judge.objects.filter(tender=tender).select_related("membership__person").order_by("id"))


def sitting(judges: Iterable[Judge]) -> list[Judge]:
    """Return the judges who were not released."""
    return [one for one in judges if one.withdrawn_at is None]


def seats_of(actor: Actor) -> QuerySet[Judge]:
    """Return the seats a person holds or held, newest first; none for a vendor."""
    if actor.is_vendor or actor.membership_id is None:
        return Judge.objects.none()
    rows = Judge.objects.filter(membership_id=actor.membership_id)
    return rows.select_related("tender__project", "tender__line", "membership__person").order_by("-id")


def judges_visible_to(actor: Actor) -> QuerySet[Judge]:
    """Return the seats whose sheets staff may read: those of closed panels; the wall hides all from vendors."""
    closed = RankedBid.objects.order_by().values("tender_id")
    rows = Judge.objects.filter(tender__in=tenders_after_opening(actor)).filter(tender_id__in=closed)
    return rows.select_related("tender__project", "tender__line", "membership__person")


def lines_of(tender_id: int) -> list[SheetItem]:
    """Return the unsealed lines of the sheets in their order."""
    return list(SheetItem.objects.filter(tender_id=tender_id).order_by("sort_order", "id"))


def as_lines(items: Iterable[SheetItem]) -> list[Line]:
    """Return the lines as the rules take them."""
    return [Line(one.id, one.code, one.section, one.max_points, one.is_price) for one in items]


def judged_items(judge: Judge) -> list[SheetItem]:
    """Return the lines this judge scores."""
    items = lines_of(judge.tender_id)
    wanted = judged_lines(as_lines(items), service=judge.judges_service, financial=judge.judges_financial)
    ids = {one.item_id for one in wanted}
    return [one for one in items if one.id in ids]


def scores_of(judge: Judge) -> dict[tuple[int, int], JudgeScore]:
    """Return the judge's own scores by bid and line."""
    rows = JudgeScore.objects.filter(judge=judge)
    return {(one.opened_bid_id, one.item_id): one for one in rows}


def as_scores(rows: Iterable[JudgeScore]) -> list[Score]:
    """Return scores as the rules take them."""
    return [Score(one.opened_bid_id, one.item_id, one.points, one.reason) for one in rows]


def sheet_totals(tender_id: int) -> list[SheetTotal]:
    """Return what the handed-in sheets gave each valid bid in each part, added up by the database (one query)."""
    rows = (
        JudgeScore.objects.filter(
            tender_id=tender_id,
            judge__submitted_at__isnull=False,
            judge__withdrawn_at__isnull=True,
            opened_bid__is_valid=True,
        )
        .order_by()
        .values_list("judge_id", "opened_bid_id", "item__section")
        .annotate(points=Sum("points"))
    )
    return [SheetTotal(*one) for one in rows]


def price_points_at_most(tender_id: int) -> int:
    """Return the points computed from prices, in hundredths."""
    rows = SheetItem.objects.filter(tender_id=tender_id, is_price=True)
    return rows.aggregate(most=Sum("max_points"))["most"] or 0


def judged_sections(tender_id: int) -> set[str]:
    """Return the parts of the sheets that judges fill in."""
    rows = SheetItem.objects.filter(tender_id=tender_id, is_price=False)
    return set(rows.order_by().values_list("section", flat=True).distinct())


def is_closed(tender: Tender) -> bool:
    """Whether the panel has closed: only then does anybody see another's sheet."""
    return RankedBid.objects.filter(tender=tender).exists()


def ranking(tender: Tender) -> list[RankedBid]:
    """Return the score ranking; empty before the panel has closed."""
    rows = RankedBid.objects.filter(tender=tender).select_related("vendor", "opened_bid")
    return list(rows.order_by("rank"))


def sums(tender: Tender) -> list[SheetSum]:
    """Return the weighed sums of all sheets; empty before the panel has closed."""
    rows = SheetSum.objects.filter(tender=tender).select_related("judge__membership__person")
    return list(rows.order_by("judge_id", "opened_bid_id", "section"))


def is_owner_rep(membership_id: int, project_id: int) -> bool:
    """Whether a member speaks for the owners' committee of a project (role of ``Role.OWNER_REP`` there or above)."""
    return membership_id in holders(Role.OWNER_REP, project_id)


def is_admitted(membership_id: int, tender: Tender) -> bool:
    """Whether an owners' committee member is admitted as bid reviewer of the tender's project and line (TEN-06)."""
    rows = OwnerAdmission.objects.filter(
        membership_id=membership_id,
        project_id=tender.project_id,
        capacity=AdmissionCapacity.BID_REVIEWER,
        ended_at__isnull=True,
    )
    return any(tender.line.code in lines for lines in rows.values_list("lines", flat=True))


def author_ids(tender: Tender) -> set[int]:
    """Return who wrote the evaluation papers, whoever was author first included."""
    rows = Appointment.objects.filter(tender=tender, duty=Duty.AUTHOR)
    return set(rows.values_list("membership_id", flat=True))


def progress(tender: Tender) -> dict[int, int]:
    """Return how many scores each judge has entered; a count only, never what they are."""
    rows = JudgeScore.objects.filter(tender=tender, opened_bid__is_valid=True).order_by().values_list("judge_id")
    return dict(rows.annotate(count=Count("id")))


@dataclass(frozen=True)
class ShownFile:
    """A file of an opened bid as a reader may get it; ``name`` is hidden where names are."""

    index: int
    slot: str
    name: str
    size: int


# What tells the price is for those who judge the financial part.
FINANCIAL_SLOTS = frozenset({"quotation"})


def files_for(bid: OpenedBid, *, judge: Judge | None, rules: TenderRules) -> list[ShownFile]:
    """Return the files a reader may open: staff all, a judge those of the parts of the seat."""
    found = []
    for index, one in enumerate(bid.files):
        if judge is not None and one["slot"] in FINANCIAL_SLOTS and not judge.judges_financial:
            continue
        hidden = judge is not None and rules.names_hidden
        found.append(ShownFile(index, one["slot"], "" if hidden else str(one["name"]), int(one["size"])))
    return found


def shown_name(bid: OpenedBid, rules: TenderRules, *, closed: bool) -> str:
    """Return the bidder's name, or its code while names are hidden from judges."""
    return bid.blind_code if rules.names_hidden and not closed else bid.vendor.legal_name


def may_organise(actor: Actor, tender: Tender) -> bool:
    """Whether the actor acts for the organising side of the tender."""
    return may.may(actor, Permission.TENDER_ORGANISE, tender.project_id)


def may_decide(actor: Actor, tender: Tender) -> bool:
    """Whether the actor is of the decision team: appoints judges, passes to the next candidate."""
    return may.may(actor, Permission.OPENING_SIGN, tender.project_id)


def allowed_actions(tender: Tender, actor: Actor) -> list[str]:
    """Return what the actor may do about judging now; buttons and the API read the same list."""
    actions: list[str] = []
    if tender.status == TenderStatus.OPENED:
        organises, decides = may_organise(actor, tender), may_decide(actor, tender)
        if decides:
            actions += ["appoint", "release"]
        if organises:
            actions += ["check_bids", "set_reference", "close_panel"]
        if organises or decides:
            actions.append("fail")
    return actions


def section_points(items: Iterable[SheetItem]) -> dict[str, int]:
    """Return the points of each part of the sheets."""
    found: dict[str, Any] = {section.value: 0 for section in SheetSection}
    for one in items:
        found[one.section] += one.max_points
    return found
