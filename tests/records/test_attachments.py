"""Files hang on objects: once per phone id, for those who may see the object, never run by a browser."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.test import Client

from records import queries
from records.actions.attachment import ForeignClientId, attach
from records.files import UnusableFile
from records.models import Attachment, JournalEntry
from tenancy.context import acting_for
from tenancy.models import Tenant
from tenancy.rules.actor import Actor
from tests.factories.records import jpeg, make_photo, upload
from tests.factories.tenancy import AT, World


def project_visible(actor: Actor, object_id: int) -> bool:
    """The rule of the tests: staff see projects."""
    return not actor.is_vendor


@pytest.fixture
def owners(settings: Any) -> None:
    settings.OWNERS = {"tenancy.orgunit": "tests.records.test_attachments.project_visible"}


def test_attach_keeps_file_hash_source_and_times_and_writes_the_journal(
    world: World, tenant: Tenant, files: Path
) -> None:
    raw = jpeg(2000, 1000)
    row = make_photo(
        world.project, world.actor("project_supervisor"), upload=upload(raw, "电梯.heic"), source="camera", taken_at=AT
    )
    assert (row.name, row.source, row.taken_at, row.received_at) == ("电梯.jpg", "camera", AT, AT)
    assert row.original_sha256 == hashlib.sha256(raw).hexdigest()
    stored = (files / row.stored_name).read_bytes()
    assert (len(stored), hashlib.sha256(stored).hexdigest()) == (row.size, row.sha256)
    assert row.stored_name.startswith(f"t{tenant.id}/")
    entry = JournalEntry.objects.get(event="records.file_attached")
    assert (entry.object_type, entry.object_id) == ("tenancy.orgunit", world.project.id)
    assert queries.attachments_of("tenancy.orgunit", [world.project.id, 5]) == {world.project.id: [row]}


def test_attach_the_same_client_id_again_gives_the_first_file(world: World, tenant: Tenant, files: Path) -> None:
    client_id = uuid4()
    first = make_photo(world.project, world.actor("project_supervisor"), client_id=client_id)
    again = make_photo(world.project, world.actor("project_supervisor"), client_id=str(client_id))
    assert (first.id, Attachment.objects.count()) == (again.id, 1)
    assert len([path for path in files.rglob("*") if path.is_file()]) == 2


def test_attach_a_client_id_used_elsewhere_is_refused_and_changes_nothing(world: World, tenant: Tenant) -> None:
    client_id = uuid4()
    make_photo(world.project, world.actor("project_supervisor"), client_id=client_id)
    with pytest.raises(ForeignClientId):
        make_photo(world.second_project, world.actor("project_supervisor"), client_id=client_id)
    assert (Attachment.objects.count(), JournalEntry.objects.filter(event="records.file_attached").count()) == (1, 1)


def test_attach_a_refused_file_stores_nothing(world: World, tenant: Tenant, files: Path) -> None:
    with pytest.raises(UnusableFile):
        attach(
            owner=world.project,
            upload=upload(b"<html>", "photo.jpg"),
            kind="photo",
            by=world.actor("project_supervisor"),
            at=AT,
        )
    assert Attachment.objects.count() == 0
    assert [path for path in files.rglob("*") if path.is_file()] == []


@pytest.mark.req("ARC-04")
def test_a_stored_file_is_never_changed_or_deleted_by_the_product(world: World, tenant: Tenant) -> None:
    row = make_photo(world.project, world.actor("project_supervisor"))
    for act in (row.delete, lambda: Attachment.objects.filter(id=row.id).update(name="x")):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            act()


def test_a_photo_is_shown_in_the_page_under_a_sandbox(
    world: World, owners: None, client_for: Callable[..., Client]
) -> None:
    with acting_for(world.tenant):
        row = make_photo(world.project, world.actor("project_supervisor"))
    client = client_for("project_supervisor")
    answer = client.get(f"/alpha/records/files/{row.id}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == row.sha256  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'inline; filename="photo.jpg"'
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    again = client.get(f"/alpha/records/files/{row.id}/", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    small = client.get(f"/alpha/records/files/{row.id}/small/")
    assert (small.status_code, small["Content-Type"]) == (200, "image/jpeg")
    list(small.streaming_content)  # type: ignore[attr-defined]


def test_a_paper_is_saved_under_its_chinese_name(world: World, owners: None, client_for: Callable[..., Client]) -> None:
    pdf = b"%PDF-1.7\n%%EOF\n"
    with acting_for(world.tenant):
        row = make_photo(world.project, world.actor("project_supervisor"), upload=upload(pdf, "保洁合同.pdf"))
    answer = client_for("project_supervisor").get(f"/alpha/records/files/{row.id}/")
    assert unquote(answer["Content-Disposition"]) == "attachment; filename*=utf-8''保洁合同.pdf"
    assert b"".join(answer.streaming_content) == pdf  # type: ignore[attr-defined]
    assert client_for("project_supervisor").get(f"/alpha/records/files/{row.id}/small/").status_code == 404


@pytest.mark.req("TEN-01")
def test_a_file_is_not_there_for_others(world: World, owners: None, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        row = make_photo(world.project, world.actor("project_supervisor"))
    foreign = client_for(person=world.person("quality_officer", tenant=world.other))
    assert foreign.get(f"/alpha/records/files/{row.id}/").status_code == 404
    assert foreign.get(f"/beta/records/files/{row.id}/").status_code == 404
    assert Client().get(f"/alpha/records/files/{row.id}/").status_code == 302


def test_a_file_of_an_object_nobody_answers_for_is_not_shown(
    world: World, settings: Any, client_for: Callable[..., Client]
) -> None:
    settings.OWNERS = {}
    with acting_for(world.tenant):
        row = make_photo(world.project, world.actor("project_supervisor"))
    assert client_for("project_supervisor").get(f"/alpha/records/files/{row.id}/").status_code == 404
