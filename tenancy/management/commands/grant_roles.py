"""``manage.py grant_roles``: what the app and backup roles may do. Run as the owner after every migration."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection, transaction


class Command(BaseCommand):
    """Grants rights to the app and backup roles; takes UPDATE and DELETE on append-only tables away."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the grants in one transaction; repeatable."""
        app = connection.ops.quote_name(settings.DB_APP_ROLE)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"grant usage on schema public to {app}")
            cursor.execute(f"grant select, insert, update, delete on all tables in schema public to {app}")
            cursor.execute(f"grant usage, select on all sequences in schema public to {app}")
            cursor.execute("revoke create on schema public from public")
            cursor.execute(
                "select relname from pg_class where relkind = 'r' and obj_description(oid, 'pg_class') = 'append-only'"
            )
            for (table,) in cursor.fetchall():
                cursor.execute(f"revoke update, delete on {connection.ops.quote_name(table)} from {app}")
            cursor.execute("revoke insert, update, delete on django_migrations from " + app)
            cursor.execute("select 1 from pg_roles where rolname = %s", [settings.DB_BACKUP_ROLE])
            if cursor.fetchone():
                backup = connection.ops.quote_name(settings.DB_BACKUP_ROLE)
                cursor.execute(f"grant usage on schema public to {backup}")
                cursor.execute(f"grant select on all tables in schema public to {backup}")
                cursor.execute(f"grant select on all sequences in schema public to {backup}")
        self.stdout.write("Rights granted.")
