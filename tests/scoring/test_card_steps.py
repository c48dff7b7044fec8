"""From computed to published, and what may happen after: who, in which order, what is frozen, who sees it."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from records.models import JournalEntry, JournalSeal
from scoring.actions import adjustment as proposals
from scoring.actions import card as verbs
from scoring.choices import CardStatus, EvidenceKind, LineText, MeasureKind, ProvenAct
from scoring.errors import AdjustmentOutOfRange, CardIsFrozen, ReasonMissing
from scoring.models import Adjustment, Receipt, Scorecard
from scoring.queries.cards import is_closed, receipt_of
from scoring.verification import verify
from tenancy.errors import AlreadyDone, IllegalTransition, NotAllowed
from tests.factories.scoring import AT, MONTH, add_complaint
from tests.scoring.conftest import Month

pytestmark = pytest.mark.django_db
REWARD = proposals.Measure(MeasureKind.REWARD, "抢险及时", "台风当夜值守记录", points=200)


def url(name: str, *args: object) -> str:
    """Return an address of the tenant under test."""
    return reverse(f"scoring:{name}", args=("alpha", *args))


@pytest.mark.req("SCO-03", "SCO-11")
def test_evaluated_confirmed_published(month: Month) -> None:
    card = month.publish(month.good)
    assert card.status == CardStatus.PUBLISHED.value
    assert is_closed(month.good.contract.pk, MONTH.first_day)
    assert not is_closed(month.poor.contract.pk, MONTH.first_day)
    events = list(
        JournalEntry.objects.filter(object_type="scoring.scorecard").order_by("id").values_list("event", flat=True)
    )
    assert events == ["scoring.card_evaluated", "scoring.card_confirmed", "scoring.card_published"]


@pytest.mark.parametrize("role", ["quality_officer", "property_manager", "auditor", "general_manager"])
def test_only_customer_service_evaluates(month: Month, role: str) -> None:
    with pytest.raises(NotAllowed):
        verbs.evaluate_card(card_id=month.card(month.good).pk, evaluation="x", by=month.actor(role), at=AT)
    assert month.card(month.good).status == CardStatus.COMPUTED.value


@pytest.mark.parametrize("role", ["customer_service", "property_manager", "general_manager", "tenant_admin"])
def test_only_quality_publishes(month: Month, role: str) -> None:
    card = month.evaluate_and_confirm(month.good)
    with pytest.raises(NotAllowed):
        verbs.publish_cards(card_ids=[card.pk], by=month.actor(role), at=AT)
    assert month.card(month.good).published_at is None


def test_steps_are_not_skipped_and_not_done_twice(month: Month) -> None:
    card = month.card(month.good)
    with pytest.raises(IllegalTransition):
        verbs.confirm_card(card_id=card.pk, by=month.actor("property_manager"), at=AT)
    month.publish(month.good)
    with pytest.raises(AlreadyDone):
        verbs.publish_card(card_id=card.pk, by=month.actor("quality_officer"), at=AT)


def test_an_empty_evaluation_is_refused(month: Month) -> None:
    with pytest.raises(ReasonMissing):
        verbs.evaluate_card(
            card_id=month.card(month.good).pk, evaluation="  ", by=month.actor("customer_service"), at=AT
        )


def test_bulk_publication_reports_card_by_card(month: Month) -> None:
    ready, not_ready = month.evaluate_and_confirm(month.good), month.card(month.poor)
    outcomes = verbs.publish_cards(card_ids=[ready.pk, not_ready.pk], by=month.actor("quality_officer"), at=AT)
    assert [(one.card_id, one.code) for one in outcomes] == [(ready.pk, ""), (not_ready.pk, "illegal_transition")]
    assert month.card(month.poor).published_at is None


@pytest.mark.req("SCO-11")
def test_a_published_card_is_frozen_even_for_the_database(month: Month) -> None:
    card = month.publish(month.good)
    for sql in [
        "update scoring_scorecard set total = 1, sort_total = 1 where id = %s",
        "update scoring_scorecard set grade = 'D' where id = %s",
        "delete from scoring_scorecard where id = %s",
        "update scoring_receipt set content = '[]' where card_id = %s",
        "delete from scoring_receipt where card_id = %s",
    ]:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [card.pk])
    with pytest.raises(CardIsFrozen):
        proposals.propose_adjustment(card_id=card.pk, measure=REWARD, by=month.actor("quality_officer"), at=AT)


def test_reward_is_computed_into_the_card_when_a_second_person_approves(month: Month) -> None:
    card = month.card(month.poor)
    row = proposals.propose_adjustment(card_id=card.pk, measure=REWARD, by=month.actor("quality_officer"), at=AT)
    assert month.card(month.poor).total == 7691
    proposals.decide_adjustment(adjustment_id=row.pk, approve=True, note="", by=month.actor("general_manager"), at=AT)
    card = month.card(month.poor)
    assert (card.base_total, card.adjustment_points, card.total, card.revision) == (7691, 200, 7891, 2)
    (line,) = [line for line in receipt_of(card) if line.evidence_kind is EvidenceKind.ADJUSTMENT]
    assert (line.text, dict(line.params)) == (
        LineText.REWARD,
        {"approver": "general_manager alpha", "reason": "抢险及时"},
    )
    assert verify(month.world.tenant).wrong == []


def test_nobody_decides_his_own_proposal(month: Month) -> None:
    row = proposals.propose_adjustment(
        card_id=month.card(month.poor).pk, measure=REWARD, by=month.actor("quality_officer"), at=AT
    )
    Adjustment.objects.filter(pk=row.pk).update(proposed_by_id=month.actor("general_manager").person_id)
    with pytest.raises(NotAllowed):
        proposals.decide_adjustment(
            adjustment_id=row.pk, approve=True, note="", by=month.actor("general_manager"), at=AT
        )
    assert month.card(month.poor).adjustment_points == 0


@pytest.mark.parametrize(
    ("kind", "points"), [(MeasureKind.REWARD, 501), (MeasureKind.PENALTY, 1001), (MeasureKind.REWARD, 0)]
)
def test_points_stay_within_the_limits(month: Month, kind: MeasureKind, points: int) -> None:
    measure = proposals.Measure(kind, "理由", "证据", points=points)
    with pytest.raises(AdjustmentOutOfRange):
        proposals.propose_adjustment(
            card_id=month.card(month.good).pk, measure=measure, by=month.actor("quality_officer"), at=AT
        )
    assert not Adjustment.objects.exists()


def test_a_proven_act_is_grade_d_whatever_the_total(month: Month) -> None:
    measure = proposals.Measure(MeasureKind.PROVEN_ACT, "转包", "合同复印件", act=ProvenAct.ONWARD_ASSIGNMENT)
    row = proposals.propose_adjustment(
        card_id=month.card(month.good).pk, measure=measure, by=month.actor("quality_officer"), at=AT
    )
    proposals.decide_adjustment(adjustment_id=row.pk, approve=True, note="", by=month.actor("general_manager"), at=AT)
    card = month.card(month.good)
    assert (card.total, card.grade) == (9782, "D")


@pytest.mark.req("SCO-11")
def test_an_approved_correction_makes_a_new_version_beside_the_old(month: Month) -> None:
    old = month.publish(month.good)
    kept = list(Receipt.objects.filter(card=old).values())
    add_complaint(month.good, severity="ordinary")
    row = proposals.propose_correction(card_id=old.pk, reason="投诉补录", by=month.actor("quality_officer"), at=AT)
    with pytest.raises(NotAllowed):
        proposals.decide_correction(
            correction_id=row.pk, approve=True, note="", by=month.actor("quality_officer"), at=AT
        )
    row = proposals.decide_correction(
        correction_id=row.pk, approve=True, note="", by=month.actor("general_manager"), at=AT
    )
    new = month.card(month.good)
    old.refresh_from_db()
    assert (new.pk, new.version, new.status, new.total) == (row.new_card_id, 2, "published", 9645)
    assert (old.version, old.status, old.total, old.is_current) == (1, "revised", 9782, False)
    assert list(Receipt.objects.filter(card=old).values()) == kept
    assert verify(month.world.tenant).wrong == []


def test_publication_is_sealed_at_once_by_the_page(
    month: Month, client_for: Callable[..., Client], django_capture_on_commit_callbacks: object
) -> None:
    card = month.evaluate_and_confirm(month.good)
    answer = client_for("quality_officer").post(url("card_publish", card.pk))
    assert answer.status_code == 302
    entry = JournalEntry.objects.get(event="scoring.card_published")
    assert JournalSeal.objects.filter(entry=entry).exists()
    assert Scorecard.objects.get(pk=card.pk).published_at is not None
