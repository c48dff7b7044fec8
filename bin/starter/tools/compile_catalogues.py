"""compile_catalogues.py LOCALE: compile every translation, and make Traditional Chinese from Simplified Chinese.

LOCALE/<room>/zh_Hans/LC_MESSAGES/*.po -> *.mo, and LOCALE/<room>/zh_Hant/LC_MESSAGES/*.mo by OpenCC (Taiwan's
words) with the lines of LOCALE/zh_hant_glossary.txt on top: ``converted=wanted``, longest first.
"""

import sys
from pathlib import Path

import polib
from opencc import OpenCC

GLOSSARY = "zh_hant_glossary.txt"


def glossary(file: Path) -> list[tuple[str, str]]:
    """The corrections of the glossary file, longest first; an empty list when there is none."""
    if not file.exists():
        return []
    pairs = []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            converted, found, wanted = line.strip().partition("=")
            if not found:
                raise SystemExit(f"{file}: a line must read converted=wanted, not {line!r}")
            pairs.append((converted, wanted))
    return sorted(pairs, key=lambda pair: -len(pair[0]))


class Traditional:
    """Turns Simplified Chinese text into Traditional."""

    def __init__(self, corrections: list[tuple[str, str]]) -> None:
        self.converter = OpenCC("s2twp")
        self.corrections = corrections

    def convert(self, text: str) -> str:
        """Convert one text; placeholders are ASCII and stay as they are."""
        result: str = self.converter.convert(text)
        for converted, wanted in self.corrections:
            result = result.replace(converted, wanted)
        return result

    def catalogue(self, simplified: polib.POFile) -> polib.POFile:
        """A converted copy of a whole catalogue."""
        result = polib.POFile()
        result.metadata = {**simplified.metadata, "Language": "zh_Hant"}
        for entry in simplified.translated_entries():
            result.append(
                polib.POEntry(
                    msgid=entry.msgid,
                    msgid_plural=entry.msgid_plural,
                    msgctxt=entry.msgctxt,
                    msgstr=self.convert(entry.msgstr),
                    msgstr_plural={number: self.convert(text) for number, text in entry.msgstr_plural.items()},
                )
            )
        return result


def main(locale: Path) -> None:
    """Compile all catalogues below ``locale``."""
    traditional = Traditional(glossary(locale / GLOSSARY))
    for source in sorted(locale.glob("*/zh_Hans/LC_MESSAGES/*.po")):
        simplified = polib.pofile(str(source))
        save(simplified, source.with_suffix(".mo"))
        target = source.parents[2] / "zh_Hant" / "LC_MESSAGES" / source.with_suffix(".mo").name
        save(traditional.catalogue(simplified), target)
    for source in sorted(locale.glob("*/*/LC_MESSAGES/*.po")):
        if source.parents[1].name not in {"zh_Hans", "zh_Hant"}:
            save(polib.pofile(str(source)), source.with_suffix(".mo"))


def save(catalogue: polib.POFile, target: Path) -> None:
    """Write one compiled catalogue, complete or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(".unfinished")
    catalogue.save_as_mofile(str(unfinished))
    unfinished.replace(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
