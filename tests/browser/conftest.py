"""Browser tests: ``page_for(role, language, viewport)`` opens a signed-in, watched page of the live server."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.driver import Watch, log_in, open_context, start_browser

# Playwright keeps an event loop in this thread; the tests' own database calls are plain synchronous ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# How long a condition may take on a slow, shared machine; a test that passes never waits so long.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

PageFor = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder: it is slow, and asked for by ``-m browser``."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run; every page gets a profile of its own."""
    with sync_playwright() as playwright:
        browser = start_browser(playwright)
        yield browser
        browser.close()


@pytest.fixture
def watches() -> Iterator[list[Watch]]:
    """What the opened pages complained about; a complaint nobody took out of the list fails the test."""
    opened: list[Watch] = []
    yield opened
    assert [problem for watch in opened for problem in watch.problems] == []


@pytest.fixture
def page_for(
    live_server: LiveServer, chromium: Browser, client_for: Callable[..., Any], watches: list[Watch]
) -> Iterator[PageFor]:
    """Return a page: ``page_for("quality_officer", language="en", viewport="phone")``, signed in as that role.

    ``page_for(None)`` is a stranger's page, ``person=`` somebody in particular, ``javascript=False`` without scripts.
    """
    contexts = []

    def open_page(
        role: str | None = None,
        *,
        person: Any = None,
        language: str = "zh-hans",
        viewport: str = "desktop",
        javascript: bool = True,
    ) -> Page:
        context, watch = open_context(
            chromium, home=live_server.url, viewport=viewport, language=language, javascript=javascript
        )
        context.set_default_timeout(2 * PATIENCE)
        contexts.append(context)
        watches.append(watch)
        if role or person:
            client = client_for(role, person=person, language=language)
            log_in(context, home=live_server.url, session_key=client.cookies[settings.SESSION_COOKIE_NAME].value)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
