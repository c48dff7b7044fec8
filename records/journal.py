"""The journal: written by the verb in its own transaction, chained by hashes, verified by anybody (security.md 3).

``record`` is the last act of every verb. Events in ``SEALED_AT_ONCE`` join the chain as the last statement of their
transaction; all others are sealed every few seconds by a job.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import timezone

from records.models import JournalEntry, JournalSeal
from tenancy import work
from tenancy.context import before_commit
from tenancy.rules.actor import Actor

GENESIS = "0" * 64
SEAL_BATCH = 5000
INSERT_BATCH = 2000


def object_type_of(row: Model) -> str:
    """Return the stored name of a row's kind: ``contracts.contract``."""
    return row._meta.label_lower


def record(
    event: str,
    row: Model,
    *,
    by: Actor,
    at: datetime,
    changes: dict[str, Any] | None = None,
    subject_vendor_id: int | None = None,
    react: dict[str, Any] | None = None,
) -> JournalEntry:
    """Write that ``by`` did ``event`` to ``row`` (ARC-03), and queue what reacts to it after the commit.

    ``changes`` maps a field to ``[old, new]`` or to a fact. ``react`` is handed to the jobs that
    ``config.reactions.REACTIONS`` names for the event, together with the object's id.
    """
    fact = Fact(row, at, changes or {}, subject_vendor_id)
    entry = _entry(event, fact, by)
    entry.save(force_insert=True)
    _afterwards(event, [(entry, fact)], by, react or {})
    return entry


@dataclass(frozen=True)
class Fact:
    """One row of an event that happened to many: when, with which changes, and whose vendor it is about."""

    row: Model
    at: datetime
    changes: dict[str, Any] = field(default_factory=dict)
    subject_vendor_id: int | None = None


def record_many(event: str, facts: Iterable[Fact], *, by: Actor) -> list[JournalEntry]:
    """Write one entry for each of the rows, as ``record`` does, in one statement (ARC-03)."""
    known = list(facts)
    entries = JournalEntry.objects.bulk_create([_entry(event, fact, by) for fact in known], batch_size=INSERT_BATCH)
    _afterwards(event, zip(entries, known, strict=True), by, {})
    return entries


def _entry(event: str, fact: Fact, by: Actor) -> JournalEntry:
    return JournalEntry(
        event=event,
        object_type=object_type_of(fact.row),
        object_id=fact.row.pk,
        object_label=str(fact.row)[:160],
        actor_id=by.person_id,
        actor_name=by.name,
        actor_vendor_id=by.vendor_id,
        subject_vendor_id=fact.subject_vendor_id,
        at=fact.at,
        changes=fact.changes,
    )


def _afterwards(event: str, written: Iterable[tuple[JournalEntry, Fact]], by: Actor, react: dict[str, Any]) -> None:
    if event in settings.SEALED_AT_ONCE and by.vendor_id is None:
        before_commit(seal_pending)
    kinds = settings.REACTIONS.get(event, ())
    for entry, fact in written if kinds else ():
        for kind in kinds:
            work.enqueue(
                kind,
                f"{event}:{entry.pk}",
                title=event,
                payload={"object_id": fact.row.pk, "event": event, **react},
                at=fact.at,
            )


def canonical(entry: JournalEntry) -> bytes:
    """Return the bytes an entry is hashed as: sorted JSON of every column."""
    content = {
        "id": entry.pk,
        "tenant": entry.tenant_id,
        "event": entry.event,
        "object": [entry.object_type, entry.object_id, entry.object_label],
        "actor": [entry.actor_id, entry.actor_name, entry.actor_vendor_id],
        "subject_vendor": entry.subject_vendor_id,
        "at": entry.at.astimezone(UTC).isoformat(),
        "changes": entry.changes,
    }
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str).encode()


def link_hash(previous: str, number: int, entry: JournalEntry) -> str:
    """Return the hash of one link of the chain."""
    return hashlib.sha256(previous.encode() + str(number).encode() + canonical(entry)).hexdigest()


def seal_pending() -> int:
    """Chain the entries of the active tenant that have no seal yet; return how many. One sealer at a time."""
    work.advisory_lock("journal")
    head = JournalSeal.objects.order_by("-number").first()
    previous, number = (head.hash, head.number) if head else (GENESIS, 0)
    now = timezone.now()
    seals = []
    for entry in JournalEntry.objects.filter(seals__isnull=True).order_by("id")[:SEAL_BATCH]:
        number += 1
        previous_hash, previous = previous, link_hash(previous, number, entry)
        seals.append(JournalSeal(entry=entry, number=number, previous_hash=previous_hash, hash=previous, sealed_at=now))
    JournalSeal.objects.bulk_create(seals)
    return len(seals)


@dataclass(frozen=True)
class Verdict:
    """What a verification found: the first bad link's number, or None."""

    links: int
    unsealed: int
    head: str
    first_bad: int | None = None
    reason: str = ""


def verify() -> Verdict:
    """Walk the active tenant's chain and name the first link that does not hold."""
    previous, number = GENESIS, 0
    for seal in _chain():
        if seal.number != number + 1:
            return Verdict(number, 0, previous, number + 1, "missing")
        number += 1
        if seal.previous_hash != previous or seal.hash != link_hash(previous, number, seal.entry):
            return Verdict(number, 0, previous, number, "changed")
        previous = seal.hash
    unsealed = JournalEntry.objects.filter(seals__isnull=True).count()
    return Verdict(number, unsealed, previous)


def _chain() -> Iterator[JournalSeal]:
    return JournalSeal.objects.select_related("entry").order_by("number").iterator(chunk_size=2000)


def head() -> str:
    """Return the chain's head hash: printed on reports and mailed, so that a cut tail is found from outside."""
    return JournalSeal.objects.order_by("-number").values_list("hash", flat=True).first() or GENESIS


def row_of_link(number: int | None) -> str:
    """Return the row a link stands for, for people who must look at it: ``entry 7 scoring.card_published``."""
    seal = JournalSeal.objects.select_related("entry").filter(number=number).first()
    return f"entry {seal.entry_id} {seal.entry}" if seal else "no such row"


def holds(head_hash: str) -> bool:
    """Whether a head kept outside is a link of the active tenant's chain; one that is not proves a cut or new tail."""
    return head_hash == GENESIS or JournalSeal.objects.filter(hash=head_hash).exists()
