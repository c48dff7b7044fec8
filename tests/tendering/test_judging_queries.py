"""What judging costs: 30 bids, 9 judges and 40 lines are ranked and shown in at most 10 reads."""

import time
from collections.abc import Callable

import pytest
from django.test import Client

from tenancy.models import Tenant
from tendering.actions.panel import close_panel
from tendering.models import Judge, JudgeScore, RankedBid, SheetSum
from tests.factories.judging import Opened, a_judge, a_scored_tender, an_opened_tender, check_all
from tests.factories.tenancy import AT, World
from tests.factories.vendors import reads_of, statements

BIDS, JUDGES, LINES = 30, 9, 40
# 40 lines: 38 of service and one financial one that judges fill in, and the price.
MANY = (
    *((f"S{number:02}", "service", f"服务项{number}", 184, False) for number in range(1, LINES - 1)),
    ("F01", "financial", "费用构成", 1000, False),
    ("F02", "financial", "报价", 2000, True),
)


def a_large_panel(world: World) -> Opened:
    """Make a tender with 30 valid bids and 9 sheets of 39 lines handed in."""
    opened = an_opened_tender(world, bids=BIDS, items=MANY)
    check_all(opened)
    for number in range(JUDGES):
        judge, _actor = a_judge(opened, f"评委{number}")
        JudgeScore.objects.bulk_create(
            JudgeScore(
                tender=opened.tender,
                judge=judge,
                opened_bid=bid,
                item=item,
                points=(item.max_points * (60 + (place * 7 + number * 3 + line) % 40)) // 100,
            )
            for place, bid in enumerate(opened.bids)
            for line, item in enumerate(opened.items)
            if not item.is_price
        )
    Judge.objects.update(submitted_at=AT, sheet_sha256="0" * 64)
    return opened


@pytest.mark.slow
@pytest.mark.req("TND-21")
def test_thirty_bids_nine_judges_forty_lines_rank_and_render_in_ten_reads(
    world: World, tenant: Tenant, client_for: Callable[..., Client]
) -> None:
    """The ranking adds up 10,530 scores in the database; the page reads the weighed sums."""
    opened = a_large_panel(world)
    assert JudgeScore.objects.count() == BIDS * JUDGES * (LINES - 1)
    began = time.perf_counter()
    with statements() as seen:
        close_panel(tender_id=opened.tender.id, by=opened.officer, at=AT)
    took = time.perf_counter() - began
    assert len(reads_of("tendering", seen)) <= 10, reads_of("tendering", seen)
    assert (RankedBid.objects.count(), SheetSum.objects.count()) == (BIDS, BIDS * JUDGES * 2)
    client = client_for("auditor")
    with statements() as seen:
        answer = client.get(f"/alpha/tendering/{opened.tender.id}/ranking/")
    assert answer.status_code == 200
    assert len(reads_of("tendering", seen)) <= 10, reads_of("tendering", seen)
    assert took < 20


@pytest.mark.parametrize("page", ["bids/", "panel/", "ranking/", "award/"])
def test_a_page_costs_the_same_for_three_bids_and_for_six(
    world: World, tenant: Tenant, client_for: Callable[..., Client], page: str
) -> None:
    """No read for each row."""
    few, many = a_scored_tender(world), a_scored_tender(world, bids=6)
    client = client_for("auditor")
    counts = []
    for opened in (few, many):
        with statements() as seen:
            assert client.get(f"/alpha/tendering/{opened.tender.id}/{page}").status_code == 200
        counts.append(len(reads_of("tendering", seen)))
    assert counts[0] == counts[1]
