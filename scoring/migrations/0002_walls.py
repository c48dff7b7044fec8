"""Walls of the scoring room."""

from django.db import migrations

from tenancy.migration_ops import STAFF, VENDOR_VISIBLE, GuardTable

# A vendor reads the lines of the published revision of its own card and no other: correlated on the card's key.
LINE_IS_PUBLISHED = (
    "exists (select 1 from scoring_scorecard c where c.tenant_id = scoring_receiptline.tenant_id "
    "and c.id = scoring_receiptline.card_id and c.revision = scoring_receiptline.revision "
    "and c.published_at is not null)"
)

# The figures of a published card never change (SCO-11); a correction is a new row beside it.
FREEZE = """
create function scoring_refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (old.total, old.grade, old.digest, old.revision, old.version, old.month, old.contract_id,
      old.line_id, old.vendor_id, old.settings_version_id, old.published_at, old.inspection_score, old.complaints_score,
      old.evaluation)
    is distinct from (new.total, new.grade, new.digest, new.revision, new.version, new.month, new.contract_id,
      new.line_id, new.vendor_id, new.settings_version_id, new.published_at, new.inspection_score, new.complaints_score,
      new.evaluation) then
    raise exception 'a published scorecard is frozen' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger scoring_scorecard_frozen before update or delete on scoring_scorecard
  for each row when (old.published_at is not null) execute function scoring_refuse_change();
"""
THAW = "drop trigger scoring_scorecard_frozen on scoring_scorecard; drop function scoring_refuse_change();"


class Migration(migrations.Migration):
    """Row-level security on every table; receipts are append-only."""

    dependencies = [
        ("scoring", "0001_initial"),
        ("tenancy", "0002_walls"),
        ("vendors", "0002_walls"),
        ("contracts", "0002_walls"),
    ]

    operations = [
        GuardTable("ScoringRun", STAFF),
        GuardTable("Scorecard", VENDOR_VISIBLE, published="published_at is not null"),
        GuardTable("ReceiptLine", VENDOR_VISIBLE, published=LINE_IS_PUBLISHED, append_only=True),
        GuardTable("Adjustment", STAFF),
        GuardTable("Correction", STAFF),
        migrations.RunSQL(FREEZE, THAW),
        # Nothing points at a receipt line; without this index closing a month is a tenth cheaper.
        migrations.RunSQL(
            "alter table scoring_receiptline drop constraint scoring_receiptline_tenant_key",
            "alter table scoring_receiptline add constraint scoring_receiptline_tenant_key unique (tenant_id, id)",
        ),
    ]
