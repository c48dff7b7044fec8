"""Builds contracts and fourteen months of inspections and complaints, through the verbs the product itself uses."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from complaints.actions import complaint as complaint_verbs
from complaints.actions.judgement import judge
from complaints.choices import Channel, Responsibility, Satisfaction, Severity
from config.demo import photos, stories
from config.demo.companies import Company, person_at
from contracts.actions import contract as contract_verbs
from contracts.actions.term import accept_rules
from contracts.models import Contract
from inspections import queries as inspection_queries
from inspections.actions.filed import Filing, file_many
from inspections.actions.judging import publish_many
from inspections.actions.planning import plan_inspection
from inspections.actions.reviewed import review_many
from inspections.choices import InspectionType, Outcome, SpecialTheme
from inspections.models import ChecklistVersion, Inspection, ItemResult
from records.actions.attachment import attach
from tenancy.context import acting_for
from tenancy.models import OrgUnit
from tenancy.queries import active_zone
from tenancy.roles import Role
from vendors.models import ServiceLine, Vendor

MONTHS = 14


@dataclass
class Deal:
    """One contract of the demo world with how its vendor works there."""

    contract: Contract
    vendor: Vendor
    line: ServiceLine
    project: OrgUnit
    checklist: ChecklistVersion
    items: list[tuple[str, int]]
    path: stories.Path
    habits: list[str] = field(default_factory=list)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of a day in the active tenant's time zone."""
    return datetime.combine(day, time(hour, minute), tzinfo=active_zone())


def sign_contracts(company: Company, count: int, random: Random, today: date) -> list[Deal]:
    """Draft and activate ``count`` contracts, every vendor at least one, no line twice at a project."""
    deals: list[Deal] = []
    with acting_for(company.tenant):
        taken: set[tuple[int, int]] = set()
        first = stories.month_start(today, MONTHS)
        round_of = list(company.vendors.values())
        number = 0
        while len(deals) < count:
            vendor = round_of[number % len(round_of)]
            number += 1
            line = company.lines[_main_line(vendor)]
            free = [one for one in company.projects if (one.id, line.id) not in taken]
            if not free:
                if number > 20 * count:
                    break
                continue
            project = free[0] if company.stories[vendor.id] != "steady" else random.choice(free)
            taken.add((project.id, line.id))
            deals.append(_sign(company, vendor, line, project, first, random, today))
    return deals


def _main_line(vendor: Vendor) -> str:
    return vendor.vendor_lines.select_related("line").order_by("id")[0].line.code


def _sign(
    company: Company, vendor: Vendor, line: ServiceLine, project: OrgUnit, first: date, random: Random, today: date
) -> Deal:
    late = 0 if company.stories[vendor.id] != "steady" else random.choice((0, 0, 0, 0, 3, 6))
    starts_on = stories.month_start(first, -late) - timedelta(days=random.choice((0, 0, 1)) * 31)
    starts_on = starts_on.replace(day=1)
    ends_on = today + timedelta(days=random.choice((25, 52, 140, 220, 300, 420, 500)))
    headcount = random.randint(3, 26)
    contract = contract_verbs.draft_contract(
        title=f"{project.name}{line}服务合同",
        vendor=vendor,
        project=project,
        lines=[line],
        starts_on=starts_on,
        ends_on=stories.month_end(stories.month_start(ends_on, 0)),
        monthly_fee=Decimal(headcount * random.randint(3200, 5200)).quantize(Decimal("0.01")),
        agreed_headcount=headcount,
        by=company.system,
        at=moment(first, 9),
    )
    contract = contract_verbs.activate(contract_id=contract.id, by=company.system, at=moment(first, 10))
    accept_rules(
        contract_id=contract.id,
        by=company.system,
        at=moment(first, 11),
        accepted_on=first,
        evidence="监管细则附件双方盖章扫描件",
    )
    checklist = inspection_queries.checklist_for(contract.id, line.id)
    assert checklist is not None, line.code
    items = [(item.code, item.max_points) for item in inspection_queries.items_of(checklist.id)]
    path = stories.Path(company.stories[vendor.id], random.uniform(83, 95))
    habits = [code for code, most in random.sample(items, 2) if most >= 200]
    return Deal(contract, vendor, line, project, checklist, items, path, habits)


