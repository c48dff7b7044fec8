"""The tenant's profile sets default labels and approval steps (TEN-02)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from records.actions.approval import set_chain
from records.approval_queries import chain_of
from records.models import JournalEntry
from tenancy.actions import organisation
from tenancy.choices import Side, UnitKind
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, NotAllowed, RuleBroken
from tenancy.models import Tenant
from tenancy.queries import profile_effects
from tenancy.roles import ROLE_LABELS, Role
from tests.factories.tenancy import AT, World

pytestmark = pytest.mark.django_db

WORDS = {
    "enterprise": ("甲方", "物业项目", "总经理", ("general_manager",)),
    "logistics_office": (
        "甲方（行政后勤处）",
        "服务场所",
        "行政后勤处负责人",
        ("property_manager", "general_manager"),
    ),
    "owners_committee": ("甲方（业主委员会）", "小区", "业主委员会主任", ("owner_rep", "general_manager")),
}


def _events(world: World) -> list[str]:
    with acting_for(world.tenant):
        return list(JournalEntry.objects.order_by("id").values_list("event", flat=True))


def _profile(world: World) -> str:
    return str(Tenant.objects.values_list("profile", flat=True).get(id=world.tenant.id))


@pytest.mark.req("TEN-02")
@pytest.mark.parametrize("profile", WORDS)
def test_profile_sets_labels_and_approval_steps(world: World, profile: str) -> None:
    world.tenant.profile = profile
    with acting_for(world.tenant), translation.override("zh-hans"):
        seen = (
            str(Side.TENANT.label),
            str(UnitKind.PROJECT.label),
            str(ROLE_LABELS[Role.GENERAL_MANAGER]),
            chain_of("tenancy.settings"),
        )
        assert seen == WORDS[profile]


@pytest.mark.req("TEN-02")
def test_chain_the_tenant_set_itself_comes_before_the_profiles(world: World) -> None:
    world.tenant.profile = "logistics_office"
    with acting_for(world.tenant):
        set_chain(document_type="tenancy.settings", roles=["finance"], by=world.actor("tenant_admin"), at=AT)
        assert chain_of("tenancy.settings") == ("finance",)


def test_labels_outside_any_tenant_are_the_enterprises(world: World) -> None:
    with translation.override("en"):
        assert str(UnitKind.PROJECT.label) == "Project"
        with acting_for(world.tenant):
            words = [(one.project, one.chain) for one in profile_effects()]
    assert words == [
        ("Project", ["General manager"]),
        ("Site", ["Logistics manager on site", "Head of the logistics office"]),
        ("Residential area", ["Committee member", "Chair of the owners' committee"]),
    ]


@pytest.mark.req("TEN-02")
def test_profile_is_chosen_and_written_down(world: World) -> None:
    with acting_for(world.tenant):
        organisation.set_profile(profile="owners_committee", by=world.actor("tenant_admin"), at=AT)
        entry = JournalEntry.objects.latest("id")
    assert _profile(world) == "owners_committee"
    assert (entry.event, entry.changes) == (
        "tenancy.tenant_profile_set",
        {"profile": ["enterprise", "owners_committee"]},
    )


@pytest.mark.parametrize(
    ("role", "profile", "refusal"),
    [
        ("general_manager", "owners_committee", NotAllowed),
        ("tenant_admin", "village", RuleBroken),
        ("tenant_admin", "enterprise", AlreadyDone),
    ],
)
def test_profile_stays_when_refused(world: World, role: str, profile: str, refusal: type[Exception]) -> None:
    before = _events(world)
    actor = world.actor(role)
    with acting_for(world.tenant), pytest.raises(refusal):
        organisation.set_profile(profile=profile, by=actor, at=AT)
    assert (_profile(world), _events(world)) == ("enterprise", before)


def test_web_profile_page_shows_what_each_sets_and_keeps_the_choice(
    world: World, client_for: Callable[..., Client]
) -> None:
    client = client_for("tenant_admin", language="zh-hans")
    address = "/alpha/organisation/profile/"
    page = client.get(address).content.decode()
    assert [label in page for label in ("后勤现场管理员 → 行政后勤处负责人", "业主委员会委员 → 业主委员会主任")] == [
        True,
        True,
    ]
    refused = client.post(address, {"profile": "village"})
    assert (refused.status_code, _profile(world)) == (422, "enterprise")
    done = client.post(address, {"profile": "logistics_office"})
    assert (done.status_code, done["Location"], _profile(world)) == (302, "/alpha/organisation/", "logistics_office")
    tree = client.get("/alpha/organisation/").content.decode()
    assert "服务场所" in tree


@pytest.mark.parametrize("role", ["property_manager", "finance"])
def test_web_profile_is_the_administrators(world: World, client_for: Callable[..., Client], role: str) -> None:
    answer = client_for(role).post("/alpha/organisation/profile/", {"profile": "owners_committee"})
    assert (answer.status_code, _profile(world)) == (403, "enterprise")


def test_api_shows_and_sets_the_own_tenants_profile(world: World, client_for: Any) -> None:
    client = client_for("tenant_admin")
    api = "/api/v1/tenancy/companies/"
    assert [(row["slug"], row["profile"]) for row in client.get(api).json()["results"]] == [("alpha", "enterprise")]
    body = {"profile": "owners_committee"}
    foreign = client.post(f"{api}{world.other.id}/set-profile/", body, content_type="application/json")
    own = client.post(f"{api}{world.tenant.id}/set-profile/", body, content_type="application/json")
    twice = client.post(f"{api}{world.tenant.id}/set-profile/", body, content_type="application/json")
    assert (foreign.status_code, own.status_code, twice.status_code) == (404, 200, 409)
    assert (own.json()["profile"], twice.json()["code"]) == ("owners_committee", "already_done")
