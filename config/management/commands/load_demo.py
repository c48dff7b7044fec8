"""``manage.py load_demo [--seed N] [--print-logins]``: the demo world, the same from the same seed and day."""

import time
from argparse import ArgumentParser
from datetime import timedelta
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.celery import app as queue
from config.demo import cards, companies, history, papers, places, qualification, stories, tenders
from tenancy.context import acting_for
from tenancy.models import Tenant
from tenancy.queries import today as today_of

CONTRACTS = {"jiahe": 42, "binhai": 14, "renxin": 4}
PHOTOS = {"jiahe": 24, "binhai": 10, "renxin": 4}


class Command(BaseCommand):
    """Builds three tenants with forty vendors, sixty contracts and fourteen months of history up to yesterday."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the seed, or ask for the logins only."""
        parser.add_argument("--seed", type=int, default=20261122)
        parser.add_argument("--print-logins", action="store_true")

    def handle(self, *args: Any, seed: int, print_logins: bool, **options: Any) -> None:
        """Load into an empty database; refuse where tenants exist."""
        if print_logins:
            self._print_logins()
            return
        if Tenant.objects.exists():
            raise CommandError("The database already holds tenants; the demo world is loaded into an empty one.")
        # As a web process does: what the loading orders is found by the queue, or waits for the sweep.
        queue.loader.import_default_modules()
        random = Random(seed)
        known = places.vendors(random)
        for plan in places.TENANTS:
            self._load(plan, known, random)
        self._print_logins()
        for number, share in tenders.recovery_shares.items():
            self.stdout.write(f"Recovery share of tender {number}: {share}")

    def _load(self, plan: places.DemoTenant, known: list[places.DemoVendor], random: Random) -> None:
        began = time.monotonic()
        founded = timezone.now() - timedelta(days=31 * (history.MONTHS + 2))
        company = companies.found_tenant(plan, founded)
        with acting_for(company.tenant):
            today = today_of(company.tenant)
        companies.hire(company, random, founded)
        companies.engage_vendors(company, known, random, founded)
        companies.admit_vendor_people(company, random, founded)
        qualification.hand_in_reports(company, founded)
        qualification.approve_first_list(company, founded.date())
        deals = history.sign_contracts(company, CONTRACTS[plan.slug], random, today)
        inspections = history.inspect(company, deals, random, today)
        complaints = history.complain(company, deals, random, today)
        published = cards.evaluate(company, random, today)
        filed = papers.file_papers(company, founded, today)
        papers.decide_standing(company, today)
        qualification.qualify(company, random, today)
        history.plan_today(company, deals, today)
        held = tenders.hold_tenders(company, today)
        photos = history.photograph(company, random, today, PHOTOS[plan.slug])
        self.stdout.write(
            f"{plan.name}: {len(company.projects)} projects, {len(company.vendors)} vendors, {len(deals)} contracts, "
            f"{inspections} inspections, {complaints} complaints, {published} published cards, {photos} photos, "
            f"{held} tenders, "
            f"{filed} papers, "
            f"since {stories.month_start(today, history.MONTHS):%Y-%m} ({time.monotonic() - began:.1f} s)"
        )

    def _print_logins(self) -> None:
        self.stdout.write(f"Password of every demo login: {companies.PASSWORD}")
        for one in companies.logins():
            self.stdout.write(f"  {one['login']:<40} {one['label']}")
        self.stdout.write(f"Custody passphrase of the general manager: {tenders.MANAGER_PASSPHRASE}")
        self.stdout.write(f"Custody passphrase of the office custodian: {tenders.CUSTODIAN_PASSPHRASE}")
