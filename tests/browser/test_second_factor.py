"""The second factor in a real browser under the content policy: authenticator app, recovery codes, passkey."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.browser.conftest import PageFor
from tests.browser.driver import assert_accessible, shoot
from tests.factories.tenancy import PASSWORD, World


def sign_in(page: Page, world: World) -> None:
    person = world.person("quality_officer")
    person.set_password(PASSWORD)
    person.save()
    page.goto("/accounts/login/")
    page.fill("[name=login]", person.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button.btn-primary")
    page.wait_for_url(f"**/{world.tenant.slug}/")


def confirm_access(page: Page) -> None:
    """Enter the password again where the page asks for it."""
    if "reauthenticate" in page.url:
        assert_accessible(page)
        page.fill("[name=password]", PASSWORD)
        page.click("main button.btn-primary")
        page.wait_for_url(lambda url: "reauthenticate" not in url)


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    with page.expect_navigation():
        page.click("main button.btn-primary")


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


@pytest.mark.parametrize("viewport", ["phone", "desktop"])
def test_authenticator_app_is_set_up_and_asked_for(
    page_for: PageFor, world: World, settings: Any, viewport: str
) -> None:
    settings.MFA_TOTP_TOLERANCE = 1  # the half minute may end between reading the code and sending it
    page = page_for(None, viewport=viewport)
    sign_in(page, world)
    page.goto("/accounts/2fa/totp/activate/")
    confirm_access(page)
    assert_accessible(page)
    shoot(page, f"totp-{viewport}")
    page.fill("[name=code]", code_of(page.input_value("#authenticator_secret")))
    page.click("main button.btn-primary")
    expect(page).to_have_url(re.compile("recovery-codes"))
    assert_accessible(page)
    shoot(page, f"recovery-codes-{viewport}")
    sign_out(page)
    page.goto("/accounts/login/")
    page.fill("[name=login]", world.person("quality_officer").email)
    page.fill("[name=password]", PASSWORD)
    page.click("button.btn-primary")
    expect(page).to_have_url(re.compile("2fa/authenticate"))
    assert_accessible(page)
    shoot(page, f"second-factor-{viewport}")


def test_passkey_is_added_and_signs_in(page_for: PageFor, world: World) -> None:
    page = page_for(None)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**key, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
    sign_in(page, world)
    page.goto("/accounts/2fa/webauthn/add/")
    confirm_access(page)
    assert_accessible(page)
    page.fill("[name=name]", "办公电脑")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    expect(page).to_have_url(re.compile("recovery-codes|webauthn/$"))
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("办公电脑")).to_be_visible()
    assert_accessible(page)
    shoot(page, "passkeys")
    sign_out(page)
    page.goto("/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url(f"**/{world.tenant.slug}/")
