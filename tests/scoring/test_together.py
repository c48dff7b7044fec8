"""The steps of many cards at once keep every rule of the single step: all or nothing, each card in the journal."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.models import JournalEntry, Notification
from scoring.actions import together
from scoring.actions.card import evaluate_card
from scoring.choices import CardStatus
from scoring.errors import CardIsFrozen, ReasonMissing
from scoring.models import Scorecard, ScoringRun
from tenancy.errors import AlreadyDone, IllegalTransition, NotAllowed
from tests.factories.scoring import AT
from tests.factories.tenancy import add_vendor_person
from tests.scoring.conftest import Month
from vendors.models import VendorRating

pytestmark = pytest.mark.django_db


def _ids(month: Month) -> list[int]:
    return [month.card(chain).pk for chain in (month.good, month.poor, month.blind)]


def _texts(month: Month) -> dict[int, str]:
    return dict(zip(_ids(month), ["本月稳定。", "需要加强。", "本月稳定。"], strict=True))


def _evaluate(month: Month, role: str = "customer_service") -> int:
    return together.evaluate_together(evaluations=_texts(month), by=month.actor(role), at=AT)


def _confirm(month: Month, role: str = "property_manager") -> int:
    return together.confirm_together(card_ids=_ids(month), by=month.actor(role), at=AT)


def _publish(month: Month, role: str = "quality_officer") -> int:
    return together.publish_together(card_ids=_ids(month), by=month.actor(role), at=AT)


def _events() -> list[str]:
    return list(JournalEntry.objects.filter(object_type="scoring.scorecard").values_list("event", flat=True))


def _states(month: Month) -> list[str]:
    return [card.status for card in Scorecard.objects.filter(id__in=_ids(month)).order_by("id")]


@pytest.mark.req("SCO-03", "SCO-11", "VEN-09", "NTF-03")
def test_all_cards_of_a_month_are_evaluated_confirmed_and_published(month: Month) -> None:
    member = add_vendor_person(month.world, vendor_id=month.good.vendor.pk, vendor_name="good", role="vendor_manager")
    assert (_evaluate(month), _confirm(month), _publish(month)) == (3, 3, 3)
    card = month.card(month.poor)
    assert (card.status, card.evaluation, card.published_at) == ("published", "需要加强。", AT)
    assert [card.evaluated_by_id, card.confirmed_by_id, card.published_by_id] == [
        month.actor(role).person_id for role in ("customer_service", "property_manager", "quality_officer")
    ]
    steps = ["scoring.card_evaluated", "scoring.card_confirmed", "scoring.card_published"]
    assert sorted(_events()) == sorted(steps * 3)
    entry = JournalEntry.objects.get(event=steps[2], object_id=card.pk)
    assert (entry.subject_vendor_id, entry.changes) == (
        card.vendor_id,
        {"status": ["confirmed", "published"], "total": card.total, "grade": card.grade, "digest": card.digest},
    )
    run = ScoringRun.objects.get()
    assert (run.card_count, run.published_count, run.status) == (3, 3, "published")
    assert VendorRating.objects.filter(is_current=True).count() == 3
    assert list(Notification.objects.values_list("membership_id", "event")) == [(member.pk, "scoring.card_published")]


@pytest.mark.parametrize("step", [_evaluate, _confirm, _publish])
def test_a_wrong_role_changes_nothing(month: Month, step: Callable[..., int]) -> None:
    before = _states(month)
    with pytest.raises(NotAllowed):
        step(month, "auditor")
    assert (_states(month), _events()) == (before, [])


def test_one_card_that_may_not_step_stops_all(month: Month) -> None:
    with pytest.raises(IllegalTransition):
        _confirm(month)
    evaluate_card(card_id=month.card(month.good).pk, evaluation="x", by=month.actor("customer_service"), at=AT)
    with pytest.raises(AlreadyDone):
        _evaluate(month)
    assert _states(month) == [CardStatus.EVALUATED, CardStatus.COMPUTED, CardStatus.COMPUTED]
    assert _events() == ["scoring.card_evaluated"]


def test_an_empty_text_stops_all(month: Month) -> None:
    texts = {**_texts(month), month.card(month.blind).pk: " "}
    with pytest.raises(ReasonMissing):
        together.evaluate_together(evaluations=texts, by=month.actor("customer_service"), at=AT)
    assert (set(_states(month)), _events()) == ({"computed"}, [])


def test_published_twice_is_refused(month: Month) -> None:
    _evaluate(month)
    _confirm(month)
    _publish(month)
    with pytest.raises(AlreadyDone):
        _publish(month)
    with pytest.raises(CardIsFrozen):
        _evaluate(month)
    assert len(_events()) == 9


def test_a_card_that_is_not_there_stops_all(month: Month) -> None:
    texts = {**_texts(month), 10**12: "x"}
    with pytest.raises(Scorecard.DoesNotExist):
        together.evaluate_together(evaluations=texts, by=month.actor("customer_service"), at=AT)
    assert (set(_states(month)), _events()) == ({"computed"}, [])


def test_three_cards_cost_as_many_statements_as_one(month: Month) -> None:
    first, *others = _ids(month)
    officer, clerk, manager = (
        month.actor(role) for role in ("quality_officer", "customer_service", "property_manager")
    )

    def cost(ids: list[int]) -> int:
        with CaptureQueriesContext(connection) as seen:
            together.evaluate_together(evaluations=dict.fromkeys(ids, "x"), by=clerk, at=AT)
            together.confirm_together(card_ids=ids, by=manager, at=AT)
            together.publish_together(card_ids=ids, by=officer, at=AT)
        return len(seen)

    assert cost([first]) == cost(others)
