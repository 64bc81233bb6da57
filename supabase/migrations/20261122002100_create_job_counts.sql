-- Counters, so that nobody counts a million rows. Every change of a job appends deltas, which never wait for each
-- other; folding adds them up. Readers add counters and deltas, so the sum is exact at every moment.

create table public.job_counts (
  project_id uuid not null references public.projects (id) on delete cascade,
  queue      public.queue_name not null,
  priority   public.job_priority not null,
  status     public.job_status not null,
  count      bigint not null,
  primary key (project_id, queue, priority, status)
) with (fillfactor = 50);

comment on table public.job_counts is 'Jobs per project, queue, priority and status, as of the last fold. Add job_count_deltas for the present.';

create table public.job_minutes (
  project_id   uuid not null references public.projects (id) on delete cascade,
  minute       timestamptz not null,
  queue        public.queue_name not null,
  started      bigint not null default 0,
  wait_seconds numeric not null default 0,
  completed    bigint not null default 0,
  failed       bigint not null default 0,
  run_seconds  numeric not null default 0,
  primary key (project_id, minute, queue)
);

comment on table public.job_minutes is 'What started and finished in each minute, as of the last fold.';
comment on column public.job_minutes.wait_seconds is 'Sum over the started jobs, from due to started.';
comment on column public.job_minutes.run_seconds is 'Sum over the completed and failed jobs, from started to finished.';

