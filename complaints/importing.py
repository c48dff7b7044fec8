"""The complaint register as a front desk keeps it (客户投诉登记表)."""

from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from complaints.actions import complaint as verbs
from complaints.actions.judgement import judge
from complaints.choices import Channel, Responsibility, Satisfaction, Severity
from complaints.models import Complaint
from contracts.importing import unknown_vendor, vendors_by_name
from records.importing import ImportContext, ImportSpec, Row
from records.rules.cell_dates import Moment
from records.rules.sheets import Kind, SheetField
from records.rules.text import compact
from tenancy.choices import UnitKind
from tenancy.models import OrgUnit
from tenancy.queries import active_zone
from vendors.models import Vendor

CHANNELS = {
    Channel.FRONT_DESK.value: ("前台", "前台登记"),
    Channel.PHONE.value: ("电话", "来电"),
    Channel.HOTLINE.value: ("热线", "客服热线", "400热线"),
    Channel.VISIT.value: ("来访", "上门"),
    Channel.LETTER.value: ("信件", "书信", "来信"),
    Channel.APP.value: ("APP", "手机应用", "线上"),
    Channel.WECHAT.value: ("微信", "微信群", "公众号", "小程序"),
    Channel.WEB.value: ("网络", "网站"),
    Channel.OWNERS_COMMITTEE.value: ("业委会", "业主委员会"),
    Channel.VENDOR_STAFF.value: ("外包人员", "外包方"),
}
SEVERITIES = {
    Severity.MINOR.value: ("轻微",),
    Severity.ORDINARY.value: ("一般", "普通"),
    Severity.SERIOUS.value: ("严重", "重大"),
}
RESPONSIBILITIES = {
    Responsibility.VENDOR.value: ("外包方责任", "外包责任", "外包方", "供应商责任"),
    Responsibility.TENANT.value: ("物业责任", "我方责任", "物业", "物业公司责任"),
    Responsibility.THIRD_PARTY.value: ("第三方", "第三方责任"),
    Responsibility.UNFOUNDED.value: ("不成立", "无效投诉", "不属实"),
    Responsibility.PENDING.value: ("待定", "待认定", "未认定"),
}
SATISFACTIONS = {
    Satisfaction.SATISFIED.value: ("满意", "非常满意"),
    Satisfaction.FAIRLY_SATISFIED.value: ("基本满意", "较满意"),
    Satisfaction.DISSATISFIED.value: ("不满意",),
}
IN_PROGRESS = frozenset({"处理中", "跟进中", "未处理", "待处理"})
FIELDS = (
    SheetField(
        "number",
        gettext_lazy("Register number"),
        ("登记编号", "投诉编号", "编号", "工单号"),
        Kind.IDENTIFIER,
        is_required=True,
    ),
    SheetField(
        "received_at",
        gettext_lazy("Received at"),
        ("投诉时间", "受理时间", "登记时间", "投诉日期"),
        Kind.MOMENT,
        is_required=True,
    ),
    SheetField(
        "channel",
        gettext_lazy("Channel"),
        ("来源", "投诉渠道", "渠道", "来源渠道"),
        Kind.CHOICE,
        is_required=True,
        choices=CHANNELS,
    ),
    SheetField(
        "project", gettext_lazy("Project"), ("项目", "项目名称", "小区"), Kind.TEXT, is_required=True, max_length=120
    ),
    SheetField("address", gettext_lazy("Building and room"), ("楼栋房号", "房号", "地址", "位置"), Kind.TEXT),
    SheetField(
        "customer_name", gettext_lazy("Customer"), ("投诉人", "客户姓名", "业主姓名", "姓名"), Kind.TEXT, max_length=80
    ),
    SheetField("phone", gettext_lazy("Phone"), ("联系电话", "电话", "手机"), Kind.IDENTIFIER, max_length=40),
    SheetField(
        "content",
        gettext_lazy("Content"),
        ("投诉内容", "内容", "投诉事项"),
        Kind.LONG_TEXT,
        is_required=True,
        max_length=2000,
    ),
    SheetField(
        "vendor",
        gettext_lazy("Vendor concerned"),
        ("涉及单位", "被投诉单位", "外包方", "服务单位"),
        Kind.TEXT,
        max_length=120,
    ),
    SheetField("severity", gettext_lazy("Severity"), ("严重程度", "级别", "等级"), Kind.CHOICE, choices=SEVERITIES),
    SheetField(
        "answered_at",
        gettext_lazy("First answered at"),
        ("首次答复时间", "答复时间", "回复时间", "首次回复"),
        Kind.MOMENT,
    ),
    SheetField(
        "answer",
        pgettext_lazy("complaint", "Result"),
        ("处理结果", "处理情况", "答复内容"),
        Kind.LONG_TEXT,
        max_length=2000,
    ),
    SheetField(
        "responsibility",
        gettext_lazy("Responsibility"),
        ("责任认定", "责任方", "责任归属"),
        Kind.CHOICE,
        choices=RESPONSIBILITIES,
    ),
    SheetField(
        "satisfaction",
        gettext_lazy("Customer satisfied"),
        ("客户是否满意", "满意度", "是否满意"),
        Kind.CHOICE,
        choices=SATISFACTIONS,
    ),
)
SAMPLE = (
    (
        "TS202610001",
        "2026-10-22 16:41",
        "电话",
        "示例小区",
        "4幢1176",
        "赵女士",
        "13800000000",
        "楼道垃圾未清理",
        "示例保洁服务有限公司",
        "一般",
        "2026-10-23",
        "已整改",
        "外包方责任",
        "满意",
    ),
)


