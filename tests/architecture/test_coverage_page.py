"""The page of proven requirements is true."""

from tests.architecture.coverage_page import PAGE, RULES, marks, render, render_rules


def test_page_of_requirements_agrees_with_the_marks() -> None:
    assert PAGE.read_text() == render(), "Run: python -m tests.architecture.coverage_page"


def test_every_mark_names_a_known_requirement() -> None:
    known = render()
    assert [one for one in marks() if f"| {one} |" not in known] == []


def test_page_of_rules_agrees_with_the_docstrings() -> None:
    assert RULES.read_text() == render_rules(), "Run: python -m tests.architecture.coverage_page"
