"""Looking over an .xls (a compound file with a stream of records) before anything builds tables from it.

Only what is needed to refuse in time: is it a workbook, is it protected, how far do its cells reach. Two cells in
opposite corners would otherwise be given a table of sixteen million.
"""

import struct
from collections.abc import Iterator

from records import errors
from records.errors import FileRefused
from records.rules.limits import MOST_COLUMNS, MOST_ROWS, broken, check_cells, check_extent, check_sheets

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LAST_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_MINI_CUTOFF = 4096
_BOF, _FILE_PASSWORD, _DIMENSIONS, _MANY = 0x0809, 0x002F, 0x0200, 0x00BD
# Records that hold one cell with a value: number, label, boolean or error, formula, short number, shared string.
_CELLS = frozenset({0x0203, 0x0204, 0x0205, 0x0006, 0x0206, 0x0406, 0x027E, 0x00FD, 0x00D6})


def check_xls(content: bytes) -> None:
    """Raise FileRefused unless the compound file is an open workbook within the limits."""
    try:
        _check_records(_workbook_stream(content))
    except (struct.error, IndexError, RecursionError) as error:
        raise broken() from error


class _Compound:
    """The sectors of a compound file, followed through its allocation tables."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.size = 1 << struct.unpack_from("<H", content, 30)[0]
        self.mini_size = 1 << struct.unpack_from("<H", content, 32)[0]
        if self.size not in (512, 4096) or self.mini_size != 64:
            raise broken()
        directory, _, _, mini_start = struct.unpack_from("<IIII", content, 48)
        self.table = self._allocation_table()
        self.entries = self.chain(directory)
        self.mini_table = self._numbers(self.chain(mini_start))
        self.mini_stream = b""

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.content[start : start + self.size]

    @staticmethod
    def _numbers(content: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))

    def _allocation_table(self) -> list[int]:
        first = [*struct.unpack_from("<109I", self.content, 76)]
        following = struct.unpack_from("<I", self.content, 68)[0]
        seen: set[int] = set()
        while following < _LAST_SECTOR and following not in seen:
            seen.add(following)
            *more, following = self._numbers(self._sector(following)) or [_LAST_SECTOR]
            first.extend(more)
        sectors = [sector for sector in first if sector < _LAST_SECTOR]
        # Each sector of the table speaks for a quarter of its size in sectors; far more of them are a trick.
        if len(sectors) > 2 * len(self.content) // (self.size * self.size // 4) + 8:
            raise broken()
        return [number for sector in sectors for number in self._numbers(self._sector(sector))]

    def chain(self, start: int) -> bytes:
        """Return the content of a chain of sectors; a chain that runs in a circle is broken."""
        return b"".join(self._sector(number) for number in self._follow(start, self.table))

    def mini_chain(self, start: int, size: int) -> bytes:
        """Return a small stream, which lives in pieces of 64 bytes inside a stream of its own."""
        pieces = (
            self.mini_stream[number * self.mini_size : (number + 1) * self.mini_size]
            for number in self._follow(start, self.mini_table)
        )
        return b"".join(pieces)[:size]

    @staticmethod
    def _follow(start: int, table: list[int]) -> Iterator[int]:
        for _ in range(len(table) + 1):
            if start >= _LAST_SECTOR:
                return
            yield start
            start = table[start]
        raise broken()


def _workbook_stream(content: bytes) -> bytes:
    compound = _Compound(content)
    names: dict[str, tuple[int, int]] = {}
    for at in range(0, len(compound.entries) - _ENTRY + 1, _ENTRY):
        entry = compound.entries[at : at + _ENTRY]
        length = min(struct.unpack_from("<H", entry, 64)[0], 64)
        name = entry[: max(0, length - 2)].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", entry, 116)
        if entry[66] == 5:
            compound.mini_stream = compound.chain(start)[:size]
        names[name] = (start, size)
    if "EncryptedPackage" in names:
        raise FileRefused("protected", errors.FILE_PROTECTED)
    found = names.get("Workbook") or names.get("Book")
    if found is None:
        raise FileRefused("unknown", errors.FILE_UNKNOWN)
    start, size = found
    return compound.mini_chain(start, size) if size < _MINI_CUTOFF else compound.chain(start)[:size]


def _check_records(stream: bytes) -> None:
    sheets = total = rows = columns = 0
    for kind, body in _records(stream):
        if kind == _BOF:
            total += rows * columns
            rows = columns = 0
            sheets += 1
            check_sheets(sheets - 1)
            check_cells(total)
        elif kind == _FILE_PASSWORD:
            raise FileRefused("protected", errors.FILE_PROTECTED)
        elif kind == _DIMENSIONS:
            _check_dimensions(body)
        elif kind in _CELLS or kind == _MANY:
            row, first = struct.unpack_from("<HH", body)
            last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _MANY else first
            rows, columns = max(rows, row + 1), max(columns, last + 1)
            check_extent(str(sheets - 1), rows, columns)
    check_cells(total + rows * columns)
    if not sheets:
        raise broken()


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == 0 and length == 0:
            return
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _check_dimensions(body: bytes) -> None:
    """Refuse a stated range that no sheet can have; it is reserved in memory before a cell is read."""
    first_row, last_row, first, last = struct.unpack_from("<IIHH" if len(body) >= 14 else "<HHHH", body)
    if last_row < first_row or last < first or last_row > max(MOST_ROWS, 1 << 16) or last > MOST_COLUMNS:
        raise broken()
