"""What the settings pages show of a version: values by group, differences, sums that must reach 100 (TEN-09)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenancy import queries
from tenancy.forms import DateInput, no_control_characters
from tenancy.models import SettingsVersion
from tenancy.rules.setting_fields import SettingField, get_dotted, with_dotted

# Keys (or beginnings of keys) that together make 100, unless the area names its own ``SUMMED``.
SUMMED: Sequence[tuple[str, ...]] = (("weights.",),)


@dataclass(frozen=True)
class Line:
    """One setting beside itself in another version."""

    label: str
    unit: str
    value: str
    other: str
    differs: bool


@dataclass(frozen=True)
class Group:
    """A headed part of the settings."""

    label: str
    lines: list[Line]


def areas() -> list[tuple[str, Any]]:
    """Return every area's code and label."""
    return [(code, queries.setting_area(code).label) for code in settings.SETTING_AREAS]


def fields_of(area: str) -> list[SettingField]:
    """Return the described fields of an area."""
    return list(queries.setting_area(area).describe())


def shown_value(field: SettingField, value: Any) -> str:
    """Return a value as people read it."""
    if value is None or value == "":
        return "–"
    if field.kind == "boolean":
        return _("yes") if value else _("no")
    if field.kind == "choice":
        return str(dict(field.choices).get(value, value))
    if field.kind == "decimal":
        return _plain(value)
    return str(value)


def _plain(value: Any) -> str:
    """Return a number without needless zeros: "40.00" as 40."""
    try:
        return f"{Decimal(str(value)).normalize():f}"
    except InvalidOperation:
        return str(value)


def groups_of(area: str, values: dict[str, Any], other: dict[str, Any] | None = None) -> list[Group]:
    """Return the values by group, each beside the other version's where one is given."""
    groups: list[Group] = []
    for field in fields_of(area):
        mine = shown_value(field, get_dotted(values, field.key))
        theirs = shown_value(field, get_dotted(other, field.key)) if other is not None else ""
        line = Line(str(field.label), str(field.unit), mine, theirs, other is not None and mine != theirs)
        if not groups or groups[-1].label != str(field.group):
            groups.append(Group(str(field.group), []))
        groups[-1].lines.append(line)
    return groups


def changed_lines(version: SettingsVersion, before: SettingsVersion | None) -> list[Line]:
    """Return only the settings in which a version differs from the one before it."""
    if before is None:
        return []
    groups = groups_of(version.area, version.values, before.values)
    return [line for group in groups for line in group.lines if line.differs]


class DraftForm(forms.Form):
    """A new version of an area: every setting, the day it begins, and why."""

    effective_on = forms.DateField(
        label=gettext_lazy("Effective on"),
        widget=DateInput,
        help_text=gettext_lazy("Months that have begun keep the version they began with."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[no_control_characters],
    )

    def __init__(self, *args: Any, area: str, current: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.described = fields_of(area)
        self.area = area
        self.current = current
        for field in self.described:
            self.fields[field.key] = _form_field(field, get_dotted(current, field.key))

    @property
    def groups(self) -> list[tuple[str, list[Any], int | None]]:
        """The bound fields by group, with the number of the sum they belong to."""
        found: list[tuple[str, list[Any], int | None]] = []
        for field in self.described:
            label = str(field.group)
            if not found or found[-1][0] != label:
                found.append((label, [], _sum_number(self.area, field.key)))
            found[-1][1].append(self[field.key])
        return found

    def values(self) -> dict[str, Any]:
        """Return the entered values as the area's nested JSON; what is not shown or not changed is kept as it is."""
        values = self.current
        for field in self.described:
            entered = self.cleaned_data.get(field.key)
            if not _is_same(entered, get_dotted(self.current, field.key)):
                values = with_dotted(values, field.key, _stored(entered))
        return values

    def check(self) -> bool:
        """Add every problem the area finds to its field; True when there is none."""
        for key, problem in queries.setting_area(self.area).check(self.values()).items():
            self.add_error(key if key in self.fields else None, str(problem))
        return not self.errors


def _sum_number(area: str, key: str) -> int | None:
    summed = getattr(queries.setting_area(area), "SUMMED", SUMMED)
    return next((number for number, keys in enumerate(summed) if key.startswith(keys)), None)


def _form_field(field: SettingField, value: Any) -> forms.Field:
    common: dict[str, Any] = {"label": field.label, "help_text": field.unit or field.help, "initial": value}
    if field.kind == "boolean":
        return forms.BooleanField(required=False, **common)
    if field.kind == "choice":
        return forms.ChoiceField(choices=field.choices, **common)
    if field.kind == "integer":
        return forms.IntegerField(**common)
    if field.kind == "decimal":
        return forms.DecimalField(max_digits=12, decimal_places=2, **common)
    return forms.CharField(max_length=500, required=False, validators=[no_control_characters], **common)


def _is_same(entered: Any, current: Any) -> bool:
    """Whether nothing was changed: 40 and "40.00" are the same figure, which then keeps its stored form."""
    return entered == current or (isinstance(entered, Decimal) and _plain(entered) == _plain(current))


def _stored(value: Any) -> Any:
    return f"{value:f}" if isinstance(value, Decimal) else value


def sum_of(values: list[Any]) -> Decimal:
    """Return the sum of what can be read as numbers."""
    total = Decimal(0)
    for value in values:
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            continue
        if number.is_finite():
            total += number
    return total
