"""The house rules a linter does not know: one writer, one door to the queue, no receivers, file sizes, live tables."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["tenancy", "records", *settings.ROOMS]
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete"}

# What has a save() or delete() of its own and is no row.
NOT_ROWS = (
    "super()",
    "messages",
    "caches",
    "cache",
    "form",
    "self.form",
    "workbook",
    "image",
    "zip",
    "Image.",
    "segno.",
    "default_storage",
)

# Files outside actions/ that write, each with its reason.
WRITERS = {
    "tenancy/work.py": "the job rows are its own",
    "tenancy/middleware.py": "notes the day an API token was last used",
    "tenancy/api/views.py": "remembers answers to idempotency keys",
    "tenancy/models/people.py": "Django's manager contract for creating people",
    "tenancy/managers.py": "the manager itself",
    "records/journal.py": "the journal is its own",
    "records/search.py": "the search tokens are its own",
    "tenancy/limits.py": "the login's rate buckets are its own",
}


def _modules(*rooms: str) -> Iterator[tuple[str, ast.Module]]:
    for room in rooms or ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text())


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _is_queryset_write(call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute):
        return False
    if call.func.attr in WRITES:
        base = ast.unparse(call.func.value)
        return not base.startswith(NOT_ROWS)
    # update() is also a dict's; on a queryset it follows objects, filter(), a name of rows
    return call.func.attr == "update" and ".objects" in ast.unparse(call.func.value)


def test_rows_are_written_by_verbs_only() -> None:
    elsewhere = {
        f"{name}:{call.lineno} {ast.unparse(call.func)}"
        for name, tree in _modules()
        if "/actions/" not in name and name not in WRITERS and "/computation/" not in name
        for call in _calls(tree)
        if _is_queryset_write(call)
    }
    assert elsewhere == set(), "Move the write into actions/: one verb, called by page, API, task, command and admin."


def test_the_list_of_other_writers_is_not_stale() -> None:
    for name in WRITERS:
        assert (ROOT / name).exists(), name


def test_the_queue_is_reached_through_one_door() -> None:
    elsewhere = {
        f"{name}:{call.lineno}"
        for name, tree in _modules()
        if name != "tenancy/work.py"
        for call in _calls(tree)
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"delay", "apply_async", "send_task"}
    }
    assert elsewhere == set(), "Use tenancy.work.enqueue: a message without a row is lost when the broker is down."


def test_no_receiver_listens_to_model_signals() -> None:
    found = {
        name
        for name, tree in _modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.db.models.signals")
    }
    assert found == set(), "A state change is a verb; what reacts to it stands in config/reactions.py."


def test_a_rule_reads_no_clock_and_no_database() -> None:
    found = set()
    for name, tree in _modules():
        if "/rules/" not in name:
            continue
        for node in ast.walk(tree):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [module]
            for one in names:
                if one.startswith("django") and not one.startswith("django.utils.translation"):
                    found.add(f"{name}: {one}")
                if one.split(".")[-1] in {"models", "queries", "actions"} and one.split(".")[0] in ROOMS:
                    found.add(f"{name}: {one}")
        for call in _calls(tree):
            if ast.unparse(call.func).endswith((".now", ".today", ".utcnow")):
                found.add(f"{name}:{call.lineno} reads the clock")
    assert found == set()


def test_errors_are_not_swallowed() -> None:
    found = set()
    for name, tree in _modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ExceptHandler) and all(isinstance(one, ast.Pass) for one in node.body):
                found.add(f"{name}:{node.lineno}")
            if not (isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress")):
                continue
            if {ast.unparse(one) for one in node.args} & {"Exception", "BaseException"}:
                found.add(f"{name}:{node.lineno}")
    assert found == set(), "Name the error and say what happens then."


def test_files_stay_small() -> None:
    too_long = {}
    for path in ROOT.rglob("*.py"):
        parts = path.relative_to(ROOT).parts
        if parts[0] in {"var", "node_modules"} or "migrations" in parts:
            continue
        most = 800 if parts[0] == "tests" else 500
        lines = len(path.read_text().splitlines())
        if lines > most:
            too_long[str(path.relative_to(ROOT))] = lines
    assert too_long == {}, "Look for the seam: split by noun or capability."


@pytest.mark.parametrize("table", ["JOBS", "LISTS", "PAPERS", "IMPORTS", "SEARCHES", "OWNERS", "APPROVABLE"])
def test_registered_names_exist(table: str) -> None:
    for path in getattr(settings, table, {}).values():
        assert import_string(path) is not None


@pytest.mark.parametrize("table", ["DUTIES", "NAVIGATION", "SCHEDULES", "DAY_ONE", "HOME_WIDGETS", "VENDOR_PANELS"])
def test_registered_functions_exist(table: str) -> None:
    for path in getattr(settings, table, []):
        assert callable(import_string(path))


def test_setting_areas_describe_check_and_offer_usable_defaults() -> None:
    for path in settings.SETTING_AREAS.values():
        area = import_module(path)
        assert area.check(area.defaults()) == {}
        assert [field.key for field in area.describe()]


def test_reactions_name_kinds_of_job_that_exist() -> None:
    assert {kind for kinds in settings.REACTIONS.values() for kind in kinds} - set(settings.JOBS) == set()


def test_only_the_allowed_packages_are_reached_from_outside() -> None:
    hosts = ("http://", "https://")
    found = {
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "templates").rglob("*.html")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if any(f'="{host}' in line or f"='{host}" in line or f"url({host}" in line for host in hosts)
        and "www.w3.org" not in line
    }
    assert found == set(), "Pages load nothing from outside."
