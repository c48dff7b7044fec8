"""What an owners' committee member sees: contracts and published cards of the lines it is admitted to (TEN-06)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from contracts.queries import contracts_visible_to
from scoring.queries.cards import cards_visible_to
from tenancy.actions.owners import admit_owner
from tenancy.context import acting_for
from tests.factories.scoring import AT
from tests.factories.tenancy import World
from tests.scoring.conftest import Month

pytestmark = [pytest.mark.django_db, pytest.mark.req("TEN-06")]


def _admit(world: World, project_id: int, lines: list[str]) -> None:
    admit_owner(
        project_id=project_id,
        membership_id=world.member("owner_rep").id,
        capacity="observer",
        lines=lines,
        by=None,
        at=AT,
        on=date(2026, 10, 15),
    )


def _seen(month: Month) -> tuple[list[int], list[int]]:
    actor = month.world.actor("owner_rep")
    contracts = contracts_visible_to(actor).order_by("id").values_list("id", flat=True)
    return list(contracts), list(cards_visible_to(actor).values_list("contract_id", flat=True))


def test_nothing_is_seen_without_an_admission(month: Month, client_for: Callable[..., Client]) -> None:
    month.publish(month.good)
    assert _seen(month) == ([], [])
    client = client_for("owner_rep")
    assert [client.get(f"/alpha/{path}/").status_code for path in ("contracts", "scoring/cards")] == [403, 403]


def test_admitted_line_of_the_project_is_seen_and_nothing_else(
    month: Month, client_for: Callable[..., Client], settings: Any
) -> None:
    card, draft = month.publish(month.good), month.card(month.poor)
    _admit(month.world, month.good.project.id, ["CLN"])
    at_project = [one for one in (month.good, month.poor, month.blind) if one.project == month.good.project]
    assert _seen(month) == (sorted(one.contract.id for one in at_project), [month.good.contract.id])
    client = client_for("owner_rep")
    shown = client.get("/alpha/scoring/cards/").content.decode()
    assert (month.good.vendor.legal_name in shown, client.get(f"/alpha/scoring/cards/{card.id}/").status_code) == (
        True,
        200,
    )
    assert client.get(f"/alpha/scoring/cards/{draft.id}/").status_code == 404
    assert client.get(f"/api/v1/scoring/cards/{draft.id}/").status_code == 404
    assert client.get("/alpha/inspections/").status_code == 403


def test_another_line_or_project_is_not_seen(month: Month) -> None:
    month.publish(month.good)
    _admit(month.world, month.good.project.id, ["SEC"])
    assert _seen(month) == ([], [])


def test_admission_does_not_narrow_another_role(month: Month) -> None:
    """Whoever also holds a role of the company sees by that role what it shows."""
    _admit(month.world, month.good.project.id, ["SEC"])
    with acting_for(month.world.tenant):
        auditor = cards_visible_to(month.world.actor("auditor")).count()
    assert auditor == 3
