"""``manage.py run_scoring --tenant T --month YYYY-MM``: compute a month's scorecards now, without the queue."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from records.rules.periods import Month
from scoring.actions.run import compute_month
from tenancy.context import acting_for
from tenancy.errors import DomainError
from tenancy.models import Tenant
from tenancy.rules.actor import system_actor


class Command(BaseCommand):
    """Computes every unpublished card of a month; running it again changes nothing."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the tenant's address name and the month."""
        parser.add_argument("--tenant", required=True)
        parser.add_argument("--month", required=True, help="YYYY-MM")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compute and say how many cards there are. Raises CommandError."""
        try:
            tenant = Tenant.objects.get(slug=options["tenant"])
            month = Month.parse(options["month"])
        except Tenant.DoesNotExist as error:
            raise CommandError(f"There is no tenant {options['tenant']!r}.") from error
        except ValueError as error:
            raise CommandError(str(error)) from error
        try:
            with acting_for(tenant):
                run = compute_month(month=month, by=system_actor(tenant.pk), at=timezone.now())
        except DomainError as error:
            raise CommandError(f"{error.code}: {error.message}") from error
        self.stdout.write(f"{month}: {run.card_count} cards, {run.insufficient_count} with insufficient evidence")
