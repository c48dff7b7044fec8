"""Finished inspections arrive whole, one or many, and two threads never file one twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from contracts.models import Contract
from inspections import errors
from inspections.actions import filed, filing, judging
from inspections.choices import InspectionType
from inspections.models import Inspection, ItemResult
from records.models import JournalEntry
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, DomainError, NotAllowed
from tenancy.models import Tenant
from tests.factories.inspections import (
    ON,
    a_contract_to_inspect,
    a_filing,
    a_started,
    a_submitted,
    answers,
    the_checklist,
)
from tests.factories.tenancy import AT, World
from tests.factories.vendors import a_line, system

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(world: World, tenant: Tenant) -> Contract:
    return a_contract_to_inspect(project=world.project)


def _file(contract: Contract, **facts: Any) -> Inspection:
    values: dict[str, Any] = {
        "line": a_line(),
        "checklist": the_checklist(),
        "kind": InspectionType.COMPANY,
        "inspected_on": ON,
        "inspector_name": "王检查",
        "results": answers(CLN_1=3, P_01="na"),
        "by": system(),
        "at": AT,
    }
    return filed.file_inspection(contract=contract, **(values | facts))


@pytest.mark.req("INS-11")
def test_file_inspection_is_submitted_and_scored_like_one_from_the_phone(world: World, contract: Contract) -> None:
    row = _file(contract)
    phone = a_submitted(contract=contract, by=world.actor("project_supervisor"), faults={"CLN_1": 3, "P_01": "na"})
    same = ("status", "score", "max_total", "deduction_total", "sections", "month", "vendor_id", "project_id")
    assert [getattr(row, name) for name in same] == [getattr(phone, name) for name in same]
    assert (row.inspector_name, row.score, row.submitted_at) == ("王检查", 9684, AT)


def test_file_inspection_twice_gives_the_first(contract: Contract) -> None:
    client_id = uuid4()
    assert _file(contract, client_id=client_id).id == _file(contract, client_id=client_id).id
    assert (Inspection.objects.count(), JournalEntry.objects.filter(event__endswith="submitted").count()) == (1, 1)


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"inspected_on": ON + timedelta(days=1)}, errors.InTheFuture),
        ({"inspected_on": ON.replace(year=2025)}, errors.ContractNotInForce),
        ({"kind": InspectionType.HQ_SPECIAL}, errors.ThemeMissing),
        ({"results": answers}, errors.Incomplete),
    ],
)
def test_file_inspection_refused_leaves_nothing(
    contract: Contract, facts: dict[str, Any], error: type[DomainError]
) -> None:
    if callable(facts.get("results")):
        facts = {"results": answers()[1:]}
    before = JournalEntry.objects.count()
    with pytest.raises(error):
        _file(contract, **facts)
    assert (Inspection.objects.count(), ItemResult.objects.count(), JournalEntry.objects.count()) == (0, 0, before)


def test_file_inspection_of_another_line_is_refused(contract: Contract) -> None:
    with pytest.raises(errors.LineNotInContract):
        _file(contract, line=a_line("SEC"), checklist=the_checklist("SEC"))
    with pytest.raises(errors.NoChecklist):
        _file(contract, checklist=the_checklist("SEC"))


def test_file_inspection_without_the_right_is_refused(world: World, contract: Contract) -> None:
    with pytest.raises(NotAllowed):
        _file(contract, by=world.actor("customer_service"))


def test_file_many_is_all_or_nothing(contract: Contract) -> None:
    good = a_filing(contract=contract)
    bad = replace(good, results=answers()[1:])
    with pytest.raises(errors.Incomplete):
        filed.file_many(filings=[good, bad], by=system())
    assert Inspection.objects.count() == 0


def test_file_many_and_publish_many_cost_little_however_many(
    contract: Contract, django_assert_num_queries: Callable[..., Any]
) -> None:
    filings = [a_filing(contract=contract, kind=InspectionType.DAILY, faults={"CLN_1": 1}) for _ in range(5)]
    with django_assert_num_queries(10):
        rows = filed.file_many(filings=filings, by=system())
    with django_assert_num_queries(9):
        judging.publish_many(inspection_ids=[one.id for one in rows], by=system(), at=AT)
    assert Inspection.objects.filter(status="published", score=9900).count() == 5


# --- races -----------------------------------------------------------------------------------------
def _in_threads(tenant: Tenant, *works: Callable[[], Any]) -> list[Any]:
    def run(work: Callable[[], Any]) -> Any:
        try:
            with acting_for(tenant):
                return work()
        except DomainError as refused:
            return type(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_at_once_start_submit_and_publish_once(world: World) -> None:
    with acting_for(world.tenant):
        contract = a_contract_to_inspect(project=world.project)
    inspector, manager, client_id = world.actor("project_supervisor"), world.actor("property_manager"), uuid4()

    def start() -> int:
        return a_started(contract=contract, by=inspector, client_id=client_id).id

    first, second = _in_threads(world.tenant, start, start)
    assert first == second

    def submit() -> str:
        given = answers()
        return filing.submit_inspection(inspection_id=first, answers=given, by=inspector, at=AT).status

    assert sorted(map(str, _in_threads(world.tenant, submit, submit))) == sorted(map(str, ["submitted", AlreadyDone]))

    def publish() -> str:
        return judging.publish_inspection(inspection_id=first, by=manager, at=AT).status

    assert sorted(map(str, _in_threads(world.tenant, publish, publish))) == sorted(map(str, ["published", AlreadyDone]))
    with acting_for(world.tenant):
        counted = {
            name: JournalEntry.objects.filter(event=f"inspections.inspection_{name}").count()
            for name in ("started", "submitted", "published")
        }
    assert counted == {"started": 1, "submitted": 1, "published": 1}
