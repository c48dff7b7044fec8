"""Signed receipts: proof for the bidder of what was received and when (security.md 2)."""

import base64
import hashlib
import hmac
import json

from django.conf import settings
from nacl.encoding import RawEncoder
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

PURPOSE = b"receipt of a bid, 1"


def _signing_key() -> SigningKey:
    """Return the key that signs receipts; it opens nothing, it only proves that this server received an envelope."""
    return SigningKey(hmac.new(settings.DOCUMENT_KEY.encode(), PURPOSE, hashlib.sha256).digest())


def public_key() -> str:
    """Return the public half (base64), with which anybody checks a receipt without this server."""
    return base64.b64encode(bytes(_signing_key().verify_key)).decode()


def signed(text: str) -> str:
    """Return a receipt as it is stored: its text, the Ed25519 signature and the public key, both base64."""
    signature = _signing_key().sign(text.encode(), encoder=RawEncoder).signature
    return json.dumps(
        {"text": text, "signature": base64.b64encode(signature).decode(), "key": public_key()}, ensure_ascii=False
    )


def holds(receipt: str) -> bool:
    """Whether a receipt is ours and unchanged."""
    try:
        parts = json.loads(receipt)
        if parts["key"] != public_key():
            return False
        VerifyKey(base64.b64decode(parts["key"])).verify(parts["text"].encode(), base64.b64decode(parts["signature"]))
    except (ValueError, KeyError, TypeError, BadSignatureError):
        return False
    return True
