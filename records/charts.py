"""Charts as static SVG: made once, the same in the browser and in a printed document (design.md 4, RPT-04).

Pure functions: values come as integer hundredths (8765 = 87.65, None = no evidence), words come already translated.
Meaning is never in colour alone: lines differ in dash and marker, grades carry their letter, every mark has a tooltip
in words. ``compact`` draws for a phone. For assistive technology a chart is an image, or a group where it has links.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.safestring import SafeString

from records.svg import (
    EMPTY,
    GRID,
    INK,
    LINES,
    SOFT,
    Point,
    fitted,
    joined,
    legend,
    linked,
    marked_line,
    number,
    path,
    rect,
    svg,
    tag,
    text,
    tip,
    width_of,
)

TARGET_COLOUR = "#b01c1c"
GRADE_FILL = {"A": "#c9ead5", "B": "#cfe2f8", "C": "#fbe6b3", "D": "#f9c9c9"}
GRADE_INK = {"A": "#17693a", "B": "#0b63c4", "C": "#854d0e", "D": "#b01c1c"}
FULL = 10000
COMPACT_COLUMNS = 4

Value = int | None


@dataclass(frozen=True)
class Series:
    """One line of a chart; ``values`` has one entry per label or axis."""

    label: str
    values: Sequence[Value]


@dataclass(frozen=True)
class Target:
    """A level to be reached, drawn as a dashed line with its name."""

    label: str
    value: int


@dataclass(frozen=True)
class Bar:
    """One line of a ranking; ``place`` is shown before the name, ``grade`` is A to D or empty."""

    label: str
    value: Value
    place: str = ""
    grade: str = ""
    url: str = ""


@dataclass(frozen=True)
class Cell:
    """One field of a heat map; ``title`` is its tooltip and the name of its link."""

    value: Value
    title: str
    grade: str = ""
    url: str = ""


def trend(
    *,
    title: str,
    description: str,
    labels: Sequence[str],
    series: Sequence[Series],
    target: Target | None = None,
    compact: bool = False,
) -> SafeString:
    """Draw lines over periods; a period without evidence is a gap on grey ground, never a zero."""
    width, height = (360, 240) if compact else (640, 260)
    left, right, top, bottom = 34.0, width - 14.0, 14.0, height - 56.0
    low = _low_end([*(value for one in series for value in one.values), target.value if target else None])
    step = (right - left) / max(len(labels), 1)
    xs = [left + step * (index + 0.5) for index in range(len(labels))]

    def y_of(value: int) -> float:
        return bottom - (value - low) / (FULL - low) * (bottom - top)

    lead = series[0].values if series else [FULL] * len(labels)
    parts = [
        rect(x - step / 2, top, step, bottom - top, EMPTY) for x, value in zip(xs, lead, strict=True) if value is None
    ]
    ticks = range(low, FULL + 1, 1000 if FULL - low <= 5000 else 2000)
    parts += [_level(left, right, y_of(tick), tick) for tick in ticks]
    for x, name in zip(xs, labels, strict=True):
        parts.append(text(x, bottom + 16, name, anchor="middle", size=11, colour=SOFT))
    if target is not None:
        parts.append(_target(left, right, y_of(target.value), target))
    for position, one in enumerate(series):
        points = [None if value is None else (x, y_of(value)) for x, value in zip(xs, one.values, strict=True)]
        parts += marked_line(points, _tips(one, labels), position)
    parts += legend([one.label for one in series], left, height - 14.0)
    return svg(title, description, (width, height), parts, kind="trend")


def radar(
    *, title: str, description: str, axes: Sequence[str], series: Sequence[Series], compact: bool = False
) -> SafeString:
    """Draw components around a centre, 0 to 100; a component without evidence leaves the outline open.

    Raises ValueError for fewer than three axes: that is no area.
    """
    if len(axes) < 3:
        raise ValueError("a radar needs three axes or more")
    width, height, radius = (420.0, 300.0, 92.0) if compact else (500.0, 320.0, 104.0)
    middle: Point = (width / 2, height / 2 - 8)

    def spot(index: int, share: float) -> Point:
        angle = 2 * pi * index / len(axes) - pi / 2
        return middle[0] + radius * share * cos(angle), middle[1] + radius * share * sin(angle)

    parts = _web(len(axes), middle, spot)
    for index, name in enumerate(axes):
        parts += _axis_name(spot(index, 1.14), middle, name, series[0].values[index] if series else None)
    for position, one in enumerate(series):
        points = [None if value is None else spot(index, value / FULL) for index, value in enumerate(one.values)]
        known = [point for point in points if point is not None]
        if len(known) == len(axes):
            parts.append(tag("polygon", points=joined(known), fill=LINES[position % 4][0], fill_opacity=0.12))
        parts += marked_line([*points, points[0]], [*_tips(one, axes), ""], position)
    parts += legend([one.label for one in series], 12.0, height - 10.0, centre=width / 2)
    return svg(title, description, (width, height), parts, kind="radar")


def ranking(*, title: str, description: str, bars: Sequence[Bar], compact: bool = False) -> SafeString:
    """Draw one bar per name in the given order, with place, score and letter; a name may be a link."""
    width, high = (360.0, 44.0) if compact else (640.0, 32.0)
    parts = [_ranked(bar, index * high, width, high, compact=compact) for index, bar in enumerate(bars)]
    size = (width, max(len(bars), 1) * high + 4)
    return svg(title, description, size, parts, kind="ranking", is_group=any(bar.url for bar in bars))


def heat_map(
    *,
    title: str,
    description: str,
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[Cell]],
    grades: Sequence[tuple[str, str]] = (),
    compact: bool = False,
) -> SafeString:
    """Draw rows by columns, each field with score and letter; compact: only the last four columns.

    ``grades`` is the legend: (letter, words), an empty letter for "no evidence".
    """
    skipped = max(len(columns) - COMPACT_COLUMNS, 0) if compact else 0
    side, wide, high = (104.0, 62.0, 34.0) if compact else (150.0, 60.0, 32.0)
    parts = []
    for index, name in enumerate(columns[skipped:]):
        parts.append(text(side + (index + 0.5) * wide, 14, name, anchor="middle", size=11, colour=SOFT))
    for line, (name, fields) in enumerate(zip(rows, cells, strict=True)):
        y = 22 + line * high
        label = text(side - 8, y + high / 2 + 4, fitted(name, side - 12, 12), anchor="end", size=12, colour=INK)
        parts.append(tag("g", tip(name) + label))
        for index, cell in enumerate(fields[skipped:]):
            parts.append(linked(cell.url, _field(cell, side + index * wide, y, wide, high)))
    bottom = 22 + len(rows) * high
    width = side + (len(columns) - skipped) * wide + 2
    words, height = _grade_legend(grades, 8.0 if compact else side, bottom + 9, width)
    has_links = any(cell.url for fields in cells for cell in fields)
    size = (width, bottom + 4 + height)
    return svg(title, description, size, [*parts, *words], kind="heat", is_group=has_links)


def sparkline(*, title: str, values: Sequence[Value]) -> SafeString:
    """Draw a small line without axes for a figure tile; the title says in words what it shows."""
    known = [value for value in values if value is not None]
    low = min(known, default=0)
    spread = max(max(known, default=0) - low, 100)
    step = 88 / max(len(values) - 1, 1)
    points = [
        None if value is None else (4 + index * step, 26 - (value - low) / spread * 20)
        for index, value in enumerate(values)
    ]
    colour = LINES[0][0]
    parts = [path(points, colour, "")]
    last = next((point for point in reversed(points) if point is not None), None)
    if last is not None:
        parts.append(tag("circle", cx=last[0], cy=last[1], r=2.5, fill=colour))
    return svg(title, "", (96, 32), parts, kind="spark")


def score_ring(*, title: str, value: Value, grade: str = "", words: str = "") -> SafeString:
    """Draw a total as a ring with its figure, letter and word; without evidence the ring is empty and says so."""
    colour = GRADE_INK.get(grade, SOFT)
    ring: dict[str, str | float] = {"cx": 70, "cy": 70, "r": 52, "fill": "none", "stroke_width": 11}
    parts = [tag("circle", **ring, stroke=GRID)]
    if value:
        around = 2 * pi * 52
        length = around * value / FULL
        arc = f"{number(length)} {number(around - length + 1)}"
        parts.append(tag("circle", **ring, stroke=colour, stroke_dasharray=arc, transform="rotate(-90 70 70)"))
    parts.append(text(70, 74, shown(value), anchor="middle", size=25, colour=INK, weight=600))
    parts.append(text(70, 95, f"{grade} {words}".strip(), anchor="middle", size=12.5, colour=colour))
    return svg(title, "", (140, 140), parts, kind="ring")


def shown(value: Value) -> str:
    """Return hundredths as a figure with two decimals, a dash for none."""
    return "–" if value is None else f"{value // 100}.{value % 100:02d}"


def _low_end(values: Sequence[Value]) -> int:
    """The lower end of a scale that ends at 100: a round ten some points below the least value, at most 70."""
    least = min((value for value in values if value is not None), default=0)
    return max(0, min((least - 500) // 1000 * 1000, 7000))


def _tips(series: Series, names: Sequence[str]) -> list[str]:
    return [f"{series.label} {name}: {shown(value)}" for name, value in zip(names, series.values, strict=True)]


def _level(left: float, right: float, y: float, value: int) -> str:
    line = tag("line", x1=left, x2=right, y1=y, y2=y, stroke=GRID, stroke_width=1)
    return line + text(left - 6, y + 4, str(value // 100), anchor="end", size=11, colour=SOFT)


def _target(left: float, right: float, y: float, target: Target) -> str:
    words = f"{target.label} {shown(target.value).removesuffix('.00')}"
    line = tag("line", x1=left, x2=right, y1=y, y2=y, stroke=TARGET_COLOUR, stroke_width=1, stroke_dasharray="4 3")
    return line + text(right, y - 5, words, anchor="end", size=11, colour=TARGET_COLOUR)


def _web(axes: int, middle: Point, spot: Callable[[int, float], Point]) -> list[str]:
    """Five rings and the spokes; the outer ring is a little darker."""
    rings = [
        tag("polygon", points=joined([spot(index, ring / 5) for index in range(axes)]), fill="none", stroke=GRID)
        for ring in range(1, 6)
    ]
    ends = [spot(index, 1) for index in range(axes)]
    return rings + [tag("line", x1=middle[0], y1=middle[1], x2=x, y2=y, stroke=GRID) for x, y in ends]


def _axis_name(at: Point, middle: Point, name: str, value: Value) -> list[str]:
    x, y = at
    anchor = "middle" if abs(x - middle[0]) < 8 else ("start" if x > middle[0] else "end")
    y += -12 if y < middle[1] - 60 else (8 if y > middle[1] + 30 else 0)
    return [
        text(x, y, name, anchor=anchor, size=12, colour=INK),
        text(x, y + 14, shown(value), anchor=anchor, size=11, colour=SOFT),
    ]


def _ranked(bar: Bar, y: float, width: float, high: float, *, compact: bool) -> str:
    """One line: place, name, bar, figure. On a phone the name stands above its bar."""
    start, figures = (34.0, 62.0) if compact else (226.0, 68.0)
    room = width - start - figures - 10
    base = y + (38 if compact else 21)
    value = f"{shown(bar.value)} {bar.grade}".strip()
    name = fitted(bar.label, width - 44 if compact else start - 46)
    marks = [
        tip(f"{bar.place} {bar.label}: {value}".strip()),
        rect(0, y, width, high, "#fff", fill_opacity=0),
        text(26, y + (16 if compact else 21), bar.place, anchor="end", size=12, colour=SOFT),
        text(34, y + (16 if compact else 21), name, size=12.5, colour=GRADE_INK["B"] if bar.url else INK),
        rect(start, base - 13, room, 16, EMPTY, rx=3),
    ]
    if bar.value is not None:
        marks.append(rect(start, base - 13, room * bar.value / FULL, 16, GRADE_INK.get(bar.grade, SOFT), rx=3))
    marks.append(text(width - figures, base, value, size=12.5, colour=INK))
    return linked(bar.url, "".join(marks))


def _field(cell: Cell, x: float, y: float, wide: float, high: float) -> str:
    """One field: score and letter on the grade's tint, or a dash in a broken frame."""
    base = y + high / 2 + 4
    box = (x + 1.5, y + 1.5, wide - 3, high - 3)
    if cell.value is None:
        frame = rect(*box, EMPTY, rx=4, stroke="#b9c3cd", stroke_dasharray="2 2")
        return tip(cell.title) + frame + text(x + wide / 2, base, "–", anchor="middle", size=12, colour=SOFT)
    shift = 7 if cell.grade else 0
    return (
        tip(cell.title)
        + rect(*box, GRADE_FILL.get(cell.grade, EMPTY), rx=4)
        + text(x + wide / 2 - shift, base, shown(cell.value), anchor="middle", size=11.5, colour=INK)
        + text(x + wide - 8, base, cell.grade, anchor="end", size=11, colour=INK, weight=600)
    )


def _grade_legend(grades: Sequence[tuple[str, str]], x: float, y: float, width: float) -> tuple[list[str], float]:
    """The letters with their words, in as many lines as the width needs; also the height of it all."""
    marks: list[str] = []
    at, line = x, y
    for letter, words in grades:
        name = f"{letter} {words}".strip()
        room = 32 + width_of(name, 11)
        if at > x and at + room > width:
            at, line = x, line + 20
        marks.append(rect(at, line, 14, 14, GRADE_FILL.get(letter, EMPTY), rx=3, stroke="#b9c3cd"))
        marks.append(text(at + 19, line + 11.5, name, size=11, colour=SOFT))
        at += room
    return marks, line - y + 22 if grades else 0
