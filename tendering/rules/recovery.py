"""The recovery share as people write it: groups of capital letters and digits with a check group. Pure."""

import base64
import hashlib

from tendering.errors import RecoveryShareWrong

GROUP = 4
_CHECK_BYTES = 2


def written(share: bytes) -> str:
    """Return a share of 33 bytes as groups of four characters; the last bytes guard against a slip of the pen."""
    raw = share + hashlib.sha256(share).digest()[:_CHECK_BYTES]
    text = base64.b32encode(raw).decode().rstrip("=")
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def read(text: str, *, field: str | None = None) -> bytes:
    """Return the share from what was typed; small letters and blanks are fine. Raises RecoveryShareWrong."""
    plain = "".join(one for one in text.upper() if one.isalnum())
    try:
        raw = base64.b32decode(plain + "=" * (-len(plain) % 8))
    except ValueError as error:
        raise RecoveryShareWrong(field=field) from error
    share, check = raw[:-_CHECK_BYTES], raw[-_CHECK_BYTES:]
    if not share or hashlib.sha256(share).digest()[:_CHECK_BYTES] != check:
        raise RecoveryShareWrong(field=field)
    return share
