"""A contract may be drafted from a tender's award."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import tenancy.models.base
from tenancy.migration_ops import GuardReference


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0002_walls"),
        ("tenancy", "0003_owner_admission"),
        ("tendering", "0032_judging_lists"),
        ("vendors", "0004_walls_standing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="award",
            field=tenancy.models.base.TenantForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tendering.award",
                verbose_name="award it was drafted from",
            ),
        ),
        GuardReference("Contract", "award"),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "abandoned"), _negated=True),
                fields=("tenant", "award"),
                name="contracts_contract_of_award",
            ),
        ),
    ]
