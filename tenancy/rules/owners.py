"""Which service lines an owners' committee member may be admitted to (TEN-06). Pure."""

import re
from collections.abc import Iterable

# owners watch cleaning and security unless the tenant opens more lines.
DEFAULT_LINES = "CLN SEC"


def line_codes(text: str) -> list[str]:
    """Return the codes of a setting such as "CLN, sec" in capitals, each once, in their order."""
    return list(dict.fromkeys(code.upper() for code in re.split(r"[\s,;，；、]+", text) if code))


def closed_lines(wanted: Iterable[str], *, open_lines: Iterable[str]) -> list[str]:
    """Return the wanted codes that are not open to owners, sorted."""
    return sorted(set(wanted) - set(open_lines))
