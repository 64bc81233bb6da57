-- Schedules are run by whichever worker looks first; the lock on the row is what makes it one.

create table public.schedule_runs (
  schedule_id uuid not null references public.schedules (id) on delete cascade,
  due_at      timestamptz not null,
  job_id      uuid,
  problem     text,
  created_at  timestamptz not null default now(),
  primary key (schedule_id, due_at),
  check ((job_id is null) <> (problem is null))
);

comment on table public.schedule_runs is 'What became of each time that a schedule came due.';
comment on column public.schedule_runs.due_at is 'When it was due, or was started by hand.';
comment on column public.schedule_runs.job_id is 'The job that was submitted. Its row may be gone.';
comment on column public.schedule_runs.problem is 'Why none was.';

alter table public.schedule_runs enable row level security;

create policy "Who sees a schedule sees its runs"
  on public.schedule_runs for select to anon, authenticated
  using (schedule_id in (select s.id from public.schedules as s));

revoke all on table public.schedule_runs from anon, authenticated;
grant select on table public.schedule_runs to anon, authenticated;
grant all on table public.schedule_runs to service_role;

create function private.submit_scheduled(schedule public.schedules, due_at timestamptz, actor_kind public.actor_kind, actor_id text)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
  submitted_id uuid;
  trouble text;
begin
  if not schedule.may_overlap and exists (
    select from public.jobs as j
    where j.id = schedule.last_job_id and j.status not in ('completed', 'failed', 'cancelled')
  ) then
    trouble := format('The job of the last run has not finished: %s', schedule.last_job_id);
  else
    begin
      perform private.begin_move('insert', submit_scheduled.actor_kind, submit_scheduled.actor_id);
      insert into public.jobs (project_id, job_type, payload, queue, priority)
      values (schedule.project_id, schedule.job_type, schedule.payload, schedule.queue, schedule.priority)
      returning id into submitted_id;
    exception
      -- The project's limit, or a payload that a newer catalogue does not take: the schedule goes on with its next run.
      when others then
        if sqlstate not like 'PT4%' then
          raise;
        end if;
        trouble := sqlerrm;
    end;
  end if;

  insert into public.schedule_runs (schedule_id, due_at, job_id, problem)
  values (schedule.id, submit_scheduled.due_at, submitted_id, trouble)
  on conflict on constraint schedule_runs_pkey do nothing;
  update public.schedules as s
  set last_run_at = case when submitted_id is null then s.last_run_at else submit_scheduled.due_at end,
      last_job_id = coalesce(submitted_id, s.last_job_id),
      last_problem = trouble,
      revision = s.revision + 1
  where s.id = schedule.id;
  return submitted_id;
end;
$$;

comment on function private.submit_scheduled(public.schedules, timestamptz, public.actor_kind, text) is
  'Submits the job of a schedule and notes the run; returns the job''s id, or null when it could not be submitted, with the reason noted.';

create function private.run_due_schedules(max integer)
returns integer
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
declare
  -- A start that comes later than this was missed: nothing was there to start it.
  grace constant interval := '1 minute';
  max_missed constant integer := 24;
  schedule public.schedules;
  due timestamptz[];
  due_at timestamptz;
  next_at timestamptz;
  submitted integer := 0;
begin
  for schedule in
    select s.* from public.schedules as s
    where s.is_enabled and s.next_run_at <= now()
    order by s.next_run_at
    limit run_due_schedules.max
    for update skip locked
  loop
    due := array(
      select d.at
      from (
        select schedule.next_run_at as at
        union
        select * from private.next_cron_times(schedule.cron, schedule.time_zone, schedule.next_run_at, max_missed - 1)
      ) as d
      where d.at <= now()
      order by d.at
    );
    select n.at into next_at from private.next_cron_times(schedule.cron, schedule.time_zone, now(), 1) as n (at);
    update public.schedules as s set next_run_at = next_at where s.id = schedule.id;

    if schedule.missed_runs <> 'run_all' then
      -- The one that is on time, which may lie beyond those that were looked up, else the last of these.
      due := coalesce(
        (
          select array[max(n.at)]
          from private.next_cron_times(
            schedule.cron, schedule.time_zone, greatest(schedule.next_run_at - interval '1 microsecond', now() - grace), 2
          ) as n (at)
          where n.at <= now()
          having count(*) > 0
        ),
        due[cardinality(due):]
      );
    end if;
    foreach due_at in array due loop
      if schedule.missed_runs = 'skip' and due_at < now() - grace then
        insert into public.schedule_runs (schedule_id, due_at, problem)
        values (schedule.id, due_at, 'It was missed: no worker was there to start it.')
        on conflict on constraint schedule_runs_pkey do nothing;
        update public.schedules as s
        set last_problem = 'A run was missed: no worker was there to start it.', revision = s.revision + 1
        where s.id = schedule.id;
        continue;
      end if;
      if private.submit_scheduled(schedule, due_at, 'schedule', schedule.id::text) is not null then
        submitted := submitted + 1;
      end if;
      select s.* into schedule from public.schedules as s where s.id = schedule.id;
    end loop;
  end loop;
  return submitted;
end;
$$;

comment on function private.run_due_schedules(integer) is
  'Submits the jobs of at most max schedules that have come due and sets their next runs; returns how many jobs. Runs that were '
  'missed are left out, made up for once, or each (24 at most), as the schedule says. Safe under concurrency: each run starts once.';

grant execute on function private.run_due_schedules(integer) to spool_worker;

create function public.run_schedule(schedule_id uuid)
returns public.jobs
language plpgsql
security definer -- clients hold no rights to submit in the name of a schedule; may_submit checks who asks
set search_path = ''
as $$
declare
  schedule public.schedules;
  actor record;
  submitted public.jobs;
begin
  perform private.require_caller();
  select s.* into schedule
  from public.schedules as s
  where s.id = run_schedule.schedule_id
    and (s.project_id in (select private.my_project_ids()) or private.my_instance_role() >= 'operator')
  for update;
  if not found then
    raise exception 'Schedule % does not exist', run_schedule.schedule_id using errcode = 'PT404';
  end if;
  if not private.may_submit(schedule.project_id, schedule.job_type) then
    raise exception 'Running this schedule takes an operator' using errcode = 'PT403';
  end if;
  select * into actor from private.current_actor();
  select j.* into submitted
  from public.jobs as j
  where j.id = private.submit_scheduled(schedule, clock_timestamp(), actor.actor_kind, actor.actor_id);
  if not found then
    select s.* into schedule from public.schedules as s where s.id = schedule.id;
    raise exception '%', schedule.last_problem using errcode = 'PT409';
  end if;
  return submitted;
end;
$$;

comment on function public.run_schedule(uuid) is
  'Submits the job of a schedule now, whatever its next run is, and returns it. Raises PT404 when the caller sees no such '
  'schedule, PT403 for who is no operator, and PT409 when the job of the last run has not finished.';

revoke execute on function public.run_schedule(uuid) from public;
grant execute on function public.run_schedule(uuid) to anon, authenticated, service_role;
