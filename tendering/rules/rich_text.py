"""Written papers with a little form: headings, lists, bold words, from plain text. Pure; nothing typed is markup."""

import re
from dataclasses import dataclass

_NUMBERED = re.compile(r"^\d{1,3}[.、)）]\s*")
_BULLET = re.compile(r"^[-*•·]\s+")
_BOLD = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True)
class Run:
    """Words in one weight."""

    text: str
    is_bold: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, or a list with its lines; ``kind`` is paragraph, heading, list or numbered."""

    kind: str
    lines: tuple[tuple[Run, ...], ...]


def blocks(text: str) -> list[Block]:
    """Return a text as blocks: ``# `` begins a heading, ``- `` and ``1. `` list items, ``**words**`` are bold."""
    found: list[tuple[str, list[str]]] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        kind, words = _line(line.strip())
        if found and found[-1][0] == kind and kind in ("list", "numbered", "paragraph"):
            found[-1][1].append(words)
        else:
            found.append((kind, [words]))
    return [Block(kind, tuple(_runs(line) for line in lines)) for kind, lines in found if kind != "gap"]


def _line(line: str) -> tuple[str, str]:
    if not line:
        return "gap", ""
    if line.startswith("#"):
        return "heading", line.lstrip("#").strip()
    if match := _BULLET.match(line):
        return "list", line[match.end() :]
    if match := _NUMBERED.match(line):
        return "numbered", line[match.end() :]
    return "paragraph", line


def _runs(line: str) -> tuple[Run, ...]:
    parts = _BOLD.split(line)
    return tuple(Run(part, bool(number % 2)) for number, part in enumerate(parts) if part)
