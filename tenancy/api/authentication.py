"""The API sees the actor the middleware found; a session additionally needs the CSRF token."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.request import Request


class ActorAuthentication(BaseAuthentication):
    """Hands on the person of the membership behind the wall."""

    def authenticate(self, request: Request) -> tuple[Any, None] | None:
        """Return the person, after the CSRF check where a session is used."""
        http = request._request
        if getattr(http, "actor", None) is None:
            return None
        if not getattr(http, "is_token", False):
            SessionAuthentication().enforce_csrf(request)
        return http.user, None

    def authenticate_header(self, request: Request) -> str:
        """Make the answer to nobody a 401."""
        return "Token"


class HasActor(BasePermission):
    """Only requests behind the wall; what the actor may do is asked in the verbs and queries."""

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the middleware found a membership."""
        return getattr(request._request, "actor", None) is not None


class ActorScheme(OpenApiAuthenticationExtension):
    """How the schema describes the token."""

    target_class = ActorAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the OpenAPI description."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "Token qct_…, made on the page “API tokens”; bound to one membership, with an end date.",
        }
