"""Pages cost the same number of queries whatever they show; those of this room are counted by their tables."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from scoring.actions.run import compute_month
from tenancy.rules.actor import system_actor
from tests.factories.scoring import AT, MONTH, add_inspection, make_chain
from tests.scoring.conftest import Month

pytestmark = pytest.mark.django_db

# Queries on this room's tables; the frame's (to-do count included) are counted by the rooms they belong to.
QUERIES = {"card_list": 2, "ranking": 4, "heat_map": 2, "run_list": 2, "card_detail": 8}


def asked(client: Client, address: str) -> tuple[int, int]:
    """Return how many queries a page asks altogether, and how many on this room's tables beside the to-do count."""
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    own = [one["sql"] for one in found if '"scoring_' in one["sql"]]
    return len(found), len(own)


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_queries_do_not_grow_with_rows(month: Month, client_for: Callable[..., Client], name: str) -> None:
    client = client_for("office_custodian")  # reads cards and has no duties about them
    address = reverse(
        f"scoring:{name}", args=("alpha", *([month.card(month.good).pk] if name == "card_detail" else []))
    )
    client.get(address)
    before = asked(client, address)
    assert before[1] == QUERIES[name]
    for number in range(3):
        chain = make_chain(month.world.project, name=f"第{number}保洁公司", number=f"HT-2026-1{number}")
        add_inspection(chain, score=9000 - number)
        add_inspection(month.good, score=9100)
    compute_month(month=MONTH, by=system_actor(month.world.tenant.pk), at=AT)
    assert asked(client, address) == before
