"""Text tables: which characters, which separator, which rows. Pure: bytes in, rows out."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

from records import errors
from records.errors import FileRefused
from records.rules.limits import broken, check_cells, check_extent

_SEPARATORS = ",;\t|"
_SAMPLE_ROWS = 50
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
FORMULA_STARTERS = ("=", "+", "-", "@", "\t", "\r")


def decoded(content: bytes) -> str:
    """Return the text: UTF-8, UTF-16 with its mark, else GB 18030. Raises FileRefused when it is none of them."""
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("not_text", errors.FILE_NOT_TEXT)


def separator(text: str) -> str:
    """Return the separator that divides the first rows most evenly into most cells; a comma when none does."""
    return max(_SEPARATORS, key=lambda one: _evenness(text, one))


def _evenness(text: str, one: str) -> tuple[int, int]:
    """Return how many of the first rows have the usual number of cells, and that number; zeros without division."""
    try:
        widths = [len(row) for row in islice(_reader(text, one), _SAMPLE_ROWS) if row]
    except csv.Error:
        return (0, 0)
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
    return (widths.count(usual), usual) if usual > 1 else (0, 0)


def _reader(text: str, one: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=one)


def csv_rows(content: bytes, name: str) -> list[list[str]]:
    """Return the rows of a text table. Raises FileRefused for text that is no table or too large a one.

    An apostrophe before what begins like a formula is taken off: that is how our own exports keep it text.
    """
    text = decoded(content)
    if "\0" in text:
        raise FileRefused("unknown", errors.FILE_UNKNOWN)
    rows: list[list[str]] = []
    width = 0
    try:
        for row in _reader(text, separator(text)):
            rows.append([_unescaped(cell) for cell in row])
            width = max(width, len(row))
            check_extent(name, len(rows), width)
    except csv.Error as error:
        raise broken() from error
    check_cells(len(rows) * width)
    return rows


def _unescaped(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTERS) else cell
