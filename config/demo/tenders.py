"""Tenders of the demo world, each walked by its verbs to a stage of its own.

``STEPS`` maps a stage to the function that takes a tender there from the stage before; a later stage of the road adds
its own line there and its tenders to ``PLANS``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from config.demo import bids, judged
from config.demo.companies import Company, person_at
from config.demo.history import moment
from records.actions.approval import decide
from records.models import Approval
from tenancy.context import acting_for
from tenancy.models import OrgUnit
from tenancy.queries import actor_of
from tenancy.roles import Role
from tenancy.rules.actor import Actor
from tendering.actions import appointing, custody, evaluation, need, paper, sealing, unsealing
from tendering.choices import Duty, PaperKind, ShareHolder, TenderStatus
from tendering.models import CustodyKey, Tender
from tendering.rules.evaluation_papers import SheetLine

# Printed where DEMO=1 only, as the demo's password is.
MANAGER_PASSPHRASE = "demo general manager 2026"  # noqa: S105
CUSTODIAN_PASSPHRASE = "demo office custodian 2026"  # noqa: S105

# Tender number -> its recovery share, for the print-out at the end of the loading; kept nowhere.
recovery_shares: dict[str, str] = {}

LINES = (
    SheetLine("S-01", "service", "服务方案", "方案完整、贴合项目现状得满分；每缺一项扣五分", 2500),
    SheetLine("S-02", "service", "人员配置与持证", "人数、班次、证书满足招标文件；每缺一人扣两分", 1500),
    SheetLine("S-03", "service", "同类业绩", "三年内同类项目每个五分，最多十五分", 1500),
    SheetLine("S-04", "service", "企业信誉", "无重大投诉与行政处罚；每起扣五分", 1000),
    SheetLine("S-05", "service", "应急与安全", "预案可执行、演练有记录", 500),
    SheetLine("F-01", "financial", "报价", "最低有效报价得满分，其余按比例", 2500, is_price=True),
    SheetLine("F-02", "financial", "成本构成", "人工、物料、税费测算清楚且不低于法定标准", 500),
)
TEXTS: dict[str, dict[str, str]] = {
    PaperKind.INITIATION: {
        "content": "小区公共区域日常服务整体外包",
        "scope": "楼道、大堂、地下车库、外围道路及绿地",
        "goals": "月度检查得分不低于九十分，客户满意率不低于九成",
        "timetable": "立项后两个月内定标，合同起始日前半个月进场",
        "implementation": "邀请招标，专家评委评审，总经理批准",
    },
    PaperKind.PLAN: {
        "scope": "项目全部公共区域",
        "standard": "按本公司监管细则和检查表执行",
        "content": "日常作业、计划保养、应急配合",
        "conditions": "独立法人，三年以上同类业绩，近两年无禁入记录",
        "bid_requirements": "服务方案、报价、承诺书，资质文件齐全",
        "evaluation_method": "综合评分法，服务七十分、财务三十分",
    },
    PaperKind.INVITATION_LETTER: {
        "letter": "诚邀贵公司参加本次投标，请在回复期限前确认。",
        "contact": "招采专员，工作日九点至十七点",
    },
    PaperKind.TENDER_DOCUMENT: {
        "nature_scale": "住宅小区，建筑面积约三十万平方米",
        "service_requirements": "公共区域每日两次清扫，电梯厅每两小时巡查一次",
        "eligibility": "营业执照、同类业绩证明、信誉声明",
        "criteria": "服务质量、价格、企业信誉",
        "bid_requirements": "全部文件在线密封递交，逾期不收",
        "contract_draft": "合同条款见示范文本，监管细则为合同附件",
    },
    PaperKind.TECHNICAL_DATA: {
        "site_plan": "总平面图缩印件见附件清单",
        "facilities": "电梯四十台，垃圾房三处，地下车库两层",
        "file_list": "总平面图、设备清单、岗位分布图",
    },
}


@dataclass(frozen=True)
class Plan:
    """A tender of the demo: which line, where, how far it has come, and how many days ago its need was applied for."""

    title: str
    line: str
    project: int
    stage: TenderStatus
    days: int
    budget: str = "860000.00"


PLANS = (
    Plan("消杀服务年度外包", "PST", 4, TenderStatus.NEED_APPLIED, 2, "96000.00"),
    Plan("会务服务外包", "CNF", 3, TenderStatus.NEED_ASSESSED, 9, "240000.00"),
    Plan("绿化养护外包", "GRN", 1, TenderStatus.APPROVED, 16, "420000.00"),
    Plan("水箱清洗与水质检测", "WTK", 2, TenderStatus.PAPERS_DRAFTING, 24, "58000.00"),
    Plan("垃圾清运外包", "WST", 0, TenderStatus.PAPERS_APPROVED, 32, "310000.00"),
    Plan("保洁服务外包", "CLN", 0, TenderStatus.SEALED, 40, "980000.00"),
    Plan("保洁及外围清扫服务外包", "CLN", 1, TenderStatus.INVITING, 44, "760000.00"),
    Plan("秩序维护服务外包", "SEC", 2, TenderStatus.CLARIFYING, 50, "1350000.00"),
    Plan("公共区域保洁服务外包", "CLN", 3, TenderStatus.BIDS_CLOSED, 56, "890000.00"),
    Plan("楼宇保洁服务外包", "CLN", 4, TenderStatus.OPENED, 58, "720000.00"),
    Plan("门岗与巡逻服务外包", "SEC", 0, TenderStatus.SCORED, 60, "1180000.00"),
    Plan("地下车库保洁服务外包", "CLN", 1, TenderStatus.REVIEW_MEETING, 62, "350000.00"),
    Plan("夜间秩序维护服务外包", "SEC", 1, TenderStatus.CONCLUDED, 64, "660000.00"),
    Plan("外墙与石材养护外包", "CLN", 2, TenderStatus.NOTIFIED, 66, "280000.00"),
    Plan("停车场秩序服务外包", "SEC", 3, TenderStatus.CONTRACTING, 68, "540000.00"),
    Plan("商业街保洁服务外包", "CLN", 0, TenderStatus.CLOSED, 70, "460000.00"),
    Plan("活动安保服务外包", "SEC", 4, TenderStatus.FAILED, 59, "220000.00"),
    Plan("泳池救生服务外包", "CLN", 4, TenderStatus.CANCELLED, 21, "150000.00"),
)


@dataclass
class Walk:
    """A tender on its way: who acts where, and when."""

    company: Company
    project: OrgUnit
    began: date
    tender: Tender
    days: int = 0

    def next(self, days: int = 2) -> datetime:
        """Go on some days and return the hour of the act."""
        self.days += days
        return moment(self.began + timedelta(days=self.days), 10)

    def by(self, role: str) -> Actor:
        """Return who acts in a role at the tender's project."""
        return actor_of(person_at(self.company, role, self.project))

    def approve(self, document_type: str, object_id: int | None = None) -> None:
        """The general manager approves a waiting paper of the tender."""
        at = self.next(1)
        row = Approval.objects.get(document_type=document_type, object_id=object_id or self.tender.id, status="pending")
        decide(approval_id=row.id, approve=True, reason="", by=self.by(Role.GENERAL_MANAGER), at=at, on=at.date())


