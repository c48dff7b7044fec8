"""Uploaded files are taken for what they are, made harmless, or refused with a reason (security.md 4)."""

import base64
import hashlib
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from records import files
from records.files import UnusableFile, recognise, shown_name
from tests.factories.records import jpeg

ZONE = ZoneInfo("Asia/Shanghai")
PDF_BYTES = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


# A blue photo of 64 x 48 as an iPhone writes it (HEVC in HEIF), with time and place: nothing here can encode one.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAAB4gABAAAAAAAAABgAAgAAAAAB+gABAAAAAAAAALwAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq"
    "5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xh"
    "cAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAA"
    "ABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAA3G1kYXQAAAAUKAGvBBj4ynHX//JqT76k+stIR5wAAAAGRXhpZgAATU0AKgAAAAgA"
    "AodpAAQAAAABAAAAJoglAAQAAAABAAAATAAAAAAAAZADAAIAAAAUAAAAOAAAAAAyMDI2OjA5OjA4IDEwOjIwOjMwAAAEAAEAAgAA"
    "AAJOAAAAAAIABQAAAAMAAACCAAMAAgAAAAJFAAAAAAQABQAAAAMAAACaAAAAAAAAAB4AAAABAAAAEAAAAAEAAAAMAAAAAQAAAHgA"
    "AAABAAAACQAAAAEAAAAAAAAAAQ=="
)


def office(*names: str, content: bytes = b"<xml/>", glue: bytes = b"") -> bytes:
    """Return a zip with these members."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return glue + out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """Return a PNG whose head claims a size that nobody painted."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")


def locked_zip() -> bytes:
    raw = bytearray(office("[Content_Types].xml", "xl/workbook.xml"))
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= 1
    return bytes(raw)


