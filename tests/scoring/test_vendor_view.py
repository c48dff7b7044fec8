"""What a vendor sees of its scores: its own published cards with their receipts, and nobody else's name (SCO-16)."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from scoring.actions import card as card_verbs
from scoring.choices import EvidenceKind
from scoring.models import Adjustment, Receipt, Scorecard, ScoringRun
from tenancy.context import acting_for
from tenancy.errors import NotAllowed
from tests.factories.scoring import AT, add_complaint
from tests.factories.tenancy import World, add_vendor_person
from tests.scoring.conftest import Month, evidence_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("SCO-16", "TEN-05")]


def url(name: str, *args: object) -> str:
    """Return an address of the tenant under test."""
    return reverse(f"scoring:{name}", args=("alpha", *args))


def test_before_publication_there_is_nothing(month: Month, vendor_client: Client) -> None:
    card = month.card(month.good)
    assert month.good.contract.number not in vendor_client.get(url("card_list")).content.decode()
    assert vendor_client.get(url("card_detail", card.pk)).status_code == 404


def test_own_published_card_with_receipt(month: Month, vendor_client: Client) -> None:
    card = month.publish(month.good)
    page = vendor_client.get(url("card_detail", card.pk))
    assert page.status_code == 200
    content = page.content.decode()
    assert "97.82" in content
    (evidence,) = evidence_of(card, EvidenceKind.INSPECTION)
    assert f'href="/alpha/inspections/{evidence}/"' in content


def test_no_rival_is_named_anywhere(month: Month, vendor_client: Client) -> None:
    own = month.publish(month.good)
    rival = month.publish(month.poor)
    for address in [url("card_list"), url("card_detail", own.pk), f"/alpha/?x={rival.pk}"]:
        content = vendor_client.get(address).content.decode()
        assert month.poor.vendor.legal_name not in content
        assert month.blind.vendor.legal_name not in content
    assert vendor_client.get(url("card_detail", rival.pk)).status_code == 404
    for name in ("ranking", "heat_map", "trial", "run_list"):
        answer = vendor_client.get(url(name))
        assert answer.status_code == 403
        assert month.poor.vendor.legal_name not in answer.content.decode()


@pytest.mark.parametrize("name", ["card_evaluate", "card_publish", "adjustment_propose", "correction_propose"])
def test_a_vendor_changes_nothing(month: Month, vendor_client: Client, name: str) -> None:
    card = month.publish(month.good)
    before = Scorecard.objects.filter(pk=card.pk).values().get()
    assert vendor_client.post(url(name, card.pk), {"reason": "x", "evaluation": "x"}).status_code == 403
    assert Scorecard.objects.filter(pk=card.pk).values().get() == before


def test_the_wall_itself_shows_own_published_rows_only(month: Month, world: World) -> None:
    own = month.publish(month.good)
    month.publish(month.poor)
    add_complaint(month.good)
    with acting_for(world.tenant, vendor_id=month.good.vendor.pk):
        assert list(Scorecard.objects.values_list("id", flat=True)) == [own.pk]
        assert set(Receipt.objects.values_list("card_id", "revision")) == {(own.pk, own.revision)}
        assert not ScoringRun.objects.exists()
        assert not Adjustment.objects.exists()


def test_an_older_revision_stays_behind_the_wall(month: Month, world: World) -> None:
    add_complaint(month.good, severity="minor")
    from scoring.actions.run import compute_month
    from tenancy.rules.actor import system_actor
    from tests.factories.scoring import MONTH

    compute_month(month=MONTH, by=system_actor(world.tenant.pk), at=AT)
    month.publish(month.good)
    with acting_for(world.tenant, vendor_id=month.good.vendor.pk):
        assert set(Receipt.objects.values_list("revision", flat=True)) == {2}


def test_a_vendor_supervisor_has_no_right_to_cards(month: Month, world: World) -> None:
    card = month.publish(month.good)
    member = add_vendor_person(
        world, vendor_id=month.good.vendor.pk, vendor_name="万安", role="vendor_supervisor", email="s@x.example"
    )
    client = Client()
    client.force_login(member.person)
    assert client.get(url("card_list")).status_code == 403
    assert client.get(url("card_detail", card.pk)).status_code == 404


def test_another_tenant_finds_nothing(month: Month, client_for: Callable[..., Client], world: World) -> None:
    card = month.publish(month.good)
    client = client_for(person=world.person("quality_officer", tenant=world.other))
    assert client.get(url("card_detail", card.pk)).status_code == 404
    assert client.get(reverse("scoring:card_detail", args=("beta", card.pk))).status_code == 404
    assert client.post(reverse("scoring:card_publish", args=("beta", card.pk))).status_code == 404
    assert client.get(f"/api/v1/scoring/cards/{card.pk}/").status_code == 404


def test_a_manager_of_another_project_finds_nothing(month: Month, world: World) -> None:
    from tenancy.actions import people
    from tenancy.models import RoleGrant

    member = world.member("property_manager")
    RoleGrant.objects.filter(membership=member).delete()
    people.grant_role(membership=member, role="property_manager", unit=world.second_project, by=None, at=AT)
    client = Client()
    client.force_login(member.person)
    assert client.get(url("card_detail", month.card(month.good).pk)).status_code == 404
    assert client.get(url("card_detail", month.card(month.poor).pk)).status_code == 200
    with pytest.raises(NotAllowed):
        card_verbs.confirm_card(card_id=month.card(month.good).pk, by=world.actor("property_manager"), at=AT)
