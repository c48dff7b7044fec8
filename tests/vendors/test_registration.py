"""Self-registration by a mailed link: single use, hashed, expiring; nothing is given away to whoever holds it."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from django.utils import timezone

from records.models import JournalEntry, Notification
from tenancy import work
from tenancy.context import acting_for
from tenancy.errors import NotAllowed, RuleBroken
from tenancy.models import Job, Membership, Person
from tests.factories.tenancy import AT, World, make_world
from tests.factories.vendors import a_credit_code, a_line, a_vendor
from vendors.actions import registration as verbs
from vendors.models import RegistrationLink, Vendor

pytestmark = pytest.mark.django_db
EMAIL = "boss@newcompany.example"


def _made(world: World, **facts: Any) -> RegistrationLink:
    values: dict[str, Any] = {"email": EMAIL, "company": "新洁保洁有限公司", "days": 14, "at": timezone.now()} | facts
    with acting_for(world.tenant):
        return verbs.make_link(**values, by=world.actor("tender_officer"))


def _token(world: World, link: RegistrationLink) -> str:
    with acting_for(world.tenant):
        return verbs.arm_link(link_id=link.id, at=timezone.now())


def _typed(world: World, **facts: Any) -> dict[str, Any]:
    with acting_for(world.tenant):
        line = a_line()
        code = a_credit_code()
    return {
        "legal_name": "新洁保洁有限公司",
        "credit_code": code,
        "address": "杭州市余杭区1号",
        "contact_name": "钱进",
        "contact_phone": "13800000000",
        "lines": [line.id],
    } | facts


def test_link_is_mailed_by_a_job_and_stored_as_a_hash_only(world: World) -> None:
    link = _made(world)
    with acting_for(world.tenant):
        job = Job.objects.get(kind="vendors.registration_mail")
        assert (RegistrationLink.objects.get(id=link.id).digest, "token" in str(job.payload)) == ("", False)
    assert work.run_job(world.tenant.id, job.id) is True
    found = re.search(r"/join/(\S+)/", str(mail.outbox[0].body))
    assert found is not None
    assert mail.outbox[0].to == [EMAIL]
    with acting_for(world.tenant):
        link.refresh_from_db()
        assert len(link.digest) == 64
        assert found[1] not in str(RegistrationLink.objects.values().get(id=link.id))
        assert found[1] not in str(list(Job.objects.values())) + str(list(JournalEntry.objects.values()))
    assert Client().get(f"/join/{found[1]}/").status_code == 200


def test_company_registers_itself_once_and_gets_a_login(world: World) -> None:
    link = _made(world)
    token = _token(world, link)
    stranger, typed = Client(), _typed(world)
    bad = stranger.post(f"/join/{token}/", typed | {"credit_code": "123"})
    assert (bad.status_code, "杭州市余杭区1号" in bad.content.decode()) == (422, True)
    done = stranger.post(f"/join/{token}/", typed)
    assert (done.status_code, done["Location"]) == (302, "/join/thanks/")
    assert stranger.get(done["Location"]).status_code == 200
    with acting_for(world.tenant):
        link.refresh_from_db()
        vendor = Vendor.objects.get(credit_code=typed["credit_code"])
        assert (vendor.status, link.vendor_id, link.is_known_code) == ("candidate", vendor.id, False)
        member = Membership.objects.get(person__email=EMAIL)
        assert (member.vendor_id, [grant.role for grant in member.grants.all()]) == (vendor.id, ["vendor_manager"])
        assert Job.objects.filter(kind="tenancy.invitation").count() == 1
        assert Notification.objects.filter(event="vendors.link_used").count() == 1
    assert stranger.get(f"/join/{token}/").status_code == 404
    assert stranger.post(f"/join/{token}/", _typed(world)).status_code == 404
    with acting_for(world.tenant):
        assert Vendor.objects.count() == 1


def test_known_company_and_known_person_get_the_same_answer(world: World) -> None:
    with acting_for(world.tenant):
        known = a_vendor(legal_name="老牌保洁有限公司")
    link = _made(world)
    answer = Client().post(f"/join/{_token(world, link)}/", _typed(world, credit_code=known.credit_code))
    assert (answer.status_code, answer["Location"]) == (302, "/join/thanks/")
    with acting_for(world.tenant):
        link.refresh_from_db()
        assert (link.is_known_code, link.vendor_id, Vendor.objects.count()) == (True, known.id, 1)
    assert not Person.objects.filter(email=EMAIL).exists()
    again = _made(world, email=world.person("finance").email)
    answer = Client().post(f"/join/{_token(world, again)}/", _typed(world))
    assert (answer.status_code, answer["Location"]) == (302, "/join/thanks/")


@pytest.mark.parametrize("why", ["wrong", "revoked", "expired", "resent", "other tenant", "no tenant"])
def test_link_that_cannot_be_used_gives_one_and_the_same_page(world: World, why: str) -> None:
    link = _made(world)
    token = _token(world, link)
    with acting_for(world.tenant):
        if why == "wrong":
            token = token[:-1] + ("a" if token[-1] != "a" else "b")
        elif why == "revoked":
            verbs.revoke_link(link_id=link.id, by=world.actor("tender_officer"), at=timezone.now())
        elif why == "expired":
            RegistrationLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        elif why == "resent":
            verbs.arm_link(link_id=link.id, at=timezone.now())
        elif why == "other tenant":
            token = f"{world.other.id:x}-{token.partition('-')[2]}"
        else:
            token = "zzz-" + "x" * 20
    answers = [Client().get(f"/join/{token}/"), Client().post(f"/join/{token}/", _typed(world))]
    assert [one.status_code for one in answers] == [404, 404]
    assert all("新洁" not in one.content.decode() for one in answers)
    with acting_for(world.tenant):
        assert Vendor.objects.count() == 0


def test_tries_are_limited_by_address(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from vendors.views import public

    monkeypatch.setattr(public, "PER_ADDRESS", public.limits.Limit("test-join", 2, timedelta(minutes=10)))
    stranger = Client()
    assert [stranger.get("/join/1-x/").status_code for _try in range(3)] == [404, 404, 429]


@pytest.mark.parametrize("role", ["property_manager", "auditor", "general_manager"])
def test_link_by_a_wrong_role_or_with_bad_days_is_refused(world: World, role: str) -> None:
    with acting_for(world.tenant):
        with pytest.raises(NotAllowed):
            verbs.make_link(email=EMAIL, company="新洁", days=14, by=world.actor(role), at=AT)
        for days in (0, 61):
            with pytest.raises(RuleBroken) as refusal:
                verbs.make_link(email=EMAIL, company="新洁", days=days, by=world.actor("tender_officer"), at=AT)
            assert refusal.value.field == "days"
        assert (RegistrationLink.objects.count(), Job.objects.count()) == (0, 0)


def test_staff_pages_make_resend_withdraw_and_look_at(world: World, client_for: Callable[..., Client]) -> None:
    staff, base = client_for("tender_officer"), f"/{world.tenant.slug}/vendors/links/"
    assert staff.post(f"{base}new/", {"company": "新洁", "email": "x", "days": 14}).status_code == 422
    made = staff.post(f"{base}new/", {"company": "新洁", "email": EMAIL, "days": 14})
    assert made.status_code == 302
    for step in ("", "resend/", "revoke/"):
        answer = staff.post(made["Location"] + step) if step else staff.get(made["Location"])
        assert answer.status_code == (302 if step else 200)
    assert staff.get(base).status_code == 200
    assert client_for("auditor").get(base).status_code == 403
    assert client_for("auditor").get(made["Location"]).status_code == 404


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_link_opened_twice_at_once_registers_one_company() -> None:
    world = make_world()
    token = _token(world, _made(world))
    bodies = [_typed(world), _typed(world)]
    answers: list[int] = []
    gate = threading.Barrier(2)

    def enter(body: dict[str, Any]) -> None:
        try:
            gate.wait()
            answers.append(Client().post(f"/join/{token}/", body).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=enter, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with acting_for(world.tenant):
        assert (sorted(answers), Vendor.objects.count()) == ([302, 404], 1)
