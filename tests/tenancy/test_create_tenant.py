"""A new company with one command: day-one rules, first administrator, invitation (TEN-02, TEN-09)."""

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import CommandError, call_command

from tenancy import work
from tenancy.context import acting_for
from tenancy.models import Job, Membership, OrgUnit, SettingsVersion, Tenant

pytestmark = pytest.mark.django_db


def _create(**options: str) -> Tenant:
    call_command(
        "create_tenant", "gamma", **{"name": "滨海物业", "admin": "boss@gamma.example", **options}, verbosity=0
    )
    return Tenant.objects.get(slug="gamma")


@pytest.mark.req("TEN-02")
@pytest.mark.parametrize(
    ("profile", "kind"), [("enterprise", "group"), ("logistics_office", "company"), ("owners_committee", "company")]
)
def test_profile_decides_the_top_of_the_tree(profile: str, kind: str) -> None:
    tenant = _create(profile=profile)
    with acting_for(tenant):
        assert (tenant.profile, OrgUnit.objects.get().kind) == (profile, kind)


def test_command_makes_rules_administrator_and_invitation() -> None:
    tenant = _create()
    with acting_for(tenant):
        areas = set(SettingsVersion.objects.values_list("area", flat=True))
        grant = Membership.objects.get(tenant=tenant).grants.get()
        job = Job.objects.get(kind="tenancy.invitation")
    work.run_job(tenant.id, job.id)
    assert (areas, grant.role) == (set(settings.SETTING_AREAS), "tenant_admin")
    assert [message.to for message in mail.outbox] == [["boss@gamma.example"]]


def test_command_refuses_a_taken_name() -> None:
    _create()
    with pytest.raises(CommandError, match="already is a tenant"):
        _create()
    assert Membership.objects.count() == 1
