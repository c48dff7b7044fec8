"""build_sprite.py LIST ICONS TARGET: one SVG sprite with the icons named in LIST, one name per line.

A template shows one with ``<svg class="icon"><use href="{% static 'built/icons.svg' %}#home"/></svg>``.
"""

import re
import sys
from pathlib import Path


def names(listing: Path) -> list[str]:
    """The icon names of the list file; lines that start with # are remarks."""
    lines = (line.strip() for line in listing.read_text(encoding="utf-8").splitlines())
    return sorted({line for line in lines if line and not line.startswith("#")})


def symbol(name: str, source: Path) -> str:
    """One icon as a ``<symbol>``; the invisible frame that every icon begins with is left out."""
    text = source.read_text(encoding="utf-8")
    inner = re.search(r"<svg[^>]*>(.*)</svg>", text, re.DOTALL)
    if inner is None:
        raise SystemExit(f"{source} is not an SVG file.")
    paths = re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*/>', "", inner[1])
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round">{" ".join(paths.split())}</symbol>'
    )


def main(listing: Path, icons: Path, target: Path) -> None:
    """Write the sprite; a name that the icon set does not have ends with its line to mend."""
    wanted = names(listing)
    missing = [name for name in wanted if not (icons / f"{name}.svg").is_file()]
    if missing:
        raise SystemExit(f"{listing} names icons that do not exist: {', '.join(missing)}")
    symbols = "\n".join(symbol(name, icons / f"{name}.svg") for name in wanted)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n', encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
