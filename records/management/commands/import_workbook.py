"""``manage.py import_workbook --tenant T FILE [--dry-run]``: the import wizard without the browser."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from records.actions import importing
from records.models import ImportRun
from tenancy.context import acting_for
from tenancy.errors import DomainError
from tenancy.models import Tenant
from tenancy.queries import today
from tenancy.rules.actor import system_actor


class Command(BaseCommand):
    """Imports a table file for one tenant, all or nothing; lists every problem at its cell."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the tenant, the file and whether to try only."""
        parser.add_argument("--tenant", required=True)
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, tenant: str, file: Path, dry_run: bool, **options: Any) -> None:
        """Upload, check and apply."""
        found = Tenant.objects.filter(slug=tenant).first()
        if found is None:
            raise CommandError(f"There is no tenant {tenant!r}.")
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            with acting_for(found):
                run = self._import(found, file, dry_run=dry_run)
        except DomainError as error:
            raise CommandError(str(error.message)) from error
        self._say(run)
        if run.report["problems"]:
            raise CommandError(f"{len(run.report['problems'])} problems; nothing was imported.")

    def _import(self, tenant: Tenant, file: Path, *, dry_run: bool) -> ImportRun:
        by, at, on = system_actor(tenant.id), timezone.now(), today(tenant)
        run = importing.upload_table(upload=ContentFile(file.read_bytes()), file_name=file.name, by=by, at=at)
        run = importing.check_import(run_id=run.id, by=by, at=at, today=on)
        if dry_run or run.report["problems"]:
            return run
        return importing.apply_import(run_id=run.id, by=by, at=at, today=on)

    def _say(self, run: ImportRun) -> None:
        for problem in run.report["problems"]:
            place = f"{problem['sheet']}!{problem['cell'] or problem['row']}"
            self.stdout.write(f"{place}: {problem['value']!r}: {problem['message']}")
        for notice in run.report["notices"]:
            self.stdout.write(f"note: {notice}")
        for key, number in run.report["counts"].items():
            self.stdout.write(f"{importing.count_label(key)}: {number}")
        self.stdout.write(f"{run.file_name}: {run.get_status_display()}")
