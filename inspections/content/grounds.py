"""Line parts of the services one sees on the grounds: 60 points each (requirements.md, 8.2)."""

from inspections.content.shape import ContentItem, LinePart

CLN = LinePart(
    "CLN",
    "保洁检查表",
    "清潔檢查表",
    "Cleaning checklist",
    (
        ContentItem(
            "CLN-1",
            "公共区域地面墙面楼道洁净无杂物",
            "公共區域地面牆面樓道潔淨無雜物",
            "Public floors, walls, corridors clean and free of litter",
            20,
            "S1-01, S1-04",
        ),
        ContentItem(
            "CLN-2",
            "清扫擦拭按计划频次完成并留记录",
            "清掃擦拭按計劃頻次完成並留記錄",
            "Sweeping and wiping at planned frequency, logged",
            15,
            "S1-05, S1-18",
        ),
        ContentItem(
            "CLN-3",
            "客户室内外及外立面清洁达到合同标准",
            "客戶室內外及外立面清潔達到合約標準",
            "Inside, outside and facade cleaning meet contract",
            15,
            "S0-03",
        ),
        ContentItem(
            "CLN-4",
            "工具药剂存放整洁、标识清楚",
            "工具藥劑存放整潔、標識清楚",
            "Tools and chemicals tidy and labelled",
            10,
            "P",
        ),
    ),
)

SEC = LinePart(
    "SEC",
    "秩序维护检查表",
    "保安檢查表",
    "Security checklist",
    (
        ContentItem(
            "SEC-1",
            "出入人员车辆登记核实",
            "出入人員車輛登記核實",
            "Visitors and vehicles registered and verified",
            20,
            "S1-01",
        ),
        ContentItem(
            "SEC-2",
            "按路线与频次巡逻，记录完整",
            "按路線與頻次巡邏，記錄完整",
            "Patrols on route and frequency, fully logged",
            15,
            "S1-13",
        ),
        ContentItem(
            "SEC-3",
            "监控门禁有效值守，异常即报",
            "監控門禁有效值守，異常即報",
            "CCTV and access watched; incidents reported at once",
            15,
            "S1-01, S1-18",
        ),
        ContentItem(
            "SEC-4",
            "停车有序、通道畅通",
            "停車有序、通道暢通",
            "Parking orderly, passages clear",
            10,
            "S1-18",
        ),
    ),
)

GRN = LinePart(
    "GRN",
    "绿化养护检查表",
    "綠化養護檢查表",
    "Greening checklist",
    (
        ContentItem(
            "GRN-1",
            "草坪花木修剪整齐",
            "草坪花木修剪整齊",
            "Lawns and plants trimmed",
            20,
            "S1-01, S1-18",
        ),
        ContentItem(
            "GRN-2",
            "浇水施肥按计划完成",
            "澆水施肥按計劃完成",
            "Watering and fertilising per plan",
            15,
            "S1-05, S1-18",
        ),
        ContentItem(
            "GRN-3",
            "养护计划及记录齐全，景观整洁",
            "養護計劃及記錄齊全，景觀整潔",
            "Plan and records complete, landscape tidy",
            15,
            "S1-05",
        ),
        ContentItem(
            "GRN-4",
            "无明显病虫害、枯死株及时补植",
            "無明顯病蟲害、枯死株及時補植",
            "No visible pests; dead plants replaced",
            10,
            "P",
        ),
    ),
)

PST = LinePart(
    "PST",
    "消杀检查表",
    "消毒殺蟲檢查表",
    "Pest control checklist",
    (
        ContentItem(
            "PST-1",
            "除四害作业按计划完成",
            "除四害作業按計劃完成",
            "Pest-control rounds done per plan",
            20,
            "S0-03, S0-19",
        ),
        ContentItem(
            "PST-2",
            "作业后验收并征询客户意见",
            "作業後驗收並徵詢客戶意見",
            "Result accepted, customers asked",
            15,
            "S0-03 4.3",
        ),
        ContentItem(
            "PST-3",
            "作业前公告并做好安全防护",
            "作業前公告並做好安全防護",
            "Notice and safety measures before work",
            15,
            "P",
        ),
        ContentItem(
            "PST-4",
            "药剂来源、用量记录齐全",
            "藥劑來源、用量記錄齊全",
            "Chemicals' source and dosage logged",
            10,
            "P",
        ),
    ),
)

WST = LinePart(
    "WST",
    "垃圾清运检查表",
    "垃圾清運檢查表",
    "Waste removal checklist",
    (
        ContentItem(
            "WST-1",
            "按约定时间清运、无积存",
            "按約定時間清運、無積存",
            "Waste removed on time, no pile-up",
            20,
            "S1-04, S1-16",
        ),
        ContentItem(
            "WST-2",
            "分类投放点与分类收运规范",
            "分類投放點與分類收運規範",
            "Sorting points and separate collection correct",
            15,
            "S1-04, S1-14",
        ),
        ContentItem(
            "WST-3",
            "清运后场地与容器洁净",
            "清運後場地與容器潔淨",
            "Site and containers clean afterwards",
            15,
            "P",
        ),
        ContentItem(
            "WST-4",
            "清运量与去向（含化粪池清掏）有记录",
            "清運量與去向（含化糞池清掏）有記錄",
            "Quantity and destination logged, septic tank included",
            10,
            "P",
        ),
    ),
)
