-- The role of every worker. It has no login and no password: those are given by a documented command,
-- because a migration is no place for a secret. It does not bypass RLS and reaches jobs only through functions.

do $$
begin
  -- Roles belong to the cluster, migrations to a database: another database may have made it already.
  if not exists (select from pg_catalog.pg_roles where rolname = 'spool_worker') then
    create role spool_worker nologin;
  end if;
end;
$$;

comment on role spool_worker is 'Workers: claims, runs and settles attempts through the functions in schema private.';

-- A process frozen inside a transaction must not freeze the rest.
alter role spool_worker set idle_in_transaction_session_timeout = '10s';
alter role spool_worker set lock_timeout = '5s';

grant usage on schema public, private to spool_worker;
