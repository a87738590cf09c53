-- The roles of the console in its database, for psql as a superuser; it may be run again.
-- console: web, workers, beat, commands. console_owner: migrate only.
\set ON_ERROR_STOP on
\getenv owner_password DATABASE_OWNER_PASSWORD
\getenv console_password DATABASE_PASSWORD

SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['console', 'console_owner']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE console LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD :'console_password';
ALTER ROLE console_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
    PASSWORD :'owner_password';

SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()) \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO console, console_owner', current_database()) \gexec
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO console;
GRANT USAGE, CREATE ON SCHEMA public TO console_owner;

-- what an earlier release made as a superuser
SELECT format('ALTER TABLE %I OWNER TO console_owner', tablename)
FROM pg_tables WHERE schemaname = 'public' AND tableowner <> 'console_owner' \gexec
SELECT format('ALTER FUNCTION %s OWNER TO console_owner', p.oid::regprocedure)
FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
WHERE n.nspname = 'public' AND pg_get_userbyid(p.proowner) <> 'console_owner' \gexec

-- rows, but no tables: console can neither drop a trigger nor empty a table
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO console;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO console;
ALTER DEFAULT PRIVILEGES FOR ROLE console_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO console;
ALTER DEFAULT PRIVILEGES FOR ROLE console_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO console;

-- where the database is (campaigns/sending/host/database_location.py)
GRANT EXECUTE ON FUNCTION pg_stat_file(text), pg_control_system() TO console, console_owner;
