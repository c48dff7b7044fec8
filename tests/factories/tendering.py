"""Tenders through their verbs, from the need to the sealed papers: ``make_tender(world, status=...)``.

Applicant: project supervisor. Assessor: property manager. Organiser: tender officer. Author: quality officer.
Custodian: office custodian. Signs: general manager.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from records.actions.approval import decide
from records.models import Approval
from tendering.actions import appointing, custody, evaluation, paper, sealing
from tendering.actions import need as need_verbs
from tendering.choices import Duty, PaperKind, ShareHolder, TenderStatus
from tendering.models import CustodyKey, Tender
from tendering.rules import lifecycle
from tendering.rules.evaluation_papers import SheetLine
from tests.factories.tenancy import AT, World
from tests.factories.vendors import a_line

MANAGER_PASSPHRASE = "松柏常青 总经理 口令 二〇二六"
CUSTODIAN_PASSPHRASE = "office keeps papers safely 2026"
LINES = (
    SheetLine("S-01", "service", "服务方案", "方案完整、针对性强，缺一项扣五分", 3000),
    SheetLine("S-02", "service", "人员配置", "人员数量与持证满足要求", 2000),
    SheetLine("S-03", "service", "企业信誉", "近三年无重大投诉", 2000),
    SheetLine("F-01", "financial", "报价", "按公式计算", 2000, is_price=True),
    SheetLine("F-02", "financial", "成本构成", "测算清楚、合理", 1000),
)
BASIS = "云栖苑中标物业投标方案·环境管理专业分册"
PARTS: dict[str, dict[str, str]] = {
    PaperKind.INITIATION: {
        "content": "小区公共区域保洁",
        "scope": "楼道、大堂、地下车库、外围",
        "goals": "月度检查不低于九十分",
        "timetable": "两个月内定标",
        "implementation": "邀请招标",
    },
    PaperKind.PLAN: {
        "scope": "全部公共区域",
        "standard": "合同监管细则",
        "content": "日常保洁与垃圾收集",
        "conditions": "独立法人，三年以上同类业绩",
        "bid_requirements": "服务方案、报价、承诺书",
        "evaluation_method": "综合评分",
    },
    PaperKind.INVITATION_LETTER: {"letter": "诚邀贵公司参加投标。", "contact": "招采专员 0571-88880000"},
    PaperKind.TENDER_DOCUMENT: {
        "nature_scale": "住宅，三十万平方米",
        "service_requirements": "每日两次清扫",
        "eligibility": "资质、业绩、信誉",
        "criteria": "服务质量、价格、企业信誉",
        "bid_requirements": "一正两副",
    },
    PaperKind.TECHNICAL_DATA: {"site_plan": "见总平面图缩印件", "facilities": "垃圾房三处，电梯四十台"},
}


def a_need(world: World, **facts: Any) -> Tender:
    """Apply for a service at the world's project."""
    values: dict[str, Any] = {
        "title": "云栖苑2027年度保洁服务",
        "project": world.project,
        "line": a_line(),
        "reason": "原合同到期，自有人员不足。",
        "headcount": 12,
        "budget": Decimal("800000.00"),
        "by": world.actor("project_supervisor"),
        "at": AT,
    } | facts
    return need_verbs.apply_for_need(**values)


def an_assessed_need(world: World, **facts: Any) -> Tender:
    """Apply for a service and have the need confirmed."""
    tender = a_need(world, **facts)
    return need_verbs.assess_need(
        tender_id=tender.id,
        is_needed=True,
        assessment="需求属实，预算合理。",
        by=world.actor("property_manager"),
        at=facts.get("at", AT),
    )


def approve(world: World, document_type: str, tender: Tender, *, role: str = "general_manager") -> None:
    """Give the last signature to a tender's running approval."""
    row = Approval.objects.get(document_type=document_type, object_id=tender.id, status="pending")
    decide(approval_id=row.id, approve=True, reason="", by=world.actor(role), at=AT, on=AT.date())


