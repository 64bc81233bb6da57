-- Keys for programs: what a key may do, and never the key itself. RPCs make, rotate and revoke them.

create table public.api_keys (
  id           uuid primary key default gen_random_uuid(),
  project_id   uuid not null references public.projects (id) on delete cascade,
  name         text not null check (char_length(name) between 1 and 100),
  role         public.project_role not null,
  prefix       text not null unique,
  created_by   uuid references public.profiles (user_id) on delete set null,
  created_at   timestamptz not null default now(),
  expires_at   timestamptz,
  rotated_at   timestamptz,
  revoked_at   timestamptz,
  revoked_by   uuid references public.profiles (user_id) on delete set null,
  last_used_at timestamptz
) with (fillfactor = 70);

comment on table public.api_keys is
  'Keys for programs, sent as the header x-spool-key beside the publishable key. A key speaks for one project, in one role.';
comment on column public.api_keys.prefix is 'How the key begins, for people to recognise it by.';
comment on column public.api_keys.expires_at is 'Not valid from this time on. Null: until it is revoked.';
comment on column public.api_keys.last_used_at is 'To the minute: written at most once a minute.';

create index api_keys_project_id_idx on public.api_keys (project_id, created_at desc);

create table private.api_key_secrets (
  hash       bytea primary key,
  api_key_id uuid not null references public.api_keys (id) on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz
);

comment on table private.api_key_secrets is
  'What the keys hash to. Two rows of a key are valid while a rotation lets the old secret live on.';
comment on column private.api_key_secrets.hash is
  'SHA-256 of the whole key. A slow hash protects what people think up; a key holds 256 random bits, which nobody can try through.';
comment on column private.api_key_secrets.expires_at is 'Set by a rotation: the old secret is refused from then on.';

create index api_key_secrets_api_key_id_idx on private.api_key_secrets (api_key_id);

alter table public.api_keys enable row level security;
alter table private.api_key_secrets enable row level security;

revoke all on table public.api_keys from anon, authenticated;
grant select on table public.api_keys to anon, authenticated;
-- Not even the service key writes them past the RPCs, which check and record.
grant select on table public.api_keys to service_role;

create function private.current_api_key()
returns public.api_keys
language plpgsql
stable
security definer -- callers hold no rights on the hashes
set search_path = ''
as $$
#variable_conflict use_column
declare
  sent text := nullif(nullif(current_setting('request.headers', true), '')::json ->> 'x-spool-key', '');
  secret private.api_key_secrets;
  key public.api_keys;
begin
  -- The service key is above every other; what it sends beside itself changes nothing.
  if sent is null or auth.role() = 'service_role' then
    return null;
  end if;

  select s.* into secret from private.api_key_secrets as s where s.hash = sha256(convert_to(sent, 'UTF8'));
  select k.* into key from public.api_keys as k where k.id = secret.api_key_id;
  if key.id is null then
    raise exception 'The API key in x-spool-key is not known'
      using errcode = 'PT401', hint = 'Ask an administrator of the project for a key.';
  elsif key.revoked_at is not null then
    raise exception 'The API key %… was revoked', key.prefix
      using errcode = 'PT401', hint = 'Ask an administrator of the project for a new key.';
  elsif key.expires_at <= now() then
    raise exception 'The API key %… has expired', key.prefix
      using errcode = 'PT401', hint = 'Ask an administrator of the project for a new key.';
  elsif secret.expires_at <= now() then
    raise exception 'The API key %… was rotated, and the time of its old secret is over', key.prefix
      using errcode = 'PT401', hint = 'Use the secret that the rotation gave.';
  end if;

  -- Reads over REST run in read-only transactions, which may notify and not write. A worker hears it and writes.
  if key.last_used_at is null or key.last_used_at < now() - interval '1 minute' then
    if not pg_is_in_recovery() then
      perform pg_notify('spool_api_keys', key.id::text);
    end if;
  end if;
  return key;
end;
$$;

comment on function private.current_api_key() is
  'The API key that the request carries as x-spool-key; a row of nulls when it carries none. '
  'Raises PT401 for a key that is unknown, revoked, expired or rotated away.';

create function private.note_api_key_use(api_key_id uuid)
returns void
language plpgsql
security definer -- nobody else writes keys
set search_path = ''
as $$
begin
  if current_setting('transaction_read_only') = 'on' then
    return;
  end if;
  update public.api_keys as k
  set last_used_at = now()
  where k.id in (
    select u.id
    from public.api_keys as u
    where u.id = note_api_key_use.api_key_id and (u.last_used_at is null or u.last_used_at < now() - interval '1 minute')
    -- Two requests with one key need not wait for each other over this.
    for no key update skip locked
  );
end;
$$;

comment on function private.note_api_key_use(uuid) is
  'Writes that a key was used, unless that was written within the last minute or the transaction may not write.';

grant execute on function private.note_api_key_use(uuid) to spool_worker;
