-- An upload is kept as long as a job or a schedule names it; one that nobody names goes a week after it came, or after the last
-- job that named it went.

create table private.job_uploads (
  job_id uuid not null references public.jobs (id) on delete cascade,
  name   text not null,
  primary key (job_id, name)
);

comment on table private.job_uploads is 'Which objects of the bucket uploads a job names. Written with its payload.';
comment on column private.job_uploads.name is 'Of the object: <project>/<upload>/<name>.';

create index job_uploads_name_idx on private.job_uploads (name text_pattern_ops);

alter table private.job_uploads enable row level security;

create index storage_sweeps_uploads_idx on private.storage_sweeps (prefix) where bucket = 'uploads';

create function private.folder_of_upload(name text)
returns text
language sql
immutable
set search_path = ''
as $$
  select split_part(name, '/', 1) || '/' || split_part(name, '/', 2) || '/';
$$;

comment on function private.folder_of_upload(text) is 'The folder of one upload, with its slash, as sweeps have it.';

create function private.queue_upload_sweep()
returns trigger
language plpgsql
security definer -- neither who uploads nor who removes a job holds rights on the sweeps
set search_path = ''
as $$
declare
  unnamed_for constant interval := '7 days';
begin
  insert into private.storage_sweeps (bucket, prefix, try_at)
  select 'uploads', private.folder_of_upload(case tg_op when 'INSERT' then new.name else old.name end), now() + unnamed_for;
  return null;
end;
$$;

comment on function private.queue_upload_sweep() is
  'After an upload came, or a job that named one went: notes the upload for sweeping, a week from now.';

create trigger spool_queue_upload_sweep
  after insert on storage.objects
  for each row when (new.bucket_id = 'uploads')
  execute function private.queue_upload_sweep();

create trigger job_uploads_queue_sweep
  after delete on private.job_uploads
  for each row execute function private.queue_upload_sweep();

create function private.note_uploads()
returns trigger
language plpgsql
security definer -- submitters hold no rights on what is noted
set search_path = ''
as $$
declare
  named constant text[] := coalesce(
    array(
      select distinct substr(p.file, length('uploads/') + 1) from private.pictures_of(new.payload) as p where starts_with(p.file, 'uploads/')
    ),
    '{}'
  );
begin
  delete from private.job_uploads as u where u.job_id = new.id and u.name <> all (named);
  insert into private.job_uploads (job_id, name) select new.id, n from unnest(named) as n on conflict do nothing;
  delete from private.storage_sweeps as s
  where s.bucket = 'uploads' and s.prefix = any (array(select private.folder_of_upload(n) from unnest(named) as n));
  return null;
end;
$$;

comment on function private.note_uploads() is 'After a payload was written: notes which uploads the job names, so that they are kept.';

create trigger jobs_note_uploads
  after insert on public.jobs
  for each row when (new.payload ? 'pictures' or new.payload ? 'script')
  execute function private.note_uploads();

create trigger jobs_note_changed_uploads
  after update of payload on public.jobs
  for each row when (new.payload is distinct from old.payload)
  execute function private.note_uploads();

create or replace function private.is_folder_in_use(bucket text, prefix text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  folder constant text := split_part(prefix, '/', 1);
  holder_id uuid;
begin
  if folder !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then
    return false;
  end if;
  if bucket = 'uploads' then
    return exists (select from private.job_uploads as u where u.name like is_folder_in_use.prefix || '%')
      or exists (select from public.schedules as s where position('uploads/' || is_folder_in_use.prefix in s.payload::text) > 0);
  end if;
  holder_id := folder;
  if bucket = 'work' then
    return exists (
      select from public.jobs as j where j.id = holder_id and j.status not in ('completed', 'failed', 'cancelled')
    );
  end if;
  if prefix = folder || '/' then
    return exists (select from public.jobs as j where j.id = holder_id);
  end if;
  return exists (
    select from public.job_files as f
    where f.job_id = holder_id and f.bucket = is_folder_in_use.bucket and starts_with(f.path, prefix)
  ) or exists (
    select from public.job_stages as s
    where s.job_id = holder_id and position(prefix in s.files::text || coalesce(s.checkpoint::text, '')) > 0
  );
end;
$$;

comment on function private.is_folder_in_use(text, text) is
  'Whether something still needs what lies in a folder that was noted for sweeping: a new job with the id of the removed one, '
  'a newer attempt that took a file over, a finished stage from which the job may go on; in the bucket work, a job that has '
  'not ended or runs again; in the bucket uploads, a job or a schedule that names it.';
