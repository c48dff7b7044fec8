"""Keyset pages: the address says behind which row a page begins, so the last page costs what the first one does."""

from datetime import date, datetime
from typing import Any

from django.core import signing
from django.db.models import F, Func, IntegerField, Model, Q, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan
from django.utils.dateparse import parse_date, parse_datetime


class _Pair(Func):
    """Two values compared as one row; an index on both answers it with one descent, an OR of two terms does not."""

    template = "ROW(%(expressions)s)"

    def __init__(self, *expressions: Any) -> None:
        super().__init__(*expressions, output_field=IntegerField())  # compared, never read


def mark_of(row: Any, sort: str, way: str, salt: str) -> str:
    """Return the signed mark of a page that begins behind ``row`` (``way`` "on") or ends before it ("back")."""
    value = row
    for part in sort.split("__"):
        value = getattr(value, part)
    if isinstance(value, (date, datetime)):
        value = value.isoformat()
    return signing.dumps({"sort": sort, "value": value, "id": row.pk, "way": way}, salt=salt)


def read_mark(text: str, sort: str, salt: str) -> dict[str, Any]:
    """Return what a mark says; nothing when it is forged or belongs to another order."""
    if not text:
        return {}
    try:
        mark = signing.loads(text, salt=salt)
    except signing.BadSignature:
        return {}
    return mark if isinstance(mark, dict) and mark.get("sort") == sort else {}


def beyond(rows: QuerySet[Any], sort: str, mark: dict[str, Any], *, descending: bool) -> QuerySet[Any]:
    """Keep the rows behind the marked one in the order of ``sort`` and id, both in the same direction."""
    side = LessThan if descending else GreaterThan
    if sort == "id":
        return rows.filter(Q(**{f"id__{side.lookup_name}": mark["id"]}))
    field = _field(rows.model, sort)
    marked = _Pair(Value(_typed(field, mark["value"]), output_field=field), Value(mark["id"]))
    return rows.filter(side(_Pair(F(sort), F("pk")), marked))


def _field(model: type[Model], path: str) -> Any:
    found: Any = model
    for part in path.split("__"):
        field = found._meta.get_field(part)
        found = field.related_model
    return field


def _typed(field: Any, value: Any) -> Any:
    kind = field.get_internal_type()
    if kind == "DateTimeField":
        return parse_datetime(value)
    return parse_date(value) if kind == "DateField" else value
