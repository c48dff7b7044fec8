"""How office tables come in: what a room declares, and the context its rows are applied in.

A room declares an ``ImportSpec`` per kind of table. The engine (``records.actions.importing``) finds the sheets, the
header row and the columns, reads every cell, and then calls ``apply`` of each spec, lowest ``order`` first, inside one
transaction: all or nothing. A dry run is the same with the transaction rolled back, so that what it finds is what the
import would find.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from records.rules.sheets import SheetField
from tenancy.errors import DomainError, RuleBroken
from tenancy.rules.actor import Actor

MAX_PROBLEMS = 500


@dataclass(frozen=True)
class Row:
    """One row of a sheet: parsed values by field key and the cells they came from."""

    sheet: str
    number: int
    values: dict[str, Any]
    cells: dict[str, str]
    raw: dict[str, Any] = field(default_factory=dict)

    @property
    def is_readable(self) -> bool:
        """Whether every filled cell could be read (the faults are noted already)."""
        return all(self.values.get(key) is not None or value in (None, "") for key, value in self.raw.items())

    def get(self, key: str, default: Any = None) -> Any:
        """Return a value, or the default for an empty cell."""
        value = self.values.get(key)
        return default if value is None or value == "" else value


@dataclass(frozen=True)
class Problem:
    """Something wrong at a cell (or a whole row), with what to do about it; texts in the importer's language."""

    sheet: str
    row: int
    cell: str
    column: str
    value: str
    message: str


class TooManyProblems(Exception):
    """The table is so wrong that listing more would not help."""


@dataclass
class ImportContext:
    """What ``apply`` works with: who imports, what was found, what to say, and things made on the way by name."""

    by: Actor
    at: datetime
    today: date
    options: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    made: dict[str, dict[str, Any]] = field(default_factory=dict)
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def problem(self, row: Row, key: str | None, message: Any) -> None:
        """Note a problem at the cell of a field, or at the row."""
        self.problems.append(
            Problem(
                sheet=row.sheet,
                row=row.number,
                cell=row.cells.get(key or "", ""),
                column=key or "",
                value="" if row.raw.get(key or "") is None else str(row.raw.get(key or "", ""))[:80],
                message=str(message),
            )
        )
        if len(self.problems) >= MAX_PROBLEMS:
            raise TooManyProblems

    def notice(self, text: str) -> None:
        """Say something worth knowing before the import is applied, once."""
        if text not in self.notices:
            self.notices.append(text)

    def count(self, what: str, number: int = 1) -> None:
        """Count what was made."""
        self.counts[what] = self.counts.get(what, 0) + number

    @contextmanager
    def attempt(self, row: Row, keys: dict[str, str] | None = None) -> Iterator[None]:
        """Apply one row in a savepoint; a refusal becomes a problem at the cell of the field it names.

        ``keys`` maps a verb's field names to the table's where they differ.
        """
        try:
            with transaction.atomic():
                yield
        except RuleBroken as error:
            name = error.field or ""
            self.problem(row, (keys or {}).get(name, name) or None, error.message)
        except DomainError as error:
            self.problem(row, None, error.message)
        except ObjectDoesNotExist as error:
            self.problem(row, None, str(error))


@dataclass(frozen=True)
class ImportSpec:
    """A kind of table a room takes in, named in ``config.registry.IMPORTS``."""

    code: str
    title: Any
    order: int
    fields: Sequence[SheetField]
    apply: Callable[[ImportContext, list[Row]], None]
    finish: Callable[[ImportContext], None] | None = None
    sample: Sequence[Sequence[Any]] = ()
