"""Typed settings: a frozen dataclass per section, read from and written to the JSON of a settings version (TEN-09).

A section is declared once, each value with its bounds in the type and its day-one value as the default::

    class Limits(Section):
        reward: Points = 5_00
        answer_days: Annotated[int, Number("integer", 1, 60)] = 3

Points, scores, weights and multipliers are integer hundredths in Python and decimal text in JSON (``"5.00"``); whole
numbers are JSON integers. A key that is missing takes its default, so that a setting added later has its day-one value
in versions written before; a key that is unknown is a problem, so that a typing error never passes for a rule.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal, Self, get_type_hints

from records import errors as wording
from records.errors import Wording
from records.rules.hundredths import FULL_SCORE, MOST_DIGITS, ONE, as_text, from_hundredths, to_hundredths

Problems = dict[str, Wording]
Kind = Literal["decimal", "integer"]


class SettingsInvalid(ValueError):
    """The values cannot be used; ``problems`` says why, by dotted key."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        super().__init__(", ".join(sorted(problems)))


@dataclass(frozen=True, slots=True)
class Number:
    """How one value is written and between which bounds it lies, both included; decimals are in hundredths."""

    kind: Kind
    minimum: int
    maximum: int

    def shown(self, value: int) -> str:
        """Return a value the way people and JSON text write it."""
        return as_text(value) if self.kind == "decimal" else str(value)


Points = Annotated[int, Number("decimal", 0, FULL_SCORE)]
Multiplier = Annotated[int, Number("decimal", ONE, FULL_SCORE)]


@dataclass(frozen=True, slots=True)
class Section:
    """Base of every settings section."""

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the section read from JSON. Raises SettingsInvalid naming every key that cannot be used."""
        problems: Problems = {}
        read = cls.read(values, "", problems)
        if problems:
            raise SettingsInvalid(problems)
        return read

    def to_json(self) -> dict[str, Any]:
        """Return the section as JSON values; ``from_json`` gives back an equal one."""
        return {name: _written(getattr(self, name), declared) for name, declared in declarations(type(self)).items()}

    def problems(self) -> Problems:
        """Return what is wrong between the values, by key; single values are checked by their declaration."""
        return {}

    @classmethod
    def leaves(cls, prefix: str = "") -> Iterable[tuple[str, Number]]:
        """Yield dotted key and declaration of every single value, in the order declared."""
        for name, declared in declarations(cls).items():
            if isinstance(declared, Number):
                yield prefix + name, declared
            else:
                yield from declared.leaves(f"{prefix}{name}.")

    @classmethod
    def read(cls, values: Any, prefix: str, problems: Problems) -> Self:
        """Return the section, adding to ``problems`` under keys that begin with ``prefix``; defaults where it fails."""
        if not isinstance(values, Mapping):
            problems[prefix.rstrip(".")] = Wording(wording.NOT_A_GROUP)
            return cls()
        declared = declarations(cls)
        before = len(problems)
        problems.update({f"{prefix}{key}": Wording(wording.UNKNOWN_SETTING) for key in values if key not in declared})
        found = {
            name: _read_value(values[name], f"{prefix}{name}", kind, problems)
            for name, kind in declared.items()
            if name in values
        }
        if len(problems) > before:
            return cls()
        read = cls(**found)
        problems.update({f"{prefix}{key}": problem for key, problem in read.problems().items()})
        return read


def declarations(kind: type[Section]) -> dict[str, Number | type[Section]]:
    """Return what each field of a section is: a number with its bounds, or a section of its own."""
    hints = get_type_hints(kind, include_extras=True)
    return {item.name: getattr(hints[item.name], "__metadata__", (hints[item.name],))[0] for item in fields(kind)}


def _read_value(raw: Any, key: str, declared: Number | type[Section], problems: Problems) -> Any:
    if not isinstance(declared, Number):
        return declared.read(raw, f"{key}.", problems)
    value = _number(raw, declared.kind)
    if isinstance(value, Wording):
        problems[key] = value
    elif not declared.minimum <= value <= declared.maximum:
        bounds = {"minimum": declared.shown(declared.minimum), "maximum": declared.shown(declared.maximum)}
        problems[key] = Wording(wording.OUT_OF_RANGE, bounds)
    return value


def _number(raw: Any, kind: Kind) -> int | Wording:
    """Return hundredths or a whole number; floats are refused, because they already lost the figure that was meant."""
    if isinstance(raw, bool) or not isinstance(raw, int | str | Decimal):
        return Wording(wording.NOT_A_NUMBER)
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return Wording(wording.NOT_A_NUMBER)
    if not number.is_finite() or number.adjusted() > MOST_DIGITS:
        return Wording(wording.NOT_A_NUMBER)
    try:
        value = to_hundredths(number)
    except ValueError:
        return Wording(wording.TOO_FINE if kind == "decimal" else wording.NOT_WHOLE)
    if kind == "decimal":
        return value
    return Wording(wording.NOT_WHOLE) if value % ONE else value // ONE


def _written(value: Any, declared: Number | type[Section]) -> Any:
    if not isinstance(declared, Number):
        return value.to_json()
    return value if declared.kind == "integer" else f"{from_hundredths(value):f}"
