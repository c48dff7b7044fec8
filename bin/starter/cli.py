"""The commands behind the scripts in bin/."""

from __future__ import annotations

import sys

from starter import services
from starter.steps import SetupError, say

USAGE = "usage: bin/services {run|test|bench} [stop|status]"


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code; a SetupError is shown as text, not as a traceback."""
    try:
        return _dispatch(arguments)
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        if error.hint:
            print(error.hint, file=sys.stderr)
        return 1


def _dispatch(arguments: list[str]) -> int:
    match arguments:
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
