"""Texts that rules hand out: translated only when shown, with their values filled in at that moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Wording:
    """A message and the values of its named placeholders; ``str()`` gives the text in the reader's language."""

    message: Promise | str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.message) % {key: str(value) for key, value in self.params.items()}


# --- settings ---------------------------------------------------------------------------------------
NOT_A_NUMBER = _("Enter a number.")
TOO_FINE = _("At most two decimal places.")
NOT_WHOLE = _("Enter a whole number.")
OUT_OF_RANGE = _("Enter a number from %(minimum)s to %(maximum)s.")
NOT_A_GROUP = _("This must be a group of settings.")
UNKNOWN_SETTING = _("There is no such setting.")
