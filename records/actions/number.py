"""Giving out running numbers."""

from datetime import date

from django.db import connection, transaction

from records.rules.numbers import PATTERNS, format_number
from tenancy.context import require_wall


def next_number(kind: str, *, on: date) -> str:
    """Return the next number of ``kind`` in the year of ``on``, for example ``HT-2026-018``.

    The sequence's row stays locked until the caller's transaction ends, and a rolled-back one gives its number back:
    no number is given twice, none is left out. Raises KeyError for a kind without a pattern (records.rules.numbers).
    """
    PATTERNS[kind]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            insert into records_numbersequence (tenant_id, kind, year, last) values (%s, %s, %s, 1)
            on conflict (tenant_id, kind, year) do update set last = records_numbersequence.last + 1
            returning last
            """,
            [require_wall().tenant_id, kind, on.year],
        )
        (last,) = cursor.fetchone()
    return format_number(kind, on.year, last)
