"""Writes ``docs/requirements.md``, what is proven where: ``python -m tests.architecture.coverage_page``."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "requirements.md"
HEAD = """# Requirements and the tests that prove them

Made by `python -m tests.architecture.coverage_page` from the marks in `tests/`; a test compares. A requirement is listed
with every test file that carries its mark; what is not listed is not built yet. Some listed ones are proven as far as the
chain reaches today (vendor register to published scorecard); their remaining parts come with their own rooms.

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


if __name__ == "__main__":
    PAGE.write_text(render())
