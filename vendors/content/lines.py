"""The service lines every tenant starts with (VEN-13), as people write them in their lists."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A ready-made line."""

    code: str
    zh_hans: str
    zh_hant: str
    en: str
    synonyms: tuple[str, ...] = ()


LINES = (
    Line("CLN", "保洁", "清潔", "Cleaning", ("清洁", "保洁服务", "环境卫生", "清洁卫生", "环境保洁")),
    Line(
        "SEC",
        "秩序维护",
        "保安",
        "Security guarding",
        ("安保", "保安", "秩序", "安全护卫", "护卫", "秩序维护服务", "保安服务"),
    ),
    Line("GRN", "绿化养护", "綠化養護", "Greening maintenance", ("绿化", "园林绿化", "绿化服务", "园艺", "绿化保养")),
    Line(
        "REP",
        "工程维修",
        "工程維修",
        "Repair and engineering",
        ("维修", "维修服务", "工程", "设备维修", "机电维修", "设施设备维护", "房屋维修"),
    ),
    Line(
        "ELV", "电梯维保", "電梯維保", "Lift maintenance", ("电梯", "电梯维护", "电梯保养", "电梯维修", "电梯维修保养")
    ),
    Line(
        "FIR",
        "消防维保",
        "消防維保",
        "Fire protection and alarm",
        ("消防", "监控", "报警", "消防设施维护", "消防监控", "消控", "安防监控"),
    ),
    Line(
        "PST",
        "消杀",
        "消毒殺蟲",
        "Pest control",
        ("有害生物防治", "除四害", "灭四害", "消杀服务", "病媒生物防制", "虫害防治"),
    ),
    Line(
        "WST", "垃圾清运", "垃圾清運", "Waste removal", ("清运", "生活垃圾清运", "垃圾运输", "建筑垃圾清运", "垃圾外运")
    ),
    Line(
        "SEP",
        "化粪池清掏",
        "化糞池清理",
        "Septic-tank clearing",
        ("化粪池", "化粪池清理", "管道疏通", "清掏", "管道清掏"),
    ),
    Line(
        "WTK",
        "水箱清洗",
        "水箱清洗",
        "Water-tank cleaning and water test",
        ("水箱", "水质检测", "二次供水清洗", "水箱清洗消毒", "生活水箱清洗"),
    ),
    Line("CNF", "会务服务", "會議服務", "Conference service", ("会务", "会议服务", "会服", "会务接待")),
    Line("FAC", "外墙清洗", "外牆清洗", "Facade cleaning", ("外墙", "幕墙清洗", "高空清洗", "外立面清洗")),
    Line("MOV", "搬运", "搬運", "Moving", ("搬家", "搬运服务", "搬迁")),
    Line("SCR", "废品处置", "廢品處置", "Scrap disposal", ("废品回收", "废旧物资处置", "废品")),
    Line("PUR", "物品采购", "物品採購", "Goods purchasing", ("采购", "物资采购", "物料采购")),
    Line("CAT", "配餐", "配餐", "Catering", ("餐饮", "食堂", "餐饮服务", "食堂服务", "送餐")),
    Line(
        "APT",
        "酒店式公寓与接待",
        "酒店式公寓與接待",
        "Serviced apartment and reception",
        ("酒店式公寓", "接待中心", "接待", "公寓服务", "前台接待"),
    ),
    Line("PRK", "停车管理", "停車管理", "Parking", ("停车", "停车场管理", "车场管理", "车辆管理")),
    Line("RNV", "装修改造", "裝修改造", "Renovation works", ("装修", "改造", "装饰装修", "零星工程", "修缮")),
    Line("CSV", "客户服务", "客戶服務", "Customer service", ("客服", "客服外包", "客户服务外包")),
)
