"""Runs a statement as a prepared one: the server plans it once per connection, and Python only hands the values over.

For statements that run once per tenant and job, where planning costs the server more than running them; everything
else goes through the ORM.
"""

import re
from collections.abc import Sequence
from typing import Any

from django.db import connection
from psycopg import RawCursor
from psycopg.types.numeric import Int8

_NAME = re.compile(r"%\((\w+)\)s|%%")


def numbered(source: str) -> tuple[str, list[str]]:
    """Return a statement whose ``%(name)s`` are ``$1``, ``$2`` ..., and the names in that order."""
    names: list[str] = []

    def number(found: re.Match[str]) -> str:
        name = found[1]
        if name is None:
            return "%"
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return _NAME.sub(number, source), names


def rows(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a numbered statement on the current connection, inside the wall as it stands, and return its rows.

    Whole numbers go as bigint whatever their size, because another type would be another statement. It is prepared
    unless the address of the database says ``prepare_threshold=off``, for a pooler that cannot carry it.
    """
    connection.ensure_connection()
    typed = [Int8(value) if type(value) is int else value for value in values]
    with connection.wrap_database_errors, RawCursor(connection.connection) as cursor:
        cursor.execute(sql, typed, prepare=True)
        return cursor.fetchall() if cursor.description else []
