"""Walls of the contracts room."""

from django.db import migrations

from tenancy.migration_ops import OPEN, VENDOR_VISIBLE, GuardTable


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_initial"), ("vendors", "0002_walls")]

    operations = [
        GuardTable("RuleSetVersion", OPEN, append_only=True),
        GuardTable("Contract", VENDOR_VISIBLE, published="status <> 'drafting'"),
        GuardTable("ContractLine", VENDOR_VISIBLE, published="is_published"),
        GuardTable("RulesAcceptance", VENDOR_VISIBLE, vendor_writes=True, append_only=True),
    ]
