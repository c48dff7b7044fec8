"""A month of three contracts at two projects, computed; and the same as published."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import time_machine
from django.test import Client

from scoring.actions import card as card_verbs
from scoring.actions import run as run_verbs
from scoring.choices import EvidenceKind
from scoring.models import Scorecard
from scoring.queries.cards import receipt_of
from tenancy.rules.actor import Actor, system_actor
from tests.factories.scoring import AT, MONTH, Chain, add_complaint, add_inspection, make_chain
from tests.factories.tenancy import World, add_vendor_person


@dataclass
class Month:
    """The computed month: ``good`` and ``poor`` clean, ``blind`` was never inspected."""

    world: World
    good: Chain
    poor: Chain
    blind: Chain
    actors: dict[str, Actor] = field(default_factory=dict)

    def card(self, chain: Chain) -> Scorecard:
        """Return the current card of a contract."""
        return Scorecard.objects.get(contract=chain.contract, month=MONTH.first_day, is_current=True)

    def actor(self, role: str) -> Actor:
        """Return the actor of a role, built once."""
        if role not in self.actors:
            self.actors[role] = self.world.actor(role)
        return self.actors[role]

    def evaluate_and_confirm(self, chain: Chain) -> Scorecard:
        """Take a card up to the door of publication."""
        card = self.card(chain)
        card_verbs.evaluate_card(
            card_id=card.pk, evaluation="本月保洁质量稳定。", by=self.actor("customer_service"), at=AT
        )
        return card_verbs.confirm_card(card_id=card.pk, by=self.actor("property_manager"), at=AT)

    def publish(self, chain: Chain) -> Scorecard:
        """Publish a contract's card."""
        card = self.evaluate_and_confirm(chain)
        return card_verbs.publish_card(card_id=card.pk, by=self.actor("quality_officer"), at=AT)


def evidence_of(card: Scorecard, kind: EvidenceKind) -> list[int | None]:
    """Return the ids of the evidence of one kind that the card's stored receipt names."""
    return [line.evidence_id for line in receipt_of(card) if line.evidence_kind is kind]


@pytest.fixture
def october() -> Iterator[None]:
    """It is the middle of October 2026: September is over."""
    with time_machine.travel("2026-10-15T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def month(world: World, tenant: object, october: None) -> Month:
    """Three contracts, evidence of September, computed once."""
    good = make_chain(world.project, name="万安保洁有限公司", number="HT-2026-001")
    poor = make_chain(world.second_project, name="金和清洁服务有限公司", number="HT-2026-002")
    blind = make_chain(world.project, name="恒信保洁有限公司", number="HT-2026-003")
    add_inspection(good, deductions={1: 300})
    add_inspection(poor, deductions={1: 1000, 2: 1000, 3: 500}, multipliers={1: 150})
    add_complaint(poor, severity="serious", answered_after_days=9, number="TS-202609-001")
    add_complaint(poor, responsibility="unfounded", number="TS-202609-002")
    run_verbs.compute_month(month=MONTH, by=system_actor(world.tenant.pk), at=AT)
    return Month(world, good, poor, blind)


@pytest.fixture
def vendor_client(month: Month) -> Client:
    """The vendor manager of ``month.good``, logged in."""
    member = add_vendor_person(
        month.world, vendor_id=month.good.vendor.pk, vendor_name=month.good.vendor.legal_name, role="vendor_manager"
    )
    type(member.person).objects.filter(pk=member.person_id).update(language="en")
    client = Client()
    client.force_login(member.person)
    return client
