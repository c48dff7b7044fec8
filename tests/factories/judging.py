"""Tenders after their opening: opened bids, sheets filled in, rankings, awards, letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from records.actions import approval
from records.actions.number import next_number
from records.models import Approval
from tenancy.actions import people
from tenancy.models import Membership, OrgUnit
from tenancy.queries import actor_of
from tenancy.roles import Role
from tenancy.rules.actor import Actor
from tendering import envelopes
from tendering.actions.awards import propose_award, record_meeting, record_opinion
from tendering.actions.contracting import begin_contracting, recheck
from tendering.actions.letters import issue_letters
from tendering.actions.panel import appoint_judge, close_panel, declare
from tendering.actions.sheets import save_scores, submit_sheet
from tendering.actions.validity import check_bid, set_reference
from tendering.choices import BidCheck, BidStatus, InvitationStatus, TenderStatus
from tendering.models import (
    Award,
    Bid,
    BidFile,
    CustodyKey,
    Invitation,
    Judge,
    OpenedBid,
    RankedBid,
    SheetItem,
    Tender,
    TenderSeal,
    TenderStage,
)
from tendering.rules.sheets import Score
from tendering.rules.tender_rules import TenderRules
from tests.factories.tenancy import AT, World
from tests.factories.vendors import a_line, a_vendor
from vendors.models import Vendor

ALL_CHECKS = [one.value for one in BidCheck]
SLOTS = ("commitment_letter", "service_plan", "quotation")
# Code, part, heading, points at most, computed from the price. Service 70, financial 30, of which 20 for the price.
ITEMS = (
    ("S1", "service", "服务方案", 4000, False),
    ("S2", "service", "人员配置", 3000, False),
    ("F1", "financial", "费用构成", 1000, False),
    ("F2", "financial", "报价", 2000, True),
)
PRICES = ("960000.00", "900000.00", "1000000.00", "880000.00")


@dataclass
class Opened:
    """An opened tender with its bids in the order they arrived, and its lines."""

    world: World
    tender: Tender
    bids: list[OpenedBid]
    items: list[SheetItem]

    def actor(self, role: str) -> Actor:
        """Return the actor of a role of the tenant under test."""
        return actor_of(self.world.member(role))

    @property
    def officer(self) -> Actor:
        """The tender officer, who organises."""
        return self.actor(Role.TENDER_OFFICER)

    @property
    def manager(self) -> Actor:
        """The general manager, who decides."""
        return self.actor(Role.GENERAL_MANAGER)

    def reload(self) -> Tender:
        """Return the tender as it stands now."""
        self.tender = Tender.objects.select_related("project", "line").get(id=self.tender.id)
        return self.tender


def an_opened_tender(
    world: World,
    *,
    bids: int = 3,
    line: str = "GRN",
    rules: TenderRules | None = None,
    items: Any = ITEMS,
    vendors: Sequence[Vendor] = (),
    **facts: Any,
) -> Opened:
    """Make a tender as the opening leaves it, with ``bids`` envelopes opened; the first are of ``vendors``."""
    values: dict[str, Any] = {
        "number": next_number("tender", on=AT.date()),
        "title": "云栖苑绿化养护服务",
        "project": world.project,
        "line": a_line(line),
        "status": TenderStatus.OPENED.value,
        "organiser_id": world.member(Role.TENDER_OFFICER).id,
        "budget": Decimal("1000000.00"),
        "duration_months": 24,
        "rules": (rules or TenderRules()).to_json(),
        "deadline_at": AT - timedelta(hours=2),
        "opens_at": AT - timedelta(hours=1),
        "created_at": AT - timedelta(days=40),
    } | facts
    tender = Tender.objects.create(**values)
    TenderStage.objects.create(tender=tender, status=tender.status, reached_at=AT - timedelta(hours=1))
    seal = _a_seal(world, tender)
    bidders = [*vendors, *(a_vendor(lines=[tender.line]) for _more in range(bids - len(vendors)))]
    rows = [_an_opened_bid(tender, seal, place, vendor) for place, vendor in enumerate(bidders)]
    lines = [
        SheetItem.objects.create(
            tender=tender,
            code=code,
            section=section,
            heading=heading,
            standard=f"{heading}的评分标准",
            max_points=most,
            is_price=is_price,
            sort_order=order,
        )
        for order, (code, section, heading, most, is_price) in enumerate(items)
    ]
    return Opened(world, tender, rows, lines)


def _a_seal(world: World, tender: Tender) -> TenderSeal:
    pair = envelopes.new_key_pair()
    key = CustodyKey.objects.create(
        membership=world.member(Role.OFFICE_CUSTODIAN),
        holder="office_custodian",
        box_public=pair.public,
        sign_public=pair.public,
        locked=b"-",
        created_at=AT,
    )
    return TenderSeal.objects.create(
        tender=tender,
        public_key=pair.public,
        manager_key=key,
        manager_share=b"-",
        custodian_key=key,
        custodian_share=b"-",
        papers=b"-",
        papers_sha256="0" * 64,
        sealed_at=AT,
    )


def _an_opened_bid(tender: Tender, seal: TenderSeal, place: int, vendor: Vendor) -> OpenedBid:
    invitation = Invitation.objects.create(
        tender=tender,
        vendor=vendor,
        source="qualified_list",
        status=InvitationStatus.ACCEPTED.value,
        tender_number=tender.number,
        title=tender.title,
        project_name=tender.project.name,
        sent_at=AT - timedelta(days=20),
    )
    bid = Bid.objects.create(
        invitation=invitation,
        tender=tender,
        vendor=vendor,
        number=1,
        status=BidStatus.OPENED.value,
        sealed_fields=b"-",
        received_at=AT - timedelta(days=1) + timedelta(minutes=place),
        created_at=AT - timedelta(days=2),
    )
    files = []
    for slot in SLOTS:
        row = BidFile.objects.create(
            bid=bid,
            vendor=vendor,
            slot=slot,
            stored_name=f"sealed/none-{bid.id}-{slot}",
            stored_sha256="0" * 64,
            label=b"-",
            received_at=AT,
        )
        files.append(
            {"slot": slot, "name": f"{vendor.legal_name}.pdf", "size": 10, "sha256": "", "key": "", "file": row.id}
        )
    return OpenedBid.objects.create(
        bid=bid,
        tender=tender,
        vendor=vendor,
        seal=seal,
        blind_code=f"T{place + 1:02}",
        price=Decimal(PRICES[place % len(PRICES)]) + place // len(PRICES),
        fields={},
        files=files,
        opened_at=AT,
    )


def check_all(opened: Opened) -> None:
    """Register every bid as valid and set the reference range."""
    for bid in opened.bids:
        check_bid(opened_bid_id=bid.id, checks=ALL_CHECKS, is_valid=True, by=opened.officer, at=AT)
    set_reference(
        tender_id=opened.tender.id,
        low=Decimal("890000.00"),
        high=Decimal("1000000.00"),
        basis="市场行情、行业规则与公司年度成本测算",
        by=opened.officer,
        at=AT,
    )


def a_colleague(world: World, name: str, *, role: str | None = None) -> Membership:
    """Return a member of the tenant's side with no role at all, or with one at the top node."""
    member = people.add_member(email=f"{name}@{world.tenant.slug}.example", name=name, by=None, at=AT)
    if role is not None:
        people.grant_role(membership=member, role=role, unit=OrgUnit.objects.get(parent=None), by=None, at=AT)
    return member


