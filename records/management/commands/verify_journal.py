"""``manage.py verify_journal [--tenant SLUG]``: walk the hash chain of the journal and name the first bad row."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from records import journal
from tenancy.context import acting_for
from tenancy.models import Tenant

REASONS = {"missing": "a link is missing", "changed": "the entry or its link was changed"}


class Command(BaseCommand):
    """Checks every tenant, or one; ends with 1 when a chain does not hold."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the tenant and a head kept outside."""
        parser.add_argument(
            "--head", default="", help="a head printed or mailed earlier: it must be a link of the chain"
        )
        parser.add_argument("--tenant", default="", help="address name of one tenant; all of them when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line per tenant."""
        tenants = Tenant.objects.order_by("slug")
        if options["tenant"]:
            tenants = tenants.filter(slug=options["tenant"])
            if not tenants.exists():
                raise CommandError(f"There is no tenant {options['tenant']!r}.")
        broken = 0
        for tenant in tenants:
            with acting_for(tenant):
                verdict = journal.verify()
                cut = bool(options["head"]) and not journal.holds(options["head"])
                row = journal.row_of_link(verdict.first_bad)
            if verdict.first_bad is None and cut:
                broken += 1
                self.stderr.write(f"{tenant.slug}: BROKEN: the head {options['head']} is not in the chain")
                continue
            if verdict.first_bad is None:
                self.stdout.write(
                    f"{tenant.slug}: intact, {verdict.links} links, {verdict.unsealed} not sealed yet, "
                    f"head {verdict.head}"
                )
                continue
            broken += 1
            self.stderr.write(
                f"{tenant.slug}: BROKEN at link {verdict.first_bad} ({row}): {REASONS[verdict.reason]}; "
                f"{verdict.first_bad - 1} links before it hold"
            )
        if broken:
            sys.exit(1)
