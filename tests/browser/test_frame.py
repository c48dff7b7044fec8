"""The frame of every page: sign-in, account, menus, language; with and without scripts, in both languages."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PageFor
from tests.browser.driver import LANGUAGES, VIEWPORTS, assert_accessible, shoot
from tests.factories.tenancy import PASSWORD, World

ACCOUNT_PAGES = {
    "password": "/accounts/password/change/",
    "email": "/accounts/email/",
    "security": "/accounts/2fa/",
    "totp": "/accounts/2fa/totp/activate/",
    "passkeys": "/accounts/2fa/webauthn/",
    "passkey_add": "/accounts/2fa/webauthn/add/",
    "recovery_codes": "/accounts/2fa/recovery-codes/generate/",
    "sessions": "/accounts/sessions/",
    "sign_out": "/accounts/logout/",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("viewport", VIEWPORTS)
@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/", "/nowhere/"])
def test_stranger_pages_are_accessible(
    page_for: PageFor, world: World, path: str, viewport: str, language: str
) -> None:
    page = page_for(None, viewport=viewport, language=language)
    page.goto(path)
    assert_accessible(page)
    shoot(page, f"stranger{path.replace('/', '-')}{viewport}-{language}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("viewport", VIEWPORTS)
def test_account_pages_are_accessible(page_for: PageFor, world: World, viewport: str, language: str) -> None:
    person = world.person("quality_officer")
    person.set_password(PASSWORD)
    person.save()
    page = page_for(None, viewport=viewport, language=language)
    page.goto("/accounts/login/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button.btn-primary")
    page.wait_for_url(f"**/{world.tenant.slug}/")
    for name, path in ACCOUNT_PAGES.items():
        page.goto(path)
        assert_accessible(page)
        shoot(page, f"account-{name}-{viewport}-{language}")


@pytest.mark.req("TEN-10")
@pytest.mark.parametrize("javascript", [True, False])
def test_language_is_switched_in_place_and_kept(page_for: PageFor, world: World, javascript: bool) -> None:
    page = page_for("quality_officer", language="zh-hans", javascript=javascript)
    page.goto(f"/{world.tenant.slug}/")
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    page.locator("details", has=page.locator("[name=language]")).locator("summary").click()
    page.click("[name=language][value=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(f"/{world.tenant.slug}/")
    expect(page.locator("html")).to_have_attribute("lang", "en")


@pytest.mark.parametrize("javascript", [True, False])
def test_side_bar_opens_and_closes_on_a_phone(page_for: PageFor, world: World, javascript: bool) -> None:
    page = page_for("quality_officer", viewport="phone", language="en", javascript=javascript)
    page.goto(f"/{world.tenant.slug}/")
    menu = page.locator("#menu")
    expect(menu).to_be_hidden()
    page.click("[data-menu-open]")
    expect(menu).to_be_visible()
    if javascript:
        assert_accessible(page)
        page.keyboard.press("Escape")
        expect(page.locator("[data-menu-open]")).to_be_focused()
    else:
        page.click(".sidebar-close")
    expect(menu).to_be_hidden()


def test_keyboard_reaches_content_first_and_menus_close_by_escape(page_for: PageFor, world: World) -> None:
    page = page_for("quality_officer", language="en")
    page.goto(f"/{world.tenant.slug}/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    summary = page.locator(".topbar details").last.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".topbar details[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".topbar details[open]")).to_have_count(0)
    expect(summary).to_be_focused()


def test_sign_out_ends_the_session(page_for: PageFor, world: World) -> None:
    page = page_for("quality_officer", language="en")
    page.goto(f"/{world.tenant.slug}/")
    page.locator(".topbar details").last.locator("summary").click()
    with page.expect_navigation():
        page.click("[data-sign-out] button")
    page.goto(f"/{world.tenant.slug}/")
    expect(page.locator("[name=login]")).to_be_visible()
