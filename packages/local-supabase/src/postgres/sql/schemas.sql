-- The schemas that every Supabase database starts with. No default grants: each migration grants what it means to.

create schema if not exists extensions;
grant usage on schema extensions to postgres, anon, authenticated, service_role;
grant create on schema extensions to postgres;

create extension if not exists pgcrypto with schema extensions;
create extension if not exists "uuid-ossp" with schema extensions;

grant all on schema public to postgres;
grant usage on schema public to anon, authenticated, service_role;

do $$
begin
  execute format('alter database %I owner to postgres', current_database());
  if not exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
  end if;
  alter publication supabase_realtime owner to postgres;
end
$$;
