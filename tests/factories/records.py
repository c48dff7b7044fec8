"""Rows of the records room, made through its verbs; a small printed document that needs no other room."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from records.actions.attachment import attach
from records.models import Attachment
from records.printing import Paper
from tenancy.errors import NotAllowed
from tenancy.rules.actor import Actor
from tests.factories.tenancy import AT


@dataclass(frozen=True)
class Lines:
    """What the test document says."""

    text: str
    rows: tuple[tuple[str, str], ...]


def build_paper(*, actor: Actor, text: str = "保洁服务合格", rows: int = 3, vendor: int | None = None) -> Paper:
    """Return a document with a table; ``text`` "refused" stands for what an actor may not print."""
    if text == "refused":
        raise NotAllowed
    return Paper(
        kind="tests.paper",
        title="月度评定报告",
        template="records/paper.html" if rows == 0 else "tests/paper.html",
        context=Lines(text, tuple((f"第{number}项", "符合要求") for number in range(rows))),
        period="2026年10月",
        language="zh-hans",
        vendor_id=vendor,
        cut_off=AT,
        rows=rows,
    )


def jpeg(width: int = 64, height: int = 48, *, exif: Any = None, colour: str = "seagreen", form: str = "JPEG") -> bytes:
    """Return a photo's bytes."""
    out = BytesIO()
    Image.new("RGB", (width, height), colour).save(out, form, **({"exif": exif} if exif else {}))
    return out.getvalue()


def upload(content: bytes, name: str = "photo.jpg") -> ContentFile:
    """Return an open upload."""
    return ContentFile(content, name=name)


def make_photo(owner: Any, by: Actor, **changes: Any) -> Attachment:
    """Attach a photo to ``owner``."""
    wanted = {"kind": "photo", "upload": upload(jpeg()), "by": by, "at": AT, **changes}
    return attach(owner=owner, **wanted)
