"""The commands behind the scripts in bin/."""

from __future__ import annotations

import sys

from starter import bench, manage, run, services, suite
from starter.steps import SetupError, say

USAGE = """\
bin/run                              set up and start the product; Ctrl-C stops it
bin/test [pytest arguments]          every check and test, or only the tests named
bin/bench [name [arguments]]         the benchmarks, as ratios
bin/manage command [arguments]       a management command with the environment of bin/run
bin/services run|test|bench [stop|status]   the embedded PostgreSQL and Valkey on their own
docs/operations.md explains all of them and every environment variable."""


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code; a SetupError is shown as text, not as a traceback."""
    try:
        return _dispatch(arguments)
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        if error.hint:
            print(error.hint, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _dispatch(arguments: list[str]) -> int:
    match arguments:
        case [_, "--help" | "-h"]:
            say(USAGE)
            return 0
        case ["run"]:
            return run.run()
        case ["test", *rest]:
            return suite.test(rest)
        case ["bench", *rest]:
            return bench.bench(rest)
        case ["manage", *rest]:
            return manage.manage(rest)
        case ["services", ("run" | "test" | "bench") as name, *verb]:
            return _services(name, verb)
    print(USAGE, file=sys.stderr)
    return 2


def _services(name: str, verb: list[str]) -> int:
    """Start, stop or report the embedded servers of one group."""
    match verb:
        case []:
            say(str(services.ensure(name).group.env_file))
            return 0
        case ["stop"]:
            services.stop(name)
            return 0
        case ["status"]:
            found = services.find(name)
            up = {"PostgreSQL": found.database.answers(), "Valkey": found.cache.answers()}
            for server, answers in up.items():
                say(f"{server}: {'running' if answers else 'stopped'}")
            return 0 if all(up.values()) else 3
    print(USAGE, file=sys.stderr)
    return 2
