"""What set-up builds: translations, the icon sprite, the font; and what it says when a download breaks."""

import gettext
import subprocess
import sys
from pathlib import Path

import pytest

from tests.setup.places import ROOT, Place, real_var

TOOLS = ROOT / "bin" / "starter" / "tools"

CATALOGUE = """
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Software"
msgstr "软件"

msgctxt "duty"
msgid "Log in as %(name)s"
msgstr "以%(name)s登录后台"

msgid "%(count)d site"
msgid_plural "%(count)d sites"
msgstr[0] "%(count)d个项目"

#, fuzzy
msgid "Guess"
msgstr "猜"
"""


def tool(name: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(TOOLS / name), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def compiled(locale: Path, language: str) -> gettext.GNUTranslations:
    with (locale / "room" / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


@pytest.fixture
def locale(tmp_path: Path) -> Path:
    folder = tmp_path / "room" / "zh_Hans" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_translations_are_compiled_and_made_traditional(locale: Path) -> None:
    (locale / "zh_hant_glossary.txt").write_text("# words of the trade\n個專案=個案場\n", encoding="utf-8")
    done = tool("compile_catalogues.py", locale)
    assert done.returncode == 0, done.stderr
    simplified, traditional = compiled(locale, "zh_Hans"), compiled(locale, "zh_Hant")
    assert simplified.gettext("Software") == "软件"
    assert simplified.ngettext("%(count)d site", "%(count)d sites", 2) == "%(count)d个项目"
    assert simplified.gettext("Guess") == "Guess"
    assert traditional.gettext("Software") == "軟體"
    assert traditional.pgettext("duty", "Log in as %(name)s") == "以%(name)s登入後臺"
    assert traditional.ngettext("%(count)d site", "%(count)d sites", 2) == "%(count)d個案場"


@pytest.mark.slow
def test_a_glossary_line_without_a_sign_is_named(locale: Path) -> None:
    (locale / "zh_hant_glossary.txt").write_text("just words\n", encoding="utf-8")
    done = tool("compile_catalogues.py", locale)
    assert done.returncode == 1
    assert "a line must read converted=wanted, not 'just words'" in done.stderr


def test_the_sprite_holds_the_named_icons(tmp_path: Path) -> None:
    (tmp_path / "home.svg").write_text(
        '<svg xmlns="x" width="24">\n<path stroke="none" d="M0 0h24v24H0z" fill="none" />\n'
        '<path d="M5 12l-2 0" />\n</svg>',
        encoding="utf-8",
    )
    (tmp_path / "icons.txt").write_text("# of the side bar\nhome\nhome\n", encoding="utf-8")
    done = tool("build_sprite.py", tmp_path / "icons.txt", tmp_path, tmp_path / "built" / "icons.svg")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "built" / "icons.svg").read_text(encoding="utf-8") == (
        '<svg xmlns="http://www.w3.org/2000/svg">\n'
        '<symbol id="home" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" '
        'stroke-linecap="round" stroke-linejoin="round"><path d="M5 12l-2 0" /></symbol>\n</svg>\n'
    )


def test_an_icon_that_does_not_exist_is_named(tmp_path: Path) -> None:
    (tmp_path / "icons.txt").write_text("hoem\n", encoding="utf-8")
    done = tool("build_sprite.py", tmp_path / "icons.txt", tmp_path, tmp_path / "icons.svg")
    assert done.returncode == 1
    assert done.stderr.strip() == f"{tmp_path / 'icons.txt'} names icons that do not exist: hoem"


@pytest.mark.slow
def test_the_fonts_draw_chinese_and_keep_their_size() -> None:
    from fontTools.ttLib import TTFont

    common, full = (
        set(TTFont(real_var() / "fonts" / name).getBestCmap())
        for name in ("NotoSansSC-Common.ttf", "NotoSansSC-Full.ttf")
    )
    assert {ord(letter) for letter in "扣分单¥①，。（）《》A9"} - common == set()
    assert {ord(letter) for letter in "龘臺後"} - full == set()
    assert (real_var() / "fonts" / "NotoSansSC-Common.ttf").stat().st_size < 3_500_000


@pytest.mark.slow
def test_a_broken_download_says_what_happened_and_how_to_go_on(place: Place) -> None:
    (place.var / "stamps" / "packages").unlink()
    (place.var / "venv").unlink()
    (place.var / "stamps" / "venv").unlink()
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_EXTRA_INDEX_URL": "", "PIP_FIND_LINKS": "",
        "PIP_CONFIG_FILE": "/dev/null", "PIP_RETRIES": "0", "PIP_NO_CACHE_DIR": "1", "UV_NO_CACHE": "1",
        "UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple", "UV_OFFLINE": "1",
    }  # fmt: skip
    done = place.command("test", "tests/setup", **nowhere)
    assert done.returncode == 1
    assert "The packages could not be downloaded or installed:" in done.stderr
    assert "start the same command again and it goes on where it stopped" in done.stderr
    assert "Traceback" not in done.stderr
