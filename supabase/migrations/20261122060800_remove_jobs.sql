-- Finished jobs may be removed. What they left in Storage cannot be removed by SQL: it is noted, for a worker to sweep.

create table private.storage_sweeps (
  id          bigint generated always as identity primary key,
  bucket      text not null,
  prefix      text not null,
  queued_at   timestamptz not null default now(),
  try_at      timestamptz not null default now(),
  try_count   integer not null default 0,
  last_error  text
);

comment on table private.storage_sweeps is 'Folders in Storage whose job is gone. A worker removes what is in them, then the row.';
comment on column private.storage_sweeps.prefix is 'Folder, with its slash: <job>/.';

create index storage_sweeps_try_at_idx on private.storage_sweeps (try_at);
alter table private.storage_sweeps enable row level security;

create function private.queue_storage_sweeps()
returns trigger
language plpgsql
security definer -- whoever removes a job holds no rights on the sweeps
set search_path = ''
as $$
begin
  insert into private.storage_sweeps (bucket, prefix)
  select b.bucket, o.id || '/'
  from old_rows as o
  cross join (values ('videos'), ('work')) as b (bucket);
  return null;
end;
$$;

comment on function private.queue_storage_sweeps() is 'After delete on jobs: notes the folders that they may have left.';

create trigger jobs_queue_storage_sweeps
  after delete on public.jobs
  referencing old table as old_rows
  for each statement execute function private.queue_storage_sweeps();

create function private.is_folder_in_use(bucket text, prefix text)
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
  holder_id := folder;
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
  'a newer attempt that took a file over, or a finished stage from which the job may go on.';

create function private.take_storage_sweeps(max integer)
returns table (id bigint, bucket text, prefix text)
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
  with due as (
    select t.id, private.is_folder_in_use(t.bucket, t.prefix) as is_in_use
    from private.storage_sweeps as t
    where t.try_at <= now()
    order by t.try_at
    limit take_storage_sweeps.max
    for update skip locked
  ),
  postponed as (
    update private.storage_sweeps as s set try_at = now() + interval '1 day' from due as d where s.id = d.id and d.is_in_use
  )
  update private.storage_sweeps as s
  -- Taken for five minutes: a sweeper that dies leaves it to the next.
  set try_at = now() + interval '5 minutes', try_count = s.try_count + 1
  from due as d
  where s.id = d.id and not d.is_in_use
  returning s.id, s.bucket, s.prefix;
end;
$$;

comment on function private.take_storage_sweeps(integer) is
  'Gives at most max folders to sweep, each to one sweeper, who says with finish_storage_sweep how it went; one that says nothing '
  'for five minutes has it taken over. One that is in use is looked at again a day later.';

create function private.finish_storage_sweep(id bigint, error text default null)
returns void
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
begin
  if error is null then
    delete from private.storage_sweeps as s where s.id = finish_storage_sweep.id;
  else
    update private.storage_sweeps as s set last_error = left(error, 500) where s.id = finish_storage_sweep.id;
  end if;
end;
$$;

comment on function private.finish_storage_sweep(bigint, text) is
  'Says that a folder is empty now, or why not: then it is tried again.';

grant execute on function private.take_storage_sweeps(integer), private.finish_storage_sweep(bigint, text) to spool_worker;

create function public.remove_job(job_id uuid)
returns void
language plpgsql
security definer -- clients hold no DELETE on jobs; require_job checks who asks
set search_path = ''
as $$
declare
  job public.jobs := private.require_job(job_id, 'operator');
begin
  if job.status not in ('completed', 'failed', 'cancelled') then
    raise exception 'The job has not finished, it is %', job.status using errcode = 'PT409', hint = 'Cancel it first.';
  end if;
  delete from public.jobs as j where j.id = job.id;
end;
$$;

comment on function public.remove_job(uuid) is
  'Removes a finished job with its history; its files are swept later. Raises PT404 when there is no such job in the caller''s '
  'projects, PT403 for viewers and PT409 when it has not finished. Safe under concurrency: one caller wins, the others get PT404.';

revoke execute on function public.remove_job(uuid) from public;
grant execute on function public.remove_job(uuid) to anon, authenticated, service_role;
