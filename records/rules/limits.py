"""How much a table file may hold (security.md 4), and the refusal of one that holds more. Pure: bytes in, facts out."""

from records import errors
from records.errors import FileRefused, Wording

MOST_ROWS = 100_000
MOST_COLUMNS = 256
# Rows times columns of the used ranges of all sheets: what becomes values in memory.
MOST_CELLS = 2_000_000
MOST_CHARACTERS = 50_000_000
MOST_SHEETS = 100


def check_extent(sheet: str, rows: int, columns: int) -> None:
    """Raise FileRefused when a sheet's used range reaches too far; rows and columns are counted from 1."""
    if rows > MOST_ROWS:
        raise FileRefused("too_many_rows", Wording(errors.FILE_TOO_MANY_ROWS, {"sheet": sheet, "limit": MOST_ROWS}))
    if columns > MOST_COLUMNS:
        limit = {"sheet": sheet, "limit": MOST_COLUMNS}
        raise FileRefused("too_many_columns", Wording(errors.FILE_TOO_MANY_COLUMNS, limit))


def check_cells(cells: int) -> None:
    """Raise FileRefused when all sheets together have too many cells."""
    if cells > MOST_CELLS:
        raise FileRefused("too_many_cells", Wording(errors.FILE_TOO_MANY_CELLS, {"limit": MOST_CELLS}))


def check_sheets(count: int) -> None:
    """Raise FileRefused when a file has too many sheets."""
    if count > MOST_SHEETS:
        raise FileRefused("too_many_sheets", Wording(errors.FILE_TOO_MANY_SHEETS, {"limit": MOST_SHEETS}))


def hostile() -> FileRefused:
    """Return the refusal of a file that is not built like a spreadsheet."""
    return FileRefused("hostile", errors.FILE_HOSTILE)


def broken() -> FileRefused:
    """Return the refusal of a file that is damaged or cut short."""
    return FileRefused("broken", errors.FILE_BROKEN)
