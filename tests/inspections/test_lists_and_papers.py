"""Lists cost the same with one row and with three; the record is printed; files are read by whom they belong to."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from contracts.models import Contract
from inspections import papers
from inspections.actions import filing
from inspections.choices import InspectionType
from inspections.lists import CHECKLISTS, FINDINGS, INSPECTIONS
from inspections.models import Inspection
from records.actions.printing import print_paper
from tenancy.models import Tenant
from tests.factories.inspections import (
    a_contract_to_inspect,
    a_photo,
    a_published,
    a_started,
    a_submitted,
    answers,
    the_checklist,
)
from tests.factories.tenancy import AT, World, add_vendor_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(world: World, tenant: Tenant) -> Contract:
    return a_contract_to_inspect(project=world.project)


def _queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


@pytest.mark.parametrize("page", ["", "findings/", "checklists/", "today/"])
def test_a_page_costs_the_same_with_one_row_and_with_three(
    world: World, contract: Contract, client_for: Callable[..., Client], page: str
) -> None:
    client, url = client_for("property_manager"), f"/{world.tenant.slug}/inspections/{page}"
    by = world.actor("project_supervisor")
    a_submitted(contract=contract, by=by, faults={"CLN_1": 1})
    one = _queries(client, url)
    for _ in range(2):
        a_submitted(contract=contract, by=by, faults={"CLN_1": 1})
    # Two more duties stand in the frame's to-do count; each asks whether its inspection may be published.
    assert _queries(client, url) == one


def _rows(client: Client, url: str) -> list[str]:
    page = client.get(url).context["page"]
    return [row.url for row in page.rows]


def test_list_filters_and_search_find_by_project_vendor_and_month(
    world: World, contract: Contract, client_for: Callable[..., Client]
) -> None:
    row = a_submitted(contract=contract, by=world.actor("project_supervisor"), faults={"CLN_1": 1})
    base = f"/{world.tenant.slug}/inspections/"
    client = client_for("quality_officer")
    hit, miss = [f"{base}{row.id}/"], list[str]()
    wanted = {
        "": hit,
        f"?project_id={world.project.id}": hit,
        f"?project_id={world.second_project.id}": miss,
        "?month=2026-10": hit,
        "?month=2026-09": miss,
        "?month=never": miss,
        "?kind=daily": hit,
        "?status=published": miss,
        "?q=云栖": hit,
        "?q=yqy": hit,
        "?q=和平": miss,
        f"?q={contract.vendor.legal_name}": hit,
        f"?q={contract.number}": hit,
        "?q=%00": hit,
        "?sort=nonsense&at=x": hit,
    }
    assert {query: _rows(client, base + query) for query in wanted} == wanted
    assert len(_rows(client, base + "findings/?severity=ordinary")) == 1
    assert len(_rows(client, base + "findings/?severity=serious")) == 0


def test_exports_hold_what_the_lists_show(world: World, contract: Contract) -> None:
    a_submitted(contract=contract, by=world.actor("project_supervisor"), faults={"CLN_1": 1.5})
    actor = world.actor("quality_officer")
    for spec, count in ((INSPECTIONS, 1), (FINDINGS, 1), (CHECKLISTS, 10)):
        rows = list(spec.rows(actor))
        if spec.prefetch is not None:
            spec.prefetch(rows)
        assert len(rows) == count
        assert all(str(column.value(row)) is not None for row in rows for column in spec.columns)


@pytest.fixture
def with_photo(world: World, contract: Contract) -> tuple[Inspection, int]:
    by = world.actor("project_supervisor")
    row = a_started(contract=contract, by=by)
    photo = filing.attach_photo(inspection_id=row.id, item_code="CLN-1", upload=a_photo(), by=by, at=AT)
    filing.submit_inspection(inspection_id=row.id, answers=answers(row.checklist, CLN_1=4), by=by, at=AT)
    return row, photo.id


def test_record_is_printed_with_photo_once(world: World, with_photo: tuple[Inspection, int]) -> None:
    row, _photo = with_photo
    officer = world.actor("quality_officer")
    paper: Any = papers.build(actor=officer, inspection_id=row.id)
    assert (paper.context.score, len(paper.context.findings), paper.vendor_id) == ("96.00", 1, None)
    assert paper.context.findings[0].photos[0].image.startswith("data:image/")
    made = print_paper("inspections.record", {"inspection_id": row.id}, language="zh-hans", by=officer, at=AT)
    again = print_paper("inspections.record", {"inspection_id": row.id}, language="zh-hans", by=officer, at=AT)
    assert (made.id, made.pages >= 1) == (again.id, True)


def test_button_orders_the_record(
    world: World, with_photo: tuple[Inspection, int], client_for: Callable[..., Client]
) -> None:
    row, _photo = with_photo
    url = f"/{world.tenant.slug}/inspections/{row.id}/print/"
    assert client_for("quality_officer").post(url).status_code == 302
    assert client_for("finance").post(url).status_code == 403


def _statuses(clients: dict[str, Client], url: str) -> dict[str, int]:
    found = {}
    for name, client in clients.items():
        answer = client.get(url)
        found[name] = answer.status_code
        if answer.streaming:
            list(answer.streaming_content)  # type: ignore[attr-defined]  # a file, read to its end
    return found


@pytest.mark.req("TEN-05")
def test_photo_is_read_by_staff_and_after_publication_by_its_vendor(
    world: World, contract: Contract, with_photo: tuple[Inspection, int], client_for: Callable[..., Client]
) -> None:
    row, photo_id = with_photo
    url = f"/{world.tenant.slug}/records/files/{photo_id}/small/"
    vendor = client_for(
        person=add_vendor_person(world, vendor_id=contract.vendor_id, vendor_name="v", role="vendor_manager").person
    )
    other = a_contract_to_inspect(project=world.second_project)
    rival = client_for(
        person=add_vendor_person(world, vendor_id=other.vendor_id, vendor_name="w", role="vendor_manager").person
    )
    seen = {"staff": client_for("auditor"), "vendor": vendor, "rival": rival, "finance": client_for("finance")}
    before = _statuses(seen, url)
    assert before == {"staff": 200, "vendor": 404, "rival": 404, "finance": 404}
    from inspections.actions import judging  # the one act between the two looks

    judging.publish_inspection(inspection_id=row.id, by=world.actor("property_manager"), at=AT)
    after = _statuses(seen, url)
    assert after == {"staff": 200, "vendor": 200, "rival": 404, "finance": 404}


def test_vendor_pages_show_its_own_findings(
    world: World, contract: Contract, client_for: Callable[..., Client]
) -> None:
    a_published(
        contract=contract,
        by=world.actor("project_supervisor"),
        judge=world.actor("property_manager"),
        faults={"CLN_1": 4},
        kind=InspectionType.SELF_CHECK,
    )
    member = add_vendor_person(world, vendor_id=contract.vendor_id, vendor_name="v", role="vendor_supervisor")
    client, base = client_for(person=member.person, language="zh-hans"), f"/{world.tenant.slug}/inspections/"
    assert len(_rows(client, base)) == 1
    assert len(_rows(client, base + "findings/")) == 1
    for page in ("today/", "plan/", "start/", "checklists/", f"checklists/{the_checklist().template_id}/"):
        assert client.get(base + page).status_code == 403
    assert Inspection.objects.get().month == date(2026, 10, 1)
