"""How accounts behave: no self sign-up; other sessions end when a password changes."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from tenancy.actions.people import end_sessions


class AccountAdapter(DefaultAccountAdapter):
    """The product's account rules (security.md 6)."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are added by their tenant's administrator."""
        return False

    def password_changed(self, request: HttpRequest, user: Any) -> None:
        """End the person's other sessions."""
        end_sessions(user.pk, keep=request.session.session_key)
