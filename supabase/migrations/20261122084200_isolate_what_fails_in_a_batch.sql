-- What is wrong with one of many must not hold up the others.

create or replace function private.run_due_schedules(max integer)
returns integer
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
declare
  schedule public.schedules;
  submitted integer := 0;
begin
  for schedule in
    select s.* from public.schedules as s
    where s.is_enabled and s.next_run_at <= now()
    order by s.next_run_at
    limit run_due_schedules.max
    for update skip locked
  loop
    begin
      submitted := submitted + private.run_due_schedule(schedule);
    exception when others then
      -- Deadlocks, locks that are held, an outage: nothing of the schedule's own, and the next look tries again.
      if left(sqlstate, 2) in ('08', '40', '53', '55', '57', '58') then
        raise;
      end if;
      perform private.note_schedule_trouble(schedule, sqlerrm);
    end;
  end loop;
  return submitted;
end;
$$;

comment on function private.run_due_schedules(integer) is
  'Submits the jobs of at most max schedules that have come due and sets their next runs; returns how many jobs. Runs that were '
  'missed are left out, made up for once, or each (24 at most), as the schedule says. One that fails notes why and does not keep '
  'the others. Safe under concurrency: each run starts once.';

create function private.run_due_schedule(due_schedule public.schedules)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  -- A start that comes later than this was missed: nothing was there to start it.
  grace constant interval := '1 minute';
  max_missed constant integer := 24;
  schedule public.schedules := due_schedule;
  due timestamptz[];
  due_at timestamptz;
  next_at timestamptz;
  submitted integer := 0;
begin
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
  return submitted;
end;
$$;

comment on function private.run_due_schedule(public.schedules) is
  'Submits the jobs of one schedule that has come due, sets its next run and returns how many jobs.';

create function private.note_schedule_trouble(schedule public.schedules, trouble text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  next_at timestamptz;
begin
  begin
    select n.at into next_at from private.next_cron_times(schedule.cron, schedule.time_zone, now(), 1) as n (at);
  exception when others then
    next_at := now() + interval '1 hour'; -- that it cannot be told may be what failed
  end;
  insert into public.schedule_runs (schedule_id, due_at, problem)
  values (schedule.id, schedule.next_run_at, trouble)
  on conflict on constraint schedule_runs_pkey do nothing;
  update public.schedules as s
  set next_run_at = next_at, last_problem = trouble, revision = s.revision + 1
  where s.id = schedule.id;
end;
$$;

comment on function private.note_schedule_trouble(public.schedules, text) is
  'Notes why a run of a schedule failed and sets its next run, an hour later where its times cannot be told.';
