"""Looking over the XML parts of an .xlsx before anything builds tables from them.

A part that declares a document type or entities is refused, a sheet may not reach beyond the limits of
``records.rules.limits``, and formulas without a computed value are picked up on the way (``=见照片``). Nothing is built
but counters, so a hostile part costs reading it once.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import normpath
from xml.parsers import expat

from records.rules.limits import MOST_CHARACTERS, broken, check_extent, hostile

_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_LONGEST_FORMULA = 8192
# Parts are given to the parser in one piece.
_IS_WHOLE = True


@dataclass
class PartFacts:
    """What one XML part holds: its root element and, for a sheet, its used range and formulas without a value.

    ``rows`` and ``columns`` count from 1 to the last cell with content; ``formulas`` is keyed by row and column counted
    from 0; ``strings`` counts how often each shared string is used; ``lengths`` are those of a table of shared strings.
    """

    root: str = ""
    rows: int = 0
    columns: int = 0
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    strings: dict[int, int] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)


def scan_part(content: bytes, name: str) -> PartFacts:
    """Return the facts of one part. Raises FileRefused for a broken or hostile part, or too large a sheet."""
    scanner = _Scanner(name)
    try:
        scanner.parser.Parse(content, _IS_WHOLE)
    except expat.ExpatError as error:
        raise broken() from error
    return scanner.facts


def check_strings(lengths: Sequence[int], uses: Mapping[int, int]) -> None:
    """Raise FileRefused when the shared strings, written out where they are used, would fill the memory."""
    total = sum(count * lengths[index] for index, count in uses.items() if index < len(lengths))
    if total > MOST_CHARACTERS:
        raise hostile()


def sheet_parts(workbook: bytes, relations: bytes) -> dict[str, str]:
    """Return the part of each sheet by the sheet's name, from the workbook's own part and its relations."""
    targets = {one.get("Id", ""): one.get("Target", "") for one in _attributes(relations, "Relationship")}
    found = {}
    for one in _attributes(workbook, "sheet"):
        target = targets.get(next((value for key, value in one.items() if key.endswith(":id")), ""), "")
        found[one.get("name", "")] = normpath(target[1:] if target.startswith("/") else f"xl/{target}")
    return found


def _attributes(content: bytes, local: str) -> list[dict[str, str]]:
    """Return the attributes of every element of one name, in a part that was looked over before."""
    found: list[dict[str, str]] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element.rpartition(":")[2] == local:
            found.append(attributes)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(content, _IS_WHOLE)
    return found


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class _Scanner:
    """One pass over one part; elements are told apart by their local names, whatever prefix a program gave them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.facts = PartFacts()
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._root
        self._row = 0
        self._column = 0
        self._kind = ""
        self._formula = ""
        self._value = ""
        self._has_value = False
        self._length = 0

    def _refuse(self, *declared: object) -> None:
        raise hostile()

    def _root(self, element: str, attributes: dict[str, str]) -> None:
        root = element.rpartition(":")[2]
        self.facts.root = root
        self.parser.StartElementHandler = None
        if root == "worksheet":
            self.parser.StartElementHandler = self._sheet_start
            self.parser.EndElementHandler = self._sheet_end
        elif root == "sst":
            self.parser.StartElementHandler = self._string_start
            self.parser.EndElementHandler = self._string_end

    def _sheet_start(self, element: str, attributes: dict[str, str]) -> None:
        local = element.rpartition(":")[2]
        if local == "row":
            self._row = int(attributes["r"]) if attributes.get("r", "").isdecimal() else self._row + 1
            self._column = 0
        elif local == "c":
            self._cell_start(attributes)
        elif local == "f":
            self.parser.CharacterDataHandler = self._formula_text
        elif local == "v":
            self.parser.CharacterDataHandler = self._value_text
        elif local == "t":
            self._has_value = True

    def _cell_start(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place is None:
            self._column += 1
        else:
            match = _CELL.fullmatch(place)
            if match is None:
                raise hostile()
            self._column, self._row = _column_number(match[1]), int(match[2])
        self._kind = attributes.get("t", "")
        self._formula = self._value = ""
        self._has_value = False

    def _formula_text(self, text: str) -> None:
        self._formula = (self._formula + text)[:_LONGEST_FORMULA]

    def _value_text(self, text: str) -> None:
        self._has_value = True
        if self._kind == "s":
            self._value += text[:12]

    def _sheet_end(self, element: str) -> None:
        local = element.rpartition(":")[2]
        if local in ("f", "v"):
            self.parser.CharacterDataHandler = None
        elif local == "c" and (self._has_value or self._formula):
            self._cell_end()

    def _cell_end(self) -> None:
        facts = self.facts
        if self._row > facts.rows or self._column > facts.columns:
            facts.rows = max(facts.rows, self._row)
            facts.columns = max(facts.columns, self._column)
            check_extent(self.name, facts.rows, facts.columns)
        if not self._has_value:
            facts.formulas[(self._row - 1, self._column - 1)] = f"={self._formula}"
        elif self._kind == "s" and self._value.isdecimal():
            index = int(self._value)
            facts.strings[index] = facts.strings.get(index, 0) + 1

    def _string_start(self, element: str, attributes: dict[str, str]) -> None:
        local = element.rpartition(":")[2]
        if local == "si":
            self._length = 0
        elif local == "t":
            self.parser.CharacterDataHandler = self._string_text

    def _string_text(self, text: str) -> None:
        self._length += len(text)

    def _string_end(self, element: str) -> None:
        local = element.rpartition(":")[2]
        if local == "t":
            self.parser.CharacterDataHandler = None
        elif local == "si":
            self.facts.lengths.append(self._length)
