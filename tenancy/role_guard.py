"""Refuses to serve as a database role that the walls do not bind."""

from django.db import connection

from tenancy.errors import UnsafeDatabaseRole


def refuse_unsafe_role() -> None:
    """Raise UnsafeDatabaseRole when connected as a superuser, with BYPASSRLS, or as owner of a tenant table."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            select r.rolname, r.rolsuper, r.rolbypassrls,
                   exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
                           where n.nspname = 'public' and c.relkind = 'r' and c.relowner = r.oid)
            from pg_roles r where r.rolname = current_user
            """
        )
        name, is_super, bypasses, owns = cursor.fetchone()
    connection.close()
    if is_super or bypasses or owns:
        raise UnsafeDatabaseRole(
            f"Refusing to start as the database role {name!r}: it is a superuser, bypasses row-level security or owns "
            "tables. Give DATABASE_URL the app role and OWNER_DATABASE_URL the owner (docs/operations.md)."
        )
