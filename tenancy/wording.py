"""Labels that follow the profile of the tenant behind the wall (TEN-02). ``acting_for`` sets the profile."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ENTERPRISE, LOGISTICS_OFFICE, OWNERS_COMMITTEE = "enterprise", "logistics_office", "owners_committee"

_profile: ContextVar[str] = ContextVar("profile", default=ENTERPRISE)


def active_profile() -> str:
    """Return the profile of the tenant behind the wall; the enterprise's outside any (X-27)."""
    return _profile.get()


@contextmanager
def wear_profile(profile: str) -> Iterator[None]:
    """Read the labels of a profile within the block."""
    token = _profile.set(profile)
    try:
        yield
    finally:
        _profile.reset(token)


def _pick(enterprise: Any, logistics_office: Any, owners_committee: Any) -> str:
    others = {LOGISTICS_OFFICE: logistics_office, OWNERS_COMMITTEE: owners_committee}
    return str(others.get(active_profile(), enterprise))


_lazy_pick = lazy(_pick, str)


def by_profile(enterprise: Any, *, logistics_office: Any, owners_committee: Any) -> Any:
    """Return a lazy text that reads as the tenant's profile has it, in the reader's language."""
    return _lazy_pick(enterprise, logistics_office, owners_committee)


# Words of the pages, by the key that the template tag ``{% word "project" %}`` takes.
WORDS: Mapping[str, Any] = {
    "project": by_profile(
        _("Project"),
        logistics_office=pgettext_lazy("logistics office", "Site"),
        owners_committee=pgettext_lazy("owners' committee", "Residential area"),
    ),
    "party_a": by_profile(
        _("Party A"),
        logistics_office=pgettext_lazy("logistics office", "Party A (logistics office)"),
        owners_committee=pgettext_lazy("owners' committee", "Party A (owners' committee)"),
    ),
}
PROJECT, PARTY_A = WORDS["project"], WORDS["party_a"]
