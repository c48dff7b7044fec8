"""Walls of the vendors room; memberships of vendor people are tied to a vendor of the same tenant."""

from django.db import migrations

from tenancy.migration_ops import OPEN, STAFF, VENDOR_VISIBLE, GuardTable


class Migration(migrations.Migration):
    dependencies = [("vendors", "0001_initial"), ("tenancy", "0002_walls")]

    operations = [
        GuardTable("ServiceLine", OPEN),
        GuardTable("Vendor", VENDOR_VISIBLE, vendor_column="id"),
        GuardTable("VendorLine", VENDOR_VISIBLE),
        GuardTable("VendorBackground", STAFF),
        migrations.RunSQL(
            """
            alter table tenancy_membership add constraint tenancy_membership_vendor_same_tenant
                foreign key (tenant_id, vendor_id) references vendors_vendor (tenant_id, id)
                deferrable initially deferred;
            """,
            "alter table tenancy_membership drop constraint tenancy_membership_vendor_same_tenant",
        ),
    ]
