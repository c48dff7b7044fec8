"""What a linter does not know about pages: content policy, icons that exist, words and imports of scripts."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

from tenancy.roles import Permission
from tenancy.rules.actor import Actor

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))
ICONS = {line for line in (ROOT / "static" / "icons.txt").read_text().splitlines() if line and not line.startswith("#")}
PRINTED = {"records/paper.html", "records/mail"}  # printed and mailed: another policy, WeasyPrint's fetcher
COMMENTS = re.compile(r"{% comment %}.*?{% endcomment %}|{#.*?#}", re.DOTALL)

FORBIDDEN = {
    "inline style": re.compile(r"\sstyle\s*=|<style"),
    "inline handler": re.compile(r"\son[a-z]+\s*="),
    "inline script": re.compile(r"<script(?![^>]*\b(src|type=\"application/json\"))[^>]*>"),
    "outside address": re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//"""),
    "Bootstrap's scripts": re.compile(r"data-bs-"),
}


def _pages() -> dict[str, str]:
    found = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = path.relative_to(TEMPLATES).as_posix()
        if not any(name.startswith(one) for one in PRINTED):
            found[name] = COMMENTS.sub("", path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("what", FORBIDDEN)
def test_pages_keep_the_content_policy(what: str) -> None:
    found = {name: match[0] for name, text in _pages().items() if (match := FORBIDDEN[what].search(text))}
    assert found == {}, "Styles live in static/css/app.css, behaviour in static/js, files come from this server."


def test_icons_in_templates_are_in_the_sprite() -> None:
    direct = re.compile(r'_components/icon\.html" with name="([a-z0-9-]+)"')
    passed = re.compile(r'\bicon="([a-z0-9-]+)"')
    used = {
        (page, name) for page, text in _pages().items() for shape in (direct, passed) for name in shape.findall(text)
    }
    assert {(page, name) for page, name in used if name not in ICONS} == set(), "Add the name to static/icons.txt."


def test_icons_of_the_side_bar_are_in_the_sprite() -> None:
    scopes: dict[str, frozenset[int] | None] = dict.fromkeys(map(str, Permission))
    staff = Actor(tenant_id=1, person_id=1, membership_id=1, name="staff", scopes=scopes)
    vendor = Actor(tenant_id=1, person_id=1, membership_id=1, name="vendor", vendor_id=1, scopes=scopes)
    named = {item.icon for path in settings.NAVIGATION for who in (staff, vendor) for item in import_string(path)(who)}
    assert len(named) > 5
    assert named - ICONS == set(), "Add the name to static/icons.txt."


def test_script_imports_exist() -> None:
    outside = {"idb/index.js"}  # static/packages.txt
    missing = set()
    for script in SCRIPTS:
        for name in re.findall(r"""(?:from|import\()\s*["'](\.[^"']+)["']""", script.read_text(encoding="utf-8")):
            target = (script.parent / name).resolve()
            if not target.exists() and target.relative_to(ROOT / "static").as_posix() not in outside:
                missing.add(f"{script.name}: {name}")
    assert missing == set()


def test_words_of_scripts_are_all_there_and_all_used() -> None:
    offered = set(re.findall(r'data-text="(\w+)"', (TEMPLATES / "_components" / "script_texts.html").read_text()))
    used = {key for script in SCRIPTS for key in re.findall(r'\btext\("(\w+)"', script.read_text(encoding="utf-8"))}
    assert used - offered == set(), "Add the words to templates/_components/script_texts.html."
    assert offered - used == set(), "Nobody shows these words any more."


def test_scripts_run_no_text_as_code() -> None:
    bad = re.compile(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write|https?://")
    found = {script.name: match[0] for script in SCRIPTS if (match := bad.search(script.read_text(encoding="utf-8")))}
    assert found == {}
