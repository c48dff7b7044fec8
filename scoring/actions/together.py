"""The steps of many cards at once, for takeovers and whole months: every rule of the single verb, all or nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from records import journal
from scoring.actions.card import MAX_EVALUATION, check_step, hand_down, tell_vendor
from scoring.actions.run import count_cards
from scoring.choices import CardStatus
from scoring.errors import ReasonMissing
from scoring.models import Scorecard, ScoringRun
from scoring.rules import may
from tenancy.context import require_wall
from tenancy.models import Membership
from tenancy.roles import Permission
from tenancy.rules.actor import Actor


def evaluate_together(*, evaluations: Mapping[int, str], by: Actor, at: datetime) -> int:
    """Write the monthly evaluation of several cards, given by card id (SCO-03); return how many.

    Raises what ``evaluate_card`` raises, and then no card is changed.
    """
    with transaction.atomic():
        cards = _stepping(evaluations, CardStatus.EVALUATED, Permission.CARD_EVALUATE, by)
        of_text: dict[str, list[int]] = defaultdict(list)
        for card in cards:
            text = evaluations[card.pk].strip()[:MAX_EVALUATION]
            if not text:
                raise ReasonMissing("evaluation")
            of_text[text].append(card.pk)
        for text, ids in of_text.items():
            Scorecard.objects.filter(id__in=ids).update(evaluation=text)
        _step(cards, CardStatus.EVALUATED, by=by, at=at, evaluated_at=at, evaluated_by_id=by.person_id)
    return len(cards)


def confirm_together(*, card_ids: Iterable[int], by: Actor, at: datetime) -> int:
    """Confirm several evaluated cards; return how many. Raises what ``confirm_card`` raises."""
    with transaction.atomic():
        cards = _stepping(card_ids, CardStatus.CONFIRMED, Permission.CARD_CONFIRM, by)
        _step(cards, CardStatus.CONFIRMED, by=by, at=at, confirmed_at=at, confirmed_by_id=by.person_id)
    return len(cards)


def publish_together(*, card_ids: Iterable[int], by: Actor, at: datetime) -> int:
    """Publish several confirmed cards, hand their grades down and tell their vendors; return how many.

    Raises what ``publish_card`` raises (SCO-11, VEN-09, NTF-03).
    """
    with transaction.atomic():
        cards = _stepping(card_ids, CardStatus.PUBLISHED, Permission.CARD_PUBLISH, by)
        _step(cards, CardStatus.PUBLISHED, by=by, at=at, published_at=at, published_by_id=by.person_id)
        runs = ScoringRun.objects.select_for_update(of=("self",), no_key=True)
        for run in runs.filter(id__in={card.run_id for card in cards}).order_by("id"):
            count_cards(run)
            run.save(update_fields=["card_count", "insufficient_count", "published_count", "status"])
        hand_down(cards, by=by, at=at)
        told = _vendors_with_people()
        for card in cards:
            if card.vendor_id in told:
                tell_vendor(card, event="scoring.card_published", at=at)
    return len(cards)


def _stepping(ids: Iterable[int], to: CardStatus, permission: Permission, by: Actor) -> list[Scorecard]:
    """Return the cards, locked in the order of their ids, after asking whether each may take the step."""
    wanted = set(ids)
    rows = Scorecard.objects.select_for_update(of=("self",), no_key=True).select_related("contract")
    cards = list(rows.filter(id__in=wanted).order_by("id"))
    if len(cards) != len(wanted):
        raise Scorecard.DoesNotExist
    for card in cards:
        may.require(by, permission, card.project_id)
        check_step(card, to)
    return cards


def _step(cards: Sequence[Scorecard], to: CardStatus, *, by: Actor, at: datetime, **marks: Any) -> None:
    """Write the state and who brought it about when, the same for all of the cards, and a journal entry for each."""
    Scorecard.objects.filter(id__in=[card.pk for card in cards]).update(status=to.value, **marks)
    facts = []
    for card in cards:
        changes: dict[str, Any] = {"status": [card.status, to.value]}
        if to is CardStatus.PUBLISHED:
            changes |= {"total": card.total, "grade": card.grade, "digest": card.digest}
        facts.append(journal.Fact(card, at, changes, card.vendor_id))
    journal.record_many(f"scoring.card_{to.value}", facts, by=by)


def _vendors_with_people() -> set[int | None]:
    members = Membership.objects.filter(tenant_id=require_wall().tenant_id, vendor_id__isnull=False, is_active=True)
    return set(members.values_list("vendor_id", flat=True))
