"""Programs end with the one that started them, and what a killed start left behind is found and ended."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from starter.processes import Child, end_leftovers, remember
from tests.setup.places import ROOT

pytestmark = pytest.mark.slow

PARENT = """
import os, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from starter.processes import Child
child = Child("sleeper", ["sleep", "60"], Path(sys.argv[2]), os.environ, Path("/"))
child.start()
print(child.process.pid, flush=True)
time.sleep(60)
"""


def wait_for(happened: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.02)
    return happened()


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2][0] == "Z"
    except FileNotFoundError:
        return True


def sleeper(folder: Path, *command: str) -> Child:
    child = Child("sleeper", list(command) or ["sleep", "60"], folder / "log", os.environ, folder)
    child.start()
    assert child.process is not None
    return child


def test_a_program_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", PARENT, str(ROOT / "bin"), str(tmp_path / "log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert not is_gone(child)
        parent.kill()
        assert wait_for(lambda: is_gone(child))


def test_the_children_of_a_killed_program_are_ended_with_it(tmp_path: Path) -> None:
    child = sleeper(tmp_path, "sh", "-c", "sleep 60 & echo $! > inner; wait")
    assert child.process is not None
    inner = tmp_path / "inner"
    assert wait_for(lambda: inner.exists() and inner.read_text(encoding="utf-8").strip() != "")
    number = int(inner.read_text(encoding="utf-8"))
    child.process.kill()
    assert wait_for(lambda: child.ended() == -signal.SIGKILL)
    assert wait_for(lambda: is_gone(number))


def test_what_a_killed_start_left_is_ended(tmp_path: Path) -> None:
    child = sleeper(tmp_path)
    assert child.process is not None
    remember(tmp_path / "children.json", [child])
    assert end_leftovers(tmp_path / "children.json") == 1
    assert child.process.wait(5) == -signal.SIGTERM
    assert not (tmp_path / "children.json").exists()


def test_a_number_that_now_belongs_to_another_program_is_left_alone(tmp_path: Path) -> None:
    child = sleeper(tmp_path)
    assert child.process is not None
    (tmp_path / "children.json").write_text(json.dumps([{"pid": child.process.pid, "started": "1"}]), encoding="utf-8")
    assert end_leftovers(tmp_path / "children.json") == 0
    assert child.process.poll() is None
    child.process.kill()
    child.process.wait()


@pytest.mark.parametrize("text", ["", "not json", "[]"])
def test_a_damaged_note_of_children_is_no_obstacle(tmp_path: Path, text: str) -> None:
    (tmp_path / "children.json").write_text(text, encoding="utf-8")
    assert end_leftovers(tmp_path / "children.json") == 0


def test_a_program_that_does_not_stay_up_is_given_up(tmp_path: Path) -> None:
    child = Child("failing", ["sh", "-c", "echo no luck; exit 3"], tmp_path / "log", os.environ, tmp_path)
    for _attempt in range(6):
        assert not child.hopeless()
        child.start()
        assert wait_for(lambda: child.process is not None and child.process.poll() is not None)
        assert child.ended() == 3
    assert child.hopeless()
    assert child.last_words(1) == "no luck"
