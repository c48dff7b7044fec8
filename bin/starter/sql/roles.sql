-- The three roles of the product. Run by the superuser of the server, as often as one likes.
-- psql variables: owner_password, app_password, backup_password.
--   owner   owns the database and runs migrations; never used by a page or a task
--   app     web and workers: rows only, no DDL, under row-level security
--   backup  reads everything past row-level security, for pg_dump alone; never used by a page or a task
SET client_min_messages = warning;
SELECT 'CREATE ROLE owner' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'owner') \gexec
SELECT 'CREATE ROLE app' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'app') \gexec
SELECT 'CREATE ROLE backup' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'backup') \gexec
ALTER ROLE owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner_password';
ALTER ROLE app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'app_password';
ALTER ROLE backup LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS PASSWORD :'backup_password';
ALTER ROLE backup SET default_transaction_read_only = on;
GRANT pg_read_all_data TO backup;
