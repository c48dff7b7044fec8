"""How accounts behave: no self sign-up, limits on guessing, mail through an outbox (security.md 6)."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils import timezone

from tenancy import limits
from tenancy.actions.mail import put_in_outbox


class AccountAdapter(DefaultAccountAdapter):
    """The product's account rules."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are added by their tenant's administrator."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at; one too many is refused for this address only."""
        now = timezone.now()
        address = self.get_client_ip(request)
        within = [
            limits.take(limits.LOGIN_PER_ADDRESS, address, now=now),
            limits.take(limits.LOGIN_PER_ACCOUNT_AND_ADDRESS, _login_name(credentials), address, now=now),
        ]
        if not all(within):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Check the password; a success gives the counted tries back."""
        person = super().authenticate(request, **credentials)
        if person is not None:
            address = self.get_client_ip(request)
            limits.give_back(limits.LOGIN_PER_ADDRESS, address)
            limits.give_back(limits.LOGIN_PER_ACCOUNT_AND_ADDRESS, _login_name(credentials), address)
        return person

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Check the password again before a sensitive act; every person has an e-mail, few have a login name."""
        person = self.authenticate(self.request, email=user.email, password=password)
        return person is not None and person.pk == user.pk

    def format_email_subject(self, subject: str) -> str:
        """Return the subject as it is: the sender says who writes."""
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put the mail into the outbox, so that the answer takes as long for an unknown address as for a known one."""
        written = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context})
        put_in_outbox(to=email, subject=str(written.subject), body=str(written.body), at=timezone.now())


def _login_name(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "").strip().lower()
