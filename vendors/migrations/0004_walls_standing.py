"""Walls of bans, ratings, exceptions, papers, contacts and branches."""

from django.db import migrations

from tenancy.migration_ops import OPEN, STAFF, VENDOR_VISIBLE, GuardTable


class Migration(migrations.Migration):
    dependencies = [("vendors", "0003_standing_and_documents"), ("tenancy", "0002_walls")]

    operations = [
        GuardTable("Ban", STAFF),
        GuardTable("VendorRating", STAFF),
        GuardTable("EligibilityOverride", STAFF),
        GuardTable("QualificationDocument", VENDOR_VISIBLE, vendor_writes=True),
        GuardTable("DocumentRequirement", OPEN),
        GuardTable("VendorContact", VENDOR_VISIBLE),
        GuardTable("VendorBranch", VENDOR_VISIBLE),
    ]
