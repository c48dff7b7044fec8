"""``manage.py create_tenant SLUG --name NAME --admin E-MAIL``: a new company with its first administrator."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email, validate_slug
from django.db import transaction
from django.utils import timezone

from tenancy.actions import organisation, people
from tenancy.choices import Language, TenantProfile
from tenancy.context import acting_for
from tenancy.models import OrgUnit, Tenant
from tenancy.roles import Role
from tenancy.rules.actor import system_actor


class Command(BaseCommand):
    """Creates a tenant with its day-one content and orders the invitation of its administrator, all or nothing."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("slug", help="the company's name in addresses, for example binhai")
        parser.add_argument("--name", required=True)
        parser.add_argument("--short-name", default="")
        parser.add_argument("--profile", choices=TenantProfile.values, default=TenantProfile.ENTERPRISE)
        parser.add_argument("--admin", required=True, help="e-mail address of the first administrator")
        parser.add_argument("--admin-name", default="")
        parser.add_argument("--language", choices=Language.values, default=Language.ZH_HANS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Create everything in one transaction. Raises CommandError for a taken or unusable name."""
        slug, at = options["slug"], timezone.now()
        validate_slug(slug)
        validate_email(options["admin"])
        if Tenant.objects.filter(slug=slug).exists():
            raise CommandError(f"There already is a tenant {slug!r}.")
        with transaction.atomic():
            tenant = organisation.create_tenant(
                slug=slug,
                name=options["name"],
                short_name=options["short_name"] or options["name"][:40],
                profile=options["profile"],
                at=at,
            )
            with acting_for(tenant):
                member = people.add_member(
                    email=options["admin"],
                    name=options["admin_name"] or options["admin"].partition("@")[0],
                    language=options["language"],
                    by=None,
                    at=at,
                )
                top = OrgUnit.objects.get(parent=None)
                people.grant_role(membership=member, role=Role.TENANT_ADMIN, unit=top, by=None, at=at)
                people.invite(membership_id=member.id, by=system_actor(tenant.id), at=at)
        self.stdout.write(f"{tenant.name}: /{slug}/ is ready; the invitation to {options['admin']} waits for a worker.")
