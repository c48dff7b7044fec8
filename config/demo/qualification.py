"""How the vendors of the demo world came onto the qualified list: reviews, two approved versions, a draft, logs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from config.demo import places, stories
from config.demo.companies import Company
from config.demo.history import moment
from records.actions import approval as approvals
from tenancy.context import acting_for
from tenancy.models import Membership
from tenancy.queries import actor_of
from tenancy.roles import Role
from tenancy.rules.actor import Actor
from vendors.actions import log, proposal, qualified_list, registration, report, review
from vendors.actions import qualification as states
from vendors.actions import vendor as vendors
from vendors.choices import Aspect, Condition
from vendors.models import QualifiedList, QualifiedListEntry, ServiceLine, Vendor
from vendors.queries import lines_of

REPORT: dict[str, Any] = {
    "service_standard": "按合同附件《监管细则》及作业指导书执行，月度检查得分不低于85分。",
    "outsourcing_plan": "设项目负责人一名、领班两名；作业人员按合同核定人数配置，分早中晚三班。",
    "time_schedule": "进场前三日完成人员培训和物资到位，进场当日与原单位办理交接，七日内全面达标。",
    "quality_assurance": "每日巡查不少于两次，每周自查一次；问题当日整改，月末提交服务小结。",
}
NOTES = {
    Aspect.PRICE: "报价低于近三年均价约4%",
    Aspect.TRACK_RECORD: "实地查看在管项目两处，现场整洁，业主反映良好",
    Aspect.FINANCIAL_STATUS: "近两年审计报告无保留意见",
    Aspect.STAFF_QUALIFICATION: "持证人员名册与证书核对一致",
}
# A new company's name, its line, and how far it came: passed (waits for the list), review, papers, candidate.
NEWCOMERS = (
    ("清源保洁服务有限公司", "CLN", "passed"),
    ("安泰保安服务有限公司", "SEC", "review"),
    ("云山园林养护有限公司", "GRN", "papers"),
    ("明洁环境服务有限公司", "CLN", "candidate"),
)
LOGS = (
    ("change", "法定代表人变更", {"source": "市场监督管理局公示", "content": "已要求提交变更后的营业执照。"}),
    ("market", "周边项目业主对其巡更质量有意见", {"source": "业主论坛", "content": "已约谈项目经理核实。"}),
    ("training", "垃圾分类与作业安全培训", {"attendees": "项目经理及保洁员共18人", "result": "现场考核全部合格"}),
    ("training", "消防器材使用指导", {"attendees": "各班组领班6人", "result": "两人补考后合格"}),
    (
        "communication",
        "季度沟通会",
        {"difficulties": "夏季人员流动大", "needs": "希望提供临时休息室", "support": "项目已腾出地下一层房间"},
    ),
)


@dataclass(frozen=True)
class Office:
    """Who works on the list: the department, the management representative, the general manager."""

    officer: Actor
    representative: Actor
    manager: Actor


def _office(company: Company) -> Office:
    def actor(role: Role) -> Actor:
        return actor_of(Membership.objects.select_related("person").get(id=company.members[role].id))

    return Office(actor(Role.TENDER_OFFICER), actor(Role.QUALITY_OFFICER), actor(Role.GENERAL_MANAGER))


def hand_in_reports(company: Company, at: datetime) -> None:
    """Hand in the service report of every vendor before its service starts (VEN-05)."""
    with acting_for(company.tenant):
        for row in company.vendors.values():
            report.save_report(
                vendor_id=row.id,
                responsible_person=f"{row.contact_name}，项目负责人，{row.contact_phone}",
                hand_in=True,
                **REPORT,
                by=company.system,
                at=at,
            )


def approve_first_list(company: Company, founded: date) -> None:
    """Approve the first version a month after the tenant began, with every vendor taken over."""
    with acting_for(company.tenant):
        _approve(_office(company), founded + timedelta(days=20), remarks="首次编制，沿用原有合作单位。")


def _approve(office: Office, day: date, *, remarks: str, is_changed: bool = False) -> QualifiedList:
    version = qualified_list.compile_list(by=office.officer, at=moment(day, 9))
    if is_changed:
        _change(version, office.officer, moment(day, 9, 30))
    version = qualified_list.submit_list(version_id=version.id, remarks=remarks, by=office.officer, at=moment(day, 10))
    for number, signer in enumerate((office.representative, office.manager), 1):
        signed_on = day + timedelta(days=number)
        approvals.decide(
            approval_id=version.approval_id or 0,
            approve=True,
            reason="",
            by=signer,
            at=moment(signed_on, 11),
            on=signed_on,
        )
    return version


def qualify(company: Company, random: Random, today: date) -> int:
    """Let newcomers apply, approve a second version that differs, leave a draft, logs, a proposal and a link."""
    with acting_for(company.tenant):
        office = _office(company)
        newcomers = _newcomers(company, random, today)
        _approve(office, stories.month_start(today, 1), remarks="年度评价后重新编制。", is_changed=bool(newcomers))
        qualified_list.compile_list(by=office.officer, at=moment(today - timedelta(days=2), 16))
        _note(company, office, random, today)
        _propose(company, today)
        _invite(company, office, today)
    return len(newcomers)


def _newcomers(company: Company, random: Random, today: date) -> list[Vendor]:
    if company.tenant.slug == "renxin":
        return []
    found = []
    for name, code, how_far in NEWCOMERS:
        line = company.lines[code]
        day = stories.month_start(today, 2)
        row = vendors.register_vendor(
            legal_name=name,
            credit_code=places.credit_code(random),
            address=f"{name[:2]}路{random.randint(8, 620)}号",
            contact_name=places.person_name(random),
            contact_phone=places.phone(random),
            legal_representative=places.person_name(random),
            lines=[line],
            licence_is_permanent=True,
            by=company.system,
            at=moment(day, 9),
        )
        _take(company, row, day, how_far)
        found.append(row)
    return found


def _take(company: Company, row: Vendor, day: date, how_far: str) -> None:
    """Take a newcomer as far as it came."""
    system = company.system
    report.change_profile(
        vendor_id=row.id,
        has_quality_safety=True,
        has_training=True,
        has_customer_service=True,
        has_maintenance=how_far != "papers",
        has_training_system=True,
        has_emergency_plan=True,
        has_system_documents=how_far == "passed",
        by=system,
        at=moment(day, 10),
    )
    if how_far == "candidate":
        return
    paper = report.save_report(
        vendor_id=row.id,
        responsible_person=f"{row.contact_name}，{row.contact_phone}",
        hand_in=True,
        **REPORT,
        by=system,
        at=moment(day, 11),
    )
    states.submit(vendor_id=row.id, by=system, at=moment(day, 12))
    if how_far == "papers":
        return
    names = [company.members[Role.TENDER_OFFICER].person.name, company.members[Role.PROPERTY_MANAGER].person.name]
    opened = review.start_review(vendor_id=row.id, reviewers=names, by=system, at=moment(day + timedelta(days=5), 9))
    _fill(opened.id, paper.id, system, moment(day + timedelta(days=8), 15), is_whole=how_far == "passed")
    if how_far == "passed":
        review.complete_review(
            review_id=opened.id,
            result="passed",
            conclusion="各项符合要求，同意列入合格外包方名录。",
            reviewers=names,
            by=system,
            at=moment(day + timedelta(days=9), 10),
        )


def _fill(review_id: int, report_id: int, by: Actor, at: datetime, *, is_whole: bool) -> None:
    """Note the aspects and tick the conditions, all of them or the first half."""
    for aspect in list(Aspect)[: None if is_whole else 6]:
        result = "partly" if aspect is Aspect.PRICE else "meets"
        review.note_aspect(
            review_id=review_id, aspect=aspect, result=result, note=NOTES.get(aspect, "资料齐全"), by=by, at=at
        )
    for condition in list(Condition)[: None if is_whole else 2]:
        evidence = f"vendors.vendorreview:{review_id}"
        if condition is Condition.SERVICE_REPORT:
            evidence = f"vendors.servicereport:{report_id}"
        review.tick_condition(review_id=review_id, condition=condition, evidence=evidence, by=by, at=at)


def _change(version: QualifiedList, by: Actor, at: datetime) -> None:
    """Take one vendor off the draft, and narrow one that works in several lines."""
    rows = list(QualifiedListEntry.objects.filter(version=version).order_by("sort_key", "id"))
    qualified_list.remove_entry(entry_id=rows[-1].id, reason="合同到期，不再续签", by=by, at=at)
    for row in rows[:-1]:
        if len(row.lines) > 1:
            ids = [row.lines[0]["id"]]
            qualified_list.change_entry(entry_id=row.id, line_ids=ids, remarks="仅保留主营类别", by=by, at=at)


def _note(company: Company, office: Office, random: Random, today: date) -> None:
    served = sorted(company.vendors.values(), key=lambda row: row.id)
    for number, (kind, topic, texts) in enumerate(LOGS * 2):
        day = today - timedelta(days=9 * number + 3)
        log.add_entry(
            vendor_id=random.choice(served).id,
            kind=kind,
            happened_on=day,
            topic=topic,
            **texts,
            by=office.officer,
            at=moment(day, 17),
        )


def _propose(company: Company, today: date) -> None:
    """Leave a proposal of the vendor whose manager has a login."""
    member = Membership.objects.filter(
        tenant=company.tenant, vendor_id__isnull=False, grants__role=Role.VENDOR_MANAGER
    ).first()
    if member is None or member.vendor_id is None:
        return
    with acting_for(company.tenant, vendor_id=member.vendor_id):
        row = Vendor.objects.get(id=member.vendor_id)
        lines: list[ServiceLine] = lines_of([row.id]).get(row.id, [])
        proposal.propose(
            vendor_id=row.id,
            legal_name=row.legal_name,
            address="滨江区江陵路88号3幢",
            legal_representative=row.legal_representative,
            contact_name="周敏",
            contact_phone=row.contact_phone,
            lines=lines,
            remarks="公司已搬迁，联系人同时更换。",
            by=actor_of(member),
            at=moment(today - timedelta(days=1), 14),
        )


def _invite(company: Company, office: Office, today: date) -> None:
    registration.make_link(
        email="contact@xinyuan-clean.example",
        company="鑫源清洁服务有限公司",
        days=30,
        remarks="由项目推荐，主营外墙清洗。",
        by=office.officer,
        at=moment(today - timedelta(days=1), 10),
    )
