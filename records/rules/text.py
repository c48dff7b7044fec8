"""Cleaning of typed text: widths, blanks and invisible characters, without touching what was meant."""

import re
import unicodedata

# C0 and C1 controls without tab and line ends, zero-width characters, and marks that turn the reading direction.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_BLANKS = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return the text without invisible characters and without blanks, U+3000 included, at either end."""
    return _INVISIBLE.sub("", text).strip()


def one_line(text: str) -> str:
    """Return cleaned text in which every run of blanks and line ends is one space."""
    return _BLANKS.sub(" ", clean(text))


def halfwidth(text: str) -> str:
    """Return cleaned text with full-width letters, digits and signs in their usual width."""
    return unicodedata.normalize("NFKC", clean(text)).strip()


def compact(text: str) -> str:
    """Return half-width text without any blank at all: for codes, numbers and the comparison of headings."""
    return _BLANKS.sub("", halfwidth(text))
