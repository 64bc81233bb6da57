-- Ageing: a job that stands in line for long rises by one priority. Its row is changed, so the order by index stays the
-- order of service, and everybody sees why the job moved.

alter table public.jobs
  add column aged_from public.job_priority,
  add column aged_at timestamptz;

comment on column public.jobs.aged_from is 'The priority that people gave it, where ageing has raised it since.';
comment on column public.jobs.aged_at is 'When ageing last raised it.';

create function private.age_waiting_jobs()
returns integer
language plpgsql
set search_path = ''
as $$
declare
  pause constant interval := '5 seconds';
  max_jobs constant integer := 500;
  ageing interval;
  aged integer;
begin
  update private.settings as s
  set last_aged_at = now()
  where s.ageing_seconds is not null
    and (s.last_aged_at is null or s.last_aged_at < now() - pause)
    -- Where another worker is at it, this one goes on.
    and pg_try_advisory_xact_lock(hashtextextended('spool.age_waiting_jobs', 0))
  returning make_interval(secs => s.ageing_seconds::double precision) into ageing;
  if not found then
    return 0;
  end if;

  with due as (
    select j.id, j.priority
    from public.jobs as j
    where j.status = 'queued'
      and j.priority <> 'high'
      and greatest(j.queued_at, j.aged_at) <= now() - ageing
    order by greatest(j.queued_at, j.aged_at)
    limit max_jobs
    for no key update skip locked
  ),
  raised as (
    update public.jobs as j
    set priority = case d.priority when 'low' then 'medium' else 'high' end::public.job_priority,
        aged_from = coalesce(j.aged_from, d.priority),
        aged_at = now()
    from due as d
    where j.id = d.id
    returning j.id, j.project_id, j.status, d.priority as from_priority, j.priority as to_priority
  ),
  recorded as (
    insert into public.job_events (job_id, project_id, from_status, to_status, cause, actor_kind, detail)
    select r.id, r.project_id, r.status, r.status, 'age', 'schedule',
      jsonb_build_object('from', r.from_priority, 'to', r.to_priority)
    from raised as r
  )
  select count(*) into aged from raised;
  return aged;
end;
$$;

comment on function private.age_waiting_jobs() is
  'Where ageing is on: raises jobs that have stood in line for its time by one priority, at most 500 every five seconds, and '
  'returns how many.';

create function private.reset_retried_job()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.priority := coalesce(new.aged_from, new.priority);
  new.aged_from := null;
  new.aged_at := null;
  return new;
end;
$$;

comment on function private.reset_retried_job() is 'Before a finished job runs again: it starts with the priority that people gave it.';

create trigger jobs_reset_retried
  before update of status on public.jobs
  for each row when (old.status in ('completed', 'failed', 'cancelled') and new.status = 'pending')
  execute function private.reset_retried_job();
