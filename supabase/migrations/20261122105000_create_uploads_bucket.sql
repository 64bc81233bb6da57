-- What authors bring along: pictures, under <project>/<upload>/<name>, where <upload> is a uuid that the uploader makes.
-- An object there is never replaced, so that a job shows what it was submitted with.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('uploads', 'uploads', false, 10485760, array['image/png', 'image/jpeg', 'image/webp'])
on conflict (id) do nothing;

create function private.may_use_upload(name text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  if name !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/[^/]+$' then
    return false;
  end if;
  return coalesce(private.my_project_role(split_part(name, '/', 1)::uuid) >= 'operator', false);
end;
$$;

comment on function private.may_use_upload(text) is
  'Whether the caller may put an object of that name into the bucket uploads, and read it: who may submit jobs in the project '
  'that its first folder names.';

grant execute on function private.may_use_upload(text) to anon, authenticated, service_role;

create policy "Who submits jobs uploads what they show"
  on storage.objects for insert to anon, authenticated
  with check (bucket_id = 'uploads' and private.may_use_upload(name));

create policy "Who submits jobs reads the uploads of the project"
  on storage.objects for select to anon, authenticated
  using (bucket_id = 'uploads' and private.may_use_upload(name));
