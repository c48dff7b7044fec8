"""Search by token rows: Chinese, pinyin and pinyin initials, from an index behind the wall (docs/adr/0004)."""

from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.module_loading import import_string

from records.models import SearchToken
from records.rules.search import query_tokens, search_tokens
from tenancy.context import current_tenant_id
from tenancy.rules.actor import Actor

Row = TypeVar("Row", bound=Model)
HITS_PER_NOUN = 20


@dataclass(frozen=True)
class Hit:
    """One line of the search page."""

    label: str
    detail: str
    url: str
    kind: Any


@dataclass(frozen=True)
class HitGroup:
    """The hits of one kind of thing."""

    kind: str
    hits: list[Hit]


def hits(actor: Actor, words: str) -> list[HitGroup]:
    """Return what the words find in every noun of ``settings.SEARCHES``, within what the actor may see."""
    groups: dict[str, list[Hit]] = {}
    for noun, path in settings.SEARCHES.items():
        ids = found_ids(noun, words)
        for hit in import_string(path)(actor, ids)[:HITS_PER_NOUN] if ids else []:
            groups.setdefault(str(hit.kind), []).append(hit)
    return [HitGroup(kind, found) for kind, found in groups.items()]


def index(row: Model, noun: str, *texts: str, vendor_id: int | None = None) -> None:
    """Make ``row`` findable by ``texts`` and by nothing else; called by the verb that writes the texts.

    ``vendor_id`` lets that vendor's session find it too.
    """
    wanted = set(search_tokens(*(text for text in texts if text)))
    rows = SearchToken.objects.filter(noun=noun, object_id=row.pk)
    known = dict(rows.values_list("token", "vendor_id"))
    gone = known.keys() - wanted
    if gone:
        rows.filter(token__in=gone).delete()
    if any(known[token] != vendor_id for token in known.keys() & wanted):
        rows.update(vendor_id=vendor_id)
    _add(row, noun, sorted(wanted - known.keys()), vendor_id)


def _add(row: Model, noun: str, tokens: list[str], vendor_id: int | None) -> None:
    """Insert the tokens in one plain statement: a text has hundreds, and a model instance for each costs more."""
    if not tokens:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into records_searchtoken (tenant_id, noun, object_id, vendor_id, token) "
            "select %s, %s, %s, %s, unnest(%s::text[]) on conflict do nothing",
            [current_tenant_id(), noun, row.pk, vendor_id, tokens],
        )


def show_to(row: Model, noun: str, vendor_id: int | None) -> None:
    """Let a vendor's session find ``row``, or with None no vendor's; its texts have not changed."""
    SearchToken.objects.filter(noun=noun, object_id=row.pk).update(vendor_id=vendor_id)


def forget(row: Model, noun: str) -> None:
    """Make ``row`` unfindable."""
    SearchToken.objects.filter(noun=noun, object_id=row.pk).delete()


def narrow(queryset: QuerySet[Row], noun: str, words: str) -> QuerySet[Row]:
    """Return the rows found by every word of ``words``; all rows for nothing typed, none for only marks."""
    if not words.strip():
        return queryset
    tokens = query_tokens(words)
    if not tokens:
        return queryset.none()
    for token in tokens:
        found = SearchToken.objects.filter(noun=noun, token=token, object_id=OuterRef("pk"))
        queryset = queryset.filter(Exists(found))
    return queryset


def found_ids(noun: str, words: str, limit: int = 1000) -> list[int]:
    """Return the ids of a noun's objects found by every word, newest first; the caller narrows them to the actor."""
    tokens = query_tokens(words)
    if not tokens:
        return []
    first, *rest = tokens
    rows = SearchToken.objects.filter(noun=noun, token=first)
    for token in rest:
        rows = rows.filter(Exists(SearchToken.objects.filter(noun=noun, token=token, object_id=OuterRef("object_id"))))
    return list(rows.order_by("-object_id").values_list("object_id", flat=True)[:limit])
