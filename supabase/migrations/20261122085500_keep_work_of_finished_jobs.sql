-- What finished stages left in the bucket work is needed until the job ends, and for a while longer: somebody may look at
-- the video and have it made again from a stage.

alter table private.settings add column keep_work_days numeric default 1 check (keep_work_days > 0);

comment on column private.settings.keep_work_days is
  'What stages left for each other, from the end of their job. Null: as long as the job.';

create or replace function private.retention_figures()
returns text[]
language sql
immutable
set search_path = ''
as $$
  select array[
    'keep_completed_days', 'keep_failed_days', 'keep_tasks_days', 'keep_logs_days', 'keep_minutes_days', 'keep_schedule_runs_days',
    'keep_work_days'
  ];
$$;

comment on function public.get_retention() is
  'For how many days things are kept: {keep_completed_days, keep_failed_days, keep_tasks_days, keep_logs_days, keep_minutes_days, '
  'keep_schedule_runs_days, keep_work_days}; null is for ever.';

create or replace function public.set_retention(figures jsonb)
returns jsonb
language plpgsql
security definer -- the figures lie in a schema that is not exposed; checks who asks
set search_path = ''
as $$
declare
  figure record;
begin
  perform private.require_instance_role('admin');
  if jsonb_typeof(figures) is distinct from 'object' then
    raise exception 'figures must be an object' using errcode = 'PT400';
  end if;
  for figure in select f.key, f.value, jsonb_typeof(f.value) as type from jsonb_each(figures) as f loop
    if figure.key <> all (private.retention_figures()) then
      raise exception 'There is no figure "%"', left(figure.key, 100)
        using errcode = 'PT400', hint = 'There are ' || array_to_string(private.retention_figures(), ', ') || '.';
    elsif figure.type not in ('number', 'null') then
      raise exception '% must be a number of days, or null for ever', figure.key using errcode = 'PT400';
    elsif figure.type = 'number' and not ((figure.value)::numeric > 0 and (figure.value)::numeric <= 36500) then
      raise exception '% must be more than 0 and at most 36,500 days', figure.key using errcode = 'PT400';
    end if;
  end loop;

  update private.settings as s
  set (
    keep_completed_days, keep_failed_days, keep_tasks_days, keep_logs_days, keep_minutes_days, keep_schedule_runs_days, keep_work_days
  ) = (
    select
      n.keep_completed_days, n.keep_failed_days, n.keep_tasks_days, n.keep_logs_days, n.keep_minutes_days, n.keep_schedule_runs_days,
      n.keep_work_days
    from jsonb_populate_record(s, figures) as n
  );
  return public.get_retention();
end;
$$;

create trigger settings_audit_work_retention
  after update of keep_work_days on private.settings
  for each row execute function private.audit_changes('settings', 'is_only_row', 'keep_work_days');

create function private.queue_work_sweep()
returns trigger
language plpgsql
security definer -- whoever ends a job holds no rights on the sweeps
set search_path = ''
as $$
begin
  insert into private.storage_sweeps (bucket, prefix, try_at)
  select 'work', new.id || '/', now() + make_interval(secs => (s.keep_work_days * 86400)::double precision)
  from private.settings as s
  where s.keep_work_days is not null
    and exists (select from public.job_stages as g where g.job_id = new.id and g.checkpoint is not null);
  return null;
end;
$$;

comment on function private.queue_work_sweep() is
  'After a job ended: notes the folder in which its stages left things for each other, where they did.';

create trigger jobs_queue_work_sweep
  after update on public.jobs
  for each row when (new.status in ('completed', 'failed', 'cancelled') and new.status <> old.status)
  execute function private.queue_work_sweep();

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
  'a newer attempt that took a file over, a finished stage from which the job may go on, or, in the bucket work, a job that has '
  'not ended or runs again.';
