"""Who and where: tenants, their trees, vendors and people of the demo world. All names are invented."""

from dataclasses import dataclass, field
from random import Random

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧"
GIVEN = ["伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明",
         "超", "秀兰", "霞", "平", "刚", "桂英", "建国", "志强", "海燕", "文博", "雨桐", "思远", "嘉怡",
         "子涵", "立新", "国栋"]  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A project with its occupied households (None: an office or hospital without residents)."""

    name: str
    households: int | None
    buildings: tuple[str, ...] = ()


@dataclass(frozen=True)
class DemoTenant:
    """A tenant: region -> company -> projects; a company alone has one region named ''."""

    slug: str
    name: str
    short_name: str
    profile: str
    tree: dict[str, dict[str, tuple[Place, ...]]] = field(default_factory=dict)


def _places(*rows: tuple[str, int | None]) -> tuple[Place, ...]:
    return tuple(Place(name, households, tuple(f"{n}号楼" for n in range(1, 4))) for name, households in rows)


TENANTS = (
    DemoTenant(
        "jiahe", "嘉禾物业服务集团有限公司", "嘉禾集团", "enterprise",
        {
            "华东区域": {
                "杭州公司": _places(("云栖苑", 860), ("滨江花园一期", 1240), ("滨江花园二期", 980), ("科创大厦", None)),
                "上海公司": _places(("浦江名邸", 1560), ("静安中心", None), ("张江雅苑", 720), ("虹桥广场", None)),
            },
            "华南区域": {
                "广州公司": _places(("珠江新岸", 1880), ("天河中心", None), ("番禺丽舍", 1120), ("白云山居", 640)),
                "深圳公司": _places(("前海湾一号", 1350), ("科技园大厦", None), ("南山书苑", 910), ("宝安新城", 2100)),
            },
            "西南区域": {
                "成都公司": _places(("锦城湖畔", 1430), ("天府国际", None), ("武侯雅居", 780), ("高新云庭", 1010)),
                "重庆公司": _places(("两江春城", 1690), ("解放碑中心", None), ("南山观邸", 560), ("北碚书香里", 830)),
            },
        },
    ),
    DemoTenant(
        "binhai", "滨海城市物业管理有限公司", "滨海物业", "enterprise",
        {"": {"": _places(
            ("和平里小区", 1020), ("锦绣广场", None), ("银杏公馆", 690), ("东湖商务中心", None), ("望海苑", 1310),
        )}},
    ),
    DemoTenant(
        "renxin", "仁心医院行政后勤处", "仁心医院", "logistics_office",
        {"": {"": _places(("仁心医院本部院区", None))}},
    ),
)  # fmt: skip


@dataclass(frozen=True)
class DemoVendor:
    """A vendor: the line it lives from, and the tenants it serves."""

    name: str
    credit_code: str
    lines: tuple[str, ...]
    tenants: tuple[str, ...]
    story: str = "steady"


# Word, line, story. Forty companies; those of two tenants are named below.
_TRADES = (
    ("保洁服务有限公司", "CLN", ("诚修", "百净", "捷安", "洁雅", "新辉", "晨露", "美家", "众邦")),
    ("保安服务有限公司", "SEC", ("康盾", "平远", "铁鹰", "安泰", "卫邦", "长城", "金盾", "护航")),
    ("园林绿化工程有限公司", "GRN", ("绿源", "森茂", "春和", "景明", "万木")),
    ("机电设备维修有限公司", "REP", ("恒达", "精工", "立信", "通力", "广联")),
    ("电梯工程有限公司", "ELV", ("升达", "云顶", "捷运")),
    ("消防技术服务有限公司", "FIR", ("安澜", "赤盾", "久安")),
    ("有害生物防治有限公司", "PST", ("净卫", "康环", "利民")),
    ("环境清运有限公司", "WST", ("城洁", "绿野")),
    ("水务清洗服务有限公司", "WTK", ("清源", "甘泉")),
    ("会务服务有限公司", "CNF", ("雅集",)),
)
STORIES = {
    "诚修保洁服务有限公司": "declining",
    "康盾保安服务有限公司": "improving",
    "铁鹰保安服务有限公司": "turnover",
    "百净保洁服务有限公司": "excellent",
    "通力机电设备维修有限公司": "weak",
    "万木园林绿化工程有限公司": "silent",
}
_TWO_TENANTS = {"诚修", "百净", "康盾", "绿源", "恒达", "升达"}
_CODE_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(random: Random) -> str:
    """Make a unified social credit code with a right check character (GB 32100-2015)."""
    district = random.choice(("330106", "310115", "440305", "510107", "500103", "440106"))
    body = "91" + district + "MA" + "".join(random.choice(_CODE_ALPHABET) for _ in range(7))
    total = sum(_CODE_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(body))
    return body + _CODE_ALPHABET[(31 - total % 31) % 31]


def vendors(random: Random) -> list[DemoVendor]:
    """Return the forty vendors in a fixed order."""
    found = []
    for suffix, line, words in _TRADES:
        for number, word in enumerate(words):
            name = word + suffix
            if word in _TWO_TENANTS:
                served: tuple[str, ...] = ("jiahe", "binhai")
            elif line == "CNF":
                served = ("renxin",)
            else:
                served = (("jiahe", "jiahe", "binhai", "jiahe", "jiahe", "renxin", "binhai", "jiahe")[number % 8],)
            lines = (line, "FAC") if word == "捷安" else (line,)
            found.append(DemoVendor(name, credit_code(random), lines, served, STORIES.get(name, "steady")))
    return found


def person_name(random: Random) -> str:
    """Return an invented name."""
    return random.choice(SURNAMES) + random.choice(GIVEN)


def phone(random: Random) -> str:
    """Return an invented mobile number."""
    return random.choice(("136", "138", "150", "177", "186")) + "".join(random.choice("0123456789") for _ in range(8))
