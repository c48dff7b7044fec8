"""One row for the receipt of a card instead of one for each of its lines, and fewer keys of cards (docs/adr/0006)."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import tenancy.context
import tenancy.models.base
from tenancy.migration_ops import VENDOR_VISIBLE, GuardTable

# A vendor reads the receipt of the published revision of its own card and no other: correlated on the card's key.
IS_PUBLISHED = (
    "exists (select 1 from scoring_scorecard c where c.tenant_id = scoring_receipt.tenant_id "
    "and c.id = scoring_receipt.card_id and c.revision = scoring_receipt.revision and c.published_at is not null)"
)
# Row by row into one text as scoring.rules.receipt writes it: keys sorted, no blanks, what is empty left out. Nothing is
# released yet, so the digests of cards that development databases hold are taken anew.
GATHER = """
do $$ declare one bigint; begin
  alter table scoring_scorecard disable trigger scoring_scorecard_frozen;
  for one in select id from tenancy_tenant loop
    perform set_config('app.tenant_id', one::text, true);
    insert into scoring_receipt (tenant_id, card_id, vendor_id, revision, content)
    select tenant_id, card_id, vendor_id, revision, '[' || string_agg('{' || concat('"base":' || base || ',',
        '"evidence_id":' || evidence_id || ',', '"evidence_kind":"' || nullif(evidence_kind, '') || '",',
        '"multiplier":' || multiplier || ',', '"params":{' || nullif(
          (select string_agg(to_json(key)::text || ':' || to_json(value)::text, ',' order by key collate "C")
            from jsonb_each_text(params)), '') || '},',
        '"part":"' || part || '"', ',"points_e4":' || points_e4, ',"running_e4":' || running_e4,
        ',"text":"' || text || '"', ',"weight":' || weight) || '}', ',' order by position) || ']'
    from scoring_receiptline where tenant_id = one group by tenant_id, card_id, vendor_id, revision;
    update scoring_scorecard s set digest = encode(sha256(convert_to(r.content, 'UTF8')), 'hex')
    from scoring_receipt r where s.tenant_id = one and r.card_id = s.id and r.revision = s.revision;
  end loop;
  perform set_config('app.tenant_id', '', true);
  alter table scoring_scorecard enable trigger scoring_scorecard_frozen;
end $$
"""
# What is written from the rows that the contract's key holds in place.
FOLLOWING = {
    "run": ("scoring.scoringrun", "cards", None),
    "vendor": ("vendors.vendor", "+", "vendor"),
    "project": ("tenancy.orgunit", "+", "project"),
    "line": ("vendors.serviceline", "+", "service line"),
    "settings_version": ("tenancy.settingsversion", "+", "settings version"),
}
DROP_KEYS: list[Any] = [
    f"alter table scoring_scorecard drop constraint scoring_scorecard_{name}_id_same_tenant" for name in FOLLOWING
]


def following(to: str, related_name: str, verbose_name: str | None) -> models.ForeignKey:
    """Return a reference without a key of its own."""
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to=to,
        verbose_name=verbose_name,
    )


def tenant() -> models.ForeignKey:
    """Return the tenant column of a table whose composite keys hold the tenant too."""
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        default=tenancy.context.current_tenant_id,
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="tenancy.tenant",
    )


class Migration(migrations.Migration):
    """Gather the stored lines, then drop their table."""

    dependencies = [("scoring", "0002_walls"), ("tenancy", "0002_walls"), ("vendors", "0002_walls")]

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("vendor_id", models.BigIntegerField()),
                ("revision", models.PositiveSmallIntegerField()),
                ("content", models.TextField()),
                (
                    "card",
                    tenancy.models.base.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="scoring.scorecard"
                    ),
                ),
                ("tenant", tenant()),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "card", "revision"), name="scoring_receipt_once")
                ],
            },
        ),
        migrations.RunSQL(GATHER, migrations.RunSQL.noop),
        GuardTable("Receipt", VENDOR_VISIBLE, published=IS_PUBLISHED, append_only=True),
        # Nothing points at a receipt.
        migrations.RunSQL(
            "alter table scoring_receipt drop constraint scoring_receipt_tenant_key",
            "alter table scoring_receipt add constraint scoring_receipt_tenant_key unique (tenant_id, id)",
        ),
        migrations.DeleteModel("ReceiptLine"),
        migrations.RemoveIndex("scorecard", "scoring_card_run"),  # the month leads to the same cards
        migrations.AlterField("scorecard", "tenant", tenant()),
        migrations.RunSQL(DROP_KEYS, migrations.RunSQL.noop),
        *(migrations.AlterField("scorecard", name, following(*field)) for name, field in FOLLOWING.items()),
    ]
