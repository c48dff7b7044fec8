"""Counts the requirements that passed tests prove: ``TEN 6/10  INS 9/18 ...`` behind ``bin/test``.

A test names what it proves: ``@pytest.mark.req("INS-11")``. A requirement counts as proven when at least one test that
names it passed and none failed. A name that is not in ``tests/requirements.txt`` stops the run.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

IDS_FILE = Path(__file__).with_name("requirements.txt")
PER_LINE = 6


def known_ids() -> list[str]:
    """Every requirement id, in the order of the requirements."""
    lines = IDS_FILE.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def summary(proven: Iterable[str], all_ids: Iterable[str]) -> list[str]:
    """The lines to print: proven and all requirements of each group, and the sum."""
    every = list(all_ids)
    done = set(proven)
    sizes = Counter(name[:3] for name in every)
    counts = Counter(name[:3] for name in every if name in done)
    words = [f"{group} {counts[group]}/{size}" for group, size in sizes.items()]
    rows = [
        "  ".join(f"{word:<10}" for word in words[start : start + PER_LINE]).rstrip()
        for start in range(0, len(words), PER_LINE)
    ]
    return [*rows, f"{sum(counts.values())} of {len(every)} requirements are proven by a test that passed."]


class Counting:
    """Collects the results of all processes; only the one that prints has all of them."""

    def __init__(self) -> None:
        self.passed: set[str] = set()
        self.failed: set[str] = set()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Attach the ids to each test, so that they travel with its result between processes."""
        known = set(known_ids())
        for item in items:
            for mark in item.iter_markers("req"):
                unknown = [name for name in mark.args if name not in known]
                if unknown:
                    raise pytest.UsageError(f"{item.nodeid}: there is no requirement {', '.join(map(str, unknown))}")
                item.user_properties.extend(("req", name) for name in mark.args)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what a finished test proved, or failed to prove."""
        names = {str(value) for key, value in report.user_properties if key == "req"}
        if report.failed:
            self.failed |= names
        elif report.when == "call" and report.passed:
            self.passed |= names

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Print the count by group."""
        if terminalreporter.config.getoption("--requirements"):
            terminalreporter.section("requirements")
            for line in summary(self.passed - self.failed, known_ids()):
                terminalreporter.write_line(line)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--requirements``."""
    parser.addoption("--requirements", action="store_true", help="count the requirements that passed tests prove")


def pytest_configure(config: pytest.Config) -> None:
    """Start counting."""
    config.pluginmanager.register(Counting(), "requirements-counting")
