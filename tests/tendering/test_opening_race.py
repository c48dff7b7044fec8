"""Two hands at one seal: sealing and opening happen once."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from tenancy.context import acting_for
from tenancy.errors import DomainError
from tendering.actions import opening, sealing
from tendering.actions.opening import Secrets
from tendering.models import OpenedBid, PapersHandover, TenderSeal
from tests.factories.openings import ready_to_open
from tests.factories.tenancy import AT, World, make_world
from tests.factories.tendering import CUSTODIAN_PASSPHRASE, MANAGER_PASSPHRASE, make_keys, make_tender

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def _both(world: World, act: Callable[[], Any]) -> list[str]:
    start, results = threading.Barrier(2), []

    def run() -> None:
        try:
            with acting_for(world.tenant):
                start.wait(timeout=30)
                act()
                results.append("done")
        except DomainError as error:
            results.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(results)


@pytest.mark.req("TND-12")
def test_papers_sealed_at_once_are_sealed_once() -> None:
    world = make_world()
    with acting_for(world.tenant):
        tender = make_tender(world, status="papers_approved")
        make_keys(world)
    custodian = world.actor("office_custodian")
    assert _both(world, lambda: sealing.seal_papers(tender_id=tender.id, by=custodian, at=AT)) == [
        "already_done",
        "done",
    ]
    with acting_for(world.tenant):
        assert TenderSeal.objects.count() == 1


@pytest.mark.req("TND-13")
def test_a_tender_opened_at_once_is_opened_once() -> None:
    world = make_world()
    with acting_for(world.tenant):
        tender = ready_to_open(world, prices=("1.00", "2.00"))
    typed = Secrets(manager_passphrase=MANAGER_PASSPHRASE, custodian_passphrase=CUSTODIAN_PASSPHRASE)
    custodian = world.actor("office_custodian")
    results = _both(world, lambda: opening.open_tender(tender_id=tender.id, secrets_typed=typed, by=custodian, at=AT))
    with acting_for(world.tenant):
        assert (results, OpenedBid.objects.count(), PapersHandover.objects.count()) == (["already_done", "done"], 2, 1)
