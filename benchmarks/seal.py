"""``bin/bench seal``: sealing and unsealing 50 MB, as a ratio to libsodium alone on the same bytes (bar: below 2)."""

import io
import statistics
import sys
import time
from collections.abc import Callable

import django

MEGABYTES = 50
REPEATS = 5
BAR = 2.0


def main() -> int:
    """Measure both in turns, print medians and the ratio, return 1 when the bar is missed."""
    django.setup()
    data = _noise()
    ours, theirs = [], []
    for _turn in range(REPEATS):
        theirs.append(_timed(lambda: _libsodium(data)))
        ours.append(_timed(lambda: _product(data)))
    own, alone = statistics.median(ours), statistics.median(theirs)
    ratio = own / alone
    verdict = "holds" if ratio < BAR else "missed"
    print(f"seal and unseal {MEGABYTES} MB: product {own:.3f} s, libsodium alone {alone:.3f} s")
    print(f"ratio {ratio:.2f} (bar below {BAR:g}: {verdict})")
    return 0 if ratio < BAR else 1


def _noise() -> bytes:
    from nacl import utils  # reason: installed with the product, not with the starter

    return bytes(utils.random(MEGABYTES * 1024 * 1024))


def _timed(act: Callable[[], None]) -> float:
    began = time.process_time()
    act()
    return time.process_time() - began


def _product(data: bytes) -> None:
    """As upload and opening do it: enciphered chunk by chunk, the key in a sealed label, read back as a stream."""
    from tendering import envelopes  # reason: models exist after django.setup()

    pair = envelopes.new_key_pair()
    cipher = envelopes.FileCipher()
    stored = io.BytesIO()
    stored.write(cipher.header)
    step = envelopes.CHUNK_BYTES
    for at in range(0, len(data), step):
        stored.write(cipher.push(data[at : at + step]))
    stored.write(cipher.push(b"", final=True))
    label = envelopes.seal_json(pair.public, {"key": cipher.key.hex(), "size": len(data)})
    stored.seek(0)
    key = bytes.fromhex(envelopes.unseal_json(pair.private, label)["key"])
    if sum(len(chunk) for chunk in envelopes.decipher(stored, key)) != len(data):
        raise SystemExit("The file did not come back whole.")


def _libsodium(data: bytes) -> None:
    """The same cipher without the product around it: 64 KiB records in memory, there and back."""
    from nacl import bindings  # reason: installed with the product, not with the starter

    key = bindings.crypto_secretstream_xchacha20poly1305_keygen()
    push, pull = (bindings.crypto_secretstream_xchacha20poly1305_state() for _side in range(2))
    header = bindings.crypto_secretstream_xchacha20poly1305_init_push(push, key)
    step = 64 * 1024
    boxes = [
        bindings.crypto_secretstream_xchacha20poly1305_push(push, data[at : at + step])
        for at in range(0, len(data), step)
    ]
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(pull, header, key)
    for box in boxes:
        bindings.crypto_secretstream_xchacha20poly1305_pull(pull, box)


if __name__ == "__main__":
    sys.exit(main())