def a_judge(opened: Opened, name: str = "评委甲", *, declared: bool = True, **facts: Any) -> tuple[Judge, Actor]:
    """Appoint a colleague as a judge; return the seat and its actor."""
    member = facts.pop("member", None) or a_colleague(opened.world, name)
    values: dict[str, Any] = {"seat": "expert", "judges_service": True, "judges_financial": True} | facts
    judge = appoint_judge(tender_id=opened.tender.id, membership_id=member.id, by=opened.manager, at=AT, **values)
    actor = actor_of(member)
    if declared:
        judge = declare(judge_id=judge.id, has_conflict=False, by=actor, at=AT)
    return judge, actor


def fill(opened: Opened, judge: Judge, actor: Actor, *, percent: dict[int, int] | int = 80) -> None:
    """Fill a judge's sheet: each line gets a percentage of its points, the same or by bid."""
    wanted = {"service": judge.judges_service, "financial": judge.judges_financial}
    save_scores(
        judge_id=judge.id,
        scores=[
            Score(bid.id, item.id, item.max_points * (percent if isinstance(percent, int) else percent[bid.id]) // 100)
            for bid in opened.bids
            for item in opened.items
            if wanted[item.section] and not item.is_price
        ],
        by=actor,
        at=AT,
    )


def a_scored_tender(world: World, **facts: Any) -> Opened:
    """Make a tender whose panel of two judges has closed: the first bid wins, then the second, then the third."""
    opened = an_opened_tender(world, **facts)
    check_all(opened)
    for name in ("评委甲", "评委乙"):
        judge, actor = a_judge(opened, f"{name}{opened.tender.id}")
        fill(opened, judge, actor, percent={bid.id: 90 - 10 * place for place, bid in enumerate(opened.bids)})
        submit_sheet(judge_id=judge.id, by=actor, at=AT)
    close_panel(tender_id=opened.tender.id, by=opened.officer, at=AT)
    opened.reload()
    return opened


def ranked(opened: Opened) -> list[RankedBid]:
    """Return the ranking."""
    return list(RankedBid.objects.filter(tender=opened.tender).order_by("rank"))


def an_opinion(opened: Opened, **facts: Any) -> None:
    """Record that the owners' committee did not take part, or what it says."""
    values: dict[str, Any] = {
        "took_part": False,
        "text": "业主委员会未参加",
        "given_by": "业委会主任",
        "given_on": date(2026, 10, 14),
        "by": opened.officer,
        "at": AT,
    } | facts
    record_opinion(tender_id=opened.tender.id, **values)


def hold_meeting(opened: Opened) -> None:
    """Record the review meeting."""
    record_meeting(
        tender_id=opened.tender.id,
        held_at=AT,
        place="三楼会议室",
        attendees="总经理、评委甲、评委乙",
        summary="一致同意推荐排名第一的单位",
        by=opened.officer,
        at=AT,
    )


def propose(opened: Opened, row: RankedBid | None = None, **facts: Any) -> Award:
    """Propose an award to the first of the ranking, or to another bid."""
    values: dict[str, Any] = {
        "ranked_id": (row or ranked(opened)[0]).id,
        "advantages": "方案完整，人员充足",
        "risks": "报价偏高",
        "by": opened.officer,
        "at": AT,
    } | facts
    return propose_award(tender_id=opened.tender.id, **values)


def decide(opened: Opened, *, approve: bool = True, reason: str = "") -> None:
    """Let the general manager decide the waiting award."""
    paper = Approval.objects.filter(document_type="tendering.award", status="pending").latest("id")
    approval.decide(
        approval_id=paper.id, approve=approve, reason=reason, by=opened.manager, at=AT, on=date(2026, 10, 15)
    )


def a_concluded_tender(world: World, **facts: Any) -> Opened:
    """Make a tender whose award the general manager approved."""
    opened = a_scored_tender(world, **facts)
    hold_meeting(opened)
    if opened.tender.line.code in {"CLN", "SEC"}:
        an_opinion(opened)
    propose(opened)
    decide(opened)
    opened.reload()
    return opened


def a_notified_tender(world: World, **facts: Any) -> Opened:
    """Make a tender whose letters went out."""
    opened = a_concluded_tender(world, **facts)
    issue_letters(tender_id=opened.tender.id, signing_on=date(2026, 11, 2), by=opened.officer, at=AT)
    opened.reload()
    return opened


def a_contracting_tender(world: World, *, rechecked: bool = True, **facts: Any) -> Opened:
    """Make a tender at its contract, the winner checked again."""
    opened = a_notified_tender(world, **facts)
    begin_contracting(tender_id=opened.tender.id, by=opened.officer, at=AT)
    if rechecked:
        recheck(
            award_id=Award.objects.get(tender=opened.tender).id,
            qualification_holds=True,
            ability_holds=True,
            reputation_holds=True,
            note="证照、业绩、信用逐项核对",
            by=opened.officer,
            at=AT,
        )
    opened.reload()
    return opened
