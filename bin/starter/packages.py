"""Python packages: the virtual environment, the pinned packages, and the font file for PDFs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from starter import stamps
from starter.layout import ROOT, var_folder
from starter.steps import SetupError, step

LOCKS = ROOT / "requirements"
GO_ON = (
    "Nothing is lost: start the same command again and it goes on where it stopped. Behind a proxy set HTTPS_PROXY; "
    "with a package mirror of your own set PIP_INDEX_URL (and UV_INDEX_URL where uv is used)."
)


def python() -> str:
    """The Python of the virtual environment."""
    return str(var_folder() / "venv" / "bin" / "python")


def ensure(kind: str) -> None:
    """Install the packages of ``requirements/<kind>.txt`` unless they are there. Raises SetupError with what to do.

    The test packages include all others, so an environment made by bin/test also serves bin/run.
    """
    _ensure_environment()
    wanted = {name: stamps.digest([LOCKS / f"{name}.txt"], _version()) for name in ("base", "embedded", "test")}
    enough = {"base": ("base", "embedded", "test"), "embedded": ("embedded", "test"), "test": ("test",)}[kind]
    if any(stamps.is_done("packages", f"{name} {wanted[name]}") for name in enough):
        return
    stamps.forget("packages")
    with step("Installing the pinned Python packages"):
        _install(LOCKS / f"{kind}.txt")
    stamps.mark("packages", f"{kind} {wanted[kind]}")


def ensure_font() -> None:
    """Unpack the font of printed documents to ``var/fonts`` and cut a small one from it."""
    inputs = stamps.digest([LOCKS / "font.txt", ROOT / "bin" / "starter" / "tools" / "cut_font.py"])
    folder = var_folder() / "fonts"
    if stamps.is_done("font", inputs) and folder.is_dir():
        return
    with step("Preparing the Chinese font for printed documents"):
        package = var_folder() / "font-package"
        shutil.rmtree(package, ignore_errors=True)
        _pip("install", "--no-deps", "--require-hashes", "--target", str(package), "-r", str(LOCKS / "font.txt"))
        source = next(package.glob("zhplot/fonts/NotoSansSC-Regular.ttf"), None)
        if source is None:
            raise SetupError("The font package does not hold NotoSansSC-Regular.ttf.", GO_ON)
        run_tool("cut_font.py", str(source), str(folder))
        shutil.rmtree(package, ignore_errors=True)
    stamps.mark("font", inputs)


def ensure_node() -> Path:
    """A folder with ``node`` and ``npm`` from a Python package, for machines that have none."""
    inputs = stamps.digest([LOCKS / "node.txt"], _version())
    home = var_folder() / "node"
    if not stamps.is_done("node", inputs):
        with step("Installing Node.js from a Python package"):
            shutil.rmtree(home, ignore_errors=True)
            _make_environment(home)
            _pip("install", "--require-hashes", "-r", str(LOCKS / "node.txt"), interpreter=str(home / "bin" / "python"))
        stamps.mark("node", inputs)
    return home / "bin"


def run_tool(script: str, *arguments: str, env: dict[str, str] | None = None) -> str:
    """Run a script of ``tools/`` in the virtual environment; returns what it prints."""
    command = [python(), str(Path(__file__).parent / "tools" / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=env, check=False)
    if done.returncode:
        raise SetupError(f"{script} failed:\n{_last_lines(done.stderr or done.stdout)}")
    return done.stdout.strip()


def _version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _ensure_environment() -> None:
    """Make the virtual environment unless one is there whose Python still runs."""
    home = var_folder() / "venv"
    if stamps.is_done("venv", _version()) and _runs(python(), "-c", ""):
        return
    with step("Making the virtual environment"):
        stamps.forget("packages")
        shutil.rmtree(home, ignore_errors=True)
        _make_environment(home)
    stamps.mark("venv", _version())


def _make_environment(home: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "venv", str(home)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetupError(
            f"Python cannot make a virtual environment:\n{_last_lines(done.stdout + done.stderr)}",
            "On Debian or Ubuntu: apt-get install python3-venv",
        )


def _runs(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _install(lock: Path) -> None:
    """Install a lock file with uv, which is several times faster, or with pip where uv does not come through."""
    uv = _uv()
    if uv:
        sync = ["pip", "sync", "--quiet", "--require-hashes", "--python", python(), str(lock)]
        done = subprocess.run([uv, *sync], env=_uv_environment(), capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
    _pip("install", "--no-deps", "--require-hashes", "-r", str(lock))


def _uv() -> str | None:
    """The uv program: the machine's, else one of our own in ``var/installer``; None when it cannot be had."""
    found = shutil.which("uv")
    if found:
        return found
    inputs = stamps.digest([LOCKS / "installer.txt"], _version())
    home = var_folder() / "installer"
    program = str(home / "bin" / "uv")
    if not (stamps.is_done("installer", inputs) and _runs(program, "--version")):
        lock = str(LOCKS / "installer.txt")
        try:
            _pip("install", "--no-deps", "--require-hashes", "--upgrade", "--target", str(home), "-r", lock)
        except SetupError:  # pip itself will say what is wrong with the network, if it is
            return None
        stamps.mark("installer", inputs)
    return program if _runs(program, "--version") else None


def _uv_environment() -> dict[str, str]:
    """Hand the package index that pip is set up with on to uv, which does not read pip's settings."""
    chosen = os.environ.get("PIP_INDEX_URL", "")
    if not chosen:
        command = [python(), "-m", "pip", "config", "get", "global.index-url"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        chosen = done.stdout.strip() if done.returncode == 0 else ""
    return {**({"UV_DEFAULT_INDEX": chosen} if chosen else {}), "UV_HTTP_RETRIES": "1", **os.environ}


def _pip(*arguments: str, interpreter: str | None = None) -> None:
    """Run pip; a damaged download is fetched once more past pip's cache. Raises SetupError with pip's last words."""
    command = [interpreter or python(), "-m", "pip", "--disable-pip-version-check", "--quiet", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and ("hash" in done.stderr.lower() or "incomplete" in done.stderr.lower()):
        done = subprocess.run([*command, "--no-cache-dir"], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SetupError(f"The packages could not be downloaded or installed:\n{_last_lines(done.stderr)}", GO_ON)


def _last_lines(text: str, count: int = 8) -> str:
    return "\n".join(text.strip().splitlines()[-count:])
