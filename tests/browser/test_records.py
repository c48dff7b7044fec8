"""The pages of documents, journal, jobs, search and verification: readable by everybody, on desk and phone."""

import pytest
from pytest_django.live_server_helper import LiveServer

from records import journal
from records.actions.journal import order_verification, seal
from records.actions.printing import print_paper
from tenancy import work
from tenancy.context import acting_for
from tests.browser.conftest import PageFor
from tests.browser.driver import assert_accessible
from tests.factories.tenancy import AT, World
from tests.records.conftest import files, papers

__all__ = ["files", "papers"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("files", "papers")]


@pytest.fixture
def addresses(world: World) -> list[str]:
    """A document, an entry, a finished and a waiting job."""
    with acting_for(world.tenant):
        by = world.actor("auditor")
        document = print_paper("tests.paper", {"rows": 5}, language="zh-hans", by=by, at=AT)
        entry = journal.record(
            "tenancy.unit_changed",
            world.project,
            by=by,
            at=AT,
            changes={"name": ["旧", "云栖苑"], "is_active": [True, False]},
        )
        seal(at=AT)
        done = order_verification(by=by, at=AT)
        waiting = work.enqueue("records.verify", "waits", title="", by=by, at=AT)
    assert work.run_job(world.tenant.id, done.id)
    return [
        "/alpha/records/documents/",
        f"/alpha/records/documents/{document.id}/",
        "/alpha/records/journal/",
        f"/alpha/records/journal/{entry.id}/",
        "/alpha/records/jobs/",
        f"/alpha/records/jobs/{done.id}/",
        f"/alpha/records/jobs/{waiting.id}/",
        "/alpha/records/search/?q=yuedu",
        "/alpha/records/search/",
        "/verify/",
        f"/verify/{document.token}/",
    ]


@pytest.mark.parametrize("viewport", ["desktop", "phone"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_pages_of_the_records(
    world: World, addresses: list[str], page_for: PageFor, live_server: LiveServer, viewport: str, language: str
) -> None:
    page = page_for("auditor", viewport=viewport, language=language)
    for address in addresses:
        page.goto(live_server.url + address)
        assert_accessible(page)
