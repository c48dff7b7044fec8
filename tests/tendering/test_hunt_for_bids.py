"""The hunt: what bidders hand in is nowhere in clear: files, tables, WAL, logs, mails, jobs, error pages."""

import io
import logging
import mmap
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client

from tenancy.context import acting_for
from tendering.actions import replying
from tendering.models import Bid, BidFile
from tests.factories.bids import Inviting, an_inviting_tender, pass_deadline
from tests.factories.tenancy import AT, make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

BIDS = 4
# A price nobody else has; incompressible letters stand for the contents.
PRICE = "31415926.53"


def _canary() -> str:
    return "CANARY" + os.urandom(24).hex()


@pytest.fixture
def made() -> Inviting:
    world = make_world()
    with acting_for(world.tenant):
        return an_inviting_tender(world, vendors=BIDS)


def _file(canary: str, size: int = 700_000) -> io.BytesIO:
    """Return a PDF-like file that holds the canary in every kilobyte, larger than the buffers that might keep it."""
    block = (canary + os.urandom(480).hex()).encode()
    file = io.BytesIO(b"%PDF-1.7\n" + block * (size // len(block)))
    file.name = f"{canary}.pdf"
    return file


def _hand_in(client: Client, base: str, canary: str) -> None:
    offer = {"price": PRICE, "validity_days": "90", "manager": canary, "statement": canary}
    assert client.post(f"{base}bid/offer/", offer).status_code == 302
    for slot in ("service_plan", "quotation", "commitment_letter"):
        assert client.post(f"{base}bid/files/", {"slot": slot, "file": _file(canary)}).status_code == 302
    assert client.post(f"{base}bid/submit/").status_code == 302


def _places() -> Iterator[Path]:
    """Yield every file the servers under test write: stored files, database with its WAL, logs, Redis."""
    for path in sorted((Path(settings.VAR_DIR) / "test").rglob("*")):
        if path.is_file() and path.stat().st_size:
            yield path


def _found(needles: list[bytes]) -> list[str]:
    hits = []
    for path in _places():
        try:
            with path.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
                hits += [f"{path.name}: {needle[:12]!r}" for needle in needles if content.find(needle) >= 0]
        except (OSError, ValueError):
            continue  # a file of the running server that went away meanwhile
    return hits


def _tables() -> str:
    """Return every row of every table as text, as the owner of nothing but with the tenant's wall."""
    with connection.cursor() as cursor:
        cursor.execute("select table_name from information_schema.tables where table_schema = 'public'")
        names = [name for (name,) in cursor.fetchall()]
        texts = []
        for name in names:
            cursor.execute(f"select coalesce(string_agg(t::text, ' '), '') from {name} t")  # noqa: S608
            texts.append(cursor.fetchone()[0])
    return " ".join(texts)


@pytest.mark.req("TND-17")
def test_no_trace_of_a_bid_in_files_tables_wal_logs_mails_or_error_pages(made: Inviting) -> None:
    canaries, told = [_canary() for _unused in range(BIDS)], _canary()
    pages: list[str] = []
    records: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: records.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    try:
        for number, canary in enumerate(canaries):
            with acting_for(made.world.tenant):
                invitation = made.invitation(number)
                # What is no secret is found, or the hunt would not be one.
                replying.accept(invitation_id=invitation.id, note=told, by=made.manager(number), at=AT)
                base = f"/alpha/tendering/invitations/{made.invitation(number).public_id}/"
            client = Client(raise_request_exception=False)
            client.force_login(made.managers[made.vendors[number].id].person)
            _hand_in(client, base, canary)
            # Refused and broken requests leave nothing either.
            assert client.post(f"{base}bid/files/", {"slot": "wrong", "file": _file(canary)}).status_code == 422
            assert client.post(f"{base}accept/", {"note": "", "file": _file("x" * 30)}).status_code == 422
            pages.append(client.get(base).content.decode())
        with acting_for(made.world.tenant):
            pass_deadline(made.tender)
        late = client.post(f"{base}bid/files/", {"slot": "other", "file": _file(canaries[-1])})
        pages.append(late.content.decode())
        assert late.status_code == 422
    finally:
        logging.getLogger().removeHandler(handler)
    with acting_for(made.world.tenant):
        assert Bid.objects.filter(status="submitted").count() == BIDS
        assert BidFile.objects.count() == 3 * BIDS
        everything = _tables()
    for canary in canaries:
        assert canary not in everything
        assert canary not in " ".join(pages)
        assert canary not in " ".join(records)
        assert canary not in " ".join(str(one.message()) for one in mail.outbox)
    assert PRICE not in everything
    assert _found([canary.encode() for canary in canaries]) == []
    assert told in everything
    assert _found([told.encode()]) != []


@pytest.mark.req("TND-17")
def test_an_upload_killed_half_way_leaves_nothing_readable(tmp_path: Path) -> None:
    """A process is killed with -9 in the middle of an upload: neither its files nor its folder hold the canary."""
    canary = _canary()
    code = textwrap.dedent(
        f"""
        import os, sys, time
        import django
        django.setup()
        from django.conf import settings
        from django.test import override_settings
        from tendering.uploads import SealingUploadHandler
        with override_settings(MEDIA_ROOT={str(tmp_path)!r}):
            handler = SealingUploadHandler()
            handler.new_file("file", "{canary}.pdf", "application/pdf", None)
            at = 0
            for _ in range(40):
                chunk = b"%PDF-" + b"{canary}" * 2000
                handler.receive_data_chunk(chunk, at)
                at += len(chunk)
            handler._out.flush()
            print("half way", flush=True)
            time.sleep(60)
        """
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.test_settings"}
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline().strip() == "half way"
        process.send_signal(signal.SIGKILL)
    process.wait(timeout=20)
    left = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.parent.name for path in left] == ["sealed"]
    assert left[0].stat().st_size > 1_000_000
    assert canary.encode() not in left[0].read_bytes()
    assert canary not in left[0].name
