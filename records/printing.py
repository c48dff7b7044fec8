"""The print pipeline: frozen content > page > WeasyPrint > bytes. No network, no user HTML, the same bytes each time.

A room offers a function ``build(*, actor, **inputs) -> Paper`` in ``config.registry.PAPERS`` and a template that
extends ``records/paper.html``. ``records.actions.printing`` orders, numbers and stores; this module only draws.
"""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from io import BytesIO
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import segno
from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from records.models import PrintedDocument
from tenancy.errors import RuleBroken

MAX_ROWS = 2000  # table rows a document may hold; more becomes a spreadsheet (security.md 4)
HEAD_ROWS = 100  # heads and totals beside them
MAX_DATA_IMAGE = 2_000_000  # characters of a data: image
MIME = {".css": "text/css", ".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png"}


@dataclass(frozen=True)
class Paper:
    """Everything a printed document says, frozen.

    ``context`` is a frozen dataclass that the template reads as ``content``; it holds nothing that changes by itself
    (no "now"), for the same content is the same document. ``number`` is left empty unless the business object has one
    of its own. ``vendor_id`` is set only for what that vendor may read; ``unit_id`` narrows it to an organisation node.
    ``rows`` says how many table rows the template will draw.
    """

    kind: str
    title: str
    template: str
    context: Any
    number: str = ""
    language: str = "zh-hans"
    period: str = ""
    settings_version_id: int | None = None
    cut_off: datetime | None = None
    vendor_id: int | None = None
    unit_id: int | None = None
    rows: int = 0


@dataclass(frozen=True)
class Letterhead:
    """What stands on every page beside the content."""

    tenant: str
    number: str
    created_at: datetime
    creator: str
    settings_version: str
    journal_head: str
    verify_url: str


class NothingOutside(FatalURLFetchingError):
    """A page asked for an address that is not one of the pipeline's own assets."""


def plain(value: Any) -> Any:
    """Return a value as sorted, JSON-ready plain data; what cannot be frozen raises TypeError."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, (set, frozenset)):
        return sorted(plain(one) for one in value)
    return _plain_single(value)


def _plain_single(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, str)):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (float, Decimal, Promise)):
        return str(value)
    raise TypeError(f"A printed document cannot hold a {type(value).__name__}: hand over text, numbers and dates.")


def canonical(value: Any) -> bytes:
    """Return the bytes that plain data is hashed as."""
    return json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest_of(paper: Paper, inputs: dict[str, Any], *, audience: int | None) -> str:
    """Name a document by what was asked, the rule version, the language, who may read it, and what it says."""
    return hashlib.sha256(
        canonical(
            {
                "kind": paper.kind,
                "inputs": inputs,
                "settings_version": paper.settings_version_id,
                "language": paper.language,
                "audience": audience,
                "paper": [paper.title, paper.template, paper.number, paper.period, paper.vendor_id, paper.unit_id],
                "content": paper.context,
            }
        )
    ).hexdigest()


def draw_page(paper: Paper, letter: Letterhead) -> str:
    """Return the HTML page of a paper in its language. Raises RuleBroken above 2,000 table rows."""
    if paper.rows > MAX_ROWS:
        raise _too_many_rows()
    with translation.override(paper.language):
        page = render_to_string(
            paper.template,
            {
                "paper": paper,
                "content": paper.context,
                "letter": letter,
                "qr": qr_code(letter.verify_url),
                "page_counter": page_counter(),
            },
        )
    if page.count("<tr") > MAX_ROWS + HEAD_ROWS:
        raise _too_many_rows()
    return page


def _too_many_rows() -> RuleBroken:
    message = translation.gettext("A printed document holds at most %(most)s rows; export the list as a spreadsheet.")
    return RuleBroken(message % {"most": MAX_ROWS}, code="too_many_rows")


def page_counter() -> SafeString:
    """Return "Page x of y" as the content of a style sheet: fixed words of ours, nothing typed by anybody."""
    words = translation.gettext("Page {page} of {pages}").replace('"', "").replace("\\", "")
    parts = re.split(r"{(pages?)}", words)
    return mark_safe(" ".join(f"counter({one})" if odd else f'"{one}"' for one, odd in zip(parts, cycle([0, 1]))))  # noqa: S308  our own words


def verify_address(token: str) -> str:
    """Return the address printed on a document, at which anybody can check it."""
    return settings.BASE_URL.rstrip("/") + reverse("records_public:verify", args=[token])


def printed_again(document: PrintedDocument) -> bytes:
    """Return the bytes that the kept page of a document gives today: the same as the stored file (RPT-05)."""
    with default_storage.open(document.source_name) as page:
        return press(page.read().decode())[0]


def qr_code(text: str) -> str:
    """Return a QR code as a ``data:`` image."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False, svgns=True, nl=False)
    return "data:image/svg+xml;base64," + base64.b64encode(out.getvalue()).decode()


def press(page: str) -> tuple[bytes, int]:
    """Turn an HTML page into the bytes of a PDF and its number of pages; the same page gives the same bytes."""
    fonts = _fonts()
    document = HTML(string=page, base_url="asset:/", url_fetcher=AssetFetcher()).render(
        font_config=fonts, cache=None, optimize_images=False, dpi=200
    )
    identifier = hashlib.sha256(page.encode()).hexdigest()[:32].encode()
    return document.write_pdf(pdf_identifier=identifier, pdf_tags=True), len(document.pages)


@lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    """One font configuration per process: making it costs more than a page."""
    return FontConfiguration()


class AssetFetcher(URLFetcher):
    """Hands out the pipeline's own style sheets and fonts and small ``data:`` images, and stops the print otherwise."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("asset", "data"), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return a named asset or a ``data:`` image. Raises NothingOutside."""
        parts = urlsplit(url)
        if parts.scheme == "data":
            return self._image(url, headers)
        name = unquote(parts.path).lstrip("/")
        path = assets().get(name) if parts.scheme == "asset" else None
        if path is None:
            raise NothingOutside(f"not an asset of the print pipeline: {url[:80]}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": MIME[path.suffix]})

    def _image(self, url: str, headers: Any) -> URLFetcherResponse:
        if not url.startswith("data:image/") or len(url) > MAX_DATA_IMAGE:
            raise NothingOutside("only small data: images may be printed")
        return super().fetch(url, headers)


def assets() -> dict[str, Path]:
    """Return every file a printed page may name, by its name."""
    fonts: Sequence[Path] = [settings.PDF_FONT, settings.PDF_FONT_FULL]
    return {"paper.css": settings.BASE_DIR / "static" / "css" / "paper.css"} | {path.name: path for path in fonts}
