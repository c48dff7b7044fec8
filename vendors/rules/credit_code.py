"""The unified social credit code (统一社会信用代码, VEN-01): the key by which vendors are told apart (VEN-14)."""

import re

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from records.rules.text import compact
from vendors.errors import InvalidCreditCode, LegacyNumber

# Organisation code (8 characters and a check character), old registration number, old tax number.
_LEGACY = re.compile(r"[0-9A-Z]{8}-?[0-9X]|\d{13}|\d{15}|\d{6}[0-9A-Z]{8}-?[0-9X]|\d{20}")


def normalise(text: str) -> str:
    """Return the text as a code is written: no blanks of any kind, half-width, upper case."""
    return compact(text).upper()


def check(text: str, *, field: str | None = "credit_code") -> str:
    """Return the valid code in its one written form.

    Lower case, full-width characters and blanks are accepted as typed. Raises LegacyNumber when the text has the form
    of a paper from before October 2015 (note N-1), InvalidCreditCode for anything else that is not valid.
    """
    code = normalise(text)
    try:
        return str(uscc.validate(code))
    except ValidationError as error:
        if _LEGACY.fullmatch(code):
            raise LegacyNumber(field=field) from error
        raise InvalidCreditCode(field=field) from error


def organisation_code(code: str) -> str:
    """Return the old nine-character organisation code inside a valid code, as older papers print it (N-1)."""
    return f"{code[8:16]}-{code[16]}"
