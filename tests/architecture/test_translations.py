"""Every text a person sees has its Simplified Chinese, with the same placeholders (TEN-10)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["tenancy", "records", *settings.ROOMS]
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop", "N_"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
# Django's own catalogue has these; a page of ours uses them unchanged.
CALL = re.compile(r"\b(n?p?n?gettext)\(((?:u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\"|[^()])*)\)")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def _catalogue() -> dict[tuple[str, str], polib.POEntry]:
    found: dict[tuple[str, str], polib.POEntry] = {}
    for path in sorted((ROOT / "locale").glob("*/zh_Hans/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(path)):
            found.setdefault((entry.msgctxt or "", entry.msgid), entry)
    return found


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _messages(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        texts = [_text(argument) for argument in node.args]
        if name in PLAIN | PLURAL and texts[0]:
            yield "", texts[0]
        elif name in CONTEXT and len(texts) > 1 and texts[0] is not None and texts[1]:
            yield texts[0], texts[1]


def _of_code(room: str) -> Iterator[tuple[str, str, str]]:
    for path in sorted((ROOT / room).rglob("*.py")):
        if "migrations" not in path.parts and "management" not in path.parts:
            for context, text in _messages(ast.parse(path.read_text())):
                yield str(path.relative_to(ROOT)), context, text


def _of_templates(folder: Path) -> Iterator[tuple[str, str, str]]:
    for path in sorted(folder.rglob("*.html")) + sorted(folder.rglob("*.txt")):
        source = templatize(path.read_text(), origin=str(path))
        for found in re.finditer(
            r"\b(n?p?n?gettext)\(((?:u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\"|[^()])*)\)", source
        ):
            for context, text in _messages(ast.parse(f"{found[1]}({found[2]})", mode="eval")):
                yield str(path.relative_to(ROOT)), context, text


def _missing(found: Iterator[tuple[str, str, str]]) -> list[str]:
    known = _catalogue()
    return sorted(
        {
            f"{where}: {context + '|' if context else ''}{text!r}"
            for where, context, text in found
            if (context, text) not in known or not _is_translated(known[(context, text)])
        }
    )


def _is_translated(entry: polib.POEntry) -> bool:
    return entry.translated() and not entry.fuzzy


@pytest.mark.req("TEN-10")
@pytest.mark.parametrize("room", [*ROOMS, "config"])
def test_every_text_of_a_room_has_its_chinese(room: str) -> None:
    assert _missing(_of_code(room)) == []


@pytest.mark.req("TEN-10")
def test_every_text_of_the_templates_has_its_chinese() -> None:
    assert _missing(_of_templates(ROOT / "templates")) == []


@pytest.mark.req("TEN-10")
def test_every_translation_keeps_its_placeholders() -> None:
    wrong = []
    for (_context, text), entry in _catalogue().items():
        wanted, _plural = set(PLACEHOLDER.findall(text)), set(PLACEHOLDER.findall(entry.msgid_plural))
        for translated in [entry.msgstr, *entry.msgstr_plural.values()]:
            if translated and set(PLACEHOLDER.findall(translated)) - wanted - set(
                PLACEHOLDER.findall(entry.msgid_plural)
            ):
                wrong.append((text, translated))
            if translated and wanted - set(PLACEHOLDER.findall(translated)) and not entry.msgid_plural:
                wrong.append((text, translated))
    assert wrong == []


def test_no_catalogue_holds_a_fuzzy_entry() -> None:
    fuzzy = [
        entry.msgid
        for path in sorted((ROOT / "locale").glob("*/zh_Hans/LC_MESSAGES/django.po"))
        for entry in polib.pofile(str(path))
        if entry.fuzzy
    ]
    assert fuzzy == []
