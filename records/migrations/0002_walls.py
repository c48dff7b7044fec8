"""Walls of the records room."""

from django.db import migrations

from tenancy.migration_ops import STAFF, TENANT, VENDOR_VISIBLE, GuardTable


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [
        GuardTable(
            "JournalEntry", VENDOR_VISIBLE, vendor_column="actor_vendor_id", vendor_writes=True, append_only=True
        ),
        GuardTable("JournalSeal", STAFF, append_only=True),
        GuardTable("Attachment", VENDOR_VISIBLE, vendor_writes=True, append_only=True),
        GuardTable("SearchToken", VENDOR_VISIBLE, vendor_writes=True),
        GuardTable("PrintedDocument", VENDOR_VISIBLE, vendor_writes=True, append_only=True),
        GuardTable("NumberSequence", STAFF),
        GuardTable("Notification", VENDOR_VISIBLE, vendor_writes=True),
        GuardTable("Delegation", STAFF),
        GuardTable("ApprovalChainStep", STAFF),
        GuardTable("Approval", STAFF),
        GuardTable("ApprovalStep", STAFF),
        GuardTable("ImportRun", STAFF),
        GuardTable("ImportMapping", STAFF),
        # A vendor's act tells Party A's people: it may write such news, but not read it.
        migrations.RunSQL(
            f"""
            create policy records_notification_to_staff on records_notification for insert
                with check (tenant_id = {TENANT} and vendor_id is null)
            """,
            "drop policy records_notification_to_staff on records_notification",
        ),
        # A paper that a vendor orders needs a number too; the sequences of other papers stay out of its sight.
        migrations.RunSQL(
            f"""
            create policy records_numbersequence_prints on records_numbersequence
                using (tenant_id = {TENANT} and kind like 'print.%')
                with check (tenant_id = {TENANT} and kind like 'print.%')
            """,
            "drop policy records_numbersequence_prints on records_numbersequence",
        ),
    ]
