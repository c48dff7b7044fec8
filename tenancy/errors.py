"""Refusals. One class per kind, each with a stable ``code`` that pages and API share."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal with a message for the person and a code for programs."""

    code = "refused"
    message: Any = _("This is not possible.")

    def __init__(self, message: Any = None, *, code: str | None = None) -> None:
        self.message = message if message is not None else self.message
        self.code = code or self.code
        super().__init__(self.code)


class NotAllowed(DomainError):
    """The actor may not do this (403)."""

    code = "not_allowed"
    message = _("You do not have permission to do this.")


class IllegalTransition(DomainError):
    """The object's state does not allow the step (409)."""

    code = "illegal_transition"
    message = _("The current state does not allow this step. Reload the page to see what changed.")

    def __init__(self, frm: str, to: str, message: Any = None) -> None:
        self.frm, self.to = frm, to
        super().__init__(message)


class AlreadyDone(DomainError):
    """Somebody did the same a moment ago (409; a background job counts it as success)."""

    code = "already_done"
    message = _("Somebody else has already done this. Reload the page to see the result.")


class RuleBroken(DomainError):
    """A rule of the field forbids the input (422); ``field`` names the form field, if there is one."""

    code = "rule_broken"

    def __init__(self, message: Any, *, code: str | None = None, field: str | None = None) -> None:
        self.field = field
        super().__init__(message, code=code)


class NoTenantActive(RuntimeError):
    """Tenant data was asked for outside ``acting_for``: a fault of the program, never of the person."""


class UnsafeDatabaseRole(RuntimeError):
    """The process is connected as a role that row-level security does not bind."""
