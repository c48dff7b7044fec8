"""Uploads that are enciphered while they arrive: nothing of a bidder's file is ever in clear on disk (security.md 2).

A route named in ``settings.UPLOAD_HANDLERS`` gets this handler before its body is read. The key lives in memory until
the verb seals it into the file's label; a process killed half-way leaves bytes that nobody can open.
"""

import hashlib
import secrets
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from tendering.envelopes import FileCipher
from tendering.rules.bidding import MAX_FILE_BYTES, kind_of

FOLDER = "sealed"


class SealedFile(UploadedFile):
    """An uploaded file that is already enciphered; the content can no longer be read from here.

    ``problem`` says why it cannot be used: ``empty``, ``too_large`` or ``kind``. What no verb has kept is removed when
    the request ends.
    """

    def __init__(self, *, name: str, stored_name: str, size: int, sha256: str, problem: str | None) -> None:
        super().__init__(file=BytesIO(), name=name, size=size)
        self.stored_name, self.sha256, self.problem = stored_name, sha256, problem
        self.key, self.stored_sha256 = b"", ""
        self.is_kept = False

    def close(self) -> None:
        """Forget the key; remove what was not kept."""
        super().close()
        self.key = b""
        if not self.is_kept:
            default_storage.delete(self.stored_name)


class SealingUploadHandler(FileUploadHandler):
    """Enciphers each chunk as it arrives and writes only the enciphered form."""

    chunk_size = 256 * 1024

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._files: list[Any] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file under a random name."""
        super().new_file(*args, **kwargs)
        self._cipher = FileCipher()
        self._clear, self._stored = hashlib.sha256(), hashlib.sha256()
        self._problem: str | None = None
        self._size = 0
        name = f"{FOLDER}/{secrets.token_hex(20)}"
        path = Path(default_storage.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        self._name = name
        self._out = path.open("xb")
        self._files.append(self._out)
        self._write(self._cipher.header)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Encipher a chunk. What cannot be used is swallowed, so that the form can say why."""
        if start == 0 and kind_of(raw_data) is None:
            self._problem = "kind"
        self._size += len(raw_data)
        if self._size > MAX_FILE_BYTES:
            self._problem = "too_large"
        if self._problem is None:
            self._clear.update(raw_data)
            self._write(self._cipher.push(raw_data))

    def file_complete(self, file_size: int) -> SealedFile:
        """Close the enciphered file and hand over what the verb needs."""
        if self._problem is None:
            self._write(self._cipher.push(b"", final=True))
        self._out.close()
        made = SealedFile(
            name=self.file_name or "file",
            stored_name=self._name,
            size=file_size,
            sha256=self._clear.hexdigest(),
            problem="empty" if file_size == 0 else self._problem,
        )
        made.key, made.stored_sha256 = self._cipher.key, self._stored.hexdigest()
        return made

    def upload_interrupted(self) -> None:
        """Remove what a broken connection left."""
        for one in self._files:
            one.close()
        if self._files:
            default_storage.delete(self._name)

    def _write(self, enciphered: bytes) -> None:
        self._stored.update(enciphered)
        self._out.write(enciphered)
