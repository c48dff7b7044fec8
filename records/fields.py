"""A text column whose content is unreadable in the database, in its dumps and in its backups."""

import base64
import hashlib
import os
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models

NONCE_BYTES = 12
FORM = "a1"  # AES-256-GCM, key derived by HKDF-SHA-256; stored so that a later form can be told apart


@lru_cache(maxsize=4)
def _cipher(secret: str) -> tuple[str, AESGCM]:
    """Return the key's short fingerprint and the cipher."""
    key = HKDF(SHA256(), 32, salt=None, info=b"records.fields.EncryptedTextField").derive(secret.encode())
    return hashlib.sha256(key).hexdigest()[:6], AESGCM(key)


def encrypt(text: str) -> str:
    """Return ``text`` as ``a1$<key fingerprint>$<base64>``; an empty text stays empty."""
    if not text:
        return ""
    fingerprint, cipher = _cipher(settings.FIELD_KEY)
    nonce = os.urandom(NONCE_BYTES)
    sealed = base64.b64encode(nonce + cipher.encrypt(nonce, text.encode(), None)).decode()
    return f"{FORM}${fingerprint}${sealed}"


def decrypt(stored: str) -> str:
    """Return the text of an encrypted value. Raises ImproperlyConfigured under another FIELD_KEY."""
    if not stored:
        return ""
    _form, _unused, rest = stored.partition("$")
    _key, _unused, sealed = rest.partition("$")
    raw = base64.b64decode(sealed)
    try:
        return _cipher(settings.FIELD_KEY)[1].decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None).decode()
    except InvalidTag as error:
        raise ImproperlyConfigured(
            f"FIELD_KEY does not open values written with the key {_key!r}; restore the key of this database."
        ) from error


class EncryptedTextField(models.TextField):
    """Text stored with AES-256-GCM under ``settings.FIELD_KEY`` (security.md 6): read, never searched or sorted."""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        """Decrypt what the database holds."""
        return None if value is None else decrypt(value)

    def get_prep_value(self, value: Any) -> str | None:
        """Encrypt what is written."""
        value = super().get_prep_value(value)
        return None if value is None else encrypt(value)

    def get_lookup(self, lookup_name: str) -> Any:
        """Refuse comparisons: the same text is never stored the same way twice."""
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: it cannot be filtered by {lookup_name!r}.")
        return super().get_lookup(lookup_name)
