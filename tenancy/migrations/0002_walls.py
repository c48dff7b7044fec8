"""Walls of the ground floor, the database cache, and grants tied to their own tenant's memberships."""

from django.db import migrations

from tenancy.migration_ops import OPEN, VENDOR_VISIBLE, GuardTable


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0001_initial")]

    operations = [
        GuardTable("OrgUnit", OPEN),
        GuardTable("RoleGrant", VENDOR_VISIBLE),
        GuardTable("SettingsVersion", OPEN),
        GuardTable("Job", VENDOR_VISIBLE, vendor_writes=True),
        GuardTable("RememberedReply", VENDOR_VISIBLE, vendor_writes=True),
        migrations.RunSQL(
            """
            alter table tenancy_membership add constraint tenancy_membership_tenant_key unique (tenant_id, id);
            alter table tenancy_rolegrant add constraint tenancy_rolegrant_membership_same_tenant
                foreign key (tenant_id, membership_id) references tenancy_membership (tenant_id, id)
                deferrable initially deferred;
            create table tenancy_cache (
                cache_key varchar(255) primary key, value text not null, expires timestamptz not null
            );
            create index tenancy_cache_expires on tenancy_cache (expires);
            """,
            "drop table tenancy_cache",
        ),
    ]
