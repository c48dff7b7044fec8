"""Refusals of the tendering room."""

from django.utils.translation import gettext_lazy as _

from tenancy.errors import RuleBroken


class EnvelopeDamaged(RuleBroken):
    """A sealed envelope does not open with the tender's key: it was changed or cut."""

    code = "envelope_damaged"

    def __init__(self) -> None:
        super().__init__(_("The envelope is damaged and cannot be opened."))


class WrongPassphrase(RuleBroken):
    """A holder's passphrase does not open his share."""

    code = "wrong_passphrase"

    def __init__(self, *, field: str | None = None) -> None:
        super().__init__(_("This passphrase does not open the share."), field=field)
