"""Every import contract is seen to fail: a copy of the sources is broken on purpose, one way at a time."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.setup.places import ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract["name"] for contract in SETTINGS["contracts"]}

# What a rule may take from Django: the type of a lazy text, and the function that makes one.
TEXTS = {("django.utils.functional", "Promise"), ("django.utils.translation", "gettext_lazy")}

# Contract: the file that is broken, the line it gets, and the import the linter must name.
BREACHES = {
    "floors": ("vendors/errors/standing.py", "import scoring.choices", "vendors.errors.standing -> scoring.choices"),
    "tiers": ("vendors/choices.py", "import vendors.models", "vendors.choices -> vendors.models"),
    "tiers-records": ("records/journal.py", "import records.tasks", "records.journal -> records.tasks"),
    "tiers-tenancy": ("tenancy/choices.py", "import tenancy.work", "tenancy.choices -> tenancy.work"),
    "doors-scoring": ("complaints/errors.py", "import scoring.views", "complaints.errors -> scoring.views"),
    "doors-complaints": ("scoring/errors.py", "import complaints.views", "scoring.errors -> complaints.views"),
    "doors-inspections": ("scoring/errors.py", "import inspections.forms", "scoring.errors -> inspections.forms"),
    "doors-contracts": ("scoring/errors.py", "import contracts.api", "scoring.errors -> contracts.api"),
    "doors-vendors": ("contracts/errors.py", "import vendors.lists", "contracts.errors -> vendors.lists"),
    "doors-records": ("vendors/choices.py", "import records.forms", "vendors.choices -> records.forms"),
    "doors-tendering": ("contracts/errors.py", "import tendering.lists", "contracts.errors -> tendering.lists"),
    "doors-tenancy": ("records/errors.py", "import tenancy.views", "records.errors -> tenancy.views"),
    "pure-rules": ("vendors/rules/may.py", "import django.db", "vendors.rules.may -> django"),
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the rooms and of the contracts."""
    folder = tmp_path_factory.mktemp("sources")
    shutil.copy(ROOT / "pyproject.toml", folder)
    for room in SETTINGS["root_packages"]:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def lint(folder: Path, contract: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--contract", contract]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_every_contract_has_a_breach() -> None:
    assert set(BREACHES) == set(CONTRACTS)


@pytest.mark.slow
@pytest.mark.parametrize("contract", BREACHES)
def test_a_breach_is_found(sources: Path, contract: str) -> None:
    name, line, found = BREACHES[contract]
    before = (sources / name).read_text(encoding="utf-8")
    try:
        (sources / name).write_text(f"{before}\n{line}\n", encoding="utf-8")
        broken = lint(sources, contract)
    finally:
        (sources / name).write_text(before, encoding="utf-8")
    assert broken.returncode == 1
    assert found in broken.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("contract", "name"), [("tiers", "vendors/helpers.py"), ("tiers-tenancy", "tenancy/common.py")]
)
def test_a_file_name_nobody_decided_on_is_found(sources: Path, contract: str, name: str) -> None:
    (sources / name).write_text("", encoding="utf-8")
    try:
        broken = lint(sources, contract)
    finally:
        (sources / name).unlink()
    assert broken.returncode == 1
    assert name.removesuffix(".py").replace("/", ".") in broken.stdout


def test_rules_take_nothing_from_django_but_texts() -> None:
    taken = {
        (str(path.relative_to(ROOT)), node.module, alias.name)
        for path in ROOT.glob("*/rules/**/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "django"
        for alias in node.names
        if (node.module, alias.name) not in TEXTS
    }
    assert taken == set()