def _assess(walk: Walk) -> None:
    need.assess_need(
        tender_id=walk.tender.id,
        is_needed=True,
        assessment="需求属实；自有人员不足，预算参照上一合同，同意外包。",
        by=walk.by(Role.PROPERTY_MANAGER),
        at=walk.next(),
    )


def _initiate(walk: Walk) -> None:
    officer, tender = walk.by(Role.TENDER_OFFICER), walk.tender
    member = walk.company.members[Role.TENDER_OFFICER]
    appointing.name_organiser(tender_id=tender.id, member_id=member.id, by=officer, at=walk.next())
    facts = {"method": "invited", "budget": tender.budget, "duration_months": 24}
    kind = PaperKind.INITIATION
    paper.write_paper(tender_id=tender.id, kind=kind, parts=TEXTS[kind], facts=facts, by=officer, at=walk.next(0))
    paper.send_paper(tender_id=tender.id, kind=kind, by=officer, at=walk.next(0))
    walk.approve("tendering.initiation")


def _plan(walk: Walk) -> None:
    officer, tender = walk.by(Role.TENDER_OFFICER), walk.tender
    kind = PaperKind.PLAN
    paper.write_paper(tender_id=tender.id, kind=kind, parts=TEXTS[kind], by=officer, at=walk.next())
    paper.send_paper(tender_id=tender.id, kind=kind, by=officer, at=walk.next(0))
    walk.approve("tendering.plan")
    at = walk.next(1)
    for duty, role, post in (
        (Duty.AUTHOR, Role.QUALITY_OFFICER, "环境管理高级专员"),
        (Duty.CUSTODIAN, Role.OFFICE_CUSTODIAN, "办公室"),
        (Duty.PROJECT_MANAGER, Role.PROPERTY_MANAGER, ""),
        (Duty.SPECIALIST, Role.PROJECT_SUPERVISOR, "环境主管"),
    ):
        member = person_at(walk.company, role, walk.project)
        appointing.appoint(tender_id=tender.id, duty=duty, member_id=member.id, speciality=post, by=officer, at=at)
    paper.begin_papers(tender_id=tender.id, by=officer, at=at)


