"""Charts: equal to the stored pictures byte for byte, readable without colour, safe with hostile words.

After a wanted change: ``UPDATE_GOLDEN=1 pytest tests/records/test_charts.py``, then look at them and commit.
"""

import os
import xml.etree.ElementTree as ET  # reads only what this test made
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.safestring import SafeString

from records import charts, svg

GOLDEN = Path(__file__).parent / "golden"
SPACE = "{http://www.w3.org/2000/svg}"
MONTHS = ["11月", "12月", "1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月"]
OURS = charts.Series("万安物业", [8220, 8410, 8300, None, 8800, 8700, 8500, 8900, 9100, 9000, 9200, 9320])
PEERS = charts.Series("同类平均", [7900, 7700, 8000, 8100, 7800, 8200, 8400, 8300, 8500, 8400, 8600, 8500])
AXES = ["检查", "人员", "整改", "投诉", "满意度"]
BARS = [
    charts.Bar("万安保洁服务有限公司", 9320, "1", "A", "/cards/1/"),
    charts.Bar("中卫保安服务（集团）股份有限公司上海第一分公司", 8430, "2", "B", "/cards/2/"),
    charts.Bar("绿源园林", 7980, "3", "C"),
    charts.Bar("迅达机电", 6250, "4", "D"),
    charts.Bar("新进场公司", None, "–"),
]
CELLS = [
    [charts.Cell(value, f"{name} {month}", grade, url) for month, (value, grade, url) in zip("12345", row, strict=True)]
    for name, row in [
        ("万安", [(9000, "A", "/c/1/"), (8999, "B", "/c/2/"), (7000, "C", ""), (6999, "D", ""), (None, "", "")]),
        ("中卫", [(10000, "A", ""), (0, "D", ""), (None, "", ""), (8765, "B", ""), (5, "D", "")]),
    ]
]


def heat(*, compact: bool = False) -> SafeString:
    return charts.heat_map(
        title="热力图",
        description="外包方 × 月份",
        rows=["万安保洁服务有限公司上海分公司", "中卫"],
        columns=["1月", "2月", "3月", "4月", "5月"],
        cells=CELLS,
        grades=[("A", "优秀"), ("B", "良好"), ("C", "待改进"), ("D", "不合格"), ("", "依据不足")],
        compact=compact,
    )


def trend(*, compact: bool = False) -> SafeString:
    return charts.trend(
        title="月度总分",
        description="近 12 个月",
        labels=MONTHS,
        series=[OURS, PEERS],
        target=charts.Target("合格线", 8000),
        compact=compact,
    )


def radar(series: list[charts.Series], *, compact: bool = False) -> SafeString:
    return charts.radar(title="分项得分", description="本月", axes=AXES, series=series, compact=compact)


FULL_CARD = charts.Series("本月", [9320, 8800, 9000, 10000, 8650])
OPEN_CARD = charts.Series("本月", [9320, None, 9000, 10000, None])

PICTURES: dict[str, Callable[[], SafeString]] = {
    "trend": trend,
    "trend_compact": lambda: trend(compact=True),
    "trend_empty": lambda: charts.trend(title="t", description="", labels=["1"], series=[charts.Series("s", [None])]),
    "radar": lambda: radar([FULL_CARD, charts.Series("同类平均", [8500, 8600, 8100, 9500, 8000])]),
    "radar_open": lambda: radar([OPEN_CARD], compact=True),
    "ranking": lambda: charts.ranking(title="排名", description="保洁", bars=BARS),
    "ranking_compact": lambda: charts.ranking(title="排名", description="", bars=BARS, compact=True),
    "ranking_empty": lambda: charts.ranking(title="排名", description="", bars=[]),
    "heat": heat,
    "heat_compact": lambda: heat(compact=True),
    "sparkline": lambda: charts.sparkline(title="近 12 个月", values=OURS.values),
    "sparkline_empty": lambda: charts.sparkline(title="近 12 个月", values=[None]),
    "ring": lambda: charts.score_ring(title="总分 93.20", value=9320, grade="A", words="优秀"),
    "ring_full": lambda: charts.score_ring(title="总分 100.00", value=10000, grade="A", words="优秀"),
    "ring_none": lambda: charts.score_ring(title="依据不足", value=None, words="依据不足"),
}


@pytest.mark.req("RPT-04")
@pytest.mark.parametrize("name", PICTURES)
def test_chart_is_the_stored_picture(name: str) -> None:
    drawn = PICTURES[name]()
    stored = GOLDEN / f"{name}.svg"
    if os.environ.get("UPDATE_GOLDEN"):
        stored.write_text(f"{drawn}\n", encoding="utf-8")
    assert stored.read_text(encoding="utf-8") == f"{drawn}\n"


