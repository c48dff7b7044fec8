"""Walls of the records room."""

from django.db import migrations

from tenancy.migration_ops import VENDOR_VISIBLE, GuardTable


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [
        GuardTable(
            "JournalEntry", VENDOR_VISIBLE, vendor_column="actor_vendor_id", vendor_writes=True, append_only=True
        ),
        GuardTable("JournalSeal", "staff", append_only=True),
    ]
