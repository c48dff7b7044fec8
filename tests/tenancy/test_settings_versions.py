"""Rules and figures have versions: drafted, approved by another person, in force from a day, never changed (TEN-09)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone

from records.models import JournalEntry
from tenancy import queries
from tenancy.actions import settings
from tenancy.choices import SettingsStatus
from tenancy.context import acting_for
from tenancy.errors import AlreadyDone, NotAllowed, RuleBroken
from tenancy.models import SettingsVersion
from tests.factories.tenancy import AT, World

pytestmark = [pytest.mark.django_db, pytest.mark.req("TEN-09")]

ON = date(2026, 10, 15)
AREA = "scoring"


def _draft(world: World, *, effective_on: date = date(2026, 11, 1), **values: object) -> SettingsVersion:
    current = queries.settings_in_force(AREA, ON).values
    return settings.draft_settings(
        area=AREA,
        values={**current, **values},
        effective_on=effective_on,
        reason="board decision",
        by=world.actor("quality_officer"),
        at=AT,
        today=ON,
    )


def test_day_one_gives_every_area_an_approved_version(world: World) -> None:
    with acting_for(world.tenant):
        found = set(
            SettingsVersion.objects.filter(number=1, status=SettingsStatus.APPROVED).values_list("area", flat=True)
        )
    assert found == set(django_settings.SETTING_AREAS)


def test_approved_version_is_in_force_from_its_day_and_the_old_one_before(world: World) -> None:
    with acting_for(world.tenant):
        version = _draft(world)
        assert version.number == 2
        settings.approve_settings(version_id=version.id, by=world.actor("general_manager"), at=AT, today=ON)
        before = queries.settings_in_force(AREA, date(2026, 10, 31)).number
        after = queries.settings_in_force(AREA, date(2026, 11, 1)).number
        events = list(JournalEntry.objects.filter(object_id=version.id).order_by("id").values_list("event", flat=True))
    assert (before, after) == (1, 2)
    assert events[:2] == ["tenancy.settings_drafted", "tenancy.settings_approved"]


def test_a_draft_is_not_in_force(world: World) -> None:
    with acting_for(world.tenant):
        _draft(world)
        assert queries.settings_in_force(AREA, date(2027, 1, 1)).number == 1


def test_the_drafter_cannot_approve_even_with_both_roles(world: World) -> None:
    from tenancy.actions import people

    with acting_for(world.tenant):
        version = _draft(world)
        people.grant_role(membership=world.member("quality_officer"), role="general_manager", unit=None, by=None, at=AT)
        both = world.actor("quality_officer")
        with pytest.raises(NotAllowed) as refusal:
            settings.approve_settings(version_id=version.id, by=both, at=AT, today=ON)
        version.refresh_from_db()
    assert (refusal.value.code, version.status) == ("own_draft", "draft")


@pytest.mark.parametrize("role", ["property_manager", "auditor", "finance"])
def test_others_neither_draft_nor_approve(world: World, role: str) -> None:
    actor = world.actor(role)
    with acting_for(world.tenant):
        version = _draft(world)
        values = queries.settings_in_force(AREA, ON).values
        with pytest.raises(NotAllowed):
            settings.draft_settings(area=AREA, values=values, effective_on=ON, reason="x", by=actor, at=AT, today=ON)
        with pytest.raises(NotAllowed):
            settings.approve_settings(version_id=version.id, by=actor, at=AT, today=ON)
        assert SettingsVersion.objects.filter(area=AREA).count() == 2


def test_draft_that_begins_in_the_past_is_refused(world: World) -> None:
    with acting_for(world.tenant), pytest.raises(RuleBroken) as refusal:
        _draft(world, effective_on=ON - timedelta(days=1))
    assert (refusal.value.code, refusal.value.field) == ("in_the_past", "effective_on")


def test_approval_after_the_day_has_passed_is_refused(world: World) -> None:
    with acting_for(world.tenant):
        version = _draft(world)
        with pytest.raises(RuleBroken) as refusal:
            settings.approve_settings(
                version_id=version.id, by=world.actor("general_manager"), at=AT, today=date(2026, 11, 2)
            )
    assert refusal.value.code == "in_the_past"


def test_second_decision_says_somebody_was_faster(world: World) -> None:
    manager = world.actor("general_manager")
    with acting_for(world.tenant):
        version = _draft(world)
        settings.withdraw_settings(version_id=version.id, by=world.actor("quality_officer"), at=AT)
        with pytest.raises(AlreadyDone):
            settings.approve_settings(version_id=version.id, by=manager, at=AT, today=ON)


def test_web_draft_compare_approve(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        current = queries.settings_in_force(AREA, ON).values
    officer, manager = client_for("quality_officer"), client_for("general_manager")
    form = officer.get(f"/alpha/settings/{AREA}/draft/").context["form"]
    entered = {name: form[name].value() for name in form.fields if name not in {"effective_on", "reason"}}
    entered["complaints.minor"] = "1.5"
    day = (timezone.now().astimezone(UTC) + timedelta(days=40)).date()
    bad = officer.post(f"/alpha/settings/{AREA}/draft/", {**entered, "weights.inspection": "99"})
    assert bad.status_code == 422
    good = officer.post(
        f"/alpha/settings/{AREA}/draft/", {**entered, "effective_on": day.isoformat(), "reason": "年度调整"}
    )
    assert (good.status_code, good["Location"]) == (302, f"/alpha/settings/{AREA}/2/")
    page = officer.get(f"/alpha/settings/{AREA}/2/")
    assert [line.value for line in page.context["changed"]] == ["1.5"]
    assert page.context["allowed_actions"] == ["withdraw"]
    assert officer.get(f"/alpha/settings/{AREA}/compare/?new=2&old=1").status_code == 200
    assert manager.get(f"/alpha/settings/{AREA}/2/").context["allowed_actions"] == ["approve"]
    assert manager.get(f"/alpha/settings/{AREA}/2/approve/").status_code == 200
    assert manager.post(f"/alpha/settings/{AREA}/2/approve/").status_code == 302
    with acting_for(world.tenant):
        version = SettingsVersion.objects.get(area=AREA, number=2)
    assert version.status == "approved"
    assert set(version.values) == set(current)


def test_web_unknown_area_is_not_found(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("quality_officer")
    for path in ("nothing/", "nothing/draft/", "nothing/compare/", f"{AREA}/99/"):
        assert client.get(f"/alpha/settings/{path}").status_code == 404


def test_web_overview_counts_drafts(world: World, client_for: Callable[..., Client]) -> None:
    with acting_for(world.tenant):
        _draft(world)
    areas = {one["code"]: one["drafts"] for one in client_for("auditor").get("/alpha/settings/").context["areas"]}
    assert areas[AREA] == 1


def test_moment_of_approval_is_kept_with_the_version(world: World) -> None:
    at = datetime(2026, 10, 20, 3, 0, tzinfo=UTC)
    with acting_for(world.tenant):
        version = _draft(world)
        settings.approve_settings(version_id=version.id, by=world.actor("general_manager"), at=at, today=ON)
        version.refresh_from_db()
    assert (version.approved_at, version.approved_by_id) == (at, world.person("general_manager").id)
