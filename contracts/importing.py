"""The contract ledger as an office keeps it (外包服务合同台账)."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.actions import contract as verbs
from contracts.choices import ContractStatus
from contracts.models import Contract
from records.importing import ImportContext, ImportSpec, Row
from records.rules.sheets import Kind, SheetField
from records.rules.text import compact
from tenancy.actions.organisation import add_unit
from tenancy.choices import UnitKind
from tenancy.models import OrgUnit
from vendors import queries as vendor_queries
from vendors.importing import unknown_line
from vendors.models import Vendor

RUNNING, ENDED = "running", "ended"
FIELDS = (
    SheetField(
        "number", gettext_lazy("Contract number"), ("合同编号", "合同号", "编号"), Kind.IDENTIFIER, is_required=True
    ),
    SheetField(
        "project",
        gettext_lazy("Project"),
        ("项目名称", "项目", "物业项目", "小区"),
        Kind.TEXT,
        is_required=True,
        max_length=120,
    ),
    SheetField(
        "vendor",
        gettext_lazy("Vendor"),
        ("服务单位", "单位名称", "供应商", "外包方", "乙方", "承包单位"),
        Kind.TEXT,
        is_required=True,
        max_length=120,
    ),
    SheetField(
        "lines",
        gettext_lazy("Service lines"),
        ("服务内容", "服务类别", "服务项目", "类别"),
        Kind.LIST,
        is_required=True,
    ),
    SheetField(
        "starts_on",
        gettext_lazy("First day"),
        ("开始日期", "起始日期", "合同开始", "开始时间", "生效日期"),
        Kind.DATE,
        is_required=True,
    ),
    SheetField(
        "ends_on",
        gettext_lazy("Last day"),
        ("结束日期", "终止日期", "到期日期", "合同到期", "截止日期"),
        Kind.DATE,
        is_required=True,
    ),
    SheetField(
        "monthly_fee", gettext_lazy("Monthly fee"), ("月服务费", "月费用", "月度服务费", "每月金额", "月费"), Kind.MONEY
    ),
    SheetField(
        "agreed_headcount",
        gettext_lazy("Agreed headcount"),
        ("约定岗位人数", "岗位人数", "人数", "编制人数"),
        Kind.COUNT,
    ),
    SheetField(
        "status",
        gettext_lazy("Status"),
        ("合同状态", "状态", "履约状态"),
        Kind.CHOICE,
        choices={
            RUNNING: ("履行中", "执行中", "生效", "有效", "在履行", "active"),
            ENDED: ("已终止", "终止", "已到期", "到期", "已结束", "ended"),
        },
    ),
)
SAMPLE = (
    ("HT-2026-001", "示例小区", "示例保洁服务有限公司", "保洁", "2026-01-01", "2026-12-31", "39000", "13", "履行中"),
)


def apply(context: ImportContext, rows: list[Row]) -> None:
    """Draft the contracts that are new by number, with their projects; ``finish`` puts them in force."""
    index = vendor_queries.line_index()
    vendors = vendors_by_name()
    projects = {compact(unit.name): unit for unit in OrgUnit.objects.filter(kind=UnitKind.PROJECT)}
    known = {contract.number: contract for contract in Contract.objects.all()}
    drafts = context.made.setdefault("contracts", {})
    for row in rows:
        if not row.is_readable:
            continue
        if row.get("number") in known:
            context.notice(
                _("Contract %(number)s is in the ledger already; its entry is kept.") % {"number": row.get("number")}
            )
            continue
        if row.get("status") == ENDED:
            context.notice(_("Contract %(number)s has ended and is left out.") % {"number": row.get("number")})
            continue
        lines = [index.get(compact(word).lower()) for word in row.get("lines", ())]
        if None in lines:
            context.problem(row, "lines", unknown_line("、".join(row.get("lines"))))
            continue
        vendor = vendors.get(compact(row.get("vendor", "")))
        if vendor is None:
            context.problem(row, "vendor", unknown_vendor(row.get("vendor", "")))
            continue
        project = _project(context, row, projects)
        if project is None:
            continue
        with context.attempt(row):
            contract = verbs.draft_contract(
                number=row.get("number"),
                title=f"{project.name}{'、'.join(str(line) for line in lines)}",
                vendor=vendor,
                project=project,
                lines=[line for line in lines if line is not None],
                starts_on=row.get("starts_on"),
                ends_on=row.get("ends_on"),
                monthly_fee=row.get("monthly_fee"),
                agreed_headcount=row.get("agreed_headcount"),
                by=context.by,
                at=context.at,
            )
            known[contract.number] = drafts[contract.number] = contract
            context.made.setdefault("contract_rows", {})[contract.number] = row
            context.count("contracts")


def vendors_by_name() -> dict[str, Vendor]:
    """Return the active vendors by name without blanks, as tables name them."""
    return {compact(vendor.legal_name): vendor for vendor in Vendor.objects.filter(is_active=True)}


def unknown_vendor(name: str) -> str:
    """Return what to say about a vendor nobody registered."""
    return _("There is no vendor “%(name)s” in the register. Register it first, or correct the name.") % {"name": name}


def _project(context: ImportContext, row: Row, projects: dict[str, OrgUnit]) -> OrgUnit | None:
    name = compact(row.get("project", ""))
    if name in projects:
        return projects[name]
    if not context.options.get("create_projects"):
        context.problem(
            row,
            "project",
            _("There is no project “%(name)s”. Add it to the organisation, or let the import add it.")
            % {"name": row.get("project")},
        )
        return None
    with context.attempt(row):
        top = OrgUnit.objects.get(parent=None)
        projects[name] = add_unit(
            parent=top, kind=UnitKind.PROJECT, name=row.get("project"), by=context.by, at=context.at
        )
        context.count("projects")
        context.notice(_("Project “%(name)s” is added to the organisation.") % {"name": row.get("project")})
    return projects.get(name)


def put_in_force(context: ImportContext, numbers: Iterable[str]) -> None:
    """Activate drafts of this import, pinning the newest supervision rules of their lines (CON-04)."""
    drafts, rows = context.made.get("contracts", {}), context.made.get("contract_rows", {})
    for number in numbers:
        contract = drafts.get(number)
        if contract is None or contract.status != ContractStatus.DRAFTING:
            continue
        with context.attempt(rows[number]):
            drafts[number] = verbs.activate(
                contract_id=contract.id, by=context.by, at=context.at, is_kept_on_paper=True
            )


def finish(context: ImportContext) -> None:
    """Put the contracts in force that no other table needed before."""
    put_in_force(context, list(context.made.get("contracts", {})))


SPEC = ImportSpec(
    code="contracts",
    title=gettext_lazy("Contract ledger"),
    order=20,
    fields=FIELDS,
    apply=apply,
    finish=finish,
    sample=SAMPLE,
)
