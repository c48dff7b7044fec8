"""The vendors room's figures as a plain value (TEN-09)."""

from dataclasses import dataclass
from typing import Any

# Key -> (day-one value, lowest, highest); a truth value has no bounds.
KEYS: dict[str, tuple[Any, int, int]] = {
    "allow_individuals": (False, 0, 0),
    "invitation_needs_qualified": (True, 0, 0),
    "missing_blocks_invitation": (True, 0, 0),
    "missing_blocks_signing": (False, 0, 0),
    "missing_blocks_settlement": (False, 0, 0),
    "service_report_required": (True, 0, 0),
    "annual_fail_years": (2, 1, 10),
    "four_acts_years": (3, 1, 10),
    "first_reminder_days": (60, 1, 365),
    "second_reminder_days": (30, 1, 365),
    "last_reminder_days": (7, 1, 365),
}


@dataclass(frozen=True, slots=True)
class VendorRules:
    """Which vendors are accepted, what a missing paper stops, how long a ban lasts, when papers are reminded of."""

    allow_individuals: bool = False
    invitation_needs_qualified: bool = True
    missing_blocks_invitation: bool = True
    missing_blocks_signing: bool = False
    missing_blocks_settlement: bool = False
    service_report_required: bool = True
    annual_fail_years: int = 2
    four_acts_years: int = 3
    first_reminder_days: int = 60
    second_reminder_days: int = 30
    last_reminder_days: int = 7

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "VendorRules":
        """Read a settings version; what an older version does not name has its day-one value."""
        return cls(**{key: values[key] for key in KEYS if key in values})

    @property
    def reminder_days(self) -> tuple[int, ...]:
        """The days before expiry on which people are told, the longest first (NTF-05)."""
        return tuple(
            sorted({self.first_reminder_days, self.second_reminder_days, self.last_reminder_days}, reverse=True)
        )

    def missing_blocks(self, purpose: str) -> bool:
        """Whether a paper that was never handed in stops the purpose; an expired one always does (VEN-14)."""
        return bool(getattr(self, f"missing_blocks_{purpose}"))


def is_usable(key: str, value: Any) -> bool:
    """Whether a setting's value may be used: a truth value, or a whole number within its bounds."""
    first, lowest, highest = KEYS[key]
    if isinstance(first, bool):
        return isinstance(value, bool)
    return isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest
