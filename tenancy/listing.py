"""Lists: search, filters kept in the address, sort, keyset pages, chosen columns; the same rows for page and export.

A page costs the same at 100,000 rows and on its last page: no OFFSET, and counts stop at 1,000 (design.md 7).
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from tenancy import keyset
from tenancy.rules.actor import Actor

PAGE_ROWS = 50
COUNT_CAP = 1000


@dataclass(frozen=True)
class Column:
    """One column: ``value`` reads a row; ``sort`` names a non-null model field with a leakproof type."""

    key: str
    label: Any
    value: Callable[[Any], Any]
    sort: str | None = None
    kind: str = "text"  # text, number, money, date, datetime, badge, grade, link
    is_optional: bool = False  # hidden until chosen
    url: Callable[[Any], str] | None = None
    tone: Callable[[Any], str] | None = None  # badge colour word: green, blue, yellow, red, grey


@dataclass(frozen=True)
class ListSpec:
    """A list of a room, named in ``config.registry.LISTS``."""

    code: str
    title: Any
    rows: Callable[[Actor], QuerySet[Any]]
    columns: Sequence[Column]
    default_sort: str
    filterset: type[django_filters.FilterSet] | None = None
    search: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    row_url: Callable[[Any], str] | None = None
    empty: Any = ""
    may_export: str | None = None
    url_name: str = ""
    prefetch: Callable[[list[Any]], None] | None = None


@dataclass(frozen=True)
class Cell:
    """A shown cell."""

    text: str
    kind: str
    url: str = ""
    tone: str = ""
    raw: Any = None
    label: str = ""  # the column's name: on a phone each row is a card and each cell says what it is


@dataclass(frozen=True)
class ShownRow:
    """A shown row."""

    url: str
    cells: list[Cell]
    row: Any


@dataclass
class ListPage:
    """One page of a list, built from the address's query; also knows the whole result for an export."""

    spec: ListSpec
    query: QueryDict
    actor: Actor
    path: str = ""
    page_rows: int = PAGE_ROWS

    # --- what is asked for ---------------------------------------------------------------------
    @cached_property
    def _all(self) -> QuerySet[Any]:
        return self.spec.rows(self.actor)

    @property
    def can_search(self) -> bool:
        """Whether the list finds rows by words."""
        return self.spec.search is not None

    @cached_property
    def filterset(self) -> django_filters.FilterSet | None:
        """The bound filters."""
        if self.spec.filterset is None:
            return None
        return self.spec.filterset(self.query, queryset=self._all, request=self)

    @cached_property
    def filters(self) -> Any:
        """The filter form, without the choices that offer nothing to choose."""
        if self.filterset is None:
            return None
        form = self.filterset.form
        for name, one in list(form.fields.items()):
            if hasattr(one, "choices"):
                offered = list(one.choices)
                if len(offered) < 2:
                    del form.fields[name]
                else:  # read once, shown as read
                    one.widget.choices = offered
        return form

    @property
    def search(self) -> str:
        """The words searched for."""
        return self.query.get("q", "").replace("\x00", "").strip()[:60]

    @cached_property
    def sort(self) -> tuple[str, bool]:
        """(field, descending) of the order, from the address or the default."""
        asked = self.query.get("sort", "")
        known = {column.sort for column in self.spec.columns if column.sort}
        chosen = asked if asked.lstrip("-") in known else self.spec.default_sort
        return chosen.lstrip("-"), chosen.startswith("-")

    @cached_property
    def result(self) -> QuerySet[Any]:
        """Every row that matches, in order: what the page shows a part of and the export writes whole."""
        rows = self.filterset.qs if self.filterset is not None else self._all
        if self.search and self.spec.search is not None:
            rows = self.spec.search(rows, self.search)
        name, descending = self.sort
        return rows.order_by(*_order(name, descending=descending))

    # --- what is shown -------------------------------------------------------------------------
    @cached_property
    def visible(self) -> list[Column]:
        """The columns shown: the chosen ones, else all that are not optional."""
        chosen = set(self.query.getlist("col"))
        shown = [column for column in self.spec.columns if (column.key in chosen if chosen else not column.is_optional)]
        return shown or list(self.spec.columns)

    @cached_property
    def _marker(self) -> dict[str, Any]:
        return keyset.read_mark(self.query.get("at", ""), self.sort[0], salt=self.spec.code)

    @property
    def _order(self) -> list[str]:
        name, descending = self.sort
        return _order(name, descending=descending != (self._marker.get("way") == "back"))

    @cached_property
    def ids(self) -> QuerySet[Any]:
        """The ids of the page's rows and of one more, in the direction of reading; one descent of an index."""
        rows = self.result.order_by(*self._order)
        if self._marker:
            towards = self._order[0].startswith("-")
            rows = keyset.beyond(rows, self.sort[0], self._marker, descending=towards)
        return rows.values("pk")[: self.page_rows + 1]

    @cached_property
    def _window(self) -> tuple[list[Any], bool, bool]:
        """The rows of the page, whether more follow, whether some stand before.

        An index finds the page's ids, and what the columns show of other tables is joined to these few rows only:
        behind the walls the planner expects a handful of rows and would join all of them before it sorts.
        """
        backwards = self._marker.get("way") == "back"
        found = list(self._all.filter(pk__in=self.ids).order_by(*self._order))
        more = len(found) > self.page_rows
        found = found[: self.page_rows]
        if backwards:
            found.reverse()
        has_next = more if not backwards else True
        has_previous = bool(self._marker) if not backwards else more
        if self.spec.prefetch is not None:
            self.spec.prefetch(found)
        return found, has_next, has_previous

    @cached_property
    def rows(self) -> list[ShownRow]:
        """The rows of this page."""
        return [
            ShownRow(
                url=self.spec.row_url(row) if self.spec.row_url else "",
                cells=[shown_cell(column, row) for column in self.visible],
                row=row,
            )
            for row in self._window[0]
        ]

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The heads of the visible columns with their sort addresses."""
        name, descending = self.sort
        return [
            {
                "key": column.key,
                "label": column.label,
                "kind": column.kind,
                "align": "end" if column.kind in {"number", "money"} else "start",
                "sorted": ("descending" if descending else "ascending") if column.sort == name else "",
                "sort_url": self._address(
                    sort=f"-{column.sort}" if column.sort == name and not descending else column.sort, at=None
                )
                if column.sort
                else "",
            }
            for column in self.visible
        ]

    @property
    def column_choices(self) -> list[dict[str, Any]]:
        """All columns with whether they are shown."""
        shown = {column.key for column in self.visible}
        return [{"key": one.key, "label": one.label, "visible": one.key in shown} for one in self.spec.columns]

    @property
    def hidden_fields(self) -> list[tuple[str, str]]:
        """The address's other parts, which the search and the column form carry along."""
        own = set(self.filters.fields) if self.filters is not None else set()
        return [
            (key, value)
            for key, values in self.query.lists()
            for value in values
            if key in {"sort", "col"} and key not in own
        ]

    @cached_property
    def count(self) -> int:
        """How many rows match, counted up to the cap."""
        return self.result.order_by()[: COUNT_CAP + 1].count()

    @property
    def count_label(self) -> str:
        """The count in words: exact up to 1,000, then "1000+"."""
        return f"{COUNT_CAP}+" if self.count > COUNT_CAP else str(self.count)

    @property
    def next_url(self) -> str:
        """The address of the next page, or an empty text."""
        rows, has_next, _unused = self._window
        return self._address(at=self._mark(rows[-1], "on")) if rows and has_next else ""

    @property
    def prev_url(self) -> str:
        """The address of the page before, or an empty text."""
        rows, _unused, has_previous = self._window
        return self._address(at=self._mark(rows[0], "back")) if rows and has_previous else ""

    @property
    def reset_url(self) -> str:
        """The address of the list without search and filters."""
        return self.path or "?"

    @property
    def is_narrowed(self) -> bool:
        """Whether a search or filter is at work."""
        return any(value for key, value in self.query.items() if key not in {"sort", "col", "at", "page"})

    @property
    def empty(self) -> str:
        """What to say when there is nothing to show."""
        if self.is_narrowed:
            return _("Nothing matches. Change or clear the search and filters.")
        return str(self.spec.empty or _("Nothing here yet."))

    @property
    def export_urls(self) -> list[dict[str, str]]:
        """The addresses that order an export of exactly what is shown."""
        if self.spec.may_export is None or not self.actor.can(self.spec.may_export):
            return []
        query = self.query.copy()
        query.pop("at", None)
        return [
            {"label": "Excel", "format": "xlsx", "list": self.spec.code, "query": query.urlencode()},
            {"label": "CSV", "format": "csv", "list": self.spec.code, "query": query.urlencode()},
        ]

    def _mark(self, row: Any, way: str) -> str:
        return keyset.mark_of(row, self.sort[0], way, salt=self.spec.code)

    def _address(self, **changes: str | None) -> str:
        query = self.query.copy()
        for key, value in changes.items():
            if value is None:
                query.pop(key, None)
            else:
                query[key] = value
        return f"{self.path}?{query.urlencode()}"


def _order(name: str, *, descending: bool) -> list[str]:
    mark = "-" if descending else ""
    return [f"{mark}{one}" for one in dict.fromkeys((name, "id"))]


def shown_cell(column: Column, row: Any) -> Cell:
    """Return the cell of a row in a column, as text for people and as a raw value for spreadsheets."""
    raw = column.value(row)
    return Cell(
        text=shown_text(raw),
        kind=column.kind,
        url=column.url(row) if column.url else "",
        tone=column.tone(row) if column.tone else "",
        raw=raw,
        label=str(column.label),
    )


def shown_text(raw: Any) -> str:
    """Return a value as people read it in a list."""
    if raw is None or raw == "":
        return "–"
    if isinstance(raw, bool):
        return _("yes") if raw else _("no")
    if isinstance(raw, datetime):
        return localtime(raw).strftime("%Y-%m-%d %H:%M")
    if isinstance(raw, date):
        return raw.strftime("%Y-%m-%d")
    if isinstance(raw, (list, tuple)):
        return "、".join(str(one) for one in raw) if raw else "–"
    if isinstance(raw, dict):
        return json.dumps(raw, ensure_ascii=False)
    return str(raw)


def all_rows(spec: ListSpec, query: QueryDict, actor: Actor) -> Iterable[Any]:
    """Yield every row of the list in order, in batches: what the export writes."""
    page = ListPage(spec, query, actor)
    batch: list[Any] = []
    for row in page.result.iterator(chunk_size=1000):
        batch.append(row)
        if len(batch) == 1000:
            if spec.prefetch is not None:
                spec.prefetch(batch)
            yield from batch
            batch = []
    if batch:
        if spec.prefetch is not None:
            spec.prefetch(batch)
        yield from batch
