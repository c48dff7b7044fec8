"""Walls of the complaints room: a vendor sees what was judged against it, and never who complained."""

from django.db import migrations

from tenancy.migration_ops import STAFF, VENDOR_VISIBLE, GuardTable


class Migration(migrations.Migration):
    dependencies = [("complaints", "0001_initial"), ("contracts", "0002_walls")]

    operations = [
        GuardTable("Complaint", VENDOR_VISIBLE, published="responsibility = 'vendor' and judged_at is not null"),
        GuardTable("ComplaintContact", STAFF),
    ]
