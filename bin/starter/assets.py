"""What pages need: front-end packages, the icon sprite, message catalogues, collected static files."""

from __future__ import annotations

import os
import shutil
import subprocess

from starter import packages, stamps
from starter.layout import ROOT, var_folder
from starter.steps import SetupError, step

GO_ON = (
    "Nothing is lost: start the same command again. Behind a proxy set HTTPS_PROXY; "
    "with a package mirror of your own set npm_config_registry."
)


def ensure_front_end(*, tests: bool) -> None:
    """Run ``npm ci`` unless ``node_modules`` matches the lock; the packages for tests only where they are wanted."""
    inputs = stamps.digest([ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"])
    enough = ("tests",) if tests else ("tests", "pages")
    complete = (ROOT / "node_modules" / ".package-lock.json").exists()
    if complete and any(stamps.is_done("front-end", f"{kind} {inputs}") for kind in enough):
        return
    npm, environment = _npm()
    with step("Installing the front-end packages"):
        stamps.forget("front-end")
        command = [npm, "ci", "--no-audit", "--no-fund", "--loglevel=error", *([] if tests else ["--omit=dev"])]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            words = "\n".join((done.stderr or done.stdout).strip().splitlines()[-8:])
            raise SetupError(f"npm could not install the front-end packages:\n{words}", GO_ON)
    stamps.mark("front-end", f"{enough[0] if tests else 'pages'} {inputs}")


def _npm() -> tuple[str, dict[str, str]]:
    """The npm program and its environment: the machine's, else one from a Python package."""
    found = shutil.which("npm")
    if found and shutil.which("node"):
        return found, dict(os.environ)
    folder = packages.ensure_node()
    return str(folder / "npm"), {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}


def ensure_sprite() -> None:
    """Build the icon sprite ``var/static/icons.svg`` when the list of icons or their package changed."""
    listing = ROOT / "static" / "icons.txt"
    tool = ROOT / "bin" / "starter" / "tools" / "build_sprite.py"
    target = var_folder() / "static" / "icons.svg"
    inputs = stamps.digest([listing, tool, ROOT / "package-lock.json"])
    if stamps.is_done("sprite", inputs) and target.exists():
        return
    with step("Building the icon sprite"):
        icons = ROOT / "node_modules" / "@tabler" / "icons" / "icons" / "outline"
        packages.run_tool("build_sprite.py", str(listing), str(icons), str(target))
    stamps.mark("sprite", inputs)


def ensure_package_files() -> None:
    """Copy the files of front-end packages that pages use to ``var/assets``."""
    listing = ROOT / "static" / "packages.txt"
    tool = ROOT / "bin" / "starter" / "tools" / "collect_packages.py"
    target = var_folder() / "assets"
    inputs = stamps.digest([listing, tool, ROOT / "package-lock.json"])
    if stamps.is_done("assets", inputs) and target.is_dir():
        return
    with step("Copying the front-end files"):
        packages.run_tool("collect_packages.py", str(listing), str(ROOT / "node_modules"), str(target))
    stamps.mark("assets", inputs)


def ensure_catalogues() -> None:
    """Compile the translations when one changed, or when a compiled file is missing."""
    locale = ROOT / "locale"
    sources = [*locale.glob("*/*/LC_MESSAGES/*.po"), *locale.glob("*.txt")]
    tool = ROOT / "bin" / "starter" / "tools" / "compile_catalogues.py"
    inputs = stamps.digest([*sources, tool])
    complete = all(path.with_suffix(".mo").exists() for path in sources if path.suffix == ".po")
    if complete and stamps.is_done("catalogues", inputs):
        return
    with step("Compiling the translations"):
        packages.run_tool("compile_catalogues.py", str(locale))
    stamps.mark("catalogues", inputs)


def ensure_static_files(environment: dict[str, str]) -> None:
    """Collect the static files when a source of them changed."""
    own = [path for path in (ROOT / "static").rglob("*") if path.is_file()]
    built = [path for name in ("static", "assets") for path in (var_folder() / name).rglob("*") if path.is_file()]
    locks = [ROOT / "package-lock.json", ROOT / "requirements" / "base.txt", ROOT / "config" / "settings.py"]
    inputs = stamps.digest([*own, *built, *locks])
    if stamps.is_done("static", inputs) and (var_folder() / "staticfiles").is_dir():
        return
    with step("Collecting the static files"):
        # Swagger's pages are shown, Redoc's and the browsable API's are not (their content policy is weaker than ours).
        unused = ("--ignore", "redoc", "--ignore", "rest_framework")
        manage("collectstatic", "--noinput", "--clear", "--verbosity", "0", *unused, environment=environment)
    stamps.mark("static", inputs)


def manage(*arguments: str, environment: dict[str, str]) -> str:
    """Run a management command in the virtual environment and return what it prints."""
    command = [packages.python(), "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        words = "\n".join((done.stderr or done.stdout).strip().splitlines()[-15:])
        raise SetupError(f"manage.py {arguments[0]} failed:\n{words}")
    return done.stdout
