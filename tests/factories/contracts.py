"""Contracts through their verbs."""

from datetime import date
from decimal import Decimal
from typing import Any

from contracts.actions.contract import activate, draft_contract
from contracts.actions.rules import publish_rules
from contracts.models import Contract, RuleSetVersion
from tenancy.actions.organisation import add_unit, name_outsourcing_department
from tenancy.models import OrgUnit
from tenancy.queries import outsourcing_department
from tests.factories.qualification import a_report
from tests.factories.tenancy import AT
from tests.factories.vendors import a_line, a_vendor, system
from vendors.models import ServiceLine, Vendor
from vendors.queries.review import service_report_complete

ITEMS = [
    {
        "code": "P-01",
        "section": "personnel",
        "names": {"zh-hans": "在岗人数符合合同，缺员按人日扣分", "en": "Headcount meets contract"},
        "max_points": 500,
        "is_veto": False,
        "photo_required": False,
        "source": "S0-12 1.1",
    },
    {
        "code": "CLN-1",
        "section": "line",
        "names": {"zh-hans": "公共区域地面墙面楼道洁净无杂物", "en": "Public floors clean"},
        "max_points": 2000,
        "is_veto": False,
        "photo_required": True,
        "source": "S1-01",
    },
]


def some_rules(line: ServiceLine | None = None, **facts: Any) -> RuleSetVersion:
    """Publish supervision rules of a line."""
    line = line or a_line()
    title = {"zh-hans": f"{line}监管细则", "en": f"Supervision rules {line.code}"}
    values: dict[str, Any] = {"line": line, "title": title, "items": ITEMS, "by": system(), "at": AT}
    return publish_rules(**(values | facts))


def a_draft(
    *, project: OrgUnit, vendor: Vendor | None = None, lines: list[ServiceLine] | None = None, **facts: Any
) -> Contract:
    """Enter a contract as a draft."""
    lines = lines or [a_line()]
    vendor = vendor or a_vendor(lines=lines)
    if not service_report_complete(vendor.id):
        a_report(vendor)
    values: dict[str, Any] = {
        "title": "保洁服务合同",
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 12, 31),
        "monthly_fee": Decimal("57000.00"),
        "agreed_headcount": 12,
        "by": system(),
        "at": AT,
    } | facts
    return draft_contract(**values, vendor=vendor, project=project, lines=lines)


def a_department() -> OrgUnit:
    """Name the outsourcing management department of the active tenant (TEN-04)."""
    department = outsourcing_department()
    if department is not None:
        return department
    unit = OrgUnit.objects.filter(kind="department").first()
    if unit is None:
        unit = add_unit(parent=OrgUnit.objects.get(parent=None), kind="department", name="外包管理部", by=None, at=AT)
    return name_outsourcing_department(unit_id=unit.id, by=None, at=AT)


def a_contract(
    *, project: OrgUnit, vendor: Vendor | None = None, lines: list[ServiceLine] | None = None, **facts: Any
) -> Contract:
    """Enter a contract and put it in force, with rules published for every line and the department named."""
    a_department()
    for line in lines or [a_line()]:
        some_rules(line)
    draft = a_draft(project=project, vendor=vendor, lines=lines, **facts)
    return activate(contract_id=draft.id, by=system(), at=facts.get("at", AT))
