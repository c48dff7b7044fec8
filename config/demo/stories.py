"""How well vendors work over the months, what inspectors find, what residents complain about; by a seeded random."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from inspections.choices import Outcome
from inspections.rules.answers import ItemInput

NOTES = {
    "CLN": (
        "地下车库入口有积水",
        "三号楼楼道堆放纸箱",
        "电梯轿厢踢脚线积灰",
        "大堂玻璃有手印",
        "垃圾桶周边有散落物",
        "卫生间地漏有异味",
    ),
    "SEC": ("夜间巡更漏打卡两次", "访客登记缺电话", "门岗玩手机", "消防通道停放车辆", "监控室一人值守", "装备柜未上锁"),
    "GRN": ("绿篱超高未修剪", "草坪有裸露斑块", "枯枝未及时清理", "灌木有介壳虫", "浇灌记录缺三天"),
    "REP": ("报修超过二十四小时未到场", "配电间无保养记录", "维修现场未设围挡", "水泵房渗水", "工单未签字"),
    "ELV": ("轿厢照明坏一只", "维保记录缺签字", "应急对讲有杂音", "机房温度过高"),
    "FIR": ("灭火器压力不足", "消防通道堆物", "值班记录漏填", "应急灯不亮"),
    "PST": ("投药点无警示标识", "药剂台账缺一页", "作业前未公告"),
    "WST": ("清运延迟两小时", "分类投放点有混投", "清运后地面有污渍"),
    "WTK": ("停水通知未张贴", "健康证过期一人"),
    "CNF": ("会前茶水未备齐", "着装不统一", "会后物品未归位"),
}
COMPLAINTS = {
    "CLN": ("楼道垃圾两天没有清理", "电梯厅地面一直很脏", "垃圾桶旁边有异味", "保洁阿姨只拖一半的楼层"),
    "SEC": ("夜里门岗没有人", "外来车辆随便进小区", "保安态度差", "快递柜旁边东西丢了没人管"),
    "GRN": ("草坪杂草丛生", "树枝挡住一楼窗户", "浇水把车溅脏了"),
    "REP": ("报修三天没有人上门", "路灯坏了一周", "单元门禁又坏了", "修完第二天又漏水"),
    "ELV": ("电梯困人十分钟", "电梯一直有异响", "电梯停用没有通知"),
    "FIR": ("消防通道被堵", "半夜火警误报"),
    "PST": ("消杀后气味很重", "楼道还是有蟑螂"),
    "WST": ("垃圾清运太早太吵", "清运后地上都是污水"),
    "WTK": ("停水没有提前通知",),
    "CNF": ("会议室话筒没有电",),
}
ANSWERS = (
    "已安排返工并到场复核",
    "已向业主致歉并更换人员",
    "当日整改完毕，已回访",
    "已增加班次，持续跟踪",
    "现场核实后已解释说明",
)
ABSENCE = ("夜里门岗没有人",)


@dataclass(frozen=True)
class Path:
    """A vendor's quality at one site: ``at(n)`` is the expected score n months after the history began."""

    story: str
    base: float

    def at(self, month: int, months: int, random: Random) -> float:
        """Return the expected score of a month, 0..100."""
        share = month / max(1, months - 1)
        centre = {
            "declining": 96 - 24 * share,
            "improving": 73 + 22 * share,
            "turnover": 85 - (9 if month % 5 in {2, 3} else 0),
            "excellent": 97.5,
            "weak": 76.0,
            "silent": 88.0,
        }.get(self.story, self.base)
        return max(40.0, min(100.0, random.gauss(centre, 1.8)))


def month_start(day: date, back: int) -> date:
    """Return the first day of the month ``back`` months before that of ``day``."""
    index = day.year * 12 + day.month - 1 - back
    return date(index // 12, index % 12 + 1, 1)


def month_end(first: date) -> date:
    """Return the last day of a month."""
    return month_start(first, -1) - timedelta(days=1)


def answers(
    items: Sequence[tuple[str, int]], target: float, line: str, habits: Sequence[str], random: Random
) -> list[ItemInput]:
    """Return answers whose deductions add up to about ``100 - target`` points.

    ``items`` are (code, points in hundredths); ``habits`` are the codes that fail first: a repeated fault.
    """
    left = round((100 - target) * 2) * 50
    order = [item for item in items if item[0] in habits] + random.sample(list(items), len(items))
    taken: dict[str, int] = {}
    for code, most in order:
        if left <= 0:
            break
        if code in taken:
            continue
        part = min(most, left, random.choice((50, 100, 100, 150, 200, 300)))
        taken[code] = part
        left -= part
    skipped = random.choice(items)[0] if random.random() < 0.12 else ""
    found = []
    for code, _most in items:
        if code in taken:
            severity = "serious" if taken[code] >= 300 else "ordinary" if taken[code] >= 150 else "minor"
            found.append(
                ItemInput(code, Outcome.DEDUCT, taken[code], random.choice(NOTES[line]), _place(random), severity)
            )
        else:
            found.append(ItemInput(code, Outcome.NA if code == skipped else Outcome.OK))
    return found


def _place(random: Random) -> str:
    return random.choice(("1号楼大堂", "2号楼3层", "3号楼地下一层", "南门岗", "中心花园", "地下车库B区", "设备房"))
