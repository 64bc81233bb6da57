-- What is kept for how long, and the function that removes the rest. pg-boss keeps a delivery for a minute after its end;
-- messages on their way to browsers are pruned by Realtime; the audit log is kept by rules of its own.

alter table private.settings
  add column keep_completed_days numeric check (keep_completed_days > 0),
  add column keep_failed_days numeric check (keep_failed_days > 0),
  add column keep_tasks_days numeric default 30 check (keep_tasks_days > 0),
  add column keep_logs_days numeric default 90 check (keep_logs_days > 0),
  add column keep_minutes_days numeric default 400 check (keep_minutes_days > 0),
  add column keep_schedule_runs_days numeric default 90 check (keep_schedule_runs_days > 0);

comment on column private.settings.keep_completed_days is 'Completed media jobs, with their files, from the end of the job. Null: for ever.';
comment on column private.settings.keep_failed_days is 'Failed and cancelled media jobs, likewise.';
comment on column private.settings.keep_tasks_days is 'Finished system tasks, likewise.';
comment on column private.settings.keep_logs_days is 'Lines of the jobs'' logs. Null: as long as their job.';
comment on column private.settings.keep_minutes_days is 'Throughput by the minute.';
comment on column private.settings.keep_schedule_runs_days is 'What became of each run of a schedule.';

create index jobs_finished_at_idx on public.jobs (finished_at) where finished_at is not null;

create function private.days_ago(days numeric)
returns timestamptz
language sql
stable
set search_path = ''
as $$
  select now() - make_interval(secs => (days * 86400)::double precision);
$$;

comment on function private.days_ago(numeric) is 'So many days before now; null for null.';

create function private.apply_retention(max integer)
returns jsonb
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
declare
  kept private.settings;
  removed_jobs integer;
  removed_lines integer;
  removed_minutes integer;
  removed_runs integer;
begin
  select s.* into kept from private.settings as s;

  delete from public.jobs as j
  where j.id in (
    select o.id
    from public.jobs as o
    join public.job_types as t on t.name = o.job_type
    where o.finished_at < case
      when t.kind = 'system' then private.days_ago(kept.keep_tasks_days)
      when o.status = 'completed' then private.days_ago(kept.keep_completed_days)
      else private.days_ago(kept.keep_failed_days)
    end
    -- Bounds the walk along the index to what may be old enough.
    and o.finished_at < private.days_ago(least(kept.keep_tasks_days, kept.keep_completed_days, kept.keep_failed_days))
    order by o.finished_at
    limit apply_retention.max
    for update of o skip locked
  );
  get diagnostics removed_jobs = row_count;

  -- Lines are numbered in the order of their time, so the oldest are the first.
  delete from public.job_logs as l
  using (select o.id from public.job_logs as o order by o.id limit apply_retention.max) as first
  where l.id = first.id and l.logged_at < private.days_ago(kept.keep_logs_days);
  get diagnostics removed_lines = row_count;

  delete from public.job_minutes as m where m.minute < private.days_ago(kept.keep_minutes_days);
  get diagnostics removed_minutes = row_count;

  delete from public.schedule_runs as r where r.created_at < private.days_ago(kept.keep_schedule_runs_days);
  get diagnostics removed_runs = row_count;

  return jsonb_build_object(
    'jobs', removed_jobs, 'log_lines', removed_lines, 'minutes', removed_minutes, 'schedule_runs', removed_runs
  );
end;
$$;

comment on function private.apply_retention(integer) is
  'Removes what has been kept for its time, at most max jobs and max lines of logs, and returns how many of each: '
  '{jobs, log_lines, minutes, schedule_runs}. Call it until it has nothing left to remove.';

grant execute on function private.apply_retention(integer) to spool_worker;

create function private.retention_figures()
returns text[]
language sql
immutable
set search_path = ''
as $$
  select array[
    'keep_completed_days', 'keep_failed_days', 'keep_tasks_days', 'keep_logs_days', 'keep_minutes_days', 'keep_schedule_runs_days'
  ];
$$;

comment on function private.retention_figures() is 'The columns of private.settings that get_retention shows.';

create function public.get_retention()
returns jsonb
language sql
stable
security definer -- the figures lie in a schema that is not exposed
set search_path = ''
as $$
  select jsonb_object_agg(f.key, f.value)
  from private.settings as s
  cross join jsonb_each(to_jsonb(s)) as f
  where f.key = any (private.retention_figures());
$$;

comment on function public.get_retention() is
  'For how many days things are kept: {keep_completed_days, keep_failed_days, keep_tasks_days, keep_logs_days, keep_minutes_days, '
  'keep_schedule_runs_days}; null is for ever.';

create function public.set_retention(figures jsonb)
returns jsonb
language plpgsql
security definer -- as above; checks who asks
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
  set (keep_completed_days, keep_failed_days, keep_tasks_days, keep_logs_days, keep_minutes_days, keep_schedule_runs_days) = (
    select n.keep_completed_days, n.keep_failed_days, n.keep_tasks_days, n.keep_logs_days, n.keep_minutes_days, n.keep_schedule_runs_days
    from jsonb_populate_record(s, figures) as n
  );
  return public.get_retention();
end;
$$;

comment on function public.set_retention(jsonb) is
  'Sets those of the figures of get_retention() that are given, and returns all of them. For administrators of the instance. '
  'Raises PT400 for a figure that there is not or that is out of range, PT403 for others.';

revoke execute on function public.get_retention(), public.set_retention(jsonb) from public, anon;
grant execute on function public.get_retention(), public.set_retention(jsonb) to authenticated, service_role;

create trigger settings_audit_retention
  after update of keep_completed_days, keep_failed_days, keep_tasks_days, keep_logs_days, keep_minutes_days, keep_schedule_runs_days
  on private.settings
  for each row execute function private.audit_changes(
    'settings', 'is_only_row', 'keep_completed_days', 'keep_failed_days', 'keep_tasks_days', 'keep_logs_days', 'keep_minutes_days',
    'keep_schedule_runs_days'
  );
