"""SVG pieces for ``records.charts``: tags with escaping, words, lines with gaps, markers told apart by shape.

The look is in presentation attributes, because neither inline styles nor a style sheet reach both page and print.
"""

import unicodedata
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString

# First the packaged fonts, which only printed documents know (static/css/paper.css), then what browsers have.
FONTS = "'Paper Sans','Paper Sans Full','PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Sans SC',sans-serif"
INK, SOFT, GRID, EMPTY = "#1f2937", "#52606d", "#dfe4ea", "#f1f4f7"
LINES = (("#0b63c4", ""), ("#b0285a", "6 4"), ("#17693a", "2 3"), ("#854d0e", "9 3 2 3"))

Point = tuple[float, float]


def svg(
    title: str, description: str, size: tuple[float, float], parts: Sequence[str], *, kind: str, is_group: bool = False
) -> SafeString:
    """Return the whole picture. A group keeps its links reachable; an image is one thing for assistive technology."""
    words = tip(title) + (tag("desc", clean(description)) if description else "")
    width, height = number(size[0]), number(size[1])
    frame = f'xmlns="http://www.w3.org/2000/svg" class="chart-svg chart-{kind}" viewBox="0 0 {width} {height}"'
    named = f'role="{"group" if is_group else "img"}" aria-label="{clean(title)}" font-family="{FONTS}"'
    return SafeString(f'<svg {frame} width="{width}" height="{height}" {named}>{words}{"".join(parts)}</svg>')


def tag(name: str, inside: str = "", /, **attributes: str | float) -> str:
    """Return an element; ``inside`` is markup already, attribute values are escaped here, ``_`` stands for ``-``."""
    written = ""
    for key, value in attributes.items():
        shown = clean(value) if isinstance(value, str) else number(value)
        written += f' {key.replace("_", "-")}="{shown}"'
    return f"<{name}{written}>{inside}</{name}>" if inside else f"<{name}{written}/>"


def text(x: float, y: float, words: str, *, size: float, colour: str, anchor: str = "start", weight: int = 400) -> str:
    """Return words at a place; nothing for no words."""
    if not words:
        return ""
    bold = {"font_weight": weight} if weight != 400 else {}
    return tag("text", clean(words), x=x, y=y, font_size=size, fill=colour, text_anchor=anchor, **bold)


def tip(words: str) -> str:
    """Return a title: the browser's tooltip and the name for assistive technology."""
    return tag("title", clean(words))


def linked(url: str, inside: str) -> str:
    """Return marks as a link, or as a plain group where there is no address."""
    return tag("a", inside, href=url) if url else tag("g", inside)


def rect(x: float, y: float, width: float, height: float, fill: str, **attributes: str | float) -> str:
    """Return a box."""
    return tag("rect", x=x, y=y, width=width, height=height, fill=fill, **attributes)


def path(points: Sequence[Point | None], colour: str, dash: str) -> str:
    """Return a line through the known points, interrupted where one is missing."""
    steps, is_down = [], False
    for point in points:
        if point is not None:
            steps.append(f"{'L' if is_down else 'M'}{number(point[0])} {number(point[1])}")
        is_down = point is not None
    if not steps:
        return ""
    dashes = {"stroke_dasharray": dash} if dash else {}
    return tag("path", d=" ".join(steps), fill="none", stroke=colour, stroke_width=2, stroke_linejoin="round", **dashes)


def marker(point: Point, position: int, inside: str = "") -> str:
    """Return circle, square, triangle or diamond: series can be told apart without colour."""
    x, y = point
    colour = LINES[position % 4][0]
    if position % 4 == 0:
        return tag("circle", inside, cx=x, cy=y, r=3.5, fill=colour)
    shapes = {
        1: [(x - 3.2, y - 3.2), (x + 3.2, y - 3.2), (x + 3.2, y + 3.2), (x - 3.2, y + 3.2)],
        2: [(x, y - 4.4), (x + 4, y + 3.2), (x - 4, y + 3.2)],
        3: [(x, y - 4.6), (x + 4.6, y), (x, y + 4.6), (x - 4.6, y)],
    }
    return tag("polygon", inside, points=joined(shapes[position % 4]), fill=colour)


def marked_line(points: Sequence[Point | None], tips: Sequence[str], position: int) -> list[str]:
    """Return the line of a series with a marker and tooltip at each known point (none where the tip is empty)."""
    colour, dash = LINES[position % 4]
    marks = [path(points, colour, dash)]
    for point, words in zip(points, tips, strict=True):
        if point is not None and words:
            marks.append(marker(point, position, tip(words)))
    return marks


def legend(names: Sequence[str], x: float, y: float, *, centre: float | None = None) -> list[str]:
    """Return the names of series beside a piece of their line, from ``x`` on or around ``centre``."""
    widths = [50 + width_of(name, 12) for name in names]
    if centre is not None:
        x = max(centre - sum(widths) / 2, 4)
    marks = []
    for position, (name, width) in enumerate(zip(names, widths, strict=True)):
        marks.append(path([(x, y - 4), (x + 26, y - 4)], *LINES[position % 4]))
        marks.append(marker((x + 13, y - 4), position))
        marks.append(text(x + 32, y, name, size=12, colour=INK))
        x += width
    return marks


def clean(words: str) -> str:
    """Escape, and leave out what no XML text may hold."""
    return str(escape("".join(sign for sign in words if sign >= " " or sign in "\t\n")))


def fitted(words: str, room: float, size: float = 12.5) -> str:
    """Shorten a name to the room it has; the tooltip holds the whole."""
    if width_of(words, size) <= room:
        return words
    while words and width_of(words + "…", size) > room:
        words = words[:-1]
    return words + "…"


def width_of(words: str, size: float) -> float:
    """Estimate the width of words: Chinese signs are as wide as high, others a little more than half."""
    return sum(size if unicodedata.east_asian_width(sign) in "WFA" else size * 0.58 for sign in words)


def joined(points: Sequence[Point]) -> str:
    """Return points as the attribute wants them."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def number(value: float) -> str:
    """Return a coordinate with at most one decimal, so that pictures are small and the same everywhere."""
    return f"{value:.1f}".removesuffix(".0")
