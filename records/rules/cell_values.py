"""What is common to reading cells: problems, marks, emptiness, numbers and errors in raw cells."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from records import errors as wording
from records.errors import Text, Wording
from records.rules.text import clean, compact, one_line

LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a cell cannot be used, with a stable code, and the remedy; ``str()`` gives both in the reader's language."""

    code: str
    message: Wording
    remedy: Wording

    def __str__(self) -> str:
        message = str(self.message)
        # A full-width stop brings its own space.
        return f"{message}{'' if message.endswith('。') else ' '}{self.remedy}"


class Mark(Enum):
    """Answers that are no value: the item does not apply; the paper has no end."""

    NOT_APPLICABLE = "not_applicable"
    OPEN_ENDED = "open_ended"


class FormulaText(str):
    """The text of a formula whose cell holds no computed value, such as a typed ``=见照片``; never evaluated."""

    __slots__ = ()


# Written into cells of dates, amounts and counts to say that there is none.
NOTHING = frozenset({"/", "\\", "-", "--", "—", "——", "无", "暂无", "空"})
ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})


def problem(code: str, message: Text, remedy: Text, raw: Any = "", **params: Any) -> CellProblem:
    """Return a problem whose texts may show the cell as ``%(value)s``, shortened."""
    values = {"value": shown(raw), **params}
    return CellProblem(code, Wording(message, values), Wording(remedy, values))


def shown(raw: Any) -> str:
    """Return a raw cell as a person would recognise it."""
    text = one_line(as_typed(raw))
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def as_typed(raw: Any) -> str:
    """Return a raw cell as text: whole numbers without a decimal point, days without an empty time."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, int | float | Decimal):
        number = decimal_of(raw)
        return str(raw) if number is None else f"{number:f}"
    if isinstance(raw, datetime) and not any((raw.hour, raw.minute, raw.second, raw.microsecond)):
        return raw.date().isoformat()
    return raw.isoformat(sep=" ") if isinstance(raw, datetime) else str(raw)


def decimal_of(number: int | float | Decimal) -> Decimal | None:
    """Return a numeric cell as the number people see: fifteen digits, as spreadsheets show; None for no number."""
    if isinstance(number, bool):
        return None
    exact = Decimal(f"{number:.15g}") if isinstance(number, float) else Decimal(number)
    if not exact.is_finite():
        return None
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() and exact.adjusted() < 28 else exact


def is_blank(raw: Any) -> bool:
    """Whether a cell is empty: nothing, or only blanks of any kind, U+3000 and invisible characters included."""
    return raw is None or (isinstance(raw, str) and not clean(raw))


def is_nothing(raw: Any) -> bool:
    """Whether a cell of a date, amount or count says that there is none: empty, a dash, a slash, "无"."""
    return is_blank(raw) or (isinstance(raw, str) and compact(raw) in NOTHING)


def unusable(raw: Any) -> CellProblem | None:
    """Return the problem of a cell that holds a spreadsheet error, or a formula without a value where one is needed."""
    if isinstance(raw, FormulaText):
        return problem("no_stored_value", wording.NO_STORED_VALUE, wording.TYPE_VALUE, raw)
    if isinstance(raw, str) and clean(raw).upper() in ERRORS:
        return problem("cell_error", wording.CELL_ERROR, wording.MEND_FORMULA, raw)
    return None


def is_number(raw: Any) -> bool:
    """Whether the cell is numeric, which a boolean is not."""
    return isinstance(raw, int | float | Decimal) and not isinstance(raw, bool)