def initiate(world: World, tender: Tender) -> None:
    """Name the organiser, write the initiation and have it approved."""
    officer = world.actor("tender_officer")
    member = world.member("tender_officer")
    appointing.name_organiser(tender_id=tender.id, member_id=member.id, by=officer, at=AT)
    facts = {"method": "invited", "budget": Decimal("780000.00"), "duration_months": 24}
    kind = PaperKind.INITIATION
    paper.write_paper(tender_id=tender.id, kind=kind, parts=PARTS[kind], facts=facts, by=officer, at=AT)
    paper.send_paper(tender_id=tender.id, kind=kind, by=officer, at=AT)
    approve(world, "tendering.initiation", tender)


def plan(world: World, tender: Tender) -> None:
    """Have the plan approved, name author and custodian, and begin the papers."""
    officer = world.actor("tender_officer")
    kind = PaperKind.PLAN
    paper.write_paper(tender_id=tender.id, kind=kind, parts=PARTS[kind], by=officer, at=AT)
    paper.send_paper(tender_id=tender.id, kind=kind, by=officer, at=AT)
    approve(world, "tendering.plan", tender)
    for duty, role in (
        (Duty.AUTHOR, "quality_officer"),
        (Duty.CUSTODIAN, "office_custodian"),
        (Duty.PROJECT_MANAGER, "property_manager"),
    ):
        appointing.appoint(tender_id=tender.id, duty=duty, member_id=world.member(role).id, by=officer, at=AT)
    paper.begin_papers(tender_id=tender.id, by=officer, at=AT)


def write_set(world: World, tender: Tender, lines: tuple[SheetLine, ...] = LINES) -> None:
    """Write parts 1 to 3 and, after the undertaking, the evaluation papers."""
    officer, author = world.actor("tender_officer"), world.actor("quality_officer")
    for kind in (PaperKind.INVITATION_LETTER, PaperKind.TENDER_DOCUMENT, PaperKind.TECHNICAL_DATA):
        paper.write_paper(tender_id=tender.id, kind=kind, parts=PARTS[kind], by=officer, at=AT)
    appointing.sign_undertaking(tender_id=tender.id, by=author, at=AT)
    evaluation.save_draft(tender_id=tender.id, lines=lines, notes="", basis=BASIS, by=author, at=AT)


def approve_set(world: World, tender: Tender, lines: tuple[SheetLine, ...] = LINES) -> None:
    """Write the whole set and have it approved."""
    write_set(world, tender, lines)
    paper.send_papers(tender_id=tender.id, by=world.actor("tender_officer"), at=AT)
    approve(world, "tendering.papers", tender)


def make_keys(world: World) -> None:
    """Make the custody keys of general manager and custodian where they are missing."""
    wanted = (
        ("general_manager", ShareHolder.GENERAL_MANAGER, MANAGER_PASSPHRASE),
        ("office_custodian", ShareHolder.CUSTODIAN, CUSTODIAN_PASSPHRASE),
    )
    for role, holder, passphrase in wanted:
        if not CustodyKey.objects.filter(membership=world.member(role), holder=holder.value).exists():
            custody.make_key(holder=holder, passphrase=passphrase, by=world.actor(role), at=AT)


def seal(world: World, tender: Tender) -> sealing.Sealed:
    """Seal the approved papers."""
    make_keys(world)
    return sealing.seal_papers(tender_id=tender.id, by=world.actor("office_custodian"), at=AT)


_STEPS = (
    (TenderStatus.APPROVED, initiate),
    (TenderStatus.PAPERS_DRAFTING, plan),
    (TenderStatus.PAPERS_APPROVED, approve_set),
    (TenderStatus.SEALED, seal),
)


def make_tender(world: World, *, status: str = TenderStatus.SEALED, **facts: Any) -> Tender:
    """Return a tender walked by its verbs to a stage up to ``sealed``; call it behind the tenant's wall."""
    if status == TenderStatus.NEED_APPLIED:
        return a_need(world, **facts)
    tender = an_assessed_need(world, **facts)
    for stage, step in _STEPS:
        if lifecycle.has_reached(TenderStatus(status), stage):
            step(world, tender)
    tender.refresh_from_db()
    return tender


def set_dates(tender: Tender, *, deadline_at: datetime, opens_at: datetime) -> None:
    """Set deadline and opening without a verb, for tests of what follows."""
    Tender.objects.filter(id=tender.id).update(deadline_at=deadline_at, opens_at=opens_at)
    tender.refresh_from_db()
