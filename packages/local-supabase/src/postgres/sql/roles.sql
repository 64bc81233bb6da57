-- Roles as hosted Supabase gives them. Roles belong to the whole cluster, so every step here may find its work done.

do $$
declare
  wanted record;
begin
  for wanted in
    select *
    from (values
      ('postgres', 'login createdb createrole replication bypassrls'),
      ('anon', 'nologin noinherit'),
      ('authenticated', 'nologin noinherit'),
      ('service_role', 'nologin noinherit bypassrls'),
      ('authenticator', 'login noinherit'),
      ('supabase_auth_admin', 'login noinherit createrole'),
      ('supabase_storage_admin', 'nologin noinherit createrole'),
      ('supabase_realtime_admin', 'nologin noinherit')
    ) as roles (name, attributes)
  loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted.name) then
      execute format('create role %I %s', wanted.name, wanted.attributes);
    end if;
  end loop;
end
$$;

grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role to postgres with admin option;
-- Hosted lets postgres change the settings of authenticator, through an extension as well.
grant authenticator to postgres with admin true, inherit false, set false;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;

-- Hosted lets postgres make policies on storage.objects and realtime.messages through an extension that the
-- npm Postgres does not carry. Membership in the owning roles gives the same right.
grant supabase_storage_admin, supabase_realtime_admin to postgres with inherit true;

alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';
-- Hosted projects may set this too: `Prefer: tx=rollback` then undoes a request, which tests live on.
alter role authenticator set pgrst.db_tx_end = 'commit-allow-override';
alter role supabase_auth_admin set search_path = auth;