def apply(context: ImportContext, rows: list[Row]) -> None:
    """Enter the complaints that are new by number: register, answer, judge, close as the table says."""
    projects = {compact(unit.name): unit for unit in OrgUnit.objects.filter(kind=UnitKind.PROJECT)}
    vendors = vendors_by_name()
    known = set(Complaint.objects.values_list("number", flat=True))
    for row in rows:
        if not row.is_readable:
            continue
        if row.get("number") in known:
            context.notice(
                _("Complaint %(number)s is in the register already; its entry is kept.") % {"number": row.get("number")}
            )
            continue
        project = projects.get(compact(row.get("project", "")))
        if project is None:
            context.problem(row, "project", _("There is no project “%(name)s”.") % {"name": row.get("project")})
            continue
        vendor = vendors.get(compact(row.get("vendor", ""))) if row.get("vendor") else None
        if row.get("vendor") and vendor is None:
            context.problem(row, "vendor", unknown_vendor(row.get("vendor")))
            continue
        with context.attempt(row, {"contract": "vendor", "reason": "responsibility"}):
            _enter(context, row, project, vendor)
            known.add(row.get("number"))
            context.count("complaints")


def _moment(value: Any) -> datetime | None:
    """Return the moment of a cell; a day without a time counts as noon."""
    if not isinstance(value, Moment):
        return None
    return datetime.combine(value.day, value.at or time(12), tzinfo=active_zone())


def _enter(context: ImportContext, row: Row, project: OrgUnit, vendor: Vendor | None) -> None:
    received_at = _moment(row.get("received_at")) or context.at
    complaint = verbs.register_complaint(
        number=row.get("number"),
        channel=row.get("channel"),
        received_at=received_at,
        project=project,
        vendor=vendor,
        content=row.get("content"),
        severity=row.get("severity", Severity.ORDINARY.value),
        customer_name=row.get("customer_name", ""),
        phone=row.get("phone", ""),
        address=row.get("address", ""),
        by=context.by,
        at=context.at,
    )
    answered_at = _moment(row.get("answered_at"))
    satisfaction, result = row.get("satisfaction", ""), row.get("answer", "")
    if answered_at is not None:
        verbs.answer(
            complaint_id=complaint.id,
            answer=result or _("answered, see the imported table"),
            answered_at=max(answered_at, received_at),
            by=context.by,
            at=context.at,
        )
    responsibility = row.get("responsibility", Responsibility.PENDING.value)
    if responsibility != Responsibility.PENDING:
        judge(
            complaint_id=complaint.id,
            responsibility=responsibility,
            reason=_("As entered in the imported register %(file)s") % {"file": context.options.get("file", "")},
            by=context.by,
            at=context.at,
        )
    if satisfaction == Satisfaction.SATISFIED and result not in IN_PROGRESS and answered_at is not None:
        verbs.close(complaint_id=complaint.id, satisfaction=satisfaction, by=context.by, at=context.at)
    elif satisfaction:
        context.notice(_("Complaints whose customer is not yet satisfied, or that are still handled, stay open."))


SPEC = ImportSpec(
    code="complaints",
    title=gettext_lazy("Complaint register"),
    order=40,
    fields=FIELDS,
    apply=apply,
    sample=SAMPLE,
)