def inspect(company: Company, deals: list[Deal], random: Random, today: date) -> int:
    """File, review and publish every inspection of the months gone by; leave this month's last ones waiting."""
    made = 0
    with acting_for(company.tenant):
        for back in range(MONTHS, -1, -1):
            month = stories.month_start(today, back)
            filings = [one for deal in deals for one in _month_of(company, deal, month, back, random, today)]
            rows = file_many(filings=filings, by=company.system)
            made += len(rows)
            ready = [row.id for row in rows if back or (row.inspected_on or today) < today - timedelta(days=3)]
            day = min(stories.month_end(month), today - timedelta(days=1))
            review_many(inspection_ids=ready, by=company.system, at=moment(day, 18))
            publish_many(inspection_ids=ready, by=company.system, at=moment(day, 19))
    return made


def _month_of(company: Company, deal: Deal, month: date, back: int, random: Random, today: date) -> list[Filing]:
    if deal.path.story == "silent" and back <= 3:
        return []
    last = min(stories.month_end(month), today - timedelta(days=1))
    if deal.contract.starts_on > last or month > last:
        return []
    kinds = [InspectionType.COMPANY]
    if random.random() < 0.65:
        kinds.append(InspectionType.SELF_CHECK)
    if random.random() < 0.1:
        kinds.append(InspectionType.HQ_SPECIAL)
    found = []
    for kind in kinds:
        day = max(deal.contract.starts_on, month) + timedelta(days=random.randint(1, 26))
        if day > last:
            continue
        role = Role.PROJECT_SUPERVISOR if kind is InspectionType.SELF_CHECK else Role.QUALITY_OFFICER
        inspector = person_at(company, role, deal.project) if role is Role.PROJECT_SUPERVISOR else company.members[role]
        target = deal.path.at(MONTHS - back, MONTHS + 1, random)
        found.append(
            Filing(
                contract=deal.contract,
                line=deal.line,
                checklist=deal.checklist,
                kind=kind,
                inspected_on=day,
                inspector_name=inspector.person.name,
                inspector=inspector,
                results=stories.answers(deal.items, target, deal.line.code, _habits(deal), random),
                at=moment(day, 16, random.randint(0, 59)),
                theme=SpecialTheme.NIGHT_SURPRISE if kind is InspectionType.HQ_SPECIAL else "",
            )
        )
    return found


def _habits(deal: Deal) -> list[str]:
    return deal.habits if deal.path.story in {"declining", "weak", "turnover"} else []


def photograph(company: Company, random: Random, today: date, most: int) -> int:
    """Hang drawn photos on the gravest findings of the last two months."""
    with acting_for(company.tenant):
        since = stories.month_start(today, 1)
        findings = list(
            ItemResult.objects.filter(outcome=Outcome.DEDUCT, month__gte=since)
            .select_related("inspection__line")
            .order_by("-base_deduction", "id")[:most]
        )
        for number, finding in enumerate(findings):
            day = finding.inspection.inspected_on or today
            attach(
                owner=finding,
                upload=photos.draw(finding.inspection.line.code, number + 7),
                kind="photo",
                by=company.system,
                at=moment(day, 15, 30),
                vendor_id=finding.vendor_id,
                source="camera",
                taken_at=moment(day, 15, 29),
            )
    return len(findings)


