"""Walls of needs, appointments, papers, drafts and the opening's records: no vendor sees a row."""

from django.db import migrations

from tenancy.migration_ops import STAFF, GuardTable


class Migration(migrations.Migration):
    dependencies = [("tendering", "0010_needs_and_papers")]

    operations = [
        GuardTable("NeedApplication", STAFF),
        GuardTable("Appointment", STAFF),
        GuardTable("TenderPaper", STAFF),
        GuardTable("EvaluationDraft", STAFF),
        GuardTable("UnsealApplication", STAFF),
        GuardTable("PapersHandover", STAFF, append_only=True),
        GuardTable("PapersPrint", STAFF, append_only=True),
    ]
