"""The vendor ledger as an office keeps it (供应商台账)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.importing import ImportContext, ImportSpec, Row
from records.rules.cell_values import Mark
from records.rules.sheets import Kind, SheetField
from records.rules.text import compact
from vendors import queries
from vendors.actions.vendor import register_vendor
from vendors.models import ServiceLine, Vendor

FIELDS = (
    SheetField(
        "legal_name",
        gettext_lazy("Legal name"),
        ("单位名称", "供应商名称", "外包方名称", "公司名称", "企业名称", "外包单位"),
        Kind.TEXT,
        is_required=True,
        max_length=120,
    ),
    SheetField(
        "credit_code",
        gettext_lazy("Unified social credit code"),
        ("统一社会信用代码", "信用代码", "社会信用代码", "税号"),
        Kind.CREDIT_CODE,
        is_required=True,
    ),
    SheetField(
        "legal_representative",
        gettext_lazy("Legal representative"),
        ("法定代表人", "法人代表", "法人"),
        Kind.TEXT,
        max_length=80,
    ),
    SheetField(
        "contact_name",
        gettext_lazy("Contact person"),
        ("联系人", "联系人姓名", "负责人"),
        Kind.TEXT,
        is_required=True,
        max_length=80,
    ),
    SheetField(
        "contact_phone",
        gettext_lazy("Contact phone"),
        ("联系电话", "电话", "手机", "联系方式"),
        Kind.IDENTIFIER,
        is_required=True,
        max_length=40,
    ),
    SheetField(
        "address", gettext_lazy("Address"), ("注册地址", "地址", "公司地址", "联系地址"), Kind.TEXT, is_required=True
    ),
    SheetField(
        "lines",
        gettext_lazy("Service lines"),
        ("服务类别", "服务内容", "服务项目", "类别", "专业"),
        Kind.LIST,
        is_required=True,
    ),
    SheetField(
        "licence_valid_until",
        gettext_lazy("Business licence valid until"),
        ("营业执照有效期至", "执照有效期", "营业期限", "有效期至"),
        Kind.EXPIRY,
    ),
    SheetField("notes", gettext_lazy("Notes"), ("备注", "说明"), Kind.LONG_TEXT, max_length=2000),
)

SAMPLE = (
    (
        "示例保洁服务有限公司",
        "91330106MACJLF33TP",
        "张三",
        "李四",
        "0571-88880000",
        "杭州市西湖区示例路1号",
        "保洁",
        "长期",
        "",
    ),
)


def apply(context: ImportContext, rows: list[Row]) -> None:
    """Register the vendors that are new by credit code; known ones are left as they are and said so."""
    index = queries.line_index()
    known = _by_code()
    for row in rows:
        if not row.is_readable:
            continue
        lines = _lines(context, row, index)
        code = row.get("credit_code")
        if lines is None or code is None:
            continue
        if code in known:
            context.count("vendors_known")
            context.notice(_("Vendor %(name)s is in the register already; its entry is kept.") % {"name": known[code]})
            continue
        expiry = row.get("licence_valid_until")
        with context.attempt(row):
            known[code] = register_vendor(
                legal_name=row.get("legal_name", ""),
                credit_code=code,
                address=row.get("address", ""),
                contact_name=row.get("contact_name", ""),
                contact_phone=row.get("contact_phone", ""),
                legal_representative=row.get("legal_representative", ""),
                licence_is_permanent=expiry is Mark.OPEN_ENDED,
                licence_valid_until=None if expiry is Mark.OPEN_ENDED else expiry,
                notes=row.get("notes", ""),
                lines=lines,
                by=context.by,
                at=context.at,
            )
            context.count("vendors")


def _by_code() -> dict[str, Vendor]:
    return {vendor.credit_code: vendor for vendor in Vendor.objects.exclude(credit_code="")}


def _lines(context: ImportContext, row: Row, index: dict[str, ServiceLine]) -> list[ServiceLine] | None:
    found = []
    for word in row.get("lines", ()):
        line = index.get(compact(word).lower())
        if line is None:
            context.problem(row, "lines", unknown_line(word))
            return None
        found.append(line)
    return found


def unknown_line(word: str) -> str:
    """Return what to say about a service line nobody knows."""
    return _("“%(word)s” is not a service line here. Use a known name, or add it as another name of a line.") % {
        "word": word
    }


SPEC = ImportSpec(
    code="vendors",
    title=gettext_lazy("Vendor ledger"),
    order=10,
    fields=FIELDS,
    apply=apply,
    sample=SAMPLE,
)
