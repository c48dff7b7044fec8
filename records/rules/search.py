"""Search tokens: Chinese by characters and pairs, pinyin and its initials, words and numbers by their beginnings.

An object is found when every token of the question is among its own tokens, by plain equality. So the words of a
question are cut the same way as the words of a text, and nothing longer than ``LONGEST`` characters is stored.
Tokens are lower case and half-width, without blanks or marks.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pypinyin import Style, lazy_pinyin

from records.rules.text import clean

LONGEST = 12
# Beyond this a text is prose, of which only the beginning is worth finding by.
LONGEST_TEXT = 400
# Pinyin is how people type names; a run of characters longer than this is a sentence.
LONGEST_NAME = 24
MOST_INITIALS = 6

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUNS = re.compile(f"(?P<han>[{_HAN}]+)|(?P<word>[^\\W_{_HAN}]+)")
# Nobody looks for a company by the legal form in the middle of its name; that saves half of the pinyin.
_LEGAL_FORM = re.compile("(?:股份|责任)?有限(?:责任)?公司")
_JOINED = re.compile(r"[-_./·]+")


def search_tokens(*texts: str) -> set[str]:
    """Return every token an object with these texts is found by."""
    return {token for text in texts for token in _tokens(_normalised(text)[:LONGEST_TEXT])}


def query_tokens(question: str) -> list[str]:
    """Return the tokens that must all be present, in the order typed; none for blanks and marks alone."""
    tokens: list[str] = []
    for kind, run in _runs(_normalised(question)[:LONGEST_TEXT]):
        tokens.extend(_query_han(run) if kind == "han" else [run[:LONGEST]])
    return list(dict.fromkeys(tokens))


def _normalised(text: str) -> str:
    return unicodedata.normalize("NFKC", clean(text)).lower()


def _runs(text: str) -> Iterator[tuple[str, str]]:
    """Yield runs of Chinese characters (``han``) and of other letters and digits (``word``)."""
    for match in _RUNS.finditer(text):
        yield str(match.lastgroup), match.group()


def _query_han(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]


def _tokens(text: str) -> Iterator[str]:
    for kind, run in _runs(text):
        if kind == "word":
            yield from _prefixes(run)
            continue
        yield from run
        yield from (run[at : at + 2] for at in range(len(run) - 1))
        if len(run) <= LONGEST_NAME:
            yield from _pinyin(run)
    # Numbers such as HT-2026-018 are typed with and without their marks.
    for piece in text.split():
        joined = _JOINED.sub("", piece)
        if joined != piece and joined.isascii() and joined.isalnum():
            yield from _prefixes(joined)


def _prefixes(word: str) -> Iterable[str]:
    return (word[:end] for end in range(1, min(len(word), LONGEST) + 1))


def _pinyin(run: str) -> Iterator[str]:
    """Yield pinyin from every character on: whole syllables, and at the beginning of the run every letter.

    A name is found by its first letters typed so far, and by any part of it typed in full or as initials. Parts that
    begin within the legal form are left out.
    """
    syllables = [syllable for syllable in lazy_pinyin(run, style=Style.NORMAL, errors="ignore") if syllable.isascii()]
    form = _LEGAL_FORM.search(run)
    yield from _prefixes("".join(syllables))
    yield from _prefixes("".join(syllable[0] for syllable in syllables))
    for start in range(min(len(syllables), form.start() if form else len(syllables))):
        spelt = initials = ""
        for syllable in syllables[start:]:
            spelt += syllable
            initials += syllable[0]
            if len(spelt) <= LONGEST:
                yield spelt
            elif len(spelt) - len(syllable) < LONGEST:
                yield spelt[:LONGEST]
            if len(initials) <= MOST_INITIALS:
                yield initials
