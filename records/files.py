"""What an uploaded file really is, told from its content: photos made anew, papers looked over, the rest refused.

Nothing of a photo's bytes survives but its picture: EXIF, GPS and whatever was glued on are gone (security.md 4).
"""

import hashlib
import re
import warnings
import zipfile
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _
from pi_heif import register_heif_opener
from PIL import Image, ImageOps, UnidentifiedImageError

from records.rules import text
from tenancy.errors import RuleBroken

MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 50_000_000
LONG_EDGE = 1600
THUMBNAIL_EDGE = 320
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
MAX_MEMBERS, MAX_UNPACKED, MAX_RATIO = 3000, 200 * 1024 * 1024, 100
PDF, XLSX, DOCX, JPEG = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "image/jpeg",
)
EXTENSIONS = {PDF: ".pdf", XLSX: ".xlsx", DOCX: ".docx", JPEG: ".jpg"}
EXIF_IFD, GPS_IFD, TAKEN, TAKEN_OFFSET = 0x8769, 0x8825, 36867, 36881

register_heif_opener()


class UnusableFile(RuleBroken):
    """A file that is not accepted (422)."""

    code = "unusable_file"


@dataclass(frozen=True)
class KnownFile:
    """An accepted file, ready to be stored; ``original_sha256`` is of the bytes as they came."""

    content_type: str
    content: bytes
    original_sha256: str
    thumbnail: bytes = b""
    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None
    location: str = ""

    @property
    def extension(self) -> str:
        """The file name's ending that fits the content."""
        return EXTENSIONS[self.content_type]


def recognise(upload: BinaryIO, *, zone: ZoneInfo) -> KnownFile:
    """Return the accepted form of an upload; ``zone`` is the camera's clock. Raises UnusableFile with the reason."""
    upload.seek(0)
    raw = upload.read(MAX_BYTES + 1)
    if not raw:
        raise UnusableFile(_("The file is empty."), code="file_empty")
    if len(raw) > MAX_BYTES:
        raise UnusableFile(_("The file is larger than 30 MB."), code="file_too_large")
    digest = hashlib.sha256(raw).hexdigest()
    if raw.startswith(b"%PDF-"):
        return KnownFile(_pdf(raw), raw, digest)
    if raw.startswith(b"PK\x03\x04"):
        return KnownFile(office_type(raw), raw, digest)
    return _photo(raw, digest, zone)


def _pdf(raw: bytes) -> str:
    if b"%%EOF" not in raw[-2048:]:
        raise UnusableFile(_("The PDF is not complete. Save it again and choose it once more."), code="file_damaged")
    return PDF


def office_type(raw: bytes) -> str:
    """Return the type of a Word or Excel file after looking at its directory only, so that a bomb never unpacks."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnusableFile(_("The file is damaged and cannot be opened."), code="file_damaged") from error
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or unpacked > max(MAX_RATIO * len(raw), 1_000_000):
        raise UnusableFile(_("The file would unpack to far more than a document holds."), code="file_bomb")
    names = {member.filename for member in members}
    # What stands before the first member, or is locked or may run, is not part of an office document.
    glued_on = min((member.header_offset for member in members), default=1) != 0
    is_locked, runs = any(one.flag_bits & 1 for one in members), any("vbaproject" in name.lower() for name in names)
    if glued_on or is_locked or runs:
        raise UnusableFile(
            _("Documents with macros, a password or foreign parts are not accepted."), code="file_unsafe"
        )
    for needed, found in (("xl/workbook.xml", XLSX), ("word/document.xml", DOCX)):
        if {"[Content_Types].xml", needed} <= names:
            return found
    raise _not_accepted()


def _not_accepted() -> UnusableFile:
    return UnusableFile(
        _("This kind of file is not accepted. Use a photo (JPEG, PNG, WebP, HEIC), a PDF, .xlsx or .docx."),
        code="file_type",
    )


def _photo(raw: bytes, digest: str, zone: ZoneInfo) -> KnownFile:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's own remark on big pictures: our limit is lower and is an error
        try:
            with Image.open(BytesIO(raw), formats=PHOTO_FORMATS) as image:
                return _made_anew(image, digest, zone)
        except UnidentifiedImageError as error:
            raise _not_accepted() from error
        except Image.DecompressionBombError as error:
            raise _too_many_pixels() from error
        except (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, EOFError, RuntimeError) as error:
            raise UnusableFile(_("The photo is damaged or not complete."), code="file_damaged") from error


def _too_many_pixels() -> UnusableFile:
    return UnusableFile(_("The photo has more than 50 megapixels."), code="file_too_many_pixels")


def _made_anew(image: Any, digest: str, zone: ZoneInfo) -> KnownFile:
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    taken_at, location = _taken_at(image, zone), _location(image)
    # Lets the JPEG decoder work at half or a quarter of the size: most of the time of an upload.
    image.draft("RGB", (LONG_EDGE, LONG_EDGE))
    picture = _on_white(ImageOps.exif_transpose(image))
    picture.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS)
    small = picture.copy()
    small.thumbnail((THUMBNAIL_EDGE, THUMBNAIL_EDGE), Image.Resampling.LANCZOS)
    return KnownFile(
        content_type=JPEG,
        content=_jpeg(picture, 85),
        original_sha256=digest,
        thumbnail=_jpeg(small, 78),
        width=picture.width,
        height=picture.height,
        taken_at=taken_at,
        location=location,
    )


def _on_white(image: Any) -> Any:
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        paper = Image.new("RGB", layer.size, "white")
        paper.paste(layer, mask=layer.getchannel("A"))
        return paper
    return image.convert("RGB")


def _jpeg(image: Any, quality: int) -> bytes:
    out = BytesIO()
    Image.frombytes("RGB", image.size, image.tobytes()).save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def _taken_at(image: Any, zone: ZoneInfo) -> datetime | None:
    """Return when the camera says the photo was taken; a camera's lie or nonsense is nothing."""
    try:
        details = image.getexif().get_ifd(EXIF_IFD)
        stamp, offset = str(details.get(TAKEN, "")).strip("\x00 "), str(details.get(TAKEN_OFFSET, "")).strip("\x00 ")
        moment = datetime.strptime(stamp, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  the zone comes from beside it
        if re.fullmatch(r"[+-]\d\d:\d\d", offset):
            return datetime.fromisoformat(moment.isoformat() + offset)
        return moment.replace(tzinfo=zone)
    except (ValueError, SyntaxError, OSError, LookupError, AttributeError, OverflowError):
        return None


def _location(image: Any) -> str:
    """Return where the camera says it stood as ``latitude,longitude`` in degrees (WGS 84), or nothing."""
    try:
        gps = image.getexif().get_ifd(GPS_IFD)
        latitude = _degrees(gps[2]) * (-1 if str(gps.get(1, "N")).startswith("S") else 1)
        longitude = _degrees(gps[4]) * (-1 if str(gps.get(3, "E")).startswith("W") else 1)
    except (ValueError, SyntaxError, OSError, LookupError, TypeError, ArithmeticError, AttributeError):
        return ""
    return f"{latitude:.6f},{longitude:.6f}" if abs(latitude) <= 90 and abs(longitude) <= 180 else ""


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def shown_name(name: str, extension: str) -> str:
    """Return a file name safe to show and to save under: no folders, no invisible marks, the ending of its content."""
    last = re.split(r"[\\/]", text.one_line(name))[-1]
    stem = re.sub(r'[<>:"|?*]', "_", re.sub(r"\.[A-Za-z0-9]{1,5}$", "", last)).strip(" .")
    return (stem or "file")[:120] + extension
