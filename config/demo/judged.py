"""The demo's tenders after their opening: judged, awarded, told, contracted; one that failed."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from contracts.actions.contract import activate
from contracts.actions.from_award import draft_from_award
from contracts.models import Contract
from records.actions.approval import decide
from records.models import Approval
from tenancy.queries import actor_of
from tenancy.roles import Role
from tendering.actions import awards, contracting, failing, letters, opening, panel, sheets, validity
from tendering.choices import BidCheck
from tendering.models import Award, AwardLetter, OpenedBid, RankedBid
from tendering.queries import judging
from tendering.rules.sheets import Score

JUDGES = (Role.FINANCE, Role.CUSTOMER_SERVICE, Role.PROPERTY_MANAGER)


def open_box(walk: Any, manager: str, custodian: str) -> None:
    """Open papers and bids with both passphrases, and set the reference range. ``walk`` is tenders.Walk."""
    tender, at = walk.tender, timezone.now()
    typed = opening.Secrets(manager_passphrase=manager, custodian_passphrase=custodian)
    opening.open_tender(tender_id=tender.id, secrets_typed=typed, by=walk.by(Role.OFFICE_CUSTODIAN), at=at)
    tender.refresh_from_db()
    low = (tender.budget or Decimal(800_000)) * 90 / 100
    validity.set_reference(
        tender_id=tender.id,
        low=low.quantize(Decimal("0.01")),
        high=tender.budget or Decimal(800_000),
        basis="本市同类项目近一年成交价、行业人工成本指引与公司年度成本测算",
        by=walk.by(Role.TENDER_OFFICER),
        at=at,
    )


def check_bids(walk: Any, *, invalid: int = 0) -> None:
    """Register the bids as valid, the last ``invalid`` of them as not."""
    rows = list(OpenedBid.objects.filter(tender=walk.tender).order_by("price"))
    for number, bid in enumerate(rows):
        is_valid = number < len(rows) - invalid
        validity.check_bid(
            opened_bid_id=bid.id,
            checks=[one.value for one in BidCheck] if is_valid else [BidCheck.SEALED.value],
            is_valid=is_valid,
            reason="" if is_valid else "承诺书未加盖公章，同类业绩证明缺页",
            by=walk.by(Role.TENDER_OFFICER),
            at=timezone.now(),
        )


def seat_judges(walk: Any) -> None:
    """Appoint three judges; they declare and two of them hand in."""
    for number, role in enumerate(JUDGES):
        member = walk.company.members[role]
        judge = panel.appoint_judge(
            tender_id=walk.tender.id,
            membership_id=member.id,
            seat="expert",
            judges_service=True,
            judges_financial=role != Role.CUSTOMER_SERVICE,
            by=walk.by(Role.GENERAL_MANAGER),
            at=timezone.now(),
        )
        actor = actor_of(member)
        panel.declare(judge_id=judge.id, has_conflict=False, by=actor, at=timezone.now())
        _fill(judge, number, actor)


def _fill(judge: Any, number: int, actor: Any) -> None:
    items, bids = judging.judged_items(judge), judging.valid_bids(judge.tender_id)
    scores = [
        Score(bid.id, item.id, item.max_points * (92 - 5 * place - (number + line) % 4) // 100, "")
        for place, bid in enumerate(bids)
        for line, item in enumerate(items)
    ]
    sheets.save_scores(judge_id=judge.id, scores=scores, by=actor, at=timezone.now())


def score(walk: Any) -> None:
    """Hand all sheets in and close the panel."""
    check_bids(walk)
    seat_judges(walk)
    for judge in judging.panel(walk.tender):
        sheets.submit_sheet(judge_id=judge.id, by=actor_of(judge.membership), at=timezone.now())
    panel.close_panel(tender_id=walk.tender.id, by=walk.by(Role.TENDER_OFFICER), at=timezone.now())


def meet(walk: Any) -> None:
    """Hear the owners and hold the review meeting."""
    officer, at = walk.by(Role.TENDER_OFFICER), timezone.now()
    first = RankedBid.objects.filter(tender=walk.tender).earliest("rank")
    awards.record_opinion(
        tender_id=walk.tender.id,
        took_part=True,
        recommended_id=first.opened_bid_id,
        text="综合得分第一的单位服务方案贴合本项目，同意推荐。",
        given_by="业主委员会主任 周建民",
        given_on=at.date() - timedelta(days=1),
        by=officer,
        at=at,
    )
    awards.record_meeting(
        tender_id=walk.tender.id,
        held_at=at,
        place="公司三楼会议室",
        attendees="总经理、招采专员、三名评委、业主委员会代表",
        summary="评委说明评分依据，对得分排序无异议，建议按排序结果定标。",
        by=officer,
        at=at,
    )


def conclude(walk: Any) -> None:
    """Write the report; the general manager approves."""
    first = RankedBid.objects.filter(tender=walk.tender).earliest("rank")
    award = awards.propose_award(
        tender_id=walk.tender.id,
        ranked_id=first.id,
        advantages="服务方案完整、同类项目业绩充分、人员稳定。",
        risks="新项目进场前两个月需加强现场督导。",
        by=walk.by(Role.TENDER_OFFICER),
        at=timezone.now(),
    )
    at = timezone.now()
    paper = Approval.objects.get(document_type=awards.AWARD, object_id=award.id, status="pending")
    decide(approval_id=paper.id, approve=True, reason="", by=walk.by(Role.GENERAL_MANAGER), at=at, on=at.date())


def notify(walk: Any) -> None:
    """Issue all letters; the winner is called and collects its notice."""
    officer, at = walk.by(Role.TENDER_OFFICER), timezone.now()
    letters.issue_letters(tender_id=walk.tender.id, signing_on=at.date() + timedelta(days=14), by=officer, at=at)
    letter = AwardLetter.objects.get(tender=walk.tender, kind="award")
    letters.log_call(letter_id=letter.id, called_at=at, spoken_to=letter.vendor.contact_name, by=officer, at=at)
    letters.record_collection(
        letter_id=letter.id, collected_by=letter.vendor.contact_name, collected_on=at.date(), by=officer, at=at
    )


def contract(walk: Any) -> None:
    """Begin with the contract and check the winner again."""
    officer, at = walk.by(Role.TENDER_OFFICER), timezone.now()
    contracting.begin_contracting(tender_id=walk.tender.id, by=officer, at=at)
    contracting.recheck(
        award_id=Award.objects.get(tender=walk.tender).id,
        qualification_holds=True,
        ability_holds=True,
        reputation_holds=True,
        note="营业执照、同类业绩、信用信息逐项核对无误。",
        by=officer,
        at=at,
    )


def sign(walk: Any) -> None:
    """Draft the contract from the award and put it in force."""
    award, at = Award.objects.get(tender=walk.tender), timezone.now()
    running = Contract.objects.filter(vendor_id=award.vendor_id, project=walk.project).order_by("-ends_on").first()
    starts_on = max(at.date() + timedelta(days=30), running.ends_on + timedelta(days=1) if running else at.date())
    row = draft_from_award(
        award_id=award.id,
        title=walk.tender.title,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=729),
        agreed_headcount=12,
        by=walk.by(Role.TENDER_OFFICER),
        at=at,
    )
    activate(contract_id=row.id, by=walk.by(Role.GENERAL_MANAGER), at=at)


def fail(walk: Any) -> None:
    """Find too few valid bids and end the tender as failed."""
    check_bids(walk, invalid=2)
    failing.fail_after_opening(
        tender_id=walk.tender.id,
        reason="有效投标不足三家，重新组织招标",
        by=walk.by(Role.TENDER_OFFICER),
        at=timezone.now(),
    )
