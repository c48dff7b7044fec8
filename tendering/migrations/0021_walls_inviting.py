"""Walls of what goes with an invitation: a bidder reads its own copies and writes its own questions."""

from django.db import migrations

from tenancy.migration_ops import STAFF, VENDOR_VISIBLE, GuardTable


class Migration(migrations.Migration):
    dependencies = [("tendering", "0020_inviting")]

    operations = [
        GuardTable("InvitationList", STAFF),
        GuardTable("BidderPaper", VENDOR_VISIBLE),
        GuardTable("BidderNotice", VENDOR_VISIBLE, append_only=True),
        GuardTable("Question", VENDOR_VISIBLE, vendor_writes=True),
        GuardTable("Meeting", STAFF),
        GuardTable("Attendance", STAFF),
    ]
