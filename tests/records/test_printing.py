"""Printed documents: the same inputs are the same file, byte for byte, with Chinese text, and nothing from outside."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import translation

from records import journal
from records.actions.journal import seal
from records.actions.printing import PRINT_JOB, order_paper, print_paper
from records.models import JournalEntry, NumberSequence, PrintedDocument
from records.printing import (
    AssetFetcher,
    Letterhead,
    NothingOutside,
    assets,
    digest_of,
    draw_page,
    plain,
    press,
    printed_again,
)
from records.queries import documents_visible_to
from tenancy import work
from tenancy.choices import JobStatus
from tenancy.context import acting_for
from tenancy.errors import NotAllowed, RuleBroken
from tenancy.models import Job, Tenant
from tenancy.queries import actor_of
from tests.factories.records import build_paper
from tests.factories.tenancy import AT, World, add_vendor_person
from tests.factories.vendors import a_vendor

pytestmark = pytest.mark.usefixtures("papers")


def printed(world: World, **inputs: Any) -> PrintedDocument:
    """Print the test document as the quality officer."""
    return print_paper("tests.paper", inputs, language="zh-hans", by=world.actor("quality_officer"), at=AT)


@pytest.mark.slow
@pytest.mark.req("RPT-02", "RPT-05")
def test_order_makes_a_job_then_gives_the_stored_document(world: World) -> None:
    actor = world.actor("quality_officer")
    with acting_for(world.tenant), translation.override("zh-hans"):
        seal(at=AT)
        job = order_paper("tests.paper", {"text": "合格"}, by=actor, at=AT)
        twice = order_paper("tests.paper", {"text": "合格"}, by=actor, at=AT)
        assert isinstance(job, Job)
        assert (job.kind, job.id) == (PRINT_JOB, twice.id)
    assert work.run_job(world.tenant.id, job.id)
    with acting_for(world.tenant), translation.override("zh-hans"):
        row = order_paper("tests.paper", {"text": "合格"}, by=actor, at=AT + timedelta(days=1))
        assert isinstance(row, PrintedDocument)
        job.refresh_from_db()
        assert (job.status, job.result_url) == (JobStatus.DONE, f"/alpha/records/documents/{row.id}/")
        assert (row.number, row.creator_name, row.period, row.cut_off) == (
            "WJ-2026-00001",
            actor.name,
            "2026年10月",
            AT,
        )
        assert row.journal_head == journal.head()
        assert PrintedDocument.objects.count() == 1
        assert isinstance(order_paper("tests.paper", {"text": "不合格"}, by=actor, at=AT), Job)


@pytest.mark.slow
@pytest.mark.req("RPT-05")
def test_a_document_is_made_again_byte_for_byte(world: World, tenant: Tenant) -> None:
    row = printed(world, rows=60)
    with default_storage.open(row.stored_name) as stored:
        content = stored.read()
    assert (hashlib.sha256(content).hexdigest(), len(content), row.pages > 1) == (row.sha256, row.size, True)
    assert hashlib.sha256(printed_again(row)).hexdigest() == row.sha256
    with default_storage.open(row.source_name) as source:
        page = source.read().decode()
    command = [sys.executable, "-c", _PRESS]
    other = subprocess.run(command, input=page.encode(), capture_output=True, check=True, env=_environment())
    assert other.stdout.decode().strip() == row.sha256, "another process, another hash seed, another moment"


_PRESS = """
import sys, hashlib, django
django.setup()
from records.printing import press
print(hashlib.sha256(press(sys.stdin.buffer.read().decode())[0]).hexdigest())
"""


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, "PYTHONHASHSEED": "77", "DJANGO_SETTINGS_MODULE": "config.test_settings", "TZ": "UTC"}


@pytest.mark.slow
@pytest.mark.req("RPT-02")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="needs poppler's pdftotext and pdffonts")
def test_the_pdf_carries_its_font_and_readable_chinese(world: World, tenant: Tenant, tmp_path: Path) -> None:
    row = printed(world, text="秩序维护 電梯 龘", rows=60)
    pdf = tmp_path / "a.pdf"
    with default_storage.open(row.stored_name) as stored:
        pdf.write_bytes(stored.read())
    words = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, check=True).stdout.decode()
    for wanted in ("月度评定报告", "秩序维护", "電梯", "龘", "第59项", row.number, "2026年10月", world.tenant.name):
        assert wanted in words
    fonts = subprocess.run(["pdffonts", str(pdf)], capture_output=True, check=True).stdout.decode().splitlines()[2:]
    assert fonts
    assert {line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts} == {True}, "embedded, subset, with text"
    assert all("Paper-Sans" in line for line in fonts)


@pytest.mark.parametrize(
    "page",
    [
        '<img src="https://example.org/a.png">',
        '<img src="file:///etc/passwd">',
        '<link rel="stylesheet" href="http://127.0.0.1:1/a.css">',
        "<style>@import url(http://127.0.0.1:1/a.css);</style>",
        "<style>@font-face { font-family: x; src: url(file:///etc/passwd) } p { font-family: x }</style><p>a",
        '<style>p { background: url("ftp://127.0.0.1/a") }</style><p>a',
        '<img src="asset:/../../settings.py">',
        '<img src="asset:/%2e%2e/manage.py">',
        '<img src="/etc/passwd">',
        '<object data="file:///etc/passwd"></object>',
        '<embed src="http://127.0.0.1:1/">',
        '<svg><image href="file:///etc/passwd"/></svg>',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<img src="data:text/html,<script>1</script>">',
    ],
)
def test_press_reaches_nothing_but_its_own_assets(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda self, url, *rest, **more: opened.append(str(url)))
    try:
        content, _pages = press(page)
    except NothingOutside:
        content = b""
    assert opened == []
    assert b"root:" not in content


def test_the_fetcher_hands_out_named_assets_and_small_pictures_only() -> None:
    fetcher = AssetFetcher()
    assert set(assets()) == {"paper.css", "NotoSansSC-Common.ttf", "NotoSansSC-Full.ttf"}
    assert fetcher.fetch("asset:/paper.css").content_type == "text/css"
    assert fetcher.fetch("data:image/png;base64,AA==").content_type == "image/png"
    for address in ("asset:/manage.py", "data:image/png;base64," + "A" * 2_100_000, "data:text/css,a", "http://a/b"):
        with pytest.raises(NothingOutside):
            fetcher.fetch(address)


def test_a_document_above_two_thousand_rows_is_refused_and_uses_no_number(world: World, tenant: Tenant) -> None:
    with pytest.raises(RuleBroken) as refused, transaction.atomic():
        printed(world, rows=2001)
    assert refused.value.code == "too_many_rows"
    assert (PrintedDocument.objects.count(), NumberSequence.objects.count()) == (0, 0)


def test_rows_are_counted_even_when_the_builder_forgot(world: World, tenant: Tenant) -> None:
    forgetful = replace(build_paper(actor=world.actor("auditor"), rows=2101), rows=0)
    letter = Letterhead("a", "b", AT, "c", "", "", "https://example.org/")
    with pytest.raises(RuleBroken):
        draw_page(forgetful, letter)


@pytest.mark.slow
@pytest.mark.req("TEN-05")
def test_a_vendor_prints_and_reads_its_own_documents_only(world: World) -> None:
    with acting_for(world.tenant):
        vendors = [a_vendor(), a_vendor()]
    members = [
        add_vendor_person(world, vendor_id=one.id, vendor_name=one.legal_name, role="vendor_manager") for one in vendors
    ]
    with acting_for(world.tenant, vendor_id=vendors[0].id), translation.override("zh-hans"):
        job = order_paper("tests.paper", {"rows": 0}, by=actor_of(members[0]), at=AT)
    assert work.run_job(world.tenant.id, job.id)
    with acting_for(world.tenant, vendor_id=vendors[0].id):
        row = PrintedDocument.objects.get()
        assert (row.vendor_id, row.number, row.journal_head) == (vendors[0].id, "WJ-2026-00001", "")
    with acting_for(world.tenant, vendor_id=vendors[1].id):
        assert PrintedDocument.objects.count() == 0
    with acting_for(world.tenant):
        assert documents_visible_to(world.actor("auditor")).get() == row


def test_order_asks_the_builder_who_may(world: World, tenant: Tenant) -> None:
    with pytest.raises(NotAllowed):
        order_paper("tests.paper", {"text": "refused"}, by=world.actor("auditor"), at=AT)
    assert Job.objects.filter(kind=PRINT_JOB).count() == 0


def test_the_name_of_a_document_changes_with_all_it_says(world: World) -> None:
    paper = build_paper(actor=world.actor("auditor"))
    base = digest_of(paper, {"a": 1}, audience=None)
    others = [
        digest_of(paper, {"a": 2}, audience=None),
        digest_of(paper, {"a": 1}, audience=7),
        digest_of(replace(paper, language="en"), {"a": 1}, audience=None),
        digest_of(replace(paper, settings_version_id=3), {"a": 1}, audience=None),
        digest_of(replace(paper, context={"other": 1}), {"a": 1}, audience=None),
    ]
    assert len({base, *others}) == 6
    assert digest_of(replace(paper, cut_off=None), {"a": 1}, audience=None) == base


def test_what_cannot_be_frozen_is_refused() -> None:
    with pytest.raises(TypeError):
        plain({"a": object()})


@pytest.fixture
def document(world: World) -> PrintedDocument:
    with acting_for(world.tenant):
        return printed(world, rows=0)


@pytest.mark.slow
def test_archive_shows_finds_and_hands_out(
    world: World, document: PrintedDocument, client_for: Callable[..., Client]
) -> None:
    client = client_for("auditor")
    assert document.number in client.get("/alpha/records/documents/").content.decode()
    assert document.number in client.get("/alpha/records/documents/?q=yuedu").content.decode()
    assert document.number not in client.get("/alpha/records/documents/?q=nothing").content.decode()
    page = client.get(f"/alpha/records/documents/{document.id}/").content.decode()
    assert document.sha256 in page
    assert f"/verify/{document.token}/" in page
    answer = client.get(f"/alpha/records/documents/{document.id}/file/")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file
    assert hashlib.sha256(content).hexdigest() == document.sha256
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.slow
@pytest.mark.req("TEN-01", "TEN-05")
def test_archive_is_closed_to_others(
    world: World, document: PrintedDocument, client_for: Callable[..., Client]
) -> None:
    foreign = client_for(person=world.person("auditor", tenant=world.other))
    for address in (f"/beta/records/documents/{document.id}/", f"/alpha/records/documents/{document.id}/file/"):
        assert foreign.get(address).status_code == 404
    assert client_for("project_supervisor").get(f"/alpha/records/documents/{document.id}/").status_code == 404
    with acting_for(world.tenant, vendor_id=7):
        assert PrintedDocument.objects.count() == 0


@pytest.mark.slow
def test_verification_page_shows_no_content_and_compares_a_file(world: World, document: PrintedDocument) -> None:
    client = Client(headers={"Accept-Language": "en"})
    page = client.get(f"/verify/{document.token}/")
    text = page.content.decode()
    assert (page.status_code, document.number in text, document.sha256 in text) == (200, True, True)
    assert document.creator_name not in text
    with acting_for(world.tenant), default_storage.open(document.stored_name) as stored:
        right = SimpleUploadedFile("a.pdf", stored.read())
    wrong = SimpleUploadedFile("a.pdf", b"%PDF-1.7 something else")
    assert "unchanged" in client.post(f"/verify/{document.token}/", {"file": right}).content.decode()
    assert "not the document" in client.post(f"/verify/{document.token}/", {"file": wrong}).content.decode()
    assert client.post(f"/verify/{document.token}/").status_code == 422
    assert client.get("/verify/?code=" + document.token).headers["Location"] == f"/verify/{document.token}/"
    for token in ("1-aaaa", "zz", "-", f"{world.other.id:x}-{document.token.partition('-')[2]}", "9" * 15 + "-a"):
        assert client.get(f"/verify/{token}/").status_code == 404


@pytest.mark.slow
def test_verification_is_limited_per_address(world: World, document: PrintedDocument) -> None:
    client = Client()
    answers = [client.get("/verify/1-aaaa/").status_code for _ in range(61)]
    assert (answers[:60], answers[60]) == ([404] * 60, 429)


@pytest.mark.slow
@pytest.mark.req("ARC-03")
def test_printing_is_journalled(world: World, document: PrintedDocument) -> None:
    with acting_for(world.tenant):
        entry = JournalEntry.objects.get(event="records.document_printed")
    assert entry.changes == {"kind": "tests.paper", "number": document.number, "sha256": document.sha256}
