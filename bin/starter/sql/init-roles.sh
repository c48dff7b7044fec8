#!/bin/sh
# First start of the database container: the three roles and the product's database, owned by `owner`.
# Also for a server of one's own: set PGHOST, PGUSER (a superuser) and the three passwords, then run this script.
set -eu
here=${SQL_FOLDER:-/docker-entrypoint-initdb.d/sql}
database=${PRODUCT_DATABASE:-vendor_quality}
export PGUSER="${PGUSER:-${POSTGRES_USER:-postgres}}"

# Passwords go through psql's environment and its input, never through the list of processes.
{
    printf '%s\n' '\getenv owner_password OWNER_PASSWORD' '\getenv app_password APP_PASSWORD' \
        '\getenv backup_password BACKUP_PASSWORD'
    cat "$here/roles.sql"
} | psql -X -q -v ON_ERROR_STOP=1 -d postgres -f -

if [ "$(psql -X -q -A -t -d postgres -c "SELECT count(*) FROM pg_database WHERE datname = '$database'")" = 0 ]; then
    createdb --owner owner "$database"
fi
psql -X -q -v ON_ERROR_STOP=1 -v database="$database" -d postgres -f "$here/database.sql"
