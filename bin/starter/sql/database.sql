-- Who may enter the product's database. Run by the superuser; psql variable: database.
-- Rights on tables are given by `manage.py grant_roles`, run as the owner after every migration: a table that it has
-- not seen is closed to everybody but the owner.
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE :"database" TO app;
GRANT CONNECT ON DATABASE :"database" TO backup;
