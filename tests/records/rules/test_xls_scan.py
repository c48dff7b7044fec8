"""The compound file around an .xls: followed through its tables, and never around in circles."""

import io
import struct

import pytest
import xlwt

from records.errors import FileRefused
from records.rules.xls_scan import check_xls

SECTOR = 512
END = 0xFFFFFFFE


def content_of(*cells: tuple[int, int, str]) -> bytearray:
    book = xlwt.Workbook()
    page = book.add_sheet("x")
    for row, column, value in cells or ((0, 0, "x"),):
        page.write(row, column, value)
    content = io.BytesIO()
    book.save(content)
    return bytearray(content.getvalue())


def refusal(content: bytearray) -> str:
    with pytest.raises(FileRefused) as caught:
        check_xls(bytes(content))
    return caught.value.code


def entry(content: bytearray, name: str) -> int:
    """Return where the directory entry of a stream begins."""
    return content.find(name.encode("utf-16-le") + b"\0\0")


def sector_of_table(content: bytearray) -> int:
    """Return where the allocation table begins."""
    return (struct.unpack_from("<I", content, 76)[0] + 1) * SECTOR


def with_sector(content: bytearray, numbers: list[int]) -> int:
    """Append a sector of numbers, marked in the allocation table as the last of its chain; return its number."""
    added = len(content) // SECTOR - 1
    content.extend(struct.pack(f"<{SECTOR // 4}I", *numbers, *[0xFFFFFFFF] * (SECTOR // 4 - len(numbers))))
    struct.pack_into("<I", content, sector_of_table(content) + added * 4, END)
    return added


def test_a_plain_workbook_passes() -> None:
    check_xls(bytes(content_of()))


def test_a_small_workbook_inside_the_small_stream_is_followed() -> None:
    content = content_of()
    start, size = struct.unpack_from("<II", content, entry(content, "Workbook") + 116)
    pieces = size // 64
    added = with_sector(content, [*range(1, pieces), END])
    struct.pack_into("<I", content, 60, added)
    struct.pack_into("<II", content, entry(content, "Root Entry") + 116, start, size)
    struct.pack_into("<II", content, entry(content, "Workbook") + 116, 0, 4000)
    check_xls(bytes(content))
    struct.pack_into("<II", content, entry(content, "Workbook") + 116, 0, 2)
    assert refusal(content) == "broken"


def test_a_longer_list_of_tables_is_followed() -> None:
    content = content_of()
    added = with_sector(content, [0xFFFFFFFF] * (SECTOR // 4 - 1) + [END])
    struct.pack_into("<I", content, 68, added)
    check_xls(bytes(content))
    struct.pack_into("<I", content, 68, 60_000)
    check_xls(bytes(content))


def test_more_tables_than_the_file_can_need_are_refused() -> None:
    content = content_of()
    table = struct.unpack_from("<I", content, 76)[0]
    struct.pack_into("<109I", content, 76, *[table] * 109)
    assert refusal(content) == "broken"


@pytest.mark.parametrize(("offset", "value"), [(30, 7), (30, 20), (32, 9)])
def test_sectors_of_another_size_are_refused(offset: int, value: int) -> None:
    content = content_of()
    struct.pack_into("<H", content, offset, value)
    assert refusal(content) == "broken"


def test_a_chain_that_runs_in_a_circle_is_refused() -> None:
    content = content_of()
    start = struct.unpack_from("<I", content, entry(content, "Workbook") + 116)[0]
    struct.pack_into("<I", content, sector_of_table(content) + start * 4, start)
    assert refusal(content) == "broken"


def test_a_workbook_without_records_is_refused() -> None:
    content = content_of()
    at = content.find(struct.pack("<HH", 0x0809, 16))
    content[at : at + 4] = b"\0\0\0\0"
    assert refusal(content) == "broken"


def test_a_row_of_many_numbers_reaches_to_its_last_column() -> None:
    content = content_of(*((0, column, "x") for column in range(3)))
    at = content.find(struct.pack("<HHHH", 0x00FD, 10, 0, 2))
    struct.pack_into("<HHHH", content, at, 0x00BD, 10, 0, 2)
    struct.pack_into("<H", content, at + 12, 300)
    assert refusal(content) == "too_many_columns"


def test_an_older_range_record_is_read() -> None:
    content = content_of()
    at = content.find(struct.pack("<HH", 0x0200, 14))
    struct.pack_into("<HHHHHHH", content, at, 0x0200, 10, 0, 1, 0, 1, 0)
    struct.pack_into("<HH", content, at + 14, 0x0042, 0)
    check_xls(bytes(content))
    struct.pack_into("<HH", content, at + 4, 5, 1)
    assert refusal(content) == "broken"
