"""The login: limits that no race gets past and that lock no owner out, mail through the outbox, sessions that end."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.signals import password_changed
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django import Settings

from tenancy import limits
from tenancy.actions.mail import MOST_ATTEMPTS, put_in_outbox, send_outgoing
from tenancy.models import OutgoingMail, Person, RateBucket
from tests.factories.tenancy import AT, PASSWORD, World

LOGIN = "/accounts/login/"
RESET = "/accounts/password/reset/"


def _person(world: World, role: str = "auditor") -> Person:
    person = world.person(role)
    person.set_password(PASSWORD)
    person.username = "13800001111"
    person.save()
    return person


def _try(password: str, *, address: str = "10.0.0.1", login: str = "auditor@alpha.example") -> int:
    answer = Client(REMOTE_ADDR=address).post(LOGIN, {"login": login, "password": password})
    return answer.status_code


@pytest.mark.django_db
@pytest.mark.parametrize("login", ["auditor@alpha.example", "AUDITOR@Alpha.Example", "13800001111"])
def test_login_by_address_or_phone_opens_the_first_page(world: World, client: Client, login: str) -> None:
    _person(world)
    answer = client.post(LOGIN, {"login": login, "password": PASSWORD}, follow=True)
    assert [address for address, _status in answer.redirect_chain] == ["/", "/alpha/"]


@pytest.mark.django_db
def test_guessing_stops_after_five_tries_and_the_owner_elsewhere_gets_in(world: World) -> None:
    _person(world)
    for _number in range(5):
        assert _try("wrong password here") == 200
    assert _try(PASSWORD) == 200
    assert _try(PASSWORD, address="10.0.0.2") == 302


@pytest.mark.django_db
def test_one_address_cannot_try_many_accounts(world: World) -> None:
    _person(world)
    for number in range(limits.LOGIN_PER_ADDRESS.most):
        _try("wrong password here", login=f"nobody{number}@alpha.example")
    assert _try(PASSWORD) == 200


@pytest.mark.django_db
def test_success_gives_the_tries_back(world: World) -> None:
    _person(world)
    for _number in range(10):
        assert _try(PASSWORD) == 302


@pytest.mark.django_db
def test_limit_opens_again_after_its_window() -> None:
    limit = limits.Limit("test", 1, timedelta(minutes=5))
    assert limits.take(limit, "a", now=AT) is True
    assert limits.take(limit, "a", now=AT + timedelta(minutes=4)) is False
    assert limits.take(limit, "a", now=AT + timedelta(minutes=5)) is True
    assert limits.take(limit, "b", now=AT) is True
    assert limits.forget_old(AT + timedelta(days=1)) == 2


@pytest.mark.django_db
def test_bucket_holds_neither_name_nor_address(world: World) -> None:
    _try("wrong password here")
    stored = " ".join(RateBucket.objects.values_list("key", flat=True))
    assert "alpha" not in stored
    assert "10.0.0.1" not in stored


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_forty_tries_at_once_let_exactly_five_through() -> None:
    def one(_number: int) -> bool:
        try:
            return limits.take(limits.LOGIN_PER_ACCOUNT_AND_ADDRESS, "a@x", "10.0.0.1", now=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(40))) == 5


@pytest.mark.django_db
def test_reset_answers_the_same_for_known_and_unknown_and_sends_nothing_in_the_request(world: World) -> None:
    _person(world)
    answers = [
        Client().post(RESET, {"email": address}) for address in ("auditor@alpha.example", "nobody@alpha.example")
    ]
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, f"{RESET}done/")] * 2
    assert mail.outbox == []
    assert list(OutgoingMail.objects.order_by("id").values_list("to", flat=True)) == [
        "auditor@alpha.example",
        "nobody@alpha.example",
    ]


@pytest.mark.django_db
def test_reset_mail_sets_a_new_password_and_its_text_is_emptied(world: World, client: Client) -> None:
    person = _person(world)
    client.post(RESET, {"email": person.email})
    assert send_outgoing(timezone.now()) == 1
    assert OutgoingMail.objects.values_list("body", flat=True).get() == ""
    found = re.search(r"http://testserver(/\S+)", str(mail.outbox[0].body))
    assert found is not None
    link = found.group(1)
    address = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(address, {"password1": "another long pass phrase", "password2": "another long pass phrase"})
    person.refresh_from_db()
    assert person.check_password("another long pass phrase")


@pytest.mark.django_db
def test_outbox_tries_again_later_and_gives_up(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    put_in_outbox(to="a@x.example", subject="s", body="secret", at=AT)
    now = AT
    for _number in range(MOST_ATTEMPTS):
        assert send_outgoing(now) == 0
        assert send_outgoing(now) == 0
        now += timedelta(minutes=2 ** (MOST_ATTEMPTS + 1))
    row = OutgoingMail.objects.get()
    assert (row.attempts, row.body, row.sent_at, row.error) == (MOST_ATTEMPTS, "", None, "ConnectionRefusedError")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_send_each_mail_once() -> None:
    for number in range(6):
        put_in_outbox(to=f"{number}@x.example", subject="s", body="b", at=AT)

    def sweep(_number: int) -> int:
        try:
            return send_outgoing(AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(sweep, range(3))) == 6
    assert sorted(message.to[0] for message in mail.outbox) == [f"{number}@x.example" for number in range(6)]


@pytest.mark.django_db
def test_changed_password_ends_the_other_sessions(world: World) -> None:
    person = _person(world)
    here, elsewhere = Client(), Client()
    for one in (here, elsewhere):
        one.post(LOGIN, {"login": person.email, "password": PASSWORD})
        assert one.get("/alpha/").status_code == 200
    answer = here.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": "another long pass phrase", "password2": "another long pass phrase"},
    )
    assert answer.status_code == 302
    assert here.get("/alpha/").status_code == 200
    assert elsewhere.get("/alpha/").status_code == 302


@pytest.mark.django_db
def test_changed_secret_keeps_only_the_session_it_was_changed_in(world: World) -> None:
    person = _person(world)
    here, elsewhere = Client(), Client()
    for one in (here, elsewhere):
        one.post(LOGIN, {"login": person.email, "password": PASSWORD})
    request = RequestFactory().get("/")
    request.session, request.user = here.session, person
    password_changed.send_robust(sender=Person, request=request, user=person)
    assert here.get("/alpha/").status_code == 200
    assert elsewhere.get("/alpha/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("password", ["short", "password1234"])
def test_weak_passwords_are_refused(world: World, password: str) -> None:
    person = _person(world)
    client = Client()
    client.force_login(person)
    answer = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )
    assert "password1" in answer.context["form"].errors
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


@pytest.mark.django_db
def test_nobody_signs_up(client: Client) -> None:
    client.post("/accounts/signup/", {"email": "x@x.example", "password1": PASSWORD})
    assert Person.objects.filter(email="x@x.example").count() == 0


@pytest.mark.django_db
def test_log_holds_no_personal_data(world: World, caplog: pytest.LogCaptureFixture) -> None:
    person = _person(world)
    with caplog.at_level("INFO", logger="tenancy.login"):
        _try("wrong password here")
        _try(PASSWORD)
    assert [record.getMessage() for record in caplog.records if record.name == "tenancy.login"] == [
        "sign_in_refused",
        f"signed_in person={person.pk}",
    ]
