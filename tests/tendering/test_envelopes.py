"""Sealing: what is sealed opens with the split key only, whole or not at all."""

import io
from itertools import combinations

import pytest

from tendering import envelopes
from tendering.errors import EnvelopeDamaged, WrongPassphrase


def test_any_two_shares_restore_the_key_and_one_does_not() -> None:
    """Two of three (security.md 2)."""
    pair = envelopes.new_key_pair()
    shares = envelopes.split(pair.private)
    for two in combinations(shares, 2):
        assert envelopes.combine(two, pair.public) == pair.private
    for few in ([], shares[:1], [shares[0], shares[0]]):
        with pytest.raises(EnvelopeDamaged):
            envelopes.combine(few, pair.public)


def test_shares_of_another_tender_do_not_open() -> None:
    """Mixed shares give no key at all, rather than a wrong one."""
    pair, foreign = envelopes.new_key_pair(), envelopes.new_key_pair()
    mixed = [envelopes.split(pair.private)[0], envelopes.split(foreign.private)[1]]
    with pytest.raises(EnvelopeDamaged):
        envelopes.combine(mixed, pair.public)


def test_a_sealed_value_opens_with_its_key_and_tells_nothing_by_length() -> None:
    """Short and long values have the same sealed length."""
    pair = envelopes.new_key_pair()
    short, long = (envelopes.seal_json(pair.public, {"价格": "9" * n}) for n in (1, 3000))
    assert len(short) == len(long)
    assert envelopes.unseal_json(pair.private, short) == {"价格": "9"}


@pytest.mark.parametrize("spoil", [lambda raw: raw[:-1], lambda raw: raw[:40] + b"x" + raw[41:], lambda _raw: b""])
def test_a_changed_envelope_does_not_open(spoil: object) -> None:
    """Cut, changed, empty."""
    pair = envelopes.new_key_pair()
    with pytest.raises(EnvelopeDamaged):
        envelopes.unseal(pair.private, spoil(envelopes.seal(pair.public, b"content")))  # type: ignore[operator]


def test_a_passphrase_opens_what_it_locked_and_another_names_its_field() -> None:
    """Argon2id, then a secret box."""
    locked = envelopes.wrap(b"share", "correct horse battery")
    assert envelopes.unwrap(locked, "correct horse battery") == b"share"
    with pytest.raises(WrongPassphrase) as refused:
        envelopes.unwrap(locked, "correct horse", field="manager_passphrase")
    assert refused.value.field == "manager_passphrase"


def test_a_file_is_restored_chunk_by_chunk_and_a_cut_one_is_refused() -> None:
    """The last record is marked, so that a shortened file does not pass for a whole one."""
    cipher = envelopes.FileCipher()
    chunks = [b"a" * 65536, b"b" * 10]
    first = cipher.header + cipher.push(chunks[0])
    stored = first + cipher.push(chunks[1]) + cipher.push(b"", final=True)
    assert b"".join(envelopes.decipher(io.BytesIO(stored), cipher.key)) == b"".join(chunks)
    for broken in (first, stored[:-3], stored[:30] + b"x" + stored[31:]):
        with pytest.raises(EnvelopeDamaged):
            list(envelopes.decipher(io.BytesIO(broken), cipher.key))
