"""Writes ``docs/requirements.md``, what is proven where: ``python -m tests.architecture.coverage_page``."""

import ast
import re
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "requirements.md"
HEAD = """# Requirements and the tests that prove them

Made by `python -m tests.architecture.coverage_page` from the marks in `tests/`; a test compares. A requirement is
listed with every test file that carries its mark; what is not listed is not built yet. Some listed ones are proven as
far as the chain reaches today (vendor register to published scorecard); the rest comes with its own room.

| Group | Covered |
|---|---|
"""


def _ids(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.req"):
        return [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return []


def marks() -> dict[str, set[str]]:
    """Return requirement id -> test files, from every ``pytest.mark.req`` in the tests."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                for one in _ids(node):
                    found[one].add(str(path.relative_to(ROOT)))
    return found


def render() -> str:
    """Return the page."""
    known = [line.split()[0] for line in (ROOT / "tests" / "requirements.txt").read_text().splitlines() if line.strip()]
    known = [one for one in known if not one.startswith("#")]
    found = marks()
    groups: dict[str, list[str]] = defaultdict(list)
    for one in known:
        groups[one.split("-")[0]].append(one)
    text = HEAD + "".join(
        f"| {group} | {sum(one in found for one in ids)} of {len(ids)} |\n" for group, ids in groups.items()
    )
    text += "\n| Requirement | Tests |\n|---|---|\n"
    for one in known:
        if one in found:
            text += f"| {one} | {', '.join(f'`{path}`' for path in sorted(found[one]))} |\n"
    return text


RULES = ROOT / "docs" / "rules.md"
RULES_HEAD = """# Rules: requirement, function, tests

Made by `python -m tests.architecture.coverage_page` from the docstrings of `*/rules/`; a test compares. Each rule has
one home; its docstring names the requirement it fulfils.

| Requirement | Function | Tests of the requirement |
|---|---|---|
"""
ID = re.compile(r"\b(?:TEN|VEN|TND|CON|PER|INS|REC|CMP|SAT|CVS|SCO|RPA|SET|RPT|NTF|ARC|OTH)-\d\d\b|\bX-\d\d\b")


def render_rules() -> str:
    """Return the page of rules."""
    tests, rows = marks(), []
    for path in sorted(ROOT.glob("*/rules/*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                for one in sorted(set(ID.findall(ast.get_docstring(node) or ""))):
                    place = f"`{path.relative_to(ROOT)}` {node.name}"
                    rows.append((one, place, ", ".join(f"`{name}`" for name in sorted(tests.get(one, ())))))
    return RULES_HEAD + "".join(f"| {one} | {place} | {proofs} |\n" for one, place, proofs in sorted(rows))


if __name__ == "__main__":
    PAGE.write_text(render())
    RULES.write_text(render_rules())
