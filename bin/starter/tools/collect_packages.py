"""collect_packages.py LIST NODE_MODULES TARGET: copy the files of front-end packages that pages use, and no others.

The line that names a source map is left out: maps are not served, and a missing one stops ``collectstatic``.
"""

import re
import shutil
import sys
from pathlib import Path

SOURCE_MAP = re.compile(rb"\s*(/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*$")


def wanted(listing: Path) -> list[tuple[str, str]]:
    """The pairs of the list file: path in node_modules, name below /static/."""
    lines = (line.split() for line in listing.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    pairs = [line for line in lines if line]
    if any(len(pair) != 2 for pair in pairs):
        raise SystemExit(f"{listing}: a line must read: path in node_modules, blank, name below /static/")
    return [(source, name) for source, name in pairs]


def main(listing: Path, node_modules: Path, target: Path) -> None:
    """Make ``target`` anew with exactly the listed files."""
    pairs = wanted(listing)
    missing = [source for source, _name in pairs if not (node_modules / source).is_file()]
    if missing:
        raise SystemExit(f"{listing} names files that the packages do not have: {', '.join(missing)}")
    shutil.rmtree(target, ignore_errors=True)
    for source, name in pairs:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(SOURCE_MAP.sub(b"\n", (node_modules / source).read_bytes()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
