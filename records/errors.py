"""Refusals of the records room, and the texts its rules hand out.

A ``Wording`` is translated only when shown, with its values filled in at that moment.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenancy.errors import RuleBroken

# A text that is translated when shown, or one that needs no translation.
Text = Promise | str


@dataclass(frozen=True, slots=True)
class Wording:
    """A message and the values of its named placeholders; ``str()`` gives the text in the reader's language."""

    message: Text
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.message) % {key: str(value) for key, value in self.params.items()}


# --- settings ---------------------------------------------------------------------------------------
NOT_A_NUMBER = _("Enter a number.")
TOO_FINE = _("At most two decimal places.")
NOT_WHOLE = _("Enter a whole number.")
OUT_OF_RANGE = _("Enter a number from %(minimum)s to %(maximum)s.")
NOT_A_GROUP = _("This must be a group of settings.")
UNKNOWN_SETTING = _("There is no such setting.")

# --- cells of office tables: what is wrong, and what to do about it ----------------------------------
CELL_REQUIRED = _("This cell is empty.")
FILL_IN = _("Fill it in.")
NOT_A_DATE = _("“%(value)s” is not a date.")
WRITE_DATE = _("Write it as 2026-10-31.")
IMPOSSIBLE_DATE = _("There is no such day: “%(value)s”.")
CHECK_CALENDAR = _("Check the day and the month.")
YEAR_MISSING = _("“%(value)s” has no year of four digits.")
WRITE_YEAR = _("Write the full date with a year of four digits.")
DAY_MISSING = _("“%(value)s” has no day.")
WRITE_DAY = _("Write the full date with its day.")
TOO_EARLY = _("%(value)s is before %(limit)s.")
TOO_LATE = _("%(value)s is after %(limit)s.")
CHECK_YEAR = _("Check the year.")
NOT_AN_AMOUNT = _("“%(value)s” is not an amount of money.")
WRITE_AMOUNT = _("Write only digits, for instance 8600.00.")
TOO_MANY_DECIMALS = _("“%(value)s” has more than two decimals.")
ROUND_IT = _("Round it to two decimals.")
NEGATIVE = _("“%(value)s” is below zero.")
WRITE_POSITIVE = _("Write a number that is not below zero.")
TOO_LARGE = _("“%(value)s” is too large.")
CHECK_DIGITS = _("Check the number of digits.")
NOT_POINTS = _("“%(value)s” is not a number of points.")
WRITE_POINTS = _("Write a number such as 5, or “N/A” where the item does not apply.")
NOT_A_COUNT = _("“%(value)s” is not a whole number.")
WRITE_COUNT = _("Write a whole number such as 13.")
NOT_YES_NO = _("“%(value)s” is neither yes nor no.")
WRITE_YES_NO = _("Write “yes” or “no”.")
NOT_A_CHOICE = _("“%(value)s” is not one of the possible answers.")
WRITE_CHOICE = _("Use one of: %(words)s.")
NOT_A_CODE = _("“%(value)s” is not a valid unified social credit code.")
WRITE_CODE = _("Copy the 18 characters from the business licence.")
TOO_LONG = _("The text has more than %(limit)s characters.")
SHORTEN = _("Shorten it.")
CELL_ERROR = _("The cell shows the error %(value)s.")
MEND_FORMULA = _("Mend the formula, or type the value.")
NO_STORED_VALUE = _("The formula “%(value)s” has no stored value.")
TYPE_VALUE = _("Open the file in a spreadsheet program and save it again, or type the value.")


# --- files ------------------------------------------------------------------------------------------
class FileRefused(RuleBroken):
    """A table file that cannot be read, or must not be (security.md 4); the code says why."""

    def __init__(self, code: str, message: Text | Wording, *, field: str | None = "file") -> None:
        super().__init__(message, code=code, field=field)


FILE_EMPTY = _("The file is empty.")
FILE_TOO_LARGE = _("The file is larger than %(limit)s MB. Split it, for instance into months.")
FILE_UNKNOWN = _("This is not a spreadsheet. Save the table as .xlsx, .xls or .csv and upload it again.")
FILE_WEB_PAGE = _("This file is a web page with a table, not a spreadsheet. Open it and save it as .xlsx.")
FILE_OTHER_FORMAT = _("This kind of spreadsheet is not supported. Save the table as .xlsx and upload it again.")
FILE_PROTECTED = _("The file is protected by a password. Save it without a password and upload it again.")
FILE_BROKEN = _("The file is damaged or incomplete. Open it, save it again and upload it once more.")
FILE_HOSTILE = _("The file is not built like a spreadsheet and was refused.")
FILE_UNPACKS_TOO_LARGE = _("The file unpacks to far more than a table needs and was refused.")
FILE_TOO_MANY_ROWS = _("Sheet “%(sheet)s” reaches beyond row %(limit)s. Delete the empty rows at its end, or split it.")
FILE_TOO_MANY_COLUMNS = _("Sheet “%(sheet)s” reaches beyond column %(limit)s. Delete the empty columns at its side.")
FILE_TOO_MANY_CELLS = _("The tables hold more than %(limit)s cells. Split the file, for instance into months.")
FILE_TOO_MANY_SHEETS = _("The file has more than %(limit)s sheets. Split it.")
FILE_NOT_TEXT = _("The characters of this text file cannot be read. Save it as .xlsx, or as CSV in UTF-8.")
