"""Everything between a fresh clone and a database that pages can use; shared by bin/run, bin/bench and bin/manage."""

from __future__ import annotations

from concurrent.futures import Executor, Future, ThreadPoolExecutor

from starter import assets, environment, packages, services, stamps, system_libraries
from starter.layout import ROOT
from starter.steps import step


def install(kind: str) -> dict[str, str]:
    """Install what the product is made of; returns what the environment needs to find system libraries.

    ``kind`` names the lock file: ``base`` with outside servers, ``embedded``, or ``test``.
    """
    with ThreadPoolExecutor(max_workers=1) as side:
        front_end = begin_front_end(side, tests=kind == "test")
        libraries = install_packages(kind)
        front_end.result()
    ensure_page_files()
    return libraries


def begin_front_end(side: Executor, *, tests: bool) -> Future[None]:
    """Begin to install the front-end packages beside the Python packages: both spend their time waiting."""
    return side.submit(assets.ensure_front_end, tests=tests)


def install_packages(kind: str) -> dict[str, str]:
    """Install the Python packages and system libraries and compile the translations; returns as ``install`` does."""
    packages.ensure(kind)
    libraries = system_libraries.ensure_pdf_libraries()
    assets.ensure_catalogues()
    return libraries


def ensure_page_files() -> None:
    """Make what is not code: the files of front-end packages, the icon sprite, the font of printed documents."""
    assets.ensure_package_files()
    assets.ensure_sprite()
    packages.ensure_font()


def collect_page_files(pages: dict[str, str]) -> None:
    """Make the files that pages need and collect them; run beside the migrations, on the second core."""
    ensure_page_files()
    assets.ensure_static_files(pages)


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
