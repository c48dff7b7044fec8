"""Evidence of a month: contracts in force, inspections, complaints; and the same as the pure rules take it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from complaints.choices import Responsibility, Severity
from complaints.models import Complaint
from contracts.models import Contract, ContractLine
from inspections.choices import InspectionType, Outcome
from inspections.models import ChecklistItem, ChecklistTemplate, ChecklistVersion, Inspection, ItemResult
from records.rules.periods import Month
from scoring.choices import AdjustmentKind, MeasureKind, ProvenAct
from scoring.models import Adjustment
from scoring.rules.evidence import (
    Act,
    CardInputs,
    ComplaintEvidence,
    InspectionEvidence,
    RepeatedFault,
)
from scoring.rules.evidence import Adjustment as AdjustmentEvidence
from tenancy.models import OrgUnit
from vendors.models import ServiceLine, Vendor

AT = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)
MONTH = Month(2026, 9)
ZONE = ZoneInfo("Asia/Shanghai")


@dataclass
class Chain:
    """A vendor with one contract of one line at one project."""

    vendor: Vendor
    contract: Contract
    line: ServiceLine
    project: OrgUnit
    checklist: ChecklistVersion

    @property
    def key(self) -> tuple[int, int]:
        """Contract and line, as the computation names a card."""
        return self.contract.pk, self.line.pk


def make_line(code: str = "CLN") -> ServiceLine:
    """Return a service line, made once."""
    found, _new = ServiceLine.objects.get_or_create(
        code=code, defaults={"names": {"zh-hans": "保洁", "en": "Cleaning"}}
    )
    return found


def make_checklist(line: ServiceLine) -> ChecklistVersion:
    """Return a checklist with ten items of ten points; item 10 is a veto item."""
    template, is_new = ChecklistTemplate.objects.get_or_create(
        code=f"T-{line.code}", defaults={"line": line, "names": {"zh-hans": "检查表"}, "created_at": AT}
    )
    if not is_new and ChecklistVersion.objects.filter(template=template, number=90).exists():
        return ChecklistVersion.objects.get(template=template, number=90)
    version = ChecklistVersion.objects.create(template=template, number=90, created_at=AT)
    for number in range(1, 11):
        ChecklistItem.objects.create(
            version=version,
            code=f"{line.code}-{number}",
            names={"zh-hans": f"第{number}项", "en": f"Item {number}"},
            max_points=1000,
            is_veto=number == 10,
            sort_order=number,
        )
    return version


def make_chain(
    project: OrgUnit,
    *,
    name: str = "万安保洁有限公司",
    code: str = "CLN",
    number: str = "HT-2026-001",
    starts_on: date = date(2026, 1, 1),
    ends_on: date = date(2026, 12, 31),
    vendor: Vendor | None = None,
) -> Chain:
    """Make a vendor and its active contract at ``project``."""
    line = make_line(code)
    vendor = vendor or Vendor.objects.create(
        legal_name=name,
        address="深圳市南山区",
        contact_name="李经理",
        contact_phone="0755-0000",
        created_at=AT,
        sort_key=name,
    )
    contract = Contract.objects.create(
        number=number,
        title=f"{project.name} {line.names['zh-hans']}",
        vendor=vendor,
        project=project,
        starts_on=starts_on,
        ends_on=ends_on,
        status="active",
        created_at=AT,
        activated_at=AT,
    )
    ContractLine.objects.create(contract=contract, vendor=vendor, line=line, is_published=True)
    return Chain(vendor, contract, line, project, make_checklist(line))


def add_inspection(
    chain: Chain,
    *,
    deductions: dict[int, int] | None = None,
    not_applicable: frozenset[int] = frozenset(),
    kind: str = InspectionType.COMPANY.value,
    on: date = date(2026, 9, 10),
    status: str = "published",
    score: int | None = -1,
    multipliers: dict[int, int] | None = None,
) -> Inspection:
    """Add an inspection with ten answered items; ``deductions`` by item number, before the multiplier (percent).

    The score follows from the items unless one is given.
    """
    items = list(ChecklistItem.objects.filter(version=chain.checklist).order_by("sort_order"))
    rows = [_result(chain, item, on, deductions or {}, not_applicable, multipliers or {}) for item in items]
    counted = [row for row in rows if row.outcome != Outcome.NA.value]
    maximum, deducted = sum(row.max_points for row in counted), sum(row.deduction for row in counted)
    veto = any(row.deduction and item.is_veto for row, item in zip(rows, items, strict=True))
    if score == -1:
        score = (2 * 10000 * (maximum - deducted) + maximum) // (2 * maximum) if maximum else None
        score = min(score, 5900) if veto and score is not None else score
    inspection = Inspection.objects.create(
        contract=chain.contract,
        vendor=chain.vendor,
        project=chain.project,
        line=chain.line,
        checklist=chain.checklist,
        kind=kind,
        planned_on=on,
        inspected_on=on,
        month=on.replace(day=1),
        status=status,
        inspector_name="王督导",
        score=score,
        max_total=maximum,
        deduction_total=deducted,
        has_veto_failure=veto,
        created_at=AT,
        submitted_at=AT,
        published_at=AT if status in {"published", "final"} else None,
    )
    for row in rows:
        row.inspection = inspection
    ItemResult.objects.bulk_create(rows)
    return inspection


def _result(
    chain: Chain,
    item: ChecklistItem,
    on: date,
    deductions: dict[int, int],
    not_applicable: frozenset[int],
    multipliers: dict[int, int],
) -> ItemResult:
    number = item.sort_order
    base = 0 if number in not_applicable else deductions.get(number, 0)
    percent = multipliers.get(number, 100) if base else 100
    outcome = Outcome.NA if number in not_applicable else Outcome.DEDUCT if base else Outcome.OK
    return ItemResult(
        item=item,
        item_code=item.code,
        contract_id=chain.contract.pk,
        vendor_id=chain.vendor.pk,
        project_id=chain.project.pk,
        month=on.replace(day=1),
        outcome=outcome.value,
        max_points=item.max_points,
        base_deduction=base,
        multiplier_percent=percent,
        deduction=min(item.max_points, (2 * base * percent + 100) // 200),
        is_published=True,
    )


def add_complaint(
    chain: Chain,
    *,
    severity: str = Severity.ORDINARY.value,
    responsibility: str = Responsibility.VENDOR.value,
    on: date = date(2026, 9, 12),
    answered_after_days: int | None = 1,
    number: str = "",
) -> Complaint:
    """Add a complaint received at noon of a day; answered so many days later, or not at all."""
    received = datetime(on.year, on.month, on.day, 12, tzinfo=ZONE)
    due = datetime(on.year, on.month, on.day, tzinfo=ZONE) + timedelta(days=4)
    is_judged = responsibility != Responsibility.PENDING.value
    return Complaint.objects.create(
        number=number or f"TS-{Complaint.objects.count() + 1:05d}",
        channel="phone",
        received_at=received,
        registered_at=received,
        month=on.replace(day=1),
        project=chain.project,
        line=chain.line,
        contract=chain.contract,
        vendor=chain.vendor,
        content="楼道有积水",
        severity=severity,
        responsibility=responsibility,
        judged_at=received if is_judged else None,
        judgement_reason="现场核实" if is_judged else "",
        answer_due_at=due,
        first_answered_at=None if answered_after_days is None else received + timedelta(days=answered_after_days),
    )


def grant_measure(chain: Chain, kind: str, points: int = 0, act: str = "", reason: str = "抢险及时") -> Adjustment:
    """Add an approved reward, penalty or proven act."""
    return Adjustment.objects.create(
        contract=chain.contract,
        line=chain.line,
        project=chain.project,
        month=MONTH.first_day,
        kind=kind,
        points=points,
        act=act,
        reason=reason,
        evidence="会议纪要",
        status="approved",
        proposed_at=AT,
        decided_at=AT,
        decided_by_name="总经理",
    )


def inputs_of(chain: Chain, *, settings_version: int, cut_off: datetime = AT, month: Month = MONTH) -> CardInputs:
    """Read a card's evidence row by row, as the pure rules take it: not at once, as the statement does."""
    inspections = Inspection.objects.filter(
        contract=chain.contract,
        line=chain.line,
        month=month.first_day,
        status__in=["published", "final"],
        score__isnull=False,
    )
    measures = Adjustment.objects.filter(
        contract=chain.contract, line=chain.line, month=month.first_day, status="approved"
    )
    complaints = Complaint.objects.filter(contract=chain.contract, line=chain.line, month=month.first_day)
    return CardInputs(
        contract_id=chain.contract.pk,
        line=chain.line.code,
        month=month,
        settings_version=settings_version,
        cut_off=cut_off.isoformat(),
        households=OrgUnit.objects.get(pk=chain.project.pk).occupied_households,
        inspections=tuple(_inspection(row) for row in inspections),
        complaints=tuple(_complaint(row, cut_off) for row in complaints),
        adjustments=tuple(
            AdjustmentEvidence(row.pk, AdjustmentKind(row.kind), row.points, row.reason, row.decided_by_name)
            for row in measures
            if row.kind != MeasureKind.PROVEN_ACT.value
        ),
        acts=tuple(Act(row.pk, ProvenAct(row.act)) for row in measures if row.kind == MeasureKind.PROVEN_ACT.value),
    )


def _inspection(row: Any) -> InspectionEvidence:
    repeats = row.results.filter(outcome="deduct", base_deduction__gt=0, multiplier_percent__gt=100).order_by("id")
    return InspectionEvidence(
        id=row.pk,
        number=f"#{row.pk}",
        on=row.inspected_on,
        kind=InspectionType(row.kind),
        score=row.score,
        repeats=tuple(
            RepeatedFault(one.pk, one.item_code, one.base_deduction, one.multiplier_percent, one.deduction)
            for one in repeats
        ),
    )


def _complaint(row: Any, cut_off: datetime) -> ComplaintEvidence:
    return ComplaintEvidence(
        id=row.pk,
        number=row.number,
        on=row.received_at.astimezone(ZONE).date(),
        severity=Severity(row.severity),
        responsibility=Responsibility(row.responsibility),
        is_late=(row.first_answered_at or cut_off) >= row.answer_due_at,
    )
