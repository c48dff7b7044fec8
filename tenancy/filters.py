"""A filter by one row of another list, which costs the same however long that list is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from tenancy.choices import UnitKind
from tenancy.context import require_wall
from tenancy.models import OrgUnit
from tenancy.queries import projects_by_words, units_seen
from tenancy.rules.actor import Actor

MOST_OPTIONS = 50
MOST_FOUND = 1000
LONGEST_ID = 18  # digits of a bigint
NOBODY = 0  # no row has this id: django-filter takes an empty list for "nothing asked"


@dataclass(frozen=True)
class Offer:
    """What a filter offers: ``rows`` in order, shown by ``label``, found by words with ``find``, known by ``key``."""

    rows: Callable[[], QuerySet[Any]]
    label: str
    find: Callable[[str], Iterable[int]]
    key: str = "pk"
    narrow: Callable[[QuerySet[Any], Actor], QuerySet[Any]] | None = None

    def seen_by(self, actor: Actor | None) -> "Offer":
        """Return the offer with only the rows whose names the actor may know."""
        narrow = self.narrow
        if narrow is None or actor is None:
            return self
        return replace(self, rows=lambda: narrow(self.rows(), actor), narrow=None)

    def first(self) -> list[tuple[int, str]]:
        """Return the first choices, one more than are ever drawn (one query)."""
        return list(self.rows().values_list(self.key, self.label)[: MOST_OPTIONS + 1])

    def name(self, key: int) -> str | None:
        """Return the label of one row, or None."""
        return self.rows().filter(**{self.key: key}).values_list(self.label, flat=True).first()

    def named(self, words: str) -> list[int]:
        """Return the keys of the rows with exactly this label, else of those the words find."""
        exact = self.rows().filter(**{self.label: words}).values_list(self.key, flat=True)
        return list(exact[:MOST_FOUND]) or list(self.find(words))[:MOST_FOUND] or [NOBODY]


class PickField(forms.Field):
    """A drop-down of up to ``MOST_OPTIONS`` rows; beyond that a text that names them. Both take an id or words."""

    def __init__(self, *, offer: Offer, **kwargs: Any) -> None:
        self._offer = offer
        super().__init__(**kwargs)
        found = offer.first()
        if len(found) <= MOST_OPTIONS:
            self.choices = [("", _("All")), *found]
            self.widget = forms.Select(choices=self.choices)
        else:
            self.widget = forms.TextInput(attrs={"maxlength": 60, "placeholder": _("Name or pinyin")})

    @cached_property
    def _names(self) -> dict[int, str]:
        return dict(getattr(self, "choices", [])[1:])

    def _name(self, key: int) -> str | None:
        return self._names.get(key) if hasattr(self, "choices") else self._offer.name(key)

    def clean(self, value: Any) -> list[int] | None:
        """Return the keys meant: one for an id, all that are found for words, None for nothing."""
        text = str(value or "").replace("\x00", "").strip()[:60]
        if not text:
            return None
        if _is_id(text) and self._name(int(text)) is not None:
            return [int(text)]
        if _is_id(text) and hasattr(self, "choices"):
            raise ValidationError(_("This choice does not exist."), code="invalid_choice")
        return self._offer.named(text)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Show the name where an address brought an id to a text."""
        if hasattr(self, "choices") or not _is_id(str(data or "")):
            return data
        return self._name(int(data)) or data


class PickFilter(django_filters.Filter):
    """Narrows to the rows picked; ``field_name`` or ``method`` gets a list of ids."""

    field_class = PickField

    def __init__(self, *, offer: Callable[[], Offer], **kwargs: Any) -> None:
        super().__init__(lookup_expr="in", **kwargs)
        self._made = offer

    @property
    def field(self) -> PickField:
        """The form field, with the choices of this moment."""
        if not hasattr(self, "_field"):
            # ``request`` is the list page or the request of the API: both know who asks.
            actor = getattr(getattr(getattr(self, "parent", None), "request", None), "actor", None)
            self._field = self.field_class(offer=self._made().seen_by(actor), label=self.label, required=False)
        return self._field

    def filter(self, qs: QuerySet[Any], value: list[int] | None) -> QuerySet[Any]:
        """Narrow to the ids."""
        return qs if value is None else qs.filter(**{f"{self.field_name}__in": value})


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_ID


def projects_offered() -> Offer:
    """Offer the projects the actor may know (TEN-03); none behind a vendor's wall, which knows its own (TEN-05)."""
    return Offer(_projects, "name", projects_by_words, narrow=_known)


def _projects() -> QuerySet[OrgUnit]:
    rows = OrgUnit.objects.filter(kind=UnitKind.PROJECT).order_by("sort_key", "name")
    return rows if require_wall().vendor_id is None else rows.none()


def _known(rows: QuerySet[OrgUnit], actor: Actor) -> QuerySet[OrgUnit]:
    return rows.filter(id__in=units_seen(actor).values("id"))