def plan_today(company: Company, deals: list[Deal], today: date) -> int:
    """Plan inspections for today and the coming week, so that supervisors find them on the phone."""
    made = 0
    with acting_for(company.tenant):
        for number, deal in enumerate(deals):
            inspector = person_at(company, Role.PROJECT_SUPERVISOR, deal.project)
            if number % 3 and deal.project not in company.projects[:2]:
                continue
            plan_inspection(
                contract_id=deal.contract.id,
                line_id=deal.line.id,
                kind=InspectionType.SELF_CHECK,
                planned_on=today + timedelta(days=0 if deal.project in company.projects[:2] else number % 6),
                inspector_id=inspector.id,
                by=company.system,
                at=moment(today - timedelta(days=2), 9),
                on=today - timedelta(days=2),
            )
            made += 1
    return made


def complain(company: Company, deals: list[Deal], random: Random, today: date) -> int:
    """Register, answer, judge and close the complaints of the months gone by; leave the newest ones open."""
    made = 0
    with acting_for(company.tenant):
        for back in range(MONTHS, -1, -1):
            month = stories.month_start(today, back)
            for deal in deals:
                made += _complaints_of(company, deal, month, back, random, today)
    return made


def _complaints_of(company: Company, deal: Deal, month: date, back: int, random: Random, today: date) -> int:
    quality = deal.path.at(MONTHS - back, MONTHS + 1, random)
    expected = max(0.12, (94 - quality) / 11) * (1.0 if deal.project.occupied_households else 0.35)
    number = min(5, int(expected) + (random.random() < expected % 1))
    last = min(stories.month_end(month), today - timedelta(days=1))
    made = 0
    for _each in range(number):
        day = month + timedelta(days=random.randint(0, 27))
        if day > last or day < deal.contract.starts_on:
            continue
        _complaint(company, deal, day, random, today)
        made += 1
    return made


def _complaint(company: Company, deal: Deal, day: date, random: Random, today: date) -> None:
    received_at = moment(day, random.randint(8, 20), random.randint(0, 59))
    content = random.choice(stories.COMPLAINTS[deal.line.code])
    row = complaint_verbs.register_complaint(
        channel=random.choice((Channel.PHONE, Channel.WECHAT, Channel.FRONT_DESK, Channel.OWNERS_COMMITTEE)).value,
        received_at=received_at,
        project=deal.project,
        contract=deal.contract,
        line=deal.line,
        content=content,
        severity=random.choices((Severity.MINOR, Severity.ORDINARY, Severity.SERIOUS), (55, 38, 7))[0].value,
        customer_name=f"{random.choice('王李张刘陈')}{random.choice(('先生', '女士'))}",
        phone="1" + "".join(random.choice("3456789") for _ in range(10)),
        address=f"{random.randint(1, 9)}号楼{random.randint(101, 2604)}",
        is_attendance_related=content in stories.ABSENCE,
        by=company.system,
        at=received_at,
    )
    days = random.choices((0, 1, 2, 5), (45, 30, 15, 10))[0]
    answered_on = day + timedelta(days=days)
    if answered_on >= today:
        return
    answered_at = max(moment(answered_on, 17, random.randint(0, 50)), received_at + timedelta(minutes=25))
    complaint_verbs.answer(
        complaint_id=row.id, answer=random.choice(stories.ANSWERS), by=company.system, at=answered_at
    )
    if day > today - timedelta(days=4):
        return
    found = Responsibility.VENDOR
    if not row.is_attendance_related:
        found = random.choices(
            (Responsibility.VENDOR, Responsibility.TENANT, Responsibility.THIRD_PARTY, Responsibility.UNFOUNDED),
            (58, 16, 10, 16),
        )[0]
    judged_at = answered_at + timedelta(hours=2)
    judge(
        complaint_id=row.id,
        responsibility=found.value,
        reason="现场核实并与外包方负责人共同确认",
        by=company.system,
        at=judged_at,
    )
    if random.random() < 0.9:
        complaint_verbs.close(
            complaint_id=row.id,
            satisfaction=Satisfaction.SATISFIED.value,
            by=company.system,
            at=judged_at + timedelta(hours=20),
        )


def inspections_of(company: Company) -> int:
    """Return how many inspections the tenant has."""
    with acting_for(company.tenant):
        return Inspection.objects.count()
