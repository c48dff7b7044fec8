"""Everything between a fresh clone and a database that pages can use; shared by bin/run, bin/bench and bin/manage."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from starter import assets, demo, environment, packages, services, stamps, system_libraries
from starter.layout import ROOT
from starter.steps import step


def install(kind: str) -> dict[str, str]:
    """Install what the product is made of; returns what the environment needs to find system libraries.

    ``kind`` names the lock file: ``base`` with outside servers, ``embedded``, or ``test``.
    """
    with ThreadPoolExecutor(max_workers=1) as side:
        # Both spend their time waiting for downloads; npm from a Python package needs no product package.
        front_end = side.submit(assets.ensure_front_end, tests=kind == "test")
        packages.ensure(kind)
        front_end.result()
    libraries = system_libraries.ensure_pdf_libraries()
    assets.ensure_package_files()
    assets.ensure_sprite()
    assets.ensure_catalogues()
    return libraries


def prepare_pages(
    pages: dict[str, str], servers: dict[str, str], found: services.Services | None, folder: Path
) -> None:
    """Bring the database up to date; the font and the static files are made beside it on the second core."""
    with ThreadPoolExecutor(max_workers=1) as side:
        beside = [side.submit(packages.ensure_font), side.submit(assets.ensure_static_files, pages)]
        demo.throw_away_half_loaded(found, folder)
        migrate(pages, servers)
        for work in beside:
            work.result()


def find_servers(name: str) -> services.Services | None:
    """The embedded servers of group ``name``, not started; None when outside servers replace both."""
    if environment.outside_database() and environment.outside_cache():
        return None
    return services.find(name)


def migrate(pages: dict[str, str], servers: dict[str, str]) -> None:
    """Bring the database to this version of the product as the owner, and give the roles their rights."""
    owner = environment.as_owner(pages, servers)
    stamp = f"migrations-{stamps.digest([], servers['OWNER_DATABASE_URL'])[:12]}"
    inputs = stamps.digest(
        [
            *ROOT.glob("*/migrations/*.py"),
            *ROOT.glob("tenancy/management/commands/*.py"),
            ROOT / "requirements/base.txt",
        ],
        servers["OWNER_DATABASE_URL"],
    )
    # Asked for from the database too, which may have been restored or replaced behind the stamp.
    if stamps.is_done(stamp, inputs) and packages.run_tool("ask_database.py", "has-tables", env=pages) == "yes":
        return
    with step("Bringing the database up to date"):
        packages.run_tool("migrate.py", env={**owner, "PYTHONPATH": str(ROOT)})
    stamps.mark(stamp, inputs)
