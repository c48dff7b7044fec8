"""``manage.py verify_scores [--tenant T]``: inspections again from their items, cards again from their receipts."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from scoring.verification import verify
from tenancy.context import acting_for
from tenancy.models import Tenant


class Command(BaseCommand):
    """Compares byte by byte; exits with 1 and names what does not hold."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the tenant's address name; all tenants without it."""
        parser.add_argument("--tenant")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and report. Raises CommandError for an unknown tenant; exits with 1 when something is wrong."""
        tenants = Tenant.objects.order_by("slug")
        if options["tenant"]:
            tenants = tenants.filter(slug=options["tenant"])
            if not tenants:
                raise CommandError(f"There is no tenant {options['tenant']!r}.")
        wrong = 0
        for tenant in tenants:
            with acting_for(tenant):
                found = verify(tenant)
            wrong += len(found.wrong)
            self.stdout.write(
                f"{tenant.slug}: {found.inspections} inspections, {found.cards} cards, {len(found.wrong)} wrong"
            )
            for name in found.wrong[:50]:
                self.stderr.write(f"{tenant.slug}: {name}")
        if wrong:
            sys.exit(1)
