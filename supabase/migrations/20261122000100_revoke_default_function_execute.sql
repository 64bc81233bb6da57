-- Functions are closed until a migration opens them: Postgres would let everybody execute a new one.

alter default privileges revoke execute on functions from public;

create schema private;

comment on schema private is 'Helpers for policies, triggers and workers. Not exposed over REST.';

-- Policies call helpers as the role that asks.
grant usage on schema private to anon, authenticated, service_role;
