"""A thousand submissions in the last moments before the deadline, the closing at the same time: none slips in later."""

import threading
import time
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from tenancy.context import acting_for
from tenancy.errors import DomainError
from tendering.actions import bid as verbs
from tendering.actions import box, closing
from tendering.actions.clarifying import Present, record_meeting
from tendering.errors import DeadlineAhead
from tendering.models import Bid, Invitation, Tender
from tendering.queries.seals import database_clock
from tests.factories.bids import Inviting, a_sealed_file, accept, an_inviting_tender, prepare
from tests.factories.tenancy import AT, make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

VENDORS, THREADS, SUBMISSIONS = 12, 12, 1000


def _ready(vendors: int) -> Inviting:
    """Return a tender whose bidders have each a full envelope in preparation, visit and meeting on record."""
    world = make_world()
    with acting_for(world.tenant):
        made = an_inviting_tender(world, vendors=vendors)
        for number in range(vendors):
            accept(made, number)
            prepare(made, number)
        earlier = timezone.now() - timedelta(hours=1)
        for occasion in ("visit", "clarification"):
            record_meeting(
                tender_id=made.tender.id,
                occasion=occasion,
                held_at=earlier,
                place="云栖苑",
                our_people="李敏",
                notes="",
                present=[Present(made.invitation(number).id, is_present=True) for number in range(vendors)],
                by=world.actor("tender_officer"),
                at=timezone.now(),
            )
    return made


def _set_deadline(made: Inviting, moment: datetime) -> None:
    with acting_for(made.world.tenant):
        Tender.objects.filter(id=made.tender.id).update(deadline_at=moment, opens_at=moment)
        Invitation.objects.filter(tender=made.tender).update(deadline_at=moment, opens_at=moment)


class Crowd:
    """Threads that submit envelopes again and again, each for one vendor, until their share is used up."""

    def __init__(self, made: Inviting, until: datetime) -> None:
        self.made, self.until = made, until
        self.accepted: list[Any] = []
        self.refused: list[str] = []
        self.lock = threading.Lock()

    def run(self, number: int, share: int) -> None:
        manager = self.made.manager(number)
        try:
            with self.made.wall(number):
                invitation_id = self.made.invitation(number).id
            for _unused in range(share):
                self._once(number, invitation_id, manager)
        finally:
            connections.close_all()

    def _once(self, number: int, invitation_id: int, manager: Any) -> None:
        try:
            with self.made.wall(number):
                if not Bid.objects.filter(invitation_id=invitation_id, status="draft").exists():
                    verbs.begin_from_submitted(invitation_id=invitation_id, by=manager, at=AT)
                bid = verbs.submit_bid(invitation_id=invitation_id, by=manager, at=AT)
                moment = bid.received_at
        except DomainError as error:
            with self.lock:
                self.refused.append(str(error.code))
        else:
            with self.lock:
                self.accepted.append(moment)


@pytest.mark.req("TND-17")
def test_nothing_is_accepted_after_the_deadline_or_appears_after_the_list_was_read() -> None:
    made = _ready(VENDORS)
    deadline = timezone.now() + timedelta(seconds=4)
    _set_deadline(made, deadline)
    crowd = Crowd(made, deadline)
    threads = [
        threading.Thread(target=crowd.run, args=(number, SUBMISSIONS // THREADS + 1)) for number in range(THREADS)
    ]
    seen: list[list[tuple[int, str]]] = []

    def close() -> None:
        """Try to close from before the deadline on, and read the list the moment it is closed."""
        try:
            while True:
                try:
                    with acting_for(made.world.tenant):
                        closing.close_bids(
                            tender_id=made.tender.id, by=made.world.actor("tender_officer"), at=timezone.now()
                        )
                        seen.append(_in_the_box(made))
                except DeadlineAhead:
                    time.sleep(0.02)
                else:
                    return
        finally:
            connections.close_all()

    threads.append(threading.Thread(target=close))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert len(crowd.accepted) + len(crowd.refused) >= SUBMISSIONS
    assert set(crowd.refused) <= {"not_taking_bids"}
    assert crowd.refused, "nobody was late: the deadline was not tried"
    assert crowd.accepted, "everybody was late: the deadline was not tried"
    assert max(crowd.accepted) < deadline
    with acting_for(made.world.tenant):
        assert _in_the_box(made) == seen[0]
        assert Bid.objects.filter(tender=made.tender, received_at__gte=deadline).count() == 0
        assert Tender.objects.get(id=made.tender.id).status == "bids_closed"


def _in_the_box(made: Inviting) -> list[tuple[int, str]]:
    rows = Bid.objects.filter(tender=made.tender).exclude(status="draft").order_by("id")
    return list(rows.values_list("id", "status"))


@pytest.mark.req("TND-17")
def test_closing_waits_for_a_submission_under_way_and_then_finds_it() -> None:
    made = _ready(1)
    _set_deadline(made, timezone.now() + timedelta(seconds=1))
    inside, go_on, counted = threading.Event(), threading.Event(), []

    def submit() -> None:
        try:
            with made.wall():
                verbs.submit_bid(invitation_id=made.invitation().id, by=made.manager(), at=AT)
                inside.set()
                go_on.wait(timeout=10)
        finally:
            connections.close_all()

    def close() -> None:
        try:
            inside.wait(timeout=10)
            time.sleep(1.2)
            with acting_for(made.world.tenant):
                locked = box.locked_box(made.tender.id)
                counted.append((locked.is_past_deadline, Bid.objects.filter(status="submitted").count()))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=submit), threading.Thread(target=close)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    assert counted == []
    go_on.set()
    for thread in threads:
        thread.join(timeout=20)
    assert counted == [(True, 1)]


def test_two_windows_of_one_bidder_make_one_envelope() -> None:
    made = _ready(1)
    with acting_for(made.world.tenant):
        first = Bid.objects.get()
    results: list[str] = []
    start = threading.Barrier(2)

    def submit() -> None:
        try:
            with made.wall():
                start.wait(timeout=10)
                verbs.submit_bid(invitation_id=made.invitation().id, by=made.manager(), at=AT)
                results.append("done")
        except DomainError as error:
            results.append(str(error.code))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=submit) for _unused in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(results) == ["already_done", "done"]
    with acting_for(made.world.tenant):
        assert list(Bid.objects.values_list("id", "status")) == [(first.id, "submitted")]


def test_the_clock_is_the_databases_and_moves_within_a_transaction() -> None:
    world = make_world()
    with acting_for(world.tenant), connection.cursor() as cursor:
        cursor.execute("select now()")
        began = cursor.fetchone()[0]
        time.sleep(0.05)
        assert database_clock() - began >= timedelta(milliseconds=50)


def test_a_file_refused_for_lateness_leaves_nothing_behind() -> None:
    made = _ready(1)
    _set_deadline(made, timezone.now() - timedelta(seconds=1))
    upload = a_sealed_file()
    with pytest.raises(DomainError, match="not_taking_bids"), made.wall():
        verbs.add_file(invitation_id=made.invitation().id, slot="other", upload=upload, by=made.manager(), at=AT)
    assert not upload.is_kept
