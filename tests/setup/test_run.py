"""bin/run from start to stop: what it prints, what it survives, and that nothing is left behind."""

import http.client
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import psycopg
import pytest

from tests.setup.places import ROOT, Place, make_place, remove_place

pytestmark = pytest.mark.slow

START_SECONDS = 180


class Running:
    """One bin/run, with what it printed so far."""

    def __init__(self, place: Place, port: int) -> None:
        self.place = place
        self.port = port
        self.lines: list[str] = []
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start and wait for the line that says it is ready."""
        self.lines = []
        self.process = subprocess.Popen(
            [str(ROOT / "bin" / "run")], env=self.place.environment(PORT=str(self.port), DEMO="0"), cwd="/", text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        assert self.process.stdout is not None
        self._read_until(self.process.stdout, "Ctrl-C stops everything.", skip=1)

    def _read_until(self, output: IO[str], words: str, *, skip: int) -> None:
        deadline = time.monotonic() + START_SECONDS
        for line in output:
            self.lines.append(line.rstrip())
            skip -= words in line
            if skip < 0:
                return
            assert time.monotonic() < deadline, self.lines
        pytest.fail("bin/run ended:\n" + "\n".join(self.lines))

    def answers(self) -> bool:
        """Whether /ready answers 200 now."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            link.request("GET", "/ready")
            return link.getresponse().status == 200
        except OSError:
            return False
        finally:
            link.close()

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Send a signal to bin/run alone and wait for its end; returns the exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        self.process.communicate(timeout=60)
        return self.process.returncode

    def programs(self) -> dict[str, int]:
        """The processes of this copy by kind: only the first one of each."""
        marks = {
            "web": f"granian --interface wsgi --host 127.0.0.1 --port {self.port}",
            "worker": str(self.place.var / "run" / "beat-schedule"),
            "valkey": str(self.place.var / "run" / "sockets" / "valkey.sock"),
            "postgres": f"-D {self.place.data()}",
        }
        found: dict[str, int] = {}
        for pid, line in sorted(_command_lines()):
            for kind, mark in marks.items():
                if mark in line and kind not in found:
                    found[kind] = pid
        return found


def _command_lines() -> list[tuple[int, str]]:
    lines = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit():
                lines.append(
                    (int(entry.name), (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
                )
        except OSError:
            continue
    return lines


def happens(question: Callable[[], bool], seconds: float = 30) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.2)
    return question()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    folder = Path(tempfile.mkdtemp(prefix="vq-"))
    folder.chmod(0o755)
    place = make_place(folder)
    product = Running(place, free_port())
    product.start()
    yield product
    if product.process is not None and product.process.poll() is None:
        product.stop()
    remove_place(place)
    subprocess.run(["rm", "-rf", str(folder)], check=True)


@pytest.fixture(autouse=True)
def _up(running: Running) -> None:
    """Each test finds the product running, whatever the one before did."""
    if running.process is None or running.process.poll() is not None:
        running.start()
    assert happens(running.answers)


def test_every_step_says_how_long_it_took(running: Running) -> None:
    running.stop()
    running.start()
    text = "\n".join(running.lines)
    for words in ("Starting PostgreSQL ... ", "Starting Valkey ... ", "Waiting for the first answer ... "):
        assert words in text
    assert f"http://localhost:{running.port}" in text


def test_ctrl_c_stops_everything_and_frees_the_port(running: Running) -> None:
    assert set(running.programs()) == {"web", "worker", "valkey", "postgres"}
    assert running.stop() == 0
    assert running.programs() == {}
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", running.port))


@pytest.mark.parametrize("kind", ["web", "worker", "valkey", "postgres"])
def test_a_killed_program_is_started_again(running: Running, kind: str) -> None:
    killed = running.programs()[kind]
    os.kill(killed, signal.SIGKILL)
    assert happens(lambda: running.programs().get(kind, killed) != killed)
    assert happens(running.answers)


def test_after_kill_9_of_bin_run_the_next_start_finds_its_data(running: Running) -> None:
    with psycopg.connect(running.place.addresses()["OWNER_DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('电梯')")
    running.stop(signal.SIGKILL)
    running.start()
    with psycopg.connect(running.place.addresses()["OWNER_DATABASE_URL"]) as connection:
        assert connection.execute("SELECT DISTINCT word FROM kept").fetchall() == [("电梯",)]
        connection.execute("DROP TABLE kept")


def test_after_kill_9_of_everything_the_next_start_works(running: Running) -> None:
    assert running.process is not None
    for pid in (running.process.pid, *running.programs().values()):
        os.kill(pid, signal.SIGKILL)
    running.process.communicate(timeout=30)
    running.start()
    assert running.answers()


def test_a_second_start_of_the_same_copy_is_refused(running: Running) -> None:
    done = running.place.command("run", PORT=str(free_port()), DEMO="0")
    assert done.returncode == 1
    assert "The product runs already (process" in done.stderr
    assert running.answers()


def test_a_taken_port_is_named_before_anything_is_started(running: Running) -> None:
    running.stop()
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", running.port))
        taken.listen(1)
        done = running.place.command("run", PORT=str(running.port), DEMO="0")
    assert done.returncode == 1
    assert f"Port {running.port} is taken by another program." in done.stderr
    assert "bin/run" in done.stderr.splitlines()[-1]
    assert running.programs() == {}


def test_a_demo_world_killed_half_way_is_thrown_away(running: Running) -> None:
    with psycopg.connect(running.place.addresses()["OWNER_DATABASE_URL"]) as connection:
        connection.execute("CREATE TABLE half (word text)")
    running.stop()
    mark = running.place.var / "run" / "demo-world-unfinished"
    mark.touch()
    running.start()
    assert not mark.exists()
    with psycopg.connect(running.place.addresses()["OWNER_DATABASE_URL"]) as connection:
        assert connection.execute("SELECT to_regclass('half') IS NULL").fetchone() == (True,)


def test_management_commands_use_the_same_database(running: Running) -> None:
    done = running.place.command("manage", "check", "--database", "default", DEMO="0")
    assert done.returncode == 0, done.stderr
