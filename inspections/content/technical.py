"""Line parts of the technical services and of conference service: 60 points each (requirements.md, 8.2)."""

from inspections.content.shape import ContentItem, LinePart

REP = LinePart(
    "REP",
    "维修工程检查表",
    "維修工程檢查表",
    "Repair and engineering checklist",
    (
        ContentItem(
            "REP-1",
            "报修二十四小时内处理",
            "報修二十四小時內處理",
            "Repair request handled within 24 hours",
            20,
            "S1-15",
        ),
        ContentItem(
            "REP-2",
            "设备按计划保养，记录可追溯",
            "設備按計劃保養，記錄可追溯",
            "Equipment maintained per plan, records traceable",
            15,
            "S0-01, S1-18, S1-20",
        ),
        ContentItem(
            "REP-3",
            "完工验收合格，质量问题限期整改",
            "完工驗收合格，品質問題限期整改",
            "Works accepted; defects rectified in time",
            15,
            "S0-01",
        ),
        ContentItem(
            "REP-4",
            "延期提前告知并获同意，现场安全合规",
            "延期提前告知並獲同意，現場安全合規",
            "Delay announced and agreed; site safe",
            10,
            "S0-01, S0-07",
        ),
    ),
)

ELV = LinePart(
    "ELV",
    "电梯维保检查表",
    "電梯維保檢查表",
    "Lift maintenance checklist",
    (
        ContentItem(
            "ELV-1",
            "由持证人员按计划维保",
            "由持證人員按計劃維保",
            "Certified staff maintain per plan",
            20,
            "S0-12, S0-20",
        ),
        ContentItem(
            "ELV-2",
            "运行正常，故障与困人及时处置",
            "運行正常，故障與困人及時處置",
            "Running normally; faults handled promptly",
            15,
            "S1-01, S1-14",
        ),
        ContentItem(
            "ELV-3",
            "专项安全检查无遗留隐患",
            "專項安全檢查無遺留隱患",
            "No open hazard from lift-safety check",
            15,
            "S1-03",
        ),
        ContentItem(
            "ELV-4",
            "维修、检测报告齐全",
            "維修、檢測報告齊全",
            "Repair and test reports on file",
            10,
            "S0-20",
        ),
    ),
)

FIR = LinePart(
    "FIR",
    "消防检查表",
    "消防檢查表",
    "Fire and alarm checklist",
    (
        ContentItem(
            "FIR-1",
            "监控报警值守到位、证书有效",
            "監控報警值守到位、證書有效",
            "Alarm room manned, certificates valid",
            20,
            "S0-12, S0-20",
        ),
        ContentItem(
            "FIR-2",
            "消防设施按期检查维护、完好有效",
            "消防設施按期檢查維護、完好有效",
            "Fire equipment checked, maintained, working",
            15,
            "S1-01",
        ),
        ContentItem(
            "FIR-3",
            "隐患发现即报、限期消除",
            "隱患發現即報、限期消除",
            "Hazards reported and removed in time",
            15,
            "S1-02, S1-05",
        ),
        ContentItem(
            "FIR-4",
            "预案演练有计划有记录",
            "預案演練有計劃有記錄",
            "Drills planned and recorded",
            10,
            "S1-20",
        ),
    ),
)

WTK = LinePart(
    "WTK",
    "水箱清洗检查表",
    "水箱清洗檢查表",
    "Water-tank cleaning checklist",
    (
        ContentItem(
            "WTK-1",
            "按计划清洗消毒",
            "按計劃清洗消毒",
            "Tanks cleaned and disinfected per plan",
            20,
            "S0-20",
        ),
        ContentItem(
            "WTK-2",
            "水质检测合格、报告存档",
            "水質檢測合格、報告存檔",
            "Water test passed, report filed",
            20,
            "S0-20",
        ),
        ContentItem(
            "WTK-3",
            "作业人员健康及证件符合要求",
            "作業人員健康及證件符合要求",
            "Staff health and certificates in order",
            10,
            "S0-12",
        ),
        ContentItem(
            "WTK-4",
            "停水提前通知客户",
            "停水提前通知客戶",
            "Customers told before water is cut",
            10,
            "P",
        ),
    ),
)

CNF = LinePart(
    "CNF",
    "会务服务检查表",
    "會議服務檢查表",
    "Conference service checklist",
    (
        ContentItem(
            "CNF-1",
            "仪容礼仪规范、服务意识强",
            "儀容禮儀規範、服務意識強",
            "Appearance and manners in order, service-minded",
            20,
            "S0-12, S1-04",
        ),
        ContentItem(
            "CNF-2",
            "会前按清单按时布置完毕",
            "會前按清單按時佈置完畢",
            "Room ready on time by list",
            15,
            "P",
        ),
        ContentItem(
            "CNF-3",
            "会中服务及时、安静",
            "會中服務及時、安靜",
            "Prompt, quiet service in meeting",
            15,
            "P",
        ),
        ContentItem(
            "CNF-4",
            "会后清场、物品归位、遗留物登记",
            "會後清場、物品歸位、遺留物登記",
            "Clearing, return of items, lost property logged",
            10,
            "P",
        ),
    ),
)
