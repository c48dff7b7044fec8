"""What happens around the login: a log line without personal data, and the end of other sessions.

Connected in ``apps.py`` to the signals of Django's login and of allauth; nothing of ours listens to model signals.
"""

import logging
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from tenancy.actions.people import end_sessions

log = logging.getLogger("tenancy.login")


def on_login(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    """Log who signed in."""
    log.info("signed_in person=%s", user.pk)


def on_logout(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    """Log who signed out."""
    if user is not None:
        log.info("signed_out person=%s", user.pk)


def on_failure(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Log a refused login; neither name nor address, which may be a password typed into the wrong field."""
    log.warning("sign_in_refused")


def on_secret_changed(sender: Any, request: Any, user: Any, **kwargs: Any) -> None:
    """End the person's other sessions when the password or a second factor changes (security.md 6)."""
    ended = end_sessions(user.pk, keep=request.session.session_key)
    log.info("secret_changed person=%s ended_sessions=%s", user.pk, ended)


def connect() -> None:
    """Connect the receivers, once."""
    user_logged_in.connect(on_login, dispatch_uid="tenancy.on_login")
    user_logged_out.connect(on_logout, dispatch_uid="tenancy.on_logout")
    user_login_failed.connect(on_failure, dispatch_uid="tenancy.on_failure")
    changes = [password_changed, password_reset, password_set]
    factors = [authenticator_added, authenticator_removed, authenticator_reset]
    for number, signal in enumerate([*changes, *factors]):
        signal.connect(on_secret_changed, dispatch_uid=f"tenancy.on_secret_changed.{number}")
