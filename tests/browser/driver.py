"""A real Chromium for the tests: how it is started, what is watched on every page, and what a page must always pass."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright

# Chromium would otherwise call home: refused here, and noise in the log.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
VIEWPORTS = {"phone": (390, 844), "desktop": (1440, 900)}
LANGUAGES = ["zh-hans", "en"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = settings.BASE_DIR / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = settings.VAR_DIR / "shots"

WATCH_POLICY = """
document.addEventListener("securitypolicyviolation", (event) => {
  const place = `${event.sourceFile}:${event.lineNumber}`;
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${place} ${event.sample}`);
});
"""
RUN_AXE = """async (rules) => {
  const found = await axe.run(document, { runOnly: rules });
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 200)}`));
}"""


def find_chromium() -> str:
    """Return the path of the machine's Chromium; the variable CHROMIUM comes first."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError("Browser tests need Chromium: apt-get install chromium, or set CHROMIUM to its path.")
    return found


def start_browser(playwright: Playwright) -> Browser:
    """Start Chromium without a window."""
    return playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)


@dataclass
class Watch:
    """What went wrong on the pages of a context: script errors, policy violations, requests to other hosts."""

    home: str
    problems: list[str] = field(default_factory=list)

    def attach(self, context: BrowserContext) -> None:
        """Watch every page of a context."""
        context.add_init_script(WATCH_POLICY)
        context.on("page", self._page)
        context.on("request", self._request)

    def _page(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        # A refused form (422) or a page that is not there is what some tests ask for; Chromium reports it as an error.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.problems.append(f"console: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.home, "data:", "blob:", "about:")):
            self.problems.append(f"request to another host: {request.url}")


def open_context(
    browser: Browser, *, home: str, viewport: str = "desktop", language: str = "zh-hans", javascript: bool = True
) -> tuple[BrowserContext, Watch]:
    """Open a fresh profile of a size and language, watched."""
    width, height = VIEWPORTS[viewport]
    context = browser.new_context(
        base_url=home,
        viewport={"width": width, "height": height},
        locale="en-GB" if language == "en" else "zh-CN",
        timezone_id="Asia/Shanghai",
        has_touch=viewport == "phone",
        is_mobile=viewport == "phone",
        java_script_enabled=javascript,
        accept_downloads=True,
    )
    watch = Watch(home)
    watch.attach(context)
    return context, watch


def log_in(context: BrowserContext, *, home: str, session_key: str) -> None:
    """Give the profile a person's session."""
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": session_key, "url": home, "httpOnly": True, "sameSite": "Lax"}])


def assert_accessible(page: Page) -> None:
    """Fail on any axe violation of WCAG 2.2 A and AA, and when the page scrolls sideways."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN_AXE, RULES)
    assert found == [], f"{page.url}: {found}"
    assert_fits(page)


def assert_fits(page: Page) -> None:
    """Fail when the page is wider than the screen."""
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room, f"{page.url} is {wide} pixels wide on a screen of {room}"


def shoot(page: Page, name: str, *, whole: bool = True) -> Path:
    """Write a picture of the page to ``var/shots/`` and return its path."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    path: Path = SHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=whole)
    return path
