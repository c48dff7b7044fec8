"""Verbs on scorecards: evaluate, confirm, publish. A published card never changes (SCO-11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from records import journal
from records.actions.notification import notify
from scoring.actions.run import COUNTED, count_cards
from scoring.choices import CardStatus
from scoring.errors import CardIsFrozen, ReasonMissing
from scoring.models import Scorecard, ScoringRun
from scoring.rules import lifecycle, may
from tenancy.context import require_wall
from tenancy.errors import AlreadyDone, DomainError, IllegalTransition, NotAllowed
from tenancy.models import Membership
from tenancy.roles import Permission
from tenancy.rules.actor import Actor
from tenancy.web import tenant_url
from vendors.actions.rating import PublishedGrade, publish_ratings

MAX_EVALUATION = 4000


def locked_card(card_id: int) -> Scorecard:
    """Return the card, locked until the transaction ends."""
    return Scorecard.objects.select_for_update(of=("self",), no_key=True).get(id=card_id)


def check_step(card: Scorecard, to: CardStatus) -> None:
    """Raise AlreadyDone, CardIsFrozen or IllegalTransition unless the card may take this step now."""
    if card.status == to.value:
        raise AlreadyDone
    if card.published_at is not None:
        raise CardIsFrozen
    if not card.is_current:
        raise IllegalTransition(card.status, to.value)
    lifecycle.check(CardStatus(card.status), to)


def evaluate_card(*, card_id: int, evaluation: str, by: Actor, at: datetime) -> Scorecard:
    """Write the monthly evaluation in words; customer service answers for it (SCO-03)."""
    with transaction.atomic():
        card = locked_card(card_id)
        may.require(by, Permission.CARD_EVALUATE, card.project_id)
        check_step(card, CardStatus.EVALUATED)
        if not evaluation.strip():
            raise ReasonMissing("evaluation")
        old = card.status
        card.status, card.evaluation = CardStatus.EVALUATED.value, evaluation.strip()[:MAX_EVALUATION]
        card.evaluated_at, card.evaluated_by_id = at, by.person_id
        card.save(update_fields=["status", "evaluation", "evaluated_at", "evaluated_by"])
        _journal("scoring.card_evaluated", card, by=by, at=at, changes={"status": [old, card.status]})
    return card


def confirm_card(*, card_id: int, by: Actor, at: datetime) -> Scorecard:
    """Confirm an evaluated card: the property manager of its project."""
    with transaction.atomic():
        card = locked_card(card_id)
        may.require(by, Permission.CARD_CONFIRM, card.project_id)
        check_step(card, CardStatus.CONFIRMED)
        old = card.status
        card.status, card.confirmed_at, card.confirmed_by_id = CardStatus.CONFIRMED.value, at, by.person_id
        card.save(update_fields=["status", "confirmed_at", "confirmed_by"])
        _journal("scoring.card_confirmed", card, by=by, at=at, changes={"status": [old, card.status]})
    return card


@dataclass(frozen=True)
class Outcome:
    """What became of one card of a bulk publication; ``code`` is empty when it was published."""

    card_id: int
    code: str = ""
    message: Any = ""


def publish_cards(*, card_ids: Sequence[int], by: Actor, at: datetime) -> list[Outcome]:
    """Publish confirmed cards and report card by card; one that cannot be published stays as it is (SCO-03)."""
    may.require(by, Permission.CARD_PUBLISH)
    return [_publish_reported(card_id, by=by, at=at) for card_id in sorted(set(card_ids))]


def _publish_reported(card_id: int, *, by: Actor, at: datetime) -> Outcome:
    try:
        publish_card(card_id=card_id, by=by, at=at)
    except NotAllowed:
        raise
    except DomainError as error:
        return Outcome(card_id, error.code, error.message)
    return Outcome(card_id)


def publish_card(*, card_id: int, by: Actor, at: datetime) -> Scorecard:
    """Publish one confirmed card: its figures are frozen and its vendor is told (SCO-11, NTF-03)."""
    with transaction.atomic():
        card = locked_card(card_id)
        may.require(by, Permission.CARD_PUBLISH, card.project_id)
        check_step(card, CardStatus.PUBLISHED)
        old = card.status
        card.status, card.published_at, card.published_by_id = CardStatus.PUBLISHED.value, at, by.person_id
        card.save(update_fields=["status", "published_at", "published_by"])
        run = ScoringRun.objects.select_for_update(of=("self",), no_key=True).get(id=card.run_id)
        count_cards(run)
        run.save(update_fields=COUNTED)
        changes = {"status": [old, card.status], "total": card.total, "grade": card.grade, "digest": card.digest}
        _journal("scoring.card_published", card, by=by, at=at, changes=changes)
        hand_down([card], by=by, at=at)
        tell_vendor(card, event="scoring.card_published", at=at)
    return card


def hand_down(cards: Sequence[Scorecard], *, by: Actor, at: datetime) -> None:
    """Publish the grades of published cards down to the register, where tendering reads them (VEN-09)."""
    grades = [
        PublishedGrade(
            vendor_id=card.vendor_id,
            contract_number=card.contract.number,
            project_id=card.project_id,
            line_id=card.line_id,
            month=card.month,
            total=card.total,
            grade=card.grade,
            card_id=card.pk,
        )
        for card in cards
    ]
    publish_ratings(grades, by=by, at=at)


def tell_vendor(card: Scorecard, *, event: str, at: datetime) -> None:
    """Notify the people of the card's vendor (NTF-03), once per card."""
    members = Membership.objects.filter(tenant_id=require_wall().tenant_id, vendor_id=card.vendor_id, is_active=True)
    notify(
        event=event,
        text=gettext_noop("The scorecard of %(month)s for contract %(number)s is published."),
        params={"month": f"{card.month:%Y-%m}", "number": card.contract.number},
        url=tenant_url("scoring:card_detail", card.pk),
        to=list(members.values_list("id", flat=True)),
        at=at,
        key=f"scoring.card:{card.pk}",
    )


def _journal(event: str, card: Scorecard, *, by: Actor, at: datetime, changes: dict[str, Any]) -> None:
    journal.record(event, card, by=by, at=at, changes=changes, subject_vendor_id=card.vendor_id)
