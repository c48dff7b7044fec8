"""Takes the pictures of ``docs/pictures/`` from a running demo: ``take_pictures.py <address> [name ...]``.

Every picture is made as a person of the demo world would see it: signed in with a login that the demo's own login page
offers, in the size and language its name tells, and written as a palette PNG under ``MOST_BYTES``.
"""

import io
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "docs" / "pictures"
TENANT = "jiahe"
MOST_BYTES = 150_000
COLOURS = (256, 128, 64, 32)
VIEWPORTS = {"phone": (390, 844), "desktop": (1440, 900)}
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
# Enough for the slowest page of the demo on a busy machine, in milliseconds.
PATIENCE = 60_000


@dataclass(frozen=True)
class Picture:
    """One picture: who looks, at what size, in which language, and how the page is reached from the first page."""

    name: str
    role: str
    viewport: str
    language: str
    reach: Callable[[Page], None]


def at_page(path: str) -> Callable[[Page], None]:
    """Return a way to a page of the tenant by its address."""
    return lambda page: _visit(page, f"/{TENANT}/{path}")


def first_open_inspection(page: Page) -> None:
    """Open the filing page of the first inspection of the day, starting it when nobody has."""
    _visit(page, f"/{TENANT}/inspections/today/")
    page.locator("a[href$='/file/'], form[action$='/start/'] button").first.click()
    page.wait_for_url("**/file/")


def worst_card(page: Page) -> None:
    """Open the card in the last place of the ranking; the movers and the unranked stand beside the table."""
    _visit(page, f"/{TENANT}/scoring/ranking/")
    page.locator("main tbody a[href*='/scoring/cards/']").last.click()


def first_card(page: Page) -> None:
    """Open the newest of the cards the reader may see."""
    _visit(page, f"/{TENANT}/scoring/cards/")
    page.locator("main tbody a[href*='/scoring/cards/']").first.click()


def tender_to_open(page: Page) -> None:
    """Open the seal of the tender whose bids are opened today."""
    _visit(page, f"/{TENANT}/tendering/?status=bids_closed")
    page.locator("main tbody a").first.click()
    page.locator("main a[href$='/opening/']").first.click()
    page.wait_for_url("**/opening/")


PICTURES = [
    Picture("home", "quality_officer", "desktop", "zh-hans", at_page("")),
    Picture("card", "quality_officer", "desktop", "en", worst_card),
    Picture("cards", "quality_officer", "desktop", "zh-hans", at_page("scoring/cards/")),
    Picture("ranking", "quality_officer", "desktop", "zh-hans", at_page("scoring/ranking/")),
    Picture("heatmap", "quality_officer", "desktop", "zh-hans", at_page("scoring/heat-map/")),
    Picture("filing", "project_supervisor", "phone", "zh-hans", first_open_inspection),
    Picture("vendor-card", "vendor_manager", "phone", "zh-hans", first_card),
    Picture("tender", "office_custodian", "desktop", "zh-hans", tender_to_open),
    Picture("invitations", "vendor_manager", "phone", "zh-hans", at_page("tendering/invitations/")),
    Picture("import", "tenant_admin", "desktop", "zh-hans", at_page("records/imports/")),
]


def take(browser: Browser, address: str, picture: Picture) -> Path:
    """Take one picture; raises AssertionError when the page is no page."""
    width, height = VIEWPORTS[picture.viewport]
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        locale="en-GB" if picture.language == "en" else "zh-CN",
        timezone_id="Asia/Shanghai",
        device_scale_factor=1,
        is_mobile=picture.viewport == "phone",
        has_touch=picture.viewport == "phone",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    _visit(page, "/accounts/login/")
    page.locator(f"[data-login='{picture.role}@{TENANT}.example']").click()
    page.locator("form:has(input[name=password]) button[type=submit]").first.click()
    page.wait_for_url(f"**/{TENANT}/**")
    _speak(page, picture.language)
    picture.reach(page)
    page.wait_for_load_state("networkidle")
    raw = page.screenshot()
    _speak(page, "zh-hans")
    context.close()
    target = FOLDER / f"{picture.name}-{picture.viewport}-{picture.language}.png"
    target.write_bytes(shrink(raw))
    return target


def shrink(raw: bytes) -> bytes:
    """Return a palette PNG with as many colours as fit into ``MOST_BYTES``; raises ValueError when none do."""
    image = Image.open(io.BytesIO(raw)).convert("RGB")
    for colours in COLOURS:
        out = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() < MOST_BYTES:
            return out.getvalue()
    raise ValueError(f"The picture stays above {MOST_BYTES} bytes.")


def find_chromium() -> str:
    """Return the path of the machine's Chromium; the variable CHROMIUM comes first."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        raise SystemExit("Pictures need Chromium: apt-get install chromium, or set CHROMIUM to its path.")
    return found


def _visit(page: Page, path: str) -> None:
    answer = page.goto(path)
    if answer is None or not answer.ok:
        raise AssertionError(f"{path} answered {answer.status if answer else 'nothing'}.")


def _speak(page: Page, language: str) -> None:
    """Choose the language in the top bar; it is remembered for the person."""
    if page.locator("html").get_attribute("lang", timeout=PATIENCE) in (language, {"zh-hans": "zh-Hans"}.get(language)):
        return
    button = page.locator(f"button[name=language][value='{language}']")
    page.locator("details", has=button).locator("summary").click()
    button.click()
    page.wait_for_load_state("networkidle")


def main(address: str, only: list[str]) -> None:
    """Take all pictures, or those whose names are given."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for picture in PICTURES:
            if only and picture.name not in only:
                continue
            path = take(browser, address.rstrip("/"), picture)
            print(f"{path.relative_to(ROOT)}  {path.stat().st_size // 1000} kB")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
