"""bin/manage: a management command of the product, with the environment that bin/run uses."""

from __future__ import annotations

import subprocess

from starter import environment, packages, ports, preparation, services
from starter.layout import ROOT, var_folder
from starter.steps import step

# These change tables, so they need the owner's connection; everything else runs as the app role.
FOR_THE_OWNER = {"migrate", "createcachetable", "grant_roles", "sqlflush", "flush"}


def manage(arguments: list[str]) -> int:
    """Run ``manage.py`` with ``arguments`` and return its exit code. The database is started when it is not running."""
    libraries = preparation.install("base" if environment.outside_database() else "embedded")
    folder = var_folder() / "run"
    folder.mkdir(parents=True, exist_ok=True)
    found = preparation.find_servers("run")
    if found is not None and not environment.outside_database() and not found.database.answers():
        with step("Starting PostgreSQL"), services.locked(found.group):
            services.ensure_database(found)
    servers = environment.addresses(found.environment() if found else {})
    host, port = ports.wanted()
    variables = {**environment.product(folder, servers, host=host, port=port), **libraries}
    if arguments and arguments[0] in FOR_THE_OWNER:
        variables = environment.as_owner(variables, servers)
    command = [packages.python(), "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode
