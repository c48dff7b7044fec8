"""bin/run: from a fresh clone to the running product."""

from __future__ import annotations

import fcntl
import http.client
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from starter import demo, environment, packages, ports, preparation, processes, services
from starter.layout import ROOT, var_folder
from starter.processes import Child
from starter.steps import SetupError, Stopped, say, step, warn
from starter.supervisor import Supervisor, stoppable

READY_PATIENCE_SECONDS = 120.0


def run() -> int:
    """Set up, start everything, and watch it until Ctrl-C; returns the exit code."""
    began = time.monotonic()
    folder = var_folder() / "run"
    (folder / "log").mkdir(parents=True, exist_ok=True)
    try:
        with stoppable(), _only_one(folder):
            _run(folder, began)
    except Stopped:
        return 0
    return 0


def _run(folder: Path, began: float) -> None:
    say("Starting the product. Ctrl-C stops everything.")
    left = processes.end_leftovers(folder / "children.json")
    if left:
        warn(f"Ended {left} programs that an earlier, killed start had left behind.")
    host, port = ports.wanted()
    ports.check(host, port)
    if os.getuid() == 0:
        warn("Started as root: PostgreSQL and Valkey run as an unprivileged account, web and worker as root.")
        warn("An ordinary user is the better choice.")
    supervisor = Supervisor(folder / "children.json")
    try:
        pages = _set_up(supervisor, folder, host, port)
        with step("Waiting for the first answer"):
            _wait_until_ready(supervisor, host, port)
        seconds = time.monotonic() - began
        # After the first answer: both load the whole product, and a page is what people wait for.
        supervisor.start(_worker(folder, pages))
        demo.print_logins(pages)
        say(f"\nReady after {seconds:.0f} s:  {pages['BASE_URL']}")
        say(f"Logs are in {folder / 'log'}. Ctrl-C stops everything.")
        supervisor.watch()
    finally:
        supervisor.stop()


def _set_up(supervisor: Supervisor, folder: Path, host: str, port: int) -> dict[str, str]:
    """Everything up to a started web server on a filled database; returns the environment of web and worker.

    What the pages' files need goes on beside packages, servers and migrations, on the second core.
    """
    kind = "base" if environment.outside_database() and environment.outside_cache() else "embedded"
    with ThreadPoolExecutor(max_workers=1) as side:
        front_end = preparation.begin_front_end(side, tests=False)
        libraries = preparation.install_packages(kind)
        found = preparation.find_servers("run")
        servers = _servers(found, folder, supervisor)
        pages = {**environment.product(folder, servers, host=host, port=port), **libraries}
        page_files = side.submit(preparation.collect_page_files, pages)
        demo.throw_away_half_loaded(found, folder)
        preparation.migrate(pages, servers)
        front_end.result()
        page_files.result()
    # The web server loads the product on one core while the other fills an empty database.
    supervisor.start(_web(folder, pages, host, port))
    demo.ensure(pages, folder)
    return pages


def _servers(found: services.Services | None, folder: Path, supervisor: Supervisor) -> dict[str, str]:
    """Start the embedded servers that are wanted; returns the addresses of all servers."""
    if found is None:
        return environment.addresses({})
    if not environment.outside_database():
        supervisor.database = found.database
        with step("Starting PostgreSQL"), services.locked(found.group):
            services.ensure_database(found)
    if not environment.outside_cache():
        with step("Starting Valkey"):
            cache = found.cache
            cache.stop()
            cache.prepare()
            supervisor.start(
                Child(
                    "Valkey",
                    cache.command(),
                    folder / "log" / "valkey.log",
                    os.environ,
                    Path("/"),
                    cache.account.popen(),
                )
            )
            cache.wait()
    found.write_env_file()
    return environment.addresses(found.environment())


def _web(folder: Path, pages: dict[str, str], host: str, port: int) -> Child:
    """The web server: one thread per process, one process per core."""
    workers = os.environ.get("WEB_CONCURRENCY", str(max(2, os.cpu_count() or 2)))
    command = [
        str(Path(packages.python()).with_name("granian")), "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", workers, "--blocking-threads", "1", "--respawn-failed-workers", "--no-ws",
        "config.wsgi:application",
    ]  # fmt: skip
    return Child("The web server", command, folder / "log" / "web.log", pages, ROOT)


def _worker(folder: Path, pages: dict[str, str]) -> Child:
    """The worker, which carries the scheduler: right for one machine (docs/operations.md)."""
    command = [
        str(Path(packages.python()).with_name("celery")), "-A", "config", "worker", "-B", "-P", "threads", "-c", "2",
        "-s", str(folder / "beat-schedule"), "--loglevel", "INFO",
    ]  # fmt: skip
    return Child("The worker", command, folder / "log" / "worker.log", pages, ROOT)


def _wait_until_ready(supervisor: Supervisor, host: str, port: int) -> None:
    """Wait until ``/ready`` answers 200. Raises SetupError with its last answer when it does not."""
    where = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  compared, not bound
    deadline = time.monotonic() + READY_PATIENCE_SECONDS
    answer = "no answer"
    while time.monotonic() < deadline:
        supervisor.look()
        link = http.client.HTTPConnection(where, port, timeout=10)
        try:
            link.request("GET", "/ready", headers={"Host": "localhost"})
            reply = link.getresponse()
            if reply.status == 200:
                return
            answer = f"{reply.status} {reply.read(500).decode(errors='replace')}"
        except OSError as error:
            answer = str(error)
        finally:
            link.close()
        time.sleep(0.1)
    log = var_folder() / "run" / "log" / "web.log"
    raise SetupError(f"The product does not become ready: {answer}", f"Its words are in {log}.")


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Refuse a second start of the same copy while the first one runs."""
    with (folder / "running").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise SetupError(
                f"The product runs already ({file.read().strip()}).", "Stop it there with Ctrl-C."
            ) from None
        file.truncate(0)
        file.write(f"process {os.getpid()}")
        file.flush()
        yield
