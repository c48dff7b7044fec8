"""What a room says about its settings, so that one page can show, check and version them (TEN-09)."""

from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class SettingField:
    """One number or word of a settings area: ``key`` is dotted (``weights.inspection``), ``label`` is translated."""

    key: str
    label: Any
    kind: str  # "integer", "decimal", "boolean", "choice" or "text"
    help: Any = ""
    unit: Any = ""
    group: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()


class SettingArea(Protocol):
    """A module named in ``config.registry.SETTING_AREAS``."""

    label: Any

    def defaults(self) -> dict[str, Any]:
        """Return the day-one values as nested JSON."""

    def check(self, values: dict[str, Any]) -> dict[str, Any]:
        """Return problems by dotted key; empty when the values may be used."""

    def describe(self) -> list[SettingField]:
        """Return the fields in the order of the page."""


def get_dotted(values: dict[str, Any], key: str) -> Any:
    """Return the value at a dotted key, or None."""
    found: Any = values
    for part in key.split("."):
        if not isinstance(found, dict) or part not in found:
            return None
        found = found[part]
    return found


def with_dotted(values: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    """Return a copy of ``values`` in which the dotted key holds ``value``."""
    head, _, rest = key.partition(".")
    copy = dict(values)
    copy[head] = with_dotted(dict(copy.get(head) or {}), rest, value) if rest else value
    return copy
