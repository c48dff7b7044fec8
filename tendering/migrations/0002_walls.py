"""Walls of the tendering room: a bidder sees its own invitation and envelopes, and never a tender or another bidder."""

from django.db import migrations

from tenancy.migration_ops import STAFF, VENDOR_VISIBLE, GuardTable


class Migration(migrations.Migration):
    dependencies = [("tendering", "0001_initial"), ("vendors", "0002_walls")]

    operations = [
        GuardTable("Tender", STAFF),
        GuardTable("TenderStage", STAFF, append_only=True),
        GuardTable("CustodyKey", STAFF, append_only=True),
        GuardTable("TenderSeal", STAFF, append_only=True),
        GuardTable("SheetItem", STAFF, append_only=True),
        # A bidder's answer changes its own row: accepting, declining; and a submission locks it against the opening.
        GuardTable("Invitation", VENDOR_VISIBLE, published="status <> 'listed'", vendor_writes=True),
        GuardTable("Bid", VENDOR_VISIBLE, vendor_writes=True),
        GuardTable("BidFile", VENDOR_VISIBLE, vendor_writes=True),
        GuardTable("OpenedBid", STAFF),
    ]