HOSTILE: list[tuple[str, Callable[[], bytes], str]] = [
    ("empty", lambda: b"", "file_empty"),
    ("too many bytes", lambda: b"%PDF-" + b"0" * files.MAX_BYTES, "file_too_large"),
    ("truncated photo", lambda: jpeg(800, 800)[:400], "file_damaged"),
    ("html called a photo", lambda: b"<!doctype html><script>alert(1)</script>", "file_type"),
    ("svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "file_type"),
    ("text", "你好".encode, "file_type"),
    ("program", lambda: b"MZ\x90\x00" + b"\0" * 200, "file_type"),
    ("gif", lambda: jpeg(form="GIF"), "file_type"),
    ("tiff", lambda: jpeg(form="TIFF"), "file_type"),
    ("51 megapixels", lambda: png_claiming(8500, 6001), "file_too_many_pixels"),
    ("pixel bomb", lambda: png_claiming(60_000, 60_000), "file_too_many_pixels"),
    ("pdf without an end", lambda: PDF_BYTES[:20], "file_damaged"),
    ("pdf hidden behind a picture", lambda: b"GIF89a" + PDF_BYTES, "file_type"),
    ("plain zip", lambda: office("a.txt"), "file_type"),
    ("damaged zip", lambda: office("[Content_Types].xml", "xl/workbook.xml")[:-30], "file_damaged"),
    ("zip bomb", lambda: office("[Content_Types].xml", "xl/workbook.xml", content=b"\0" * 60_000_000), "file_bomb"),
    ("many members", lambda: office(*(f"{one}" for one in range(3100)), content=b""), "file_bomb"),
    ("macros", lambda: office("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "file_unsafe"),
    ("locked", locked_zip, "file_unsafe"),
    (
        "glued together",
        lambda: office("[Content_Types].xml", "xl/workbook.xml", glue=b"PK\x03\x04<script>"),
        "file_unsafe",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("content", "code"), [one[1:] for one in HOSTILE], ids=[one[0] for one in HOSTILE])
def test_recognise_refuses_a_hostile_file_with_its_reason(content: Callable[[], bytes], code: str) -> None:
    with pytest.raises(UnusableFile) as refused:
        recognise(BytesIO(content()), zone=ZONE)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("content", "content_type", "extension"),
    [
        (PDF_BYTES, files.PDF, ".pdf"),
        (office("[Content_Types].xml", "xl/workbook.xml"), files.XLSX, ".xlsx"),
        (office("[Content_Types].xml", "word/document.xml"), files.DOCX, ".docx"),
        (jpeg(form="PNG"), files.JPEG, ".jpg"),
        (jpeg(form="WEBP"), files.JPEG, ".jpg"),
        (jpeg(), files.JPEG, ".jpg"),
    ],
)
def test_recognise_tells_the_kind_by_content(content: bytes, content_type: str, extension: str) -> None:
    known = recognise(BytesIO(content), zone=ZONE)
    assert (known.content_type, known.extension) == (content_type, extension)
    assert known.original_sha256 == hashlib.sha256(content).hexdigest()


def test_a_photo_loses_everything_but_its_picture_and_its_facts_are_read_first() -> None:
    exif = Image.Exif()
    exif[0x010E] = "secret note"
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(files.EXIF_IFD)[files.TAKEN] = "2026:10:15 09:30:00"
    exif.get_ifd(files.GPS_IFD).update({1: "N", 2: (31.0, 13.0, 49.44), 3: "E", 4: (121.0, 28.0, 25.32)})
    raw = jpeg(4000, 2000, exif=exif) + b"<?php echo 1 ?>"
    known = recognise(BytesIO(raw), zone=ZONE)
    with Image.open(BytesIO(known.content)) as picture:
        assert picture.size == (known.width, known.height) == (800, 1600)
        assert (dict(picture.getexif()), picture.info.get("exif")) == ({}, None)
    assert b"php" not in known.content
    assert b"secret" not in known.content
    assert known.taken_at == datetime(2026, 10, 15, 1, 30, tzinfo=UTC)
    assert known.location == "31.230400,121.473700"
    with Image.open(BytesIO(known.thumbnail)) as small:
        assert small.size == (160, 320)


def test_a_photo_of_an_iphone_becomes_a_jpeg_and_its_facts_are_read_first() -> None:
    known = recognise(BytesIO(HEIC), zone=ZONE)
    assert (known.content_type, known.width, known.height) == (files.JPEG, 64, 48)
    with Image.open(BytesIO(known.content)) as picture:
        assert (picture.format, dict(picture.getexif())) == ("JPEG", {})
        red, green, blue = picture.getpixel((32, 24))  # type: ignore[misc]  # three colours
        assert blue > green > red
    assert known.taken_at == datetime(2026, 9, 8, 2, 20, 30, tzinfo=UTC)
    assert known.location == "30.270000,120.150000"


@pytest.mark.parametrize("kept", [120, 400, 600])
def test_a_broken_photo_of_an_iphone_is_refused(kept: int) -> None:
    with pytest.raises(UnusableFile) as refused:
        recognise(BytesIO(HEIC[:kept]), zone=ZONE)
    assert refused.value.code in {"file_damaged", "file_type"}


def test_nonsense_in_a_photos_facts_is_nothing() -> None:
    exif = Image.Exif()
    exif.get_ifd(files.EXIF_IFD)[files.TAKEN] = "yesterday"
    exif.get_ifd(files.GPS_IFD).update({1: "N", 2: (310.0, 0.0, 0.0), 3: "E", 4: (121.0, 0.0, 0.0)})
    known = recognise(BytesIO(jpeg(exif=exif)), zone=ZONE)
    assert (known.taken_at, known.location) == (None, "")


@pytest.mark.slow
def test_a_large_photo_of_a_phone_is_taken() -> None:
    known = recognise(BytesIO(jpeg(8000, 6000)), zone=ZONE)
    assert (known.width, known.height) == (1600, 1200)


def test_a_transparent_picture_is_put_on_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(recognise(BytesIO(out.getvalue()), zone=ZONE).content)) as picture:
        assert picture.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("检查照片.HEIC", "检查照片.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\fakepath\\电梯间.png", "电梯间.jpg"),
        ("a\x00b\u202egpj.exe", "abgpj.jpg"),
        ("invoice.html", "invoice.jpg"),
        ("", "file.jpg"),
        ("...", "file.jpg"),
        ("x" * 400 + ".jpg", "x" * 120 + ".jpg"),
        ('a"b<c>.jpg', "a_b_c_.jpg"),
    ],
)
def test_shown_name_is_safe_and_ends_as_its_content(typed: str, shown: str) -> None:
    assert shown_name(typed, ".jpg") == shown