def _write(walk: Walk) -> None:
    officer, author, tender = walk.by(Role.TENDER_OFFICER), walk.by(Role.QUALITY_OFFICER), walk.tender
    at = walk.next(3)
    for kind in (PaperKind.INVITATION_LETTER, PaperKind.TENDER_DOCUMENT, PaperKind.TECHNICAL_DATA):
        paper.write_paper(tender_id=tender.id, kind=kind, parts=TEXTS[kind], by=officer, at=at)
    appointing.sign_undertaking(tender_id=tender.id, by=author, at=at)
    evaluation.save_draft(
        tender_id=tender.id,
        lines=LINES,
        notes="每项打分须写明理由；与均值相差较大的分数将被标记。",
        basis=f"{walk.project.name}物业中标投标方案·专业分册",
        by=author,
        at=at,
    )
    paper.send_papers(tender_id=tender.id, by=officer, at=walk.next(1))
    walk.approve("tendering.papers")


def _seal(walk: Walk) -> None:
    sealed = sealing.seal_papers(tender_id=walk.tender.id, by=walk.by(Role.OFFICE_CUSTODIAN), at=walk.next(1))
    recovery_shares[walk.tender.number] = sealed.recovery_share


def _close(walk: Walk) -> None:
    """Close the box; the general manager signs, so that the opening can take place today."""
    bids.close(walk)
    unsealing.sign_unsealing(
        tender_id=walk.tender.id,
        passphrase=MANAGER_PASSPHRASE,
        is_fresh=True,
        by=walk.by(Role.GENERAL_MANAGER),
        at=timezone.now(),
    )


def _cancel(walk: Walk) -> None:
    need.cancel_tender(
        tender_id=walk.tender.id,
        reason="项目改为自有人员承担，不再外包",
        by=walk.by(Role.GENERAL_MANAGER),
        at=walk.next(2),
    )


# The road, in order: each step takes a tender from the stage before to its own.
STEPS: list[tuple[TenderStatus, Callable[[Walk], None]]] = [
    (TenderStatus.NEED_ASSESSED, _assess),
    (TenderStatus.APPROVED, _initiate),
    (TenderStatus.PAPERS_DRAFTING, _plan),
    (TenderStatus.PAPERS_APPROVED, _write),
    (TenderStatus.SEALED, _seal),
    (TenderStatus.INVITING, bids.invite),
    (TenderStatus.CLARIFYING, bids.clarify),
    (TenderStatus.BIDS_CLOSED, _close),
    (TenderStatus.OPENED, lambda walk: judged.open_box(walk, MANAGER_PASSPHRASE, CUSTODIAN_PASSPHRASE)),
    (TenderStatus.SCORED, judged.score),
    (TenderStatus.REVIEW_MEETING, judged.meet),
    (TenderStatus.CONCLUDED, judged.conclude),
    (TenderStatus.NOTIFIED, judged.notify),
    (TenderStatus.CONTRACTING, judged.contract),
    (TenderStatus.CLOSED, judged.sign),
]
# The exits: from which stage of the road, and by which step.
EXITS: dict[TenderStatus, tuple[TenderStatus, Callable[[Walk], None]]] = {
    TenderStatus.FAILED: (TenderStatus.OPENED, judged.fail),
    TenderStatus.CANCELLED: (TenderStatus.NEED_ASSESSED, _cancel),
}


def hold_tenders(company: Company, today: date) -> int:
    """Hold the demo's tenders at the first tenant; return how many."""
    if company.tenant.slug != "jiahe":
        return 0
    with acting_for(company.tenant):
        _make_keys(company, moment(today - timedelta(days=60), 9))
        for plan in PLANS:
            walk(company, plan, today)
    return len(PLANS)


def walk(company: Company, plan: Plan, today: date) -> Tender:
    """Walk one tender to its stage."""
    project = company.projects[plan.project]
    began = today - timedelta(days=plan.days)
    applicant = actor_of(person_at(company, Role.PROJECT_SUPERVISOR, project))
    tender = need.apply_for_need(
        title=f"{project.name}{plan.title}",
        project=project,
        line=company.lines[plan.line],
        reason="现合同将到期，自有人员编制不足，建议继续外包。",
        headcount=12,
        budget=Decimal(plan.budget),
        wanted_from=today + timedelta(days=90),
        by=applicant,
        at=moment(began, 9),
    )
    way = Walk(company, project, began, tender)
    goal, leave = EXITS.get(plan.stage, (plan.stage, None))
    for stage, step in STEPS:
        if tender.status == goal:
            break
        step(way)
        tender.refresh_from_db()
        assert tender.status == stage
    if leave is not None:
        leave(way)
    return tender


def _make_keys(company: Company, at: datetime) -> None:
    """Make the custody keys; a passphrase costs a tenth of a second, so once for all tenders."""
    for role, holder, passphrase in (
        (Role.GENERAL_MANAGER, ShareHolder.GENERAL_MANAGER, MANAGER_PASSPHRASE),
        (Role.OFFICE_CUSTODIAN, ShareHolder.CUSTODIAN, CUSTODIAN_PASSPHRASE),
    ):
        member = company.members[role]
        if not CustodyKey.objects.filter(membership=member).exists():
            custody.make_key(holder=holder, passphrase=passphrase, by=actor_of(member), at=at)