create table public.job_count_deltas (
  id           bigint generated always as identity primary key,
  project_id   uuid not null,
  queue        public.queue_name not null,
  priority     public.job_priority not null,
  status       public.job_status not null,
  change       integer not null,
  minute       timestamptz not null default date_trunc('minute', now()),
  started      integer not null default 0,
  wait_seconds numeric not null default 0,
  completed    integer not null default 0,
  failed       integer not null default 0,
  run_seconds  numeric not null default 0
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

comment on table public.job_count_deltas is 'Changes that are not folded yet into job_counts and job_minutes.';

alter table public.job_counts enable row level security;
alter table public.job_minutes enable row level security;
alter table public.job_count_deltas enable row level security;

create policy "Members read the counts of their projects"
  on public.job_counts for select to authenticated
  using (project_id in (select private.my_project_ids()));

create policy "Members read the minutes of their projects"
  on public.job_minutes for select to authenticated
  using (project_id in (select private.my_project_ids()));

create policy "Members read the changes of their projects"
  on public.job_count_deltas for select to authenticated
  using (project_id in (select private.my_project_ids()));

revoke all on table public.job_counts, public.job_minutes, public.job_count_deltas from anon, authenticated;
grant select on table public.job_counts, public.job_minutes, public.job_count_deltas to authenticated;
grant all on table public.job_counts, public.job_minutes, public.job_count_deltas to service_role;

create function private.fold_job_counts()
returns integer
language plpgsql
security definer -- counters belong to nobody who works
set search_path = ''
as $$
declare
  folded integer;
begin
  -- One folds at a time, the others do not wait: they would deadlock on each other's counters.
  if not pg_try_advisory_xact_lock(hashtextextended('spool.fold_job_counts', 0)) then
    return 0;
  end if;

  with taken as (
    delete from public.job_count_deltas as d
    where d.id in (select w.id from public.job_count_deltas as w order by w.id limit 10000 for update skip locked)
    returning d.*
  ),
  counted as (
    insert into public.job_counts as c (project_id, queue, priority, status, count)
    select t.project_id, t.queue, t.priority, t.status, sum(t.change)
    from taken as t
    group by t.project_id, t.queue, t.priority, t.status
    on conflict (project_id, queue, priority, status) do update set count = c.count + excluded.count
  ),
  timed as (
    insert into public.job_minutes as m (project_id, minute, queue, started, wait_seconds, completed, failed, run_seconds)
    select t.project_id, t.minute, t.queue, sum(t.started), sum(t.wait_seconds), sum(t.completed), sum(t.failed), sum(t.run_seconds)
    from taken as t
    group by t.project_id, t.minute, t.queue
    having sum(t.started + t.completed + t.failed) > 0
    on conflict (project_id, minute, queue) do update
    set started = m.started + excluded.started,
        wait_seconds = m.wait_seconds + excluded.wait_seconds,
        completed = m.completed + excluded.completed,
        failed = m.failed + excluded.failed,
        run_seconds = m.run_seconds + excluded.run_seconds
  )
  select count(*) into folded from taken;
  return folded;
end;
$$;

comment on function private.fold_job_counts() is
  'Adds at most 10,000 deltas to the counters and returns how many it took; 0 also when another fold is under way.';

grant execute on function private.fold_job_counts() to spool_worker;

create function private.count_jobs()
returns trigger
language plpgsql
security definer -- whoever inserts a job holds no rights on the counters
set search_path = ''
as $$
declare
  last_id bigint;
begin
  if tg_op = 'INSERT' then
    insert into public.job_count_deltas (project_id, queue, priority, status, change)
    select n.project_id, n.queue, n.priority, n.status, count(*)
    from new_rows as n
    group by n.project_id, n.queue, n.priority, n.status;

  elsif tg_op = 'DELETE' then
    insert into public.job_count_deltas (project_id, queue, priority, status, change)
    select o.project_id, o.queue, o.priority, o.status, -count(*)
    from old_rows as o
    group by o.project_id, o.queue, o.priority, o.status;

  else
    insert into public.job_count_deltas
      (project_id, queue, priority, status, change, started, wait_seconds, completed, failed, run_seconds)
    select c.project_id, c.queue, c.priority, c.status, sum(c.change),
      count(*) filter (where c.has_started),
      coalesce(sum(extract(epoch from c.started_at - c.run_at)) filter (where c.has_started), 0),
      count(*) filter (where c.has_completed),
      count(*) filter (where c.has_failed),
      coalesce(sum(extract(epoch from c.finished_at - c.started_at)) filter (where c.has_completed or c.has_failed), 0)
    from old_rows as o
    join new_rows as n on n.id = o.id
    cross join lateral (
      values
        (o.project_id, o.queue, o.priority, o.status, -1, false, false, false, null, null, null),
        (n.project_id, n.queue, n.priority, n.status, 1,
          n.status = 'processing', n.status = 'completed', n.status = 'failed', n.run_at, n.started_at, n.finished_at)
    ) as c (project_id, queue, priority, status, change, has_started, has_completed, has_failed, run_at, started_at, finished_at)
    where (o.status, o.queue, o.priority, o.project_id) is distinct from (n.status, n.queue, n.priority, n.project_id)
    group by c.project_id, c.queue, c.priority, c.status;
  end if;

  -- Where no worker lives to fold, whoever crosses a thousand does.
  last_id := pg_sequence_last_value('public.job_count_deltas_id_seq'::regclass);
  if last_id % 1000 < 2 then
    perform private.fold_job_counts();
  end if;
  return null;
end;
$$;

comment on function private.count_jobs() is 'After each statement on jobs: appends what it changed in the counts.';

create trigger jobs_count_inserted
  after insert on public.jobs
  referencing new table as new_rows
  for each statement execute function private.count_jobs();

create trigger jobs_count_updated
  after update on public.jobs
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.count_jobs();

create trigger jobs_count_deleted
  after delete on public.jobs
  referencing old table as old_rows
  for each statement execute function private.count_jobs();

create function private.job_count_mismatches()
returns table (
  project_id uuid, queue public.queue_name, priority public.job_priority, status public.job_status,
  counted bigint, actual bigint
)
language sql
stable
set search_path = ''
as $$
  with counted as (
    select c.project_id, c.queue, c.priority, c.status, sum(c.count)::bigint as count
    from (
      select k.project_id, k.queue, k.priority, k.status, k.count from public.job_counts as k
      union all
      select d.project_id, d.queue, d.priority, d.status, d.change from public.job_count_deltas as d
    ) as c
    group by c.project_id, c.queue, c.priority, c.status
  ),
  actual as (
    select j.project_id, j.queue, j.priority, j.status, count(*) as count
    from public.jobs as j
    group by j.project_id, j.queue, j.priority, j.status
  )
  select project_id, queue, priority, status, coalesce(c.count, 0), coalesce(a.count, 0)
  from counted as c
  full join actual as a using (project_id, queue, priority, status)
  where coalesce(c.count, 0) <> coalesce(a.count, 0);
$$;

comment on function private.job_count_mismatches() is
  'Where the counters differ from counting: no row when they are right. Counts the whole table.';
