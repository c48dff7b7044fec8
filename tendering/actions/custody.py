"""Custody keys: general manager and custodians make their own, under a passphrase nobody else knows (security.md 2)."""

from datetime import datetime

from django.db import transaction

from records import journal
from tenancy.errors import NotAllowed
from tenancy.rules.actor import Actor
from tendering import envelopes
from tendering.choices import ShareHolder
from tendering.errors import PassphraseTooShort
from tendering.models import CustodyKey
from tendering.queries.seals import HOLDER_RIGHT
from tendering.rules import may

SHORTEST_PASSPHRASE = 16


def make_key(*, holder: str, passphrase: str, by: Actor, at: datetime) -> CustodyKey:
    """Make the actor's custody key, which counts for tenders sealed from now on; older seals keep the older key.

    Raises NotAllowed without the right of that holder, PassphraseTooShort.
    """
    kind = ShareHolder(holder)
    if kind not in HOLDER_RIGHT or by.membership_id is None:
        raise NotAllowed
    may.require(by, HOLDER_RIGHT[kind])
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise PassphraseTooShort
    box, signing = envelopes.new_key_pair(), envelopes.new_signing_pair()
    with transaction.atomic():
        row = CustodyKey.objects.create(
            membership_id=by.membership_id,
            holder=kind.value,
            box_public=box.public,
            sign_public=signing.public,
            locked=envelopes.wrap(box.private + signing.seed, passphrase),
            created_at=at,
        )
        journal.record(
            "tendering.custody_key_made", row, by=by, at=at, changes={"public_key": signing.public.hex()[:16]}
        )
    return row


def unlock(key: CustodyKey, passphrase: str, *, field: str) -> tuple[bytes, bytes]:
    """Return the private halves (box, signing seed). Raises WrongPassphrase naming ``field``."""
    both = envelopes.unwrap(bytes(key.locked), passphrase, field=field)
    return both[: envelopes.KEY_BYTES], both[envelopes.KEY_BYTES :]


def try_passphrase(*, key_id: int, passphrase: str, by: Actor) -> None:
    """Try one's own passphrase without using it. Raises NotAllowed for another's key, WrongPassphrase."""
    key = CustodyKey.objects.get(id=key_id)
    if key.membership_id != by.membership_id:
        raise NotAllowed
    unlock(key, passphrase, field="passphrase")
