"""Hostile files through the pages: refused with a reason, nothing typed is lost, nothing is stored (security.md 4)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from inspections.models import Inspection, ItemResult
from records.models import Attachment, JournalEntry
from records.models.importing import ImportRun
from tenancy.context import acting_for
from tenancy.models import Tenant
from tests.factories.inspections import a_contract_to_inspect, a_photo, a_started
from tests.factories.records import jpeg
from tests.factories.tenancy import World
from tests.records.conftest import files
from tests.records.test_files import HOSTILE, PDF_BYTES, office

__all__ = ["files"]

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# What a filing page and an import page are given: name, what is inside, the code of the refusal.
PHOTOS = [
    *[one for one in HOSTILE if one[0] != "too many bytes"],
    ("pdf called a photo", lambda: PDF_BYTES, "no_photo"),
    ("spreadsheet called a photo", lambda: office("[Content_Types].xml", "xl/workbook.xml"), "no_photo"),
]
TABLES = [one for one in HOSTILE if one[0] != "too many bytes"] + [
    ("photo called a table", jpeg, ""),
    ("pdf called a table", lambda: PDF_BYTES, ""),
    ("formula in a text", lambda: b"\x00\x01,=cmd|' /C calc'!A0", ""),
]
TYPED = {
    "item-CLN-1-outcome": "deduct",
    "item-CLN-1-deduction": "1.5",
    "item-CLN-1-note": "大堂有积水",
    "item-CLN-1-place": "3号楼",
    "item-CLN-2-outcome": "na",
    "suggestion": "增加巡查",
}
# How the refused page gives it back.
SHOWN = (
    'value="大堂有积水"',
    'value="3号楼"',
    'value="1.5"',
    "增加巡查",
    'name="item-CLN-2-outcome" value="na" checked',
)


@pytest.fixture
def started(world: World, tenant: Tenant, files: Path) -> Inspection:
    return a_started(contract=a_contract_to_inspect(project=world.project), by=world.actor("project_supervisor"))


def _stored(world: World, folder: Path) -> tuple[int, int, int]:
    with acting_for(world.tenant):
        entries = JournalEntry.objects.filter(event__in=["records.file_attached", "records.import_uploaded"]).count()
        return Attachment.objects.count() + ImportRun.objects.count(), entries, len([*folder.rglob("*.*")])


def test_filing_page_refuses_the_file_and_keeps_what_was_typed(
    world: World, started: Inspection, files: Path, client_for: Callable[..., Client]
) -> None:
    client = client_for("project_supervisor")
    address = f"/alpha/inspections/{started.id}/file/"
    for name, content, code in PHOTOS:
        raw = content()
        upload = SimpleUploadedFile("现场.jpg", raw, content_type="image/jpeg")
        answer = client.post(address, {**TYPED, "action": "submit", "item-CLN-1-photos": upload})
        page = answer.content.decode()
        assert (name, answer.status_code, _stored(world, files)) == (name, 422, (0, 0, 0))
        assert (name, *(word in page for word in SHOWN)) == (name, *([True] * len(SHOWN)))
        kept = ItemResult.objects.get(inspection=started, item_code="CLN-1")
        started.refresh_from_db()
        assert (name, started.status, kept.outcome, kept.note) == (name, "in_progress", "deduct", "大堂有积水")
        sent = {"item": "CLN-1", "file": SimpleUploadedFile("现场.jpg", raw, content_type="image/jpeg")}
        reply = client.post(address.replace("file/", "photos/"), sent, HTTP_ACCEPT="application/json")
        refused = (name, reply.status_code, reply.json()["code"], _stored(world, files))
        assert refused == (name, 422, code, (0, 0, 0))


def test_a_good_photo_beside_a_bad_one_is_kept(
    world: World, started: Inspection, files: Path, client_for: Callable[..., Client]
) -> None:
    address = f"/alpha/inspections/{started.id}/file/"
    uploads: dict[str, Any] = {"item-CLN-1-photos": a_photo(), "item-CLN-3-photos": SimpleUploadedFile("x.jpg", b"MZ")}
    answer = client_for("project_supervisor").post(address, {**TYPED, "action": "draft", **uploads})
    assert (answer.status_code, _stored(world, files)[:2]) == (422, (1, 1))


def test_import_page_refuses_the_file(world: World, files: Path, client_for: Callable[..., Client]) -> None:
    client = client_for("tenant_admin")
    for name, content, _code in TABLES:
        answer = client.post("/alpha/records/imports/", {"file": SimpleUploadedFile("十月.xlsx", content())})
        assert (name, answer.status_code, _stored(world, files)) == (name, 422, (0, 0, 0))
        assert (name, *answer.context["form"].errors) == (name, "file")
