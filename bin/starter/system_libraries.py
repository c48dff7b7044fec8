"""Programs and libraries that no package brings: Pango for PDFs, Chromium for browser tests.

As root on Debian they are installed by the system's package manager; on Debian without root the libraries are unpacked
below ``var/sys``; otherwise the exact line to type is named.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from pathlib import Path

from starter.layout import var_folder
from starter.steps import SetupError, step, warn

# libharfbuzz-subset makes a PDF 4.6 times faster and will be required by the next WeasyPrint.
FOR_PDFS = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}
# What the libraries above need in turn; unpacked too where nothing may be installed.
THEIR_NEEDS = [
    "libglib2.0-0", "libfribidi0", "libthai0", "libdatrie1", "libgraphite2-3", "libfreetype6", "libexpat1",
    "libpng16-16", "libbrotli1", "libpcre2-8-0", "libffi8", "fontconfig-config",
]  # fmt: skip
CHROMIUM = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")


def ensure_pdf_libraries() -> dict[str, str]:
    """See to Pango and its companions; returns what the environment needs so that programs find them.

    Without them the product runs, but printed documents do not: a warning names the line to type.
    """
    unpacked = _unpacked_folder()
    if not _missing():
        return {}
    if _unpacked_works(unpacked):
        return _library_path(unpacked)
    wanted = [FOR_PDFS[name] for name in _missing()]
    if os.getuid() == 0 and shutil.which("apt-get"):
        with step("Installing the libraries for PDFs"):
            _apt_install(wanted)
        return {}
    if shutil.which("apt-get") and shutil.which("dpkg"):
        with step("Unpacking the libraries for PDFs"):
            _unpack([*FOR_PDFS.values(), *THEIR_NEEDS], unpacked)
        if _unpacked_works(unpacked):
            return _library_path(unpacked)
    warn(f"Printed documents do not work without these libraries. Debian or Ubuntu: {_line(wanted)}")
    warn("Fedora: dnf install pango harfbuzz fontconfig    Alpine: apk add pango harfbuzz-subset fontconfig")
    return {}


def ensure_chromium() -> str | None:
    """The Chromium program for browser tests, installed when we may; None (with a warning) when there is none."""
    found = find_chromium()
    if found:
        return found
    if os.getuid() == 0 and shutil.which("apt-get"):
        with step("Installing Chromium for the browser tests"):
            _apt_install(["chromium", "fonts-noto-cjk"])
        return find_chromium()
    warn(f"The browser tests need Chromium. Debian: {_line(['chromium', 'fonts-noto-cjk'])}")
    warn("Where it lies elsewhere, set CHROMIUM to its path.")
    return None


def find_chromium() -> str | None:
    """The Chromium of this machine, or the one named in ``CHROMIUM``."""
    chosen = os.environ.get("CHROMIUM")
    return chosen or next((path for name in CHROMIUM if (path := shutil.which(name))), None)


def _missing() -> list[str]:
    """The PDF libraries that the dynamic loader does not find."""
    return [name for name in FOR_PDFS if not _loads(name)]


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _unpacked_folder() -> Path:
    return var_folder() / "sys"


def _library_folders(unpacked: Path) -> list[Path]:
    return sorted({path.parent for path in unpacked.rglob("*.so.*")})


def _library_path(unpacked: Path) -> dict[str, str]:
    folders = [str(folder) for folder in _library_folders(unpacked)]
    known = os.environ.get("LD_LIBRARY_PATH")
    return {"LD_LIBRARY_PATH": os.pathsep.join([*folders, *([known] if known else [])])}


def _unpacked_works(unpacked: Path) -> bool:
    """Whether a fresh process finds all libraries with the unpacked folders on its path."""
    if not unpacked.is_dir() or not _library_folders(unpacked):
        return False
    program = "import ctypes, sys; [ctypes.CDLL(name) for name in sys.argv[1:]]"
    python = str(var_folder() / "venv" / "bin" / "python")
    environment = {**os.environ, **_library_path(unpacked)}
    done = subprocess.run([python, "-c", program, *FOR_PDFS], env=environment, capture_output=True, check=False)
    return done.returncode == 0


def _apt_install(names: list[str]) -> None:
    """Install Debian packages. Raises SetupError with the line to type when that fails."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *names]
    done = subprocess.run(install, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:  # the list of packages may be old or empty
        subprocess.run(["apt-get", "update", "-q"], env=environment, capture_output=True, check=False)
        done = subprocess.run(install, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        words = "\n".join(done.stderr.strip().splitlines()[-5:])
        raise SetupError(f"The system's packages could not be installed:\n{words}", f"Type: {_line(names)}")


def _unpack(names: list[str], target: Path) -> None:
    """Download Debian packages and unpack them below ``target``, without installing anything."""
    download = target / "packages"
    download.mkdir(parents=True, exist_ok=True)
    for name in names:
        subprocess.run(["apt-get", "download", "-q", name], cwd=download, capture_output=True, check=False)
    for package in download.glob("*.deb"):
        subprocess.run(["dpkg", "-x", str(package), str(target)], capture_output=True, check=False)
    shutil.rmtree(download, ignore_errors=True)


def _line(names: list[str]) -> str:
    return f"apt-get install {' '.join(names)}"
