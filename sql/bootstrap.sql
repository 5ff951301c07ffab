-- Run once by a superuser on a new server, before the migrations: roles and databases.
-- Passwords are set apart (ALTER ROLE … PASSWORD), so that none stands in a file.
CREATE ROLE mailroom_owner LOGIN;
CREATE ROLE mailroom_app LOGIN;
CREATE ROLE airflow LOGIN;
CREATE DATABASE mailroom OWNER mailroom_owner;
CREATE DATABASE airflow OWNER airflow;
REVOKE ALL ON DATABASE mailroom FROM PUBLIC;
REVOKE ALL ON DATABASE airflow FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE mailroom TO mailroom_app;
