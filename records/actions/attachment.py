"""Keeping files with business objects. Deleting is not offered (ARC-04)."""

import hashlib
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from records import journal
from records.files import UnusableFile, recognise, shown_name
from records.models import Attachment, FileSource
from tenancy.context import require_wall
from tenancy.errors import RuleBroken
from tenancy.queries import active_zone
from tenancy.rules.actor import Actor


class ForeignClientId(RuleBroken):
    """The phone's id of a photo was already used for something else."""

    code = "client_id_used"


def attach(
    *,
    owner: Model,
    upload: Any,
    kind: str,
    by: Actor,
    at: datetime,
    vendor_id: int | None = None,
    client_id: UUID | str | None = None,
    source: str = "",
    taken_at: datetime | None = None,
    photos_only: bool = False,
) -> Attachment:
    """Store an uploaded file with ``owner``; the caller has decided that ``by`` may.

    ``upload`` is any open binary file with a ``name``. Sending the same ``client_id`` again gives the first file back.
    ``taken_at`` is the phone's clock, ``at`` ours; both are kept. ``photos_only`` refuses papers.
    Raises records.files.UnusableFile with the reason.
    """
    object_type = journal.object_type_of(owner)
    client = UUID(str(client_id)) if client_id else None
    known = _already(client, object_type, owner.pk)
    if known is not None:
        return known
    file = recognise(upload, zone=active_zone())
    if photos_only and not file.thumbnail:
        raise UnusableFile(_("This is no photo. Use JPEG, PNG, WebP or HEIC."), code="no_photo")
    row = Attachment(
        vendor_id=by.vendor_id if by.is_vendor else vendor_id,
        object_type=object_type,
        object_id=owner.pk,
        kind=kind,
        name=shown_name(getattr(upload, "name", None) or "", file.extension),
        content_type=file.content_type,
        size=len(file.content),
        width=file.width,
        height=file.height,
        sha256=hashlib.sha256(file.content).hexdigest(),
        original_sha256=file.original_sha256,
        source=source if source in FileSource.values else FileSource.UNKNOWN,
        taken_at=taken_at or file.taken_at,
        received_at=at,
        location=file.location,
        client_id=client,
        uploaded_by_id=by.person_id,
        uploader_name=by.name,
    )
    row.stored_name = store(file.content, file.extension)
    row.thumbnail_name = store(file.thumbnail, file.extension) if file.thumbnail else ""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        first = _already(client, object_type, owner.pk)
        if first is None:
            raise ForeignClientId(_("This photo was already sent for something else.")) from None
        return first
    journal.record(
        "records.file_attached",
        owner,
        by=by,
        at=at,
        changes={"file": row.name, "kind": kind, "sha256": row.original_sha256},
        subject_vendor_id=row.vendor_id,
    )
    return row


def _already(client_id: UUID | None, object_type: str, object_id: int) -> Attachment | None:
    if client_id is None:
        return None
    row = Attachment.objects.filter(client_id=client_id).first()
    if row is not None and (row.object_type, row.object_id) != (object_type, object_id):
        raise ForeignClientId(_("This photo was already sent for something else."))
    return row


def keep(
    *, owner: Model, content: bytes, name: str, content_type: str, kind: str, by: Actor, at: datetime
) -> Attachment:
    """Store a file that the product itself made, as it is; the caller writes the journal."""
    digest = hashlib.sha256(content).hexdigest()
    return Attachment.objects.create(
        vendor_id=by.vendor_id,
        object_type=journal.object_type_of(owner),
        object_id=owner.pk,
        kind=kind,
        name=name[:160],
        content_type=content_type,
        size=len(content),
        stored_name=store(content, "." + name.rpartition(".")[2]),
        sha256=digest,
        original_sha256=digest,
        received_at=at,
        uploaded_by_id=by.person_id,
        uploader_name=by.name,
    )


def store(content: bytes, extension: str) -> str:
    """Write bytes under a random name in the tenant's folder, outside the web root, and return the name."""
    random = secrets.token_hex(20)
    return default_storage.save(f"t{require_wall().tenant_id}/{random[:2]}/{random}{extension}", ContentFile(content))
