"""The door to the wall: who gets in, as whom, and what is rolled back (security.md 1, house-style "A request")."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tenancy.actions import people, tokens
from tenancy.context import acting_for, current_wall
from tenancy.models import ApiToken, Membership, OrgUnit, Person
from tests.factories.tenancy import AT, World

pytestmark = pytest.mark.django_db
UNITS = "/api/v1/tenancy/units/"


def _token(world: World, role: str = "tenant_admin", *, days: int = 30, at: datetime | None = None) -> str:
    with acting_for(world.tenant):
        _row, clear = tokens.create_token(by=world.actor(role), name="test", days=days, at=at or timezone.now())
    return clear


def _call(token: str) -> int:
    return Client().get(UNITS, headers={"Authorization": f"Token {token}"}).status_code


# --- sessions -------------------------------------------------------------------------------------
def test_stranger_is_sent_to_the_login_and_back(world: World, client: Client) -> None:
    answer = client.get("/alpha/organisation/?all=1")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/alpha/organisation/?all=1")


def test_expired_login_in_a_fragment_redirects_the_whole_page(world: World, client: Client) -> None:
    answer = client.get("/alpha/organisation/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, "/accounts/login/?next=/alpha/organisation/")


@pytest.mark.req("TEN-01")
def test_member_of_one_tenant_finds_nothing_at_the_other(world: World, client_for: Callable[..., Client]) -> None:
    assert client_for("tenant_admin").get("/beta/").status_code == 404


@pytest.mark.req("TEN-01")
def test_disabled_person_with_an_old_session_gets_nothing(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("tenant_admin")
    Person.objects.filter(id=world.person("tenant_admin").id).update(is_active=False)
    assert client.get("/alpha/").status_code == 302
    assert client.get(UNITS).status_code == 401


def test_switched_off_membership_gets_nothing(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("auditor")
    Membership.objects.filter(id=world.member("auditor").id).update(is_active=False)
    assert client.get("/alpha/").status_code == 404
    assert client.get(UNITS).status_code == 404
    assert client.get("/", follow=True).status_code == 403


def test_membership_ends_after_its_last_day(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("auditor")
    today = timezone.localdate()
    rows = Membership.objects.filter(id=world.member("auditor").id)
    rows.update(valid_until=today)
    assert client.get("/alpha/").status_code == 200
    rows.update(valid_until=today - timedelta(days=1))
    assert client.get("/alpha/").status_code == 404


def test_switched_off_tenant_is_closed(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("tenant_admin")
    type(world.tenant).objects.filter(id=world.tenant.id).update(is_active=False)
    assert client.get("/alpha/").status_code == 404


def test_switch_makes_another_membership_the_active_one(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("auditor")
    with acting_for(world.other):
        second = people.add_member(email="auditor@alpha.example", name="x", by=None, at=AT)
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/alpha/"
    answer = client.post("/switch/", {"membership": second.id})
    assert (answer.status_code, answer["Location"]) == (302, "/beta/")
    assert client.get("/", follow=True).redirect_chain[-1][0] == "/beta/"
    assert client.get("/beta/").status_code == 200


@pytest.mark.parametrize("wanted", ["", "x", "0", "99999999999999999999"])
def test_switch_to_nobody_is_not_found(world: World, client_for: Callable[..., Client], wanted: str) -> None:
    assert client_for("auditor").post("/switch/", {"membership": wanted}).status_code == 404


def test_switch_to_a_strangers_membership_is_not_found(world: World, client_for: Callable[..., Client]) -> None:
    foreign = world.member("auditor", tenant=world.other)
    assert client_for("auditor").post("/switch/", {"membership": foreign.id}).status_code == 404


def test_switch_wants_a_post(world: World, client_for: Callable[..., Client]) -> None:
    assert client_for("auditor").get("/switch/").status_code == 405


# --- language -------------------------------------------------------------------------------------
@pytest.mark.req("TEN-10")
def test_language_of_the_person_wins_over_browser_and_cookie(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("auditor", language="zh-hans")
    client.cookies["django_language"] = "en"
    answer = client.get("/alpha/", headers={"Accept-Language": "en"})
    assert answer["Content-Language"] == "zh-hans"
    assert "我的待办" in answer.content.decode()


@pytest.mark.req("TEN-10")
def test_language_is_remembered_for_person_and_browser(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("auditor", language="zh-hans")
    client.post("/language/", {"language": "en", "next": "/alpha/"})
    assert Person.objects.get(id=world.person("auditor").id).language == "en"
    assert client.get("/alpha/")["Content-Language"] == "en"
    stranger = Client()
    stranger.post("/language/", {"language": "zh-hant"})
    assert stranger.get("/accounts/login/")["Content-Language"] == "zh-hant"


def test_unknown_language_changes_nothing(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("auditor", language="en")
    client.post("/language/", {"language": "tlh", "next": "https://elsewhere.example/"})
    assert Person.objects.get(id=world.person("auditor").id).language == "en"


def test_language_switch_never_leads_elsewhere(world: World, client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"


# --- tokens ---------------------------------------------------------------------------------------
def test_token_opens_the_api_of_its_tenant_and_notes_the_day(world: World) -> None:
    token = _token(world)
    answer = Client().get(UNITS, headers={"Authorization": f"Token {token}"})
    names = {row["name"] for row in answer.json()["results"]}
    assert (answer.status_code, "alpha 云栖苑" in names, any("beta" in name for name in names)) == (200, True, False)
    assert ApiToken.objects.get().last_used_on is not None


def test_token_is_stored_as_a_hash_only(world: World) -> None:
    token = _token(world)
    assert token not in str(ApiToken.objects.values().get())


def test_token_that_ran_out_is_refused(world: World) -> None:
    assert _call(_token(world, days=1, at=datetime(2020, 1, 1, tzinfo=UTC))) == 401


def test_token_that_was_revoked_is_refused(world: World) -> None:
    token = _token(world)
    with acting_for(world.tenant):
        tokens.revoke_token(token_id=ApiToken.objects.get().id, by=world.actor("tenant_admin"), at=timezone.now())
    assert _call(token) == 401


@pytest.mark.parametrize("token", ["", "qct_wrong", "x" * 5000, "\x7f"])
def test_wrong_token_is_refused(world: World, token: str) -> None:
    assert _call(token) == 401


def test_token_of_a_switched_off_member_is_refused(world: World) -> None:
    token = _token(world, "auditor")
    Membership.objects.filter(id=world.member("auditor").id).update(is_active=False)
    assert _call(token) == 401


def test_token_does_not_ride_on_a_session(world: World, client_for: Callable[..., Client]) -> None:
    client = client_for("tenant_admin", person=world.person("tenant_admin", tenant=world.other))
    answer = client.get(UNITS, headers={"Authorization": f"Token {_token(world)}"})
    assert all("beta" not in row["name"] for row in answer.json()["results"])
    assert client.get(UNITS, headers={"Authorization": "Token nothing"}).status_code == 401


def test_session_without_csrf_token_is_refused_by_the_api(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.person("tenant_admin"))
    assert client.post(UNITS, {}).status_code in {403, 405}
    assert client.get(UNITS).status_code == 200


# --- second factor --------------------------------------------------------------------------------
@pytest.mark.parametrize(("role", "location"), [("general_manager", "/accounts/2fa/"), ("auditor", None)])
def test_roles_with_power_need_a_second_factor(
    world: World, client_for: Callable[..., Client], settings: Settings, role: str, location: str
) -> None:
    settings.MFA_REQUIRED = True
    answer = client_for(role).get("/alpha/")
    assert answer.headers.get("Location") == (reverse("mfa_index") if location else None)
    assert answer.status_code == (302 if location else 200)


def test_demo_says_that_it_is_one(world: World, client_for: Callable[..., Client], settings: Settings) -> None:
    settings.DEMO = True
    assert "every company, person and score here is invented" in client_for("auditor").get("/alpha/").content.decode()


# --- transactions ---------------------------------------------------------------------------------
def test_page_that_fails_leaves_nothing(
    world: World, client_for: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tenancy.views import organisation as pages

    def fails_late(*args: object, **kwargs: object) -> None:
        raise RuntimeError("after the verb")

    monkeypatch.setattr(pages.messages, "success", fails_late)
    client = client_for("tenant_admin")
    client.raise_request_exception = False
    answer = client.post(f"/alpha/organisation/{world.company.id}/add/", {"kind": "department", "name": "half"})
    assert answer.status_code == 500
    with acting_for(world.tenant):
        assert OrgUnit.objects.filter(name="half").count() == 0


def test_refusal_nobody_caught_rolls_back_and_says_why(
    world: World, client_for: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    from tenancy.actions import organisation
    from tenancy.errors import NotAllowed

    real = organisation.add_unit

    def adds_then_refuses(**kwargs: object) -> None:
        real(**kwargs)  # type: ignore[arg-type]  # handed through
        raise NotAllowed

    monkeypatch.setattr(organisation, "add_unit", adds_then_refuses)
    from tenancy.views import organisation as pages

    monkeypatch.setattr(pages, "refuse_on_form", lambda form, error: (_ for _ in ()).throw(error))
    answer = client_for("tenant_admin").post(
        f"/alpha/organisation/{world.company.id}/add/", {"kind": "department", "name": "half"}
    )
    assert answer.status_code == 403
    with acting_for(world.tenant):
        assert OrgUnit.objects.filter(name="half").count() == 0


def test_upload_is_read_before_the_transaction_opens(world: World, rf: RequestFactory) -> None:
    from django.http import HttpResponse

    from tenancy.middleware import TenantMiddleware

    seen = []

    class Slow:
        def __init__(self, body: bytes) -> None:
            self.body = body

        def read(self, size: int = -1) -> bytes:
            seen.append(current_wall())
            body, self.body = self.body, b""
            return body

        def close(self) -> None:
            self.body = b""

    request = rf.post("/alpha/organisation/", {"a": "b"})
    request.__dict__["_stream"] = Slow(b"a=b")
    request.META["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
    request.content_type = "application/x-www-form-urlencoded"
    request.__dict__.update(_read_started=False, user=world.person("auditor"), session={}, htmx=False)
    answer = TenantMiddleware(lambda inner: HttpResponse(inner.POST["a"]))(request)
    assert answer.content == b"b"
    assert seen
    assert set(seen) == {None}


def test_wall_is_gone_after_the_answer(world: World, client_for: Callable[..., Client]) -> None:
    client_for("auditor").get("/alpha/")
    assert current_wall() is None
