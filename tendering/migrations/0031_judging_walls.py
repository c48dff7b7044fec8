"""Walls of judging and award: a bidder reads its own letter and nothing else of them."""

from django.db import migrations

from tenancy.migration_ops import STAFF, VENDOR_VISIBLE, GuardTable


class Migration(migrations.Migration):
    dependencies = [("tendering", "0030_judging")]

    operations = [
        GuardTable("Judge", STAFF),
        GuardTable("JudgeScore", STAFF),
        GuardTable("SheetSum", STAFF, append_only=True),
        GuardTable("RankedBid", STAFF),
        GuardTable("OwnersOpinion", STAFF, append_only=True),
        GuardTable("ReviewMeeting", STAFF, append_only=True),
        GuardTable("Award", STAFF),
        GuardTable("AwardLetter", VENDOR_VISIBLE),
        GuardTable("LetterCall", STAFF, append_only=True),
    ]
