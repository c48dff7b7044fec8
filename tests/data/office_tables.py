"""What the office's tables may contain, declared the way rooms declare it; only for tests of the reader."""

from records.rules.sheets import Kind, SheetField

LINES = {
    "CLN": ("保洁", "清洁"),
    "SEC": ("秩序维护", "安保", "保安"),
    "GRN": ("绿化", "绿化养护"),
    "REP": ("维修", "工程维修"),
    "ELV": ("电梯维保", "电梯"),
    "PST": ("消杀", "除四害"),
}
INSPECTION_TYPES = {"self_check": ("项目自检", "自检"), "company": ("公司月检",), "hq_special": ("专项检查",)}
SEVERITIES = {"minor": ("轻微",), "ordinary": ("一般",), "serious": ("严重",)}
RESPONSIBILITIES = {
    "vendor": ("外包方责任",),
    "tenant": ("物业责任",),
    "third_party": ("第三方",),
    "unfounded": ("不成立",),
}
SATISFACTIONS = {"satisfied": ("满意",), "fairly_satisfied": ("基本满意",), "dissatisfied": ("不满意",)}

VENDORS = (
    SheetField("legal_name", "单位名称", ("供应商名称", "公司名称"), is_required=True),
    SheetField("credit_code", "统一社会信用代码", ("信用代码",), Kind.CREDIT_CODE, is_required=True),
    SheetField("legal_representative", "法定代表人", ("法人",)),
    SheetField("contact_name", "联系人"),
    SheetField("contact_phone", "联系电话", ("电话", "手机"), Kind.IDENTIFIER),
    SheetField("address", "注册地址", ("地址",)),
    SheetField("lines", "服务类别", (), Kind.LIST),
    SheetField("licence_valid_until", "营业执照有效期至", ("营业执照有效期",), Kind.EXPIRY),
    SheetField("notes", "备注", (), Kind.LONG_TEXT),
)
CONTRACTS = (
    SheetField("number", "合同编号", ("合同号",), Kind.IDENTIFIER, is_required=True),
    SheetField("project", "项目名称", ("项目",), is_required=True),
    SheetField("vendor", "服务单位", ("乙方",), is_required=True),
    SheetField("line", "服务内容", (), Kind.CHOICE, is_required=True, choices=LINES),
    SheetField("starts_on", "开始日期", ("合同期限开始",), Kind.DATE, is_required=True),
    SheetField("ends_on", "结束日期", ("合同期限结束",), Kind.DATE, is_required=True),
    SheetField("monthly_fee", "月服务费", (), Kind.MONEY),
    SheetField("headcount", "约定岗位人数", ("人数",), Kind.COUNT),
    SheetField("status", "合同状态", ("状态",)),
)
INSPECTIONS = (
    SheetField("inspected_on", "检查日期", (), Kind.DATE, is_required=True),
    SheetField("project", "项目", ("项目名称",), is_required=True),
    SheetField("contract", "合同编号", (), Kind.IDENTIFIER, is_required=True),
    SheetField("vendor", "被检查单位"),
    SheetField("kind", "检查类型", (), Kind.CHOICE, is_required=True, choices=INSPECTION_TYPES),
    SheetField("inspector", "检查人"),
    SheetField("item", "检查项目", (), is_required=True),
    SheetField("maximum", "标准分", ("满分",), Kind.POINTS, is_required=True),
    SheetField("deduction", "扣分", (), Kind.POINTS, is_required=True),
    SheetField("note", "问题描述", (), Kind.LONG_TEXT),
    SheetField("rectify_by", "整改期限", (), Kind.DATE),
)
COMPLAINTS = (
    SheetField("number", "登记编号", (), Kind.IDENTIFIER, is_required=True),
    SheetField("received_at", "投诉时间", (), Kind.MOMENT, is_required=True),
    SheetField("channel", "来源"),
    SheetField("project", "项目", (), is_required=True),
    SheetField("room", "楼栋房号"),
    SheetField("customer", "投诉人"),
    SheetField("phone", "联系电话", (), Kind.IDENTIFIER),
    SheetField("content", "投诉内容", (), Kind.LONG_TEXT, is_required=True),
    SheetField("vendor", "涉及单位"),
    SheetField("severity", "严重程度", (), Kind.CHOICE, is_required=True, choices=SEVERITIES),
    SheetField("answered_at", "首次答复时间", (), Kind.MOMENT),
    SheetField("result", "处理结果"),
    SheetField("responsibility", "责任认定", (), Kind.CHOICE, choices=RESPONSIBILITIES),
    SheetField("satisfaction", "客户是否满意", (), Kind.CHOICE, choices=SATISFACTIONS),
)
TABLES = {"vendors": VENDORS, "contracts": CONTRACTS, "inspections": INSPECTIONS, "complaints": COMPLAINTS}
