"""Walls of reviews, the qualified-vendor list, proposals, links and logs; what a vendor may do to its own state."""

from django.db import migrations

from tenancy.migration_ops import STAFF, TENANT, VENDOR, VENDOR_VISIBLE, GuardTable

OWN = f"tenant_id = {TENANT} and id = {VENDOR}"


class Migration(migrations.Migration):
    dependencies = [("vendors", "0020_review")]

    operations = [
        GuardTable("VendorReview", STAFF),
        GuardTable("ReviewAspect", STAFF),
        GuardTable("ReviewCondition", STAFF),
        GuardTable("ServiceReport", VENDOR_VISIBLE, vendor_writes=True),
        GuardTable("VendorProfile", VENDOR_VISIBLE, vendor_writes=True),
        GuardTable("QualifiedList", STAFF),
        GuardTable("QualifiedListEntry", STAFF),
        GuardTable("ChangeProposal", VENDOR_VISIBLE, vendor_writes=True),
        GuardTable("ProposedFact", VENDOR_VISIBLE, vendor_writes=True),
        GuardTable("RegistrationLink", STAFF),
        GuardTable("VendorLogEntry", STAFF),
        GuardTable("ProjectPaper", STAFF),
        # A vendor hands in its papers: of its own row it may change the state alone, and only this one step.
        migrations.RunSQL(
            f"""
            create policy vendors_vendor_submit on vendors_vendor for update
                using ({OWN} and status = 'candidate') with check ({OWN} and status = 'docs_submitted');
            create function vendors_vendor_only_submits() returns trigger language plpgsql as $$
            begin
                if nullif(current_setting('app.vendor_id', true), '') is not null
                   and to_jsonb(new) - 'status' is distinct from to_jsonb(old) - 'status' then
                    raise exception 'a vendor changes nothing of its own row but its state'
                        using errcode = 'insufficient_privilege';
                end if;
                return new;
            end $$;
            create trigger vendors_vendor_only_submits before update on vendors_vendor
                for each row execute function vendors_vendor_only_submits();
            """,
            """
            drop trigger vendors_vendor_only_submits on vendors_vendor;
            drop function vendors_vendor_only_submits();
            drop policy vendors_vendor_submit on vendors_vendor;
            """,
        ),
    ]
