"""Sealed envelopes: one mechanism for evaluation papers and bids (security.md 2).

A tender has a key pair of its own. What is sealed with the public key opens with the private key only, and that key
exists nowhere: it is split so that any two of three shares restore it. Files are enciphered chunk by chunk as they
arrive, each with a random key that goes into a sealed label. Libsodium throughout; Shamir's scheme by PyCryptodome.
"""

import json
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from Crypto.Protocol.SecretSharing import Shamir
from nacl import bindings, pwhash, secret, utils
from nacl.exceptions import BadSignatureError, CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey, VerifyKey

from tendering.errors import EnvelopeDamaged, WrongPassphrase

KEY_BYTES = 32
SHARES, NEEDED = 3, 2
CHUNK_BYTES = 64 * 1024
# The length of what is sealed is rounded up, so that it tells nothing about a price or a name.
PADDED_TO = 4096
# Argon2id operations and memory: about 0.1 s for each guess.
STRETCHING = (pwhash.argon2id.OPSLIMIT_INTERACTIVE, pwhash.argon2id.MEMLIMIT_INTERACTIVE)
_LENGTH = struct.Struct(">Q")
_HALF = 16


@dataclass(frozen=True)
class KeyPair:
    """A Curve25519 key pair, 32 bytes each."""

    public: bytes
    private: bytes


def new_key_pair() -> KeyPair:
    """Return a fresh key pair."""
    private = PrivateKey.generate()
    return KeyPair(bytes(private.public_key), bytes(private))


def seal(public_key: bytes, content: bytes) -> bytes:
    """Return ``content`` sealed for the holder of the private key, padded to a multiple of 4 KiB."""
    framed = _LENGTH.pack(len(content)) + content
    framed += bytes(-len(framed) % PADDED_TO)
    return bytes(SealedBox(PublicKey(public_key)).encrypt(framed))


def unseal(private_key: bytes, envelope: bytes) -> bytes:
    """Return what was sealed. Raises EnvelopeDamaged for a changed, cut or foreign envelope."""
    try:
        framed = SealedBox(PrivateKey(private_key)).decrypt(bytes(envelope))
        (length,) = _LENGTH.unpack_from(framed)
    except (CryptoError, struct.error, ValueError, TypeError) as error:
        raise EnvelopeDamaged from error
    if length > len(framed) - _LENGTH.size:
        raise EnvelopeDamaged
    return bytes(framed[_LENGTH.size : _LENGTH.size + length])


def seal_json(public_key: bytes, content: Any) -> bytes:
    """Seal a JSON value."""
    return seal(public_key, json.dumps(content, ensure_ascii=False, sort_keys=True).encode())


def unseal_json(private_key: bytes, envelope: bytes) -> Any:
    """Return a sealed JSON value. Raises EnvelopeDamaged."""
    try:
        return json.loads(unseal(private_key, envelope))
    except ValueError as error:
        raise EnvelopeDamaged from error


def split(private_key: bytes) -> list[bytes]:
    """Return three shares of a private key, 33 bytes each (number, then both halves); any two restore it."""
    halves = [Shamir.split(NEEDED, SHARES, private_key[at : at + _HALF]) for at in (0, _HALF)]
    return [bytes([first[0]]) + first[1] + second[1] for first, second in zip(*halves, strict=True)]


def combine(shares: Iterable[bytes], public_key: bytes) -> bytes:
    """Return the private key of ``public_key`` from two shares. Raises EnvelopeDamaged when they do not fit."""
    known = {share[0]: share for share in shares if len(share) == 1 + KEY_BYTES}
    if len(known) < NEEDED:
        raise EnvelopeDamaged
    used = sorted(known.values())[:NEEDED]
    halves = [Shamir.combine([(one[0], one[1 + at : 1 + at + _HALF]) for one in used]) for at in (0, _HALF)]
    private = b"".join(halves)
    if bytes(PrivateKey(private).public_key) != bytes(public_key):
        raise EnvelopeDamaged
    return private


def wrap(content: bytes, passphrase: str) -> bytes:
    """Return ``content`` locked by a passphrase: Argon2id salt (16 bytes), then an XSalsa20-Poly1305 box."""
    salt = utils.random(pwhash.argon2id.SALTBYTES)
    return salt + bytes(secret.SecretBox(_stretched(passphrase, salt)).encrypt(content))


def unwrap(locked: bytes, passphrase: str, *, field: str | None = None) -> bytes:
    """Return what ``wrap`` locked. Raises WrongPassphrase, naming ``field``."""
    salt, box = bytes(locked[: pwhash.argon2id.SALTBYTES]), bytes(locked[pwhash.argon2id.SALTBYTES :])
    try:
        return bytes(secret.SecretBox(_stretched(passphrase, salt)).decrypt(box))
    except (CryptoError, ValueError) as error:
        raise WrongPassphrase(field=field) from error


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return pwhash.argon2id.kdf(
        KEY_BYTES,
        passphrase.encode(),
        salt,
        opslimit=STRETCHING[0],
        memlimit=STRETCHING[1],
    )


class FileCipher:
    """Enciphers one file as its chunks arrive (XChaCha20-Poly1305 secret stream); nothing is kept in clear.

    Stored form: the 24-byte header, then records of a 4-byte length and an enciphered chunk; the last is marked final,
    so that a file cut short does not open.
    """

    def __init__(self) -> None:
        self.key = utils.random(bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES)
        self._state = bindings.crypto_secretstream_xchacha20poly1305_state()
        self.header = bytes(bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, self.key))

    def push(self, chunk: bytes, *, final: bool = False) -> bytes:
        """Return the stored form of one chunk; ``final`` closes the file."""
        tags = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL, 0
        box = bindings.crypto_secretstream_xchacha20poly1305_push(self._state, chunk, tag=tags[0] if final else tags[1])
        return struct.pack(">I", len(box)) + bytes(box)


def decipher(stored: Any, key: bytes) -> Iterator[bytes]:
    """Yield the clear chunks of an enciphered file object. Raises EnvelopeDamaged where it was changed or cut."""
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    try:
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(
            state, stored.read(bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES), key
        )
        is_final = False
        while not is_final:
            (length,) = struct.unpack(">I", stored.read(4))
            if length > 64 * 1024 * 1024:
                raise EnvelopeDamaged
            chunk, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, stored.read(length))
            is_final = tag == bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
            yield bytes(chunk)
    except (CryptoError, struct.error, ValueError, TypeError) as error:
        raise EnvelopeDamaged from error


@dataclass(frozen=True)
class SigningPair:
    """An Ed25519 key pair, 32 bytes each; ``seed`` is the private half."""

    public: bytes
    seed: bytes


def new_signing_pair() -> SigningPair:
    """Return a fresh pair for signatures."""
    key = SigningKey.generate()
    return SigningPair(bytes(key.verify_key), bytes(key))


def sign(seed: bytes, text: str) -> bytes:
    """Return the Ed25519 signature (64 bytes) under a text."""
    return bytes(SigningKey(seed).sign(text.encode()).signature)


def is_signed(public: bytes, text: str, signature: bytes) -> bool:
    """Whether the signature under the text was made with the private half of ``public``."""
    try:
        VerifyKey(bytes(public)).verify(text.encode(), bytes(signature))
    except (BadSignatureError, ValueError, TypeError):
        return False
    return True
