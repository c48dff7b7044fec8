"""Which checklists there are on day one: base part 40 + line part 60 = 100 points each."""

from inspections.choices import Section
from inspections.content.base_part import MANAGEMENT, PERSONNEL
from inspections.content.grounds import CLN, GRN, PST, SEC, WST
from inspections.content.shape import ContentItem, LinePart
from inspections.content.technical import CNF, ELV, FIR, REP, WTK

LINE_PARTS: tuple[LinePart, ...] = (CLN, SEC, GRN, REP, ELV, FIR, PST, WST, WTK, CNF)


def items_of(part: LinePart) -> list[tuple[Section, ContentItem]]:
    """Return the items of a whole checklist in their order: what one sees on site first, then people and papers."""
    return [
        *((Section.SERVICE, item) for item in part.items),
        *((Section.PERSONNEL, item) for item in PERSONNEL),
        *((Section.MANAGEMENT, item) for item in MANAGEMENT),
    ]
