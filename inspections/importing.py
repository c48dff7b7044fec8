"""Inspection sheets as an office keeps them: one row per item, the same heading facts on every row (检查扣分表)."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contracts.importing import put_in_force
from contracts.models import Contract, ContractLine
from inspections import queries
from inspections.actions import checklist as checklists
from inspections.actions.filed import Filing, file_many
from inspections.actions.judging import publish_many
from inspections.actions.reviewed import review_many
from inspections.actions.template import add_template
from inspections.choices import InspectionType, Outcome, Section, SpecialTheme
from inspections.models import ChecklistTemplate, ChecklistVersion, Inspection
from inspections.rules.answers import ItemInput
from records.importing import ImportContext, ImportSpec, Row
from records.rules.cell_values import Mark
from records.rules.sheets import Kind, SheetField
from records.rules.text import compact
from tenancy.rules.actor import system_actor
from vendors.models import ServiceLine

NAMESPACE = UUID("6f0c9d7e-2f5b-4a53-9f0e-3f6f6c1f8a11")
KINDS = {
    InspectionType.DAILY.value: ("日常监督", "日常检查", "日检"),
    InspectionType.SELF_CHECK.value: ("项目自检", "自检", "自查"),
    InspectionType.CROSS_CHECK.value: ("交叉检查", "互检"),
    InspectionType.COMPANY.value: ("公司月检", "月检", "公司检查"),
    InspectionType.REGION.value: ("区域检查", "区域例行检查"),
    InspectionType.HQ_SPECIAL.value: ("专项检查", "总部专项检查", "飞行检查"),
    InspectionType.RECHECK.value: ("复查", "复检"),
    InspectionType.THIRD_PARTY.value: ("第三方评估", "第三方检查"),
}
THEMES = {"ELV": SpecialTheme.LIFT_SAFETY, "FIR": SpecialTheme.FIRE, "REP": SpecialTheme.SPECIAL_REPAIR}
FIELDS = (
    SheetField(
        "inspected_on", gettext_lazy("Inspected on"), ("检查日期", "检查时间", "日期"), Kind.DATE, is_required=True
    ),
    SheetField("project", gettext_lazy("Project"), ("项目", "项目名称", "物业项目"), Kind.TEXT, max_length=120),
    SheetField("contract", gettext_lazy("Contract number"), ("合同编号", "合同号"), Kind.IDENTIFIER, is_required=True),
    SheetField(
        "vendor", gettext_lazy("Vendor"), ("被检查单位", "受检单位", "服务单位", "外包方"), Kind.TEXT, max_length=120
    ),
    SheetField(
        "kind",
        gettext_lazy("Kind of inspection"),
        ("检查类型", "检查类别", "类型"),
        Kind.CHOICE,
        is_required=True,
        choices=KINDS,
    ),
    SheetField(
        "inspector",
        gettext_lazy("Inspector"),
        ("检查人", "检查员", "检查人员"),
        Kind.TEXT,
        is_required=True,
        max_length=80,
    ),
    SheetField(
        "item", gettext_lazy("Item"), ("检查项目", "检查内容", "检查标准", "检查项"), Kind.TEXT, is_required=True
    ),
    SheetField("max_points", gettext_lazy("Points"), ("标准分", "满分", "分值"), Kind.POINTS, is_required=True),
    SheetField("deduction", gettext_lazy("Deduction"), ("扣分", "扣分值", "扣减分"), Kind.POINTS, is_required=True),
    SheetField(
        "note",
        gettext_lazy("Problem found"),
        ("问题描述", "扣分原因", "存在问题", "说明"),
        Kind.LONG_TEXT,
        max_length=500,
    ),
    SheetField("due_on", gettext_lazy("Rectify by"), ("整改期限", "整改时限", "完成期限"), Kind.DATE),
)
SAMPLE = (
    (
        "2026-10-12",
        "示例小区",
        "HT-2026-001",
        "示例保洁服务有限公司",
        "公司月检",
        "王五",
        "大堂地面无污渍",
        "15",
        "3",
        "有水渍",
        "2026-10-19",
    ),
)


@dataclass(frozen=True)
class Sheet:
    """One inspection of the table: its heading facts and its rows."""

    contract: Contract
    line: ServiceLine
    kind: InspectionType
    inspected_on: date
    inspector: str
    rows: tuple[Row, ...]

    @property
    def items(self) -> tuple[tuple[str, int], ...]:
        """The items asked, in order: (text, points in hundredths)."""
        return tuple((row.get("item"), row.get("max_points")) for row in self.rows)


def apply(context: ImportContext, rows: list[Row]) -> None:
    """File, review and publish the inspections of the table.

    Where a contract entered by this file was inspected by other items than its line's checklist, those items become
    the line's next checklist version first, so that the contract pins what it is really inspected by (CON-04).
    """
    found = _grouped(context, [row for row in rows if row.is_readable])
    if context.problems:
        return
    versions = _versions(context, found)
    put_in_force(context, sorted({sheet.contract.number for sheet in found}))
    if context.problems:
        return
    in_force = context.made.get("contracts", {})
    found = [replace(sheet, contract=in_force.get(sheet.contract.number, sheet.contract)) for sheet in found]
    filings = [one for one in (_filing(context, sheet, versions) for sheet in found) if one is not None]
    filings = _new_ones(context, filings)
    if context.problems or not filings:
        return
    with context.attempt(rows[0]):
        # Nobody publishes what he filed himself; the table was reviewed on paper before it came in (ADR 5).
        office = system_actor(context.by.tenant_id)
        made = file_many(filings=filings, by=context.by)
        review_many(inspection_ids=[one.id for one in made], by=office, at=context.at)
        publish_many(inspection_ids=[one.id for one in made], by=office, at=context.at)
        context.count("inspections", len(made))
        context.count("findings", sum(1 for one in filings for item in one.results if item.outcome == Outcome.DEDUCT))


def _new_ones(context: ImportContext, filings: list[Filing]) -> list[Filing]:
    """Leave out the inspections that came in with an earlier table."""
    known = set(
        Inspection.objects.filter(client_id__in=[one.client_id for one in filings]).values_list("client_id", flat=True)
    )
    if known:
        context.count("inspections_known", len(known))
        context.notice(_("Inspections that were imported before are kept as they are."))
    return [one for one in filings if one.client_id not in known]


def _grouped(context: ImportContext, rows: list[Row]) -> list[Sheet]:
    contracts = {one.number: one for one in Contract.objects.select_related("vendor", "project")}
    contracts |= context.made.get("contracts", {})
    lines = {one.contract_id: one.line for one in ContractLine.objects.select_related("line").order_by("-id")}
    groups: dict[tuple[str, str, date, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.get("contract") not in contracts:
            context.problem(
                row, "contract", _("There is no contract “%(number)s” in the ledger.") % {"number": row.get("contract")}
            )
            continue
        _check_row(context, row, contracts[row.get("contract")])
        groups[(row.get("contract"), row.get("kind"), row.get("inspected_on"), row.get("inspector"))].append(row)
    return [
        Sheet(contracts[number], lines[contracts[number].id], InspectionType(kind), on, inspector, tuple(own))
        for (number, kind, on, inspector), own in groups.items()
    ]


def _check_row(context: ImportContext, row: Row, contract: Contract) -> None:
    vendor, project = row.get("vendor"), row.get("project")
    if vendor and compact(vendor) != compact(contract.vendor.legal_name):
        context.problem(
            row,
            "vendor",
            _("Contract %(number)s is with %(vendor)s.")
            % {"number": contract.number, "vendor": contract.vendor.legal_name},
        )
    if project and compact(project) != compact(contract.project.name):
        context.problem(
            row,
            "project",
            _("Contract %(number)s is at %(project)s.") % {"number": contract.number, "project": contract.project.name},
        )
    if row.get("max_points") is Mark.NOT_APPLICABLE or not row.get("max_points"):
        context.problem(row, "max_points", _("Enter the points of the item, above 0."))
    deduction = row.values.get("deduction")
    if isinstance(deduction, int) and isinstance(row.get("max_points"), int) and deduction > row.get("max_points"):
        context.problem(row, "deduction", _("The deduction is larger than the item's points. Deduct at most those."))
    if row.get("inspected_on") and row.get("inspected_on") > context.today:
        context.problem(row, "inspected_on", _("The inspection lies in the future. Correct the date."))


def _versions(context: ImportContext, found: list[Sheet]) -> dict[int, ChecklistVersion]:
    """Return the checklist version of each line whose contracts of this file need one of their own."""
    drafted = context.made.get("contracts", {})
    wanted: dict[int, dict[str, int]] = defaultdict(dict)
    lines: dict[int, ServiceLine] = {}
    for sheet in found:
        if sheet.contract.number not in drafted:
            continue
        lines[sheet.line.id] = sheet.line
        for row in sheet.rows:
            before = wanted[sheet.line.id].setdefault(row.get("item"), row.get("max_points"))
            if before != row.get("max_points"):
                context.problem(row, "max_points", _("The same item has other points elsewhere in this file."))
    made = {}
    for line_id, items in wanted.items():
        newest = queries.latest_approved(line_id)
        if newest is not None and _fits(newest, items):
            continue
        made[line_id] = _adopt(context, lines[line_id], items)
    return made


def _fits(version: ChecklistVersion, items: dict[str, int]) -> bool:
    known = {compact(item.names.get("zh-hans", "")): item.max_points for item in queries.items_of(version.id)}
    return all(known.get(compact(text)) == points for text, points in items.items()) and len(known) == len(items)


def _adopt(context: ImportContext, line: ServiceLine, items: dict[str, int]) -> ChecklistVersion:
    template = ChecklistTemplate.objects.filter(line=line).first() or add_template(
        line=line, by=context.by, at=context.at
    )
    version = checklists.new_version(template_id=template.id, by=context.by, at=context.at)
    drafts = [
        checklists.ItemDraft(f"{line.code}-{number:02}", Section.SERVICE.value, {"zh-hans": text}, points)
        for number, (text, points) in enumerate(items.items(), 1)
    ]
    reason = _("As used in the imported table %(file)s") % {"file": context.options.get("file", "")}
    checklists.change_items(version_id=version.id, items=drafts, reason=reason, by=context.by, at=context.at)
    checklists.submit_version(version_id=version.id, by=context.by, at=context.at)
    approved = checklists.approve_version(version_id=version.id, by=system_actor(context.by.tenant_id), at=context.at)
    context.count("checklists")
    context.notice(
        _("“%(line)s”: the table's %(count)d items become checklist version %(number)d, pinned to the new contracts.")
        % {"line": str(line), "count": len(items), "number": approved.number}
    )
    return approved


def _filing(context: ImportContext, sheet: Sheet, versions: dict[int, ChecklistVersion]) -> Filing | None:
    version = versions.get(sheet.line.id) or queries.checklist_for(sheet.contract.id, sheet.line.id)
    if version is None:
        context.problem(sheet.rows[0], "contract", _("No supervision rules are pinned to this contract."))
        return None
    codes = {compact(item.names.get("zh-hans", "")): item for item in queries.items_of(version.id)}
    answers: dict[str, ItemInput] = {item.code: ItemInput(item.code, Outcome.NA) for item in codes.values()}
    for row in sheet.rows:
        item = codes.get(compact(row.get("item")))
        if item is None:
            context.problem(row, "item", _("This item is not in the supervision rules pinned to the contract."))
            return None
        answers[item.code] = _answer(item.code, row)
    theme = THEMES.get(sheet.line.code, SpecialTheme.ENVIRONMENT) if sheet.kind is InspectionType.HQ_SPECIAL else ""
    return Filing(
        contract=sheet.contract,
        line=sheet.line,
        checklist=version,
        kind=sheet.kind,
        inspected_on=sheet.inspected_on,
        inspector_name=sheet.inspector,
        results=list(answers.values()),
        at=context.at,
        client_id=uuid5(
            NAMESPACE,
            f"{sheet.contract.tenant_id}:{sheet.contract.number}:{sheet.kind}:{sheet.inspected_on}:{sheet.inspector}",
        ),
        theme=theme,
    )


def _answer(code: str, row: Row) -> ItemInput:
    deduction = row.values.get("deduction")
    note = str(row.get("note", ""))
    if deduction is Mark.NOT_APPLICABLE:
        return ItemInput(code, Outcome.NA, note=note)
    if not deduction:
        return ItemInput(code, Outcome.OK)
    return ItemInput(code, Outcome.DEDUCT, deduction, note or _("see the imported table"))


SPEC = ImportSpec(
    code="inspections",
    title=gettext_lazy("Inspection sheet"),
    order=30,
    fields=FIELDS,
    apply=apply,
    sample=SAMPLE,
)
