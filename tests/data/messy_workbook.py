"""A small workbook as untidy as a real one, made by code, so that no test depends on a file outside the repository."""

from datetime import datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook

Sheet = tuple[list[list[Any]], list[str]]

DAY = datetime(2026, 10, 12)  # noqa: DTZ001 - spreadsheets know no time zones

VENDORS: Sheet = (
    [
        ["2026年外包供应商台账"],
        ["填表单位：物业管理部", None, None, "填表日期：2026年10月28日"],
        ["序号", "*单位名称", "统一社会 信用代码", "法 人", "联系人", "手机", "服务类别", "营业执照有效期至", "备注"],
        [
            1,
            "诚修保洁服务有限公司\u3000",
            "91510107majnlcwrtr",
            "赵英",
            "陈强",
            "１５０６９９２１９２５",
            "保洁、消杀",
            "长期",
            None,
        ],
        [
            2,
            " 百净保洁服务有限公司",
            "９１３３０１０６ＭＡＣＪＬＦ３３ＴＰ",
            "马涛",
            "杨芳",
            18093798727,
            "保洁",
            DAY,
            "=HYPERLINK",
        ],
        [3],
        [],
        [4, "森茂电梯工程有限公司", "91330106MAE6KW4BLX", "孙建刚", "郭伟", "/", "电梯", "2033年13月15日", "\u3000"],
        ["合计", "3家"],
        ["制表人：张三", None, "审核：李四"],
    ],
    ["A1:I1"],
)
CONTRACTS: Sheet = (
    [
        ["外包服务合同台账", None, None, None, None, None, None, "单位：万元"],
        ["合同编号", "项目", "乙方", "服务内容", "合同期限", None, "月服务费", "人数"],
        [None, None, None, None, "开始", "结束", None, None],
        ["WB-2025-001", "云栖苑", "诚修保洁服务有限公司", "保洁", "2025.8.1", "2027/07/31", 3.9, "13人"],
        ["ＷＢ－２０２５－００２", None, "森茂电梯工程有限公司", "电梯维保", "2025年4月1日", DAY, "49,800元", 9],
        ["WB-2025-003", "科创大厦", "百净保洁服务有限公司", "烹饪", "2025-02-30", "2027-01-31", "面议", "十人"],
        ["合计", None, None, None, None, None, 12.1, 30],
    ],
    ["A1:G1", "E2:F2", "B5:B5", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "G2:G3", "H2:H3", "B4:B5"],
)
INSPECTIONS: Sheet = (
    [
        ["2026年10月外包服务检查扣分表"],
        ["检查日期", "项目", "合同编号", "检查类型", "检查项目", "标准分", "扣分", "问题描述"],
        ["2026/10/12", "云栖苑", "WB-2025-001", "项目自检", "着装工牌规范", 5, "-5分", "=见照片"],
        ["2026年10月12日", "云栖苑", "WB-2025-001", "项目自检", "卫生间无异味", 10, "不适用", None],
        ["合计", None, None, None, None, 15, 5, None],
        ["检查日期", "项目", "合同编号", "检查类型", "检查项目", "标准分", "扣分", "问题描述"],
        ["（续表）"],
        [DAY, "云栖苑", "WB-2025-001", "公司月检", "工具摆放整齐", "10分", "0", None],
        ["注：扣分以现场照片为准"],
    ],
    ["A1:H1", "A7:H7"],
)
SHEETS: dict[str, Sheet] = {
    "供应商台账": VENDORS,
    "合同台账": CONTRACTS,
    "检查记录": INSPECTIONS,
    "说明": ([["本表每月填写"]], []),
}


def grid_of(name: str) -> list[list[Any]]:
    """Return a sheet's cells as a reader gives them."""
    return SHEETS[name][0]


def merges_of(name: str) -> list[tuple[int, int, int, int]]:
    """Return a sheet's merged ranges as first and last row and column, counted from 0."""
    sheet = Workbook().active
    assert sheet is not None
    for text in SHEETS[name][1]:
        sheet.merge_cells(text)
    return [(one.min_row - 1, one.max_row - 1, one.min_col - 1, one.max_col - 1) for one in sheet.merged_cells.ranges]


def workbook_bytes() -> bytes:
    """Return the workbook as an .xlsx file; like the office's program, openpyxl makes a formula of ``=见照片``."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, (cells, merges) in SHEETS.items():
        sheet = book.create_sheet(name)
        for row, values in enumerate(cells, start=1):
            for column, value in enumerate(values, start=1):
                if value is not None:
                    sheet.cell(row, column, value)
        for text in merges:
            sheet.merge_cells(text)
    content = BytesIO()
    book.save(content)
    return content.getvalue()