@pytest.mark.parametrize("name", PICTURES)
def test_chart_fits_the_content_security_policy_and_has_a_name(name: str) -> None:
    picture = ET.fromstring(PICTURES[name]())  # noqa: S314  our own output
    names = {attribute for element in picture.iter() for attribute in element.attrib}
    assert names & {"style", "onclick", "onload", "id"} == set()
    assert picture[0].tag == f"{SPACE}title"
    assert picture[0].text == picture.get("aria-label")
    has_links = picture.find(f".//{SPACE}a") is not None
    assert picture.get("role") == ("group" if has_links else "img")


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.glob("*.svg")} == set(PICTURES)


def test_trend_period_without_evidence_is_a_gap_and_not_a_zero() -> None:
    picture = ET.fromstring(trend())  # noqa: S314
    ours = picture.findall(f"{SPACE}path")[0].get("d") or ""
    assert ours.count("M") == 2
    assert ours.count("L") == len([value for value in OURS.values if value is not None]) - 2
    tips = [circle.findtext(f"{SPACE}title") for circle in picture.findall(f"{SPACE}circle")]
    assert [tip for tip in tips if tip] == [
        f"万安物业 {month}: {charts.shown(value)}"
        for month, value in zip(MONTHS, OURS.values, strict=True)
        if value is not None
    ]


def test_trend_series_differ_in_dash_and_marker() -> None:
    picture = ET.fromstring(trend())  # noqa: S314
    lines = [path.get("stroke-dasharray") for path in picture.findall(f"{SPACE}path")][:2]
    assert lines == [None, "6 4"]
    assert len(picture.findall(f"{SPACE}polygon")) == 12 + 1  # squares of the second series and its legend


@pytest.mark.parametrize(
    ("values", "low"),
    [
        ([], 0),
        ([None], 0),
        ([0], 0),
        ([499], 0),
        ([1500], 1000),
        ([7649], 7000),
        ([6999], 6000),
        ([9320], 7000),
        ([10000], 7000),
    ],
)
def test_trend_scale_starts_at_a_round_ten_below_the_least_value(values: list[int | None], low: int) -> None:
    assert charts._low_end(values) == low


def test_radar_with_a_missing_component_has_no_area() -> None:
    closed, opened = (ET.fromstring(radar([one])) for one in (FULL_CARD, OPEN_CARD))  # noqa: S314
    areas = [[area for area in picture.iter() if area.get("fill-opacity")] for picture in (closed, opened)]
    assert [len(found) for found in areas] == [1, 0]


def test_radar_with_two_axes_is_refused() -> None:
    with pytest.raises(ValueError, match="three axes"):
        charts.radar(title="t", description="", axes=["a", "b"], series=[])


def test_chart_with_lists_of_unequal_length_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        charts.trend(title="t", description="", labels=["1", "2"], series=[charts.Series("s", [1])])


def test_heat_map_compact_shows_the_last_four_columns() -> None:
    picture = ET.fromstring(heat(compact=True))  # noqa: S314
    heads = [element.text for element in picture.findall(f"{SPACE}text")][:4]
    assert heads == ["2月", "3月", "4月", "5月"]
    assert [link.get("href") for link in picture.iter(f"{SPACE}a")] == ["/c/2/"]


def test_heat_map_fields_are_large_enough_to_touch() -> None:
    for picture in (ET.fromstring(heat()), ET.fromstring(heat(compact=True))):  # noqa: S314
        fields = [link.find(f"{SPACE}rect") for link in picture.iter(f"{SPACE}a")]
        assert all(field is not None and float(field.get("height", 0)) >= 24 for field in fields)


@pytest.mark.req("RPT-04")
def test_hostile_words_stay_words() -> None:
    bad = "<script>alert(1)</script>\"' onload=x \x00\x08\u202e&amp;"
    drawn = charts.ranking(title=bad, description=bad, bars=[charts.Bar(bad, 5000, bad, "A", 'javascript:"x"')])
    picture = ET.fromstring(drawn)  # noqa: S314
    assert picture.findtext(f"{SPACE}title") == bad.replace("\x00", "").replace("\x08", "")
    assert "<script" not in drawn
    assert [link.get("href") for link in picture.iter(f"{SPACE}a")] == ['javascript:"x"']


@pytest.mark.parametrize(
    ("value", "words"), [(None, "–"), (0, "0.00"), (5, "0.05"), (8765, "87.65"), (8999, "89.99"), (10000, "100.00")]
)
def test_figure_shows_hundredths_unrounded(value: int | None, words: str) -> None:
    assert charts.shown(value) == words


def luminance(colour: str) -> float:
    if len(colour) == 4:
        colour = "#" + "".join(sign * 2 for sign in colour[1:])
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_words_and_lines_have_enough_contrast() -> None:
    on_white = [
        svg.INK,
        svg.SOFT,
        charts.TARGET_COLOUR,
        *(colour for colour, _dash in svg.LINES),
        *charts.GRADE_INK.values(),
    ]
    assert [colour for colour in on_white if contrast(colour, "#fff") < 4.5] == []
    assert [fill for fill in [svg.EMPTY, *charts.GRADE_FILL.values()] if contrast(svg.INK, fill) < 4.5] == []
    assert contrast(svg.SOFT, svg.EMPTY) >= 4.5
