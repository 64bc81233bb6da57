-- Making, rotating and revoking API keys. The key itself is shown once, by the call that makes it.

create function private.new_api_key_secret(api_key_id uuid, prefix text)
returns text
language plpgsql
set search_path = ''
as $$
declare
  key text := prefix || '_' || encode(extensions.gen_random_bytes(32), 'hex');
begin
  insert into private.api_key_secrets (hash, api_key_id) values (sha256(convert_to(key, 'UTF8')), new_api_key_secret.api_key_id);
  return key;
end;
$$;

comment on function private.new_api_key_secret(uuid, text) is 'Gives a key a new secret of 256 random bits and returns the whole key, which is stored nowhere.';

create function public.create_api_key(
  project_id uuid, name text, role public.project_role default 'operator', expires_at timestamptz default null,
  out api_key public.api_keys, out key text
)
language plpgsql
security definer -- clients hold no INSERT on api_keys
set search_path = ''
as $$
begin
  perform private.require_project_admin(create_api_key.project_id);
  if coalesce(char_length(btrim(create_api_key.name)), 0) not between 1 and 100 then
    raise exception 'name must be 1 to 100 characters long: say which program has the key' using errcode = 'PT400';
  elsif create_api_key.role is null then
    raise exception 'role is required: viewer, operator or admin' using errcode = 'PT400';
  elsif create_api_key.expires_at <= now() then
    raise exception 'expires_at must lie in the future' using errcode = 'PT400';
  end if;

  loop
    insert into public.api_keys as k (project_id, name, role, prefix, created_by, expires_at)
    values (
      create_api_key.project_id, btrim(create_api_key.name), create_api_key.role,
      'spool_' || encode(extensions.gen_random_bytes(4), 'hex'), auth.uid(), create_api_key.expires_at
    )
    on conflict (prefix) do nothing
    returning k.* into api_key;
    exit when found;
  end loop;
  key := private.new_api_key_secret(api_key.id, api_key.prefix);
end;
$$;

comment on function public.create_api_key(uuid, text, public.project_role, timestamptz) is
  'Makes a key for a program and returns {api_key, key}: its row, and what to send as x-spool-key, which is shown this once. For '
  'administrators of the project. Raises PT400 for a bad name or an expiry that has passed.';

create function public.rotate_api_key(
  api_key_id uuid, overlap interval default '24 hours', out api_key public.api_keys, out key text
)
language plpgsql
security definer -- clients hold no UPDATE on api_keys
set search_path = ''
as $$
begin
  select k.* into api_key from public.api_keys as k where k.id = rotate_api_key.api_key_id;
  if not found then
    raise exception 'API key % does not exist', rotate_api_key.api_key_id using errcode = 'PT404';
  end if;
  perform private.require_project_admin(api_key.project_id);
  if rotate_api_key.overlap is null or rotate_api_key.overlap not between interval '0' and interval '30 days' then
    raise exception 'overlap must be between 0 and 30 days' using errcode = 'PT400';
  end if;

  update public.api_keys as k
  set rotated_at = now()
  where k.id = rotate_api_key.api_key_id and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
  returning k.* into api_key;
  if not found then
    raise exception 'A key that was revoked or has expired cannot be rotated' using errcode = 'PT409', hint = 'Make a new key.';
  end if;
  update private.api_key_secrets as s
  set expires_at = least(s.expires_at, now() + rotate_api_key.overlap)
  where s.api_key_id = rotate_api_key.api_key_id;
  delete from private.api_key_secrets as s where s.api_key_id = rotate_api_key.api_key_id and s.expires_at < now() - interval '30 days';
  key := private.new_api_key_secret(api_key.id, api_key.prefix);
end;
$$;

comment on function public.rotate_api_key(uuid, interval) is
  'Gives a key a new secret and returns {api_key, key}; the old one is accepted for the overlap, at most 30 days. For '
  'administrators of the project. Raises PT404 for no such key and PT409 for one that was revoked or has expired.';

create function public.revoke_api_key(api_key_id uuid)
returns public.api_keys
language plpgsql
security definer -- clients hold no UPDATE on api_keys
set search_path = ''
as $$
declare
  revoked public.api_keys;
begin
  select k.* into revoked from public.api_keys as k where k.id = revoke_api_key.api_key_id;
  if not found then
    raise exception 'API key % does not exist', revoke_api_key.api_key_id using errcode = 'PT404';
  end if;
  perform private.require_project_admin(revoked.project_id);
  update public.api_keys as k
  set revoked_at = coalesce(k.revoked_at, now()), revoked_by = case when k.revoked_at is null then auth.uid() else k.revoked_by end
  where k.id = revoke_api_key.api_key_id
  returning k.* into revoked;
  return revoked;
end;
$$;

comment on function public.revoke_api_key(uuid) is
  'Refuses a key from now on and returns it. For administrators of the project. Raises PT404 for no such key. Idempotent.';

grant execute on function
  public.create_api_key(uuid, text, public.project_role, timestamptz),
  public.rotate_api_key(uuid, interval),
  public.revoke_api_key(uuid)
to authenticated, service_role;
