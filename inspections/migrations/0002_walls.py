"""Walls of the inspections room."""

from django.db import migrations

from tenancy.migration_ops import OPEN, VENDOR_VISIBLE, GuardTable

PUBLISHED = "status in ('published', 'final')"


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0001_initial"),
        ("contracts", "0002_walls"),
        ("vendors", "0002_walls"),
        ("records", "0002_walls"),
        ("tenancy", "0002_walls"),
    ]

    operations = [
        GuardTable("ChecklistTemplate", OPEN),
        GuardTable("ChecklistVersion", OPEN),
        GuardTable("ChecklistItem", OPEN),
        GuardTable("Inspection", VENDOR_VISIBLE, published=PUBLISHED),
        GuardTable("ItemResult", VENDOR_VISIBLE, published="is_published"),
    ]
