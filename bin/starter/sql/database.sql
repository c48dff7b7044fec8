-- What the roles may do inside one database. Run by the superuser in the product's database, and in template1 where
-- test databases are made from it. Migrations narrow this further (no UPDATE or DELETE on the journal and receipts).
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO owner, app, backup;
GRANT CREATE ON SCHEMA public TO owner;
ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO app;
ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT USAGE, SELECT ON SEQUENCES TO app;
