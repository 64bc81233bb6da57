-- How much waited and ran at every minute. Counters know the present only, so somebody has to look at them.

create table public.queue_depths (
  minute          timestamptz not null,
  project_id      uuid not null references public.projects (id) on delete cascade,
  waiting_live    integer not null check (waiting_live >= 0),
  waiting_default integer not null check (waiting_default >= 0),
  waiting_batch   integer not null check (waiting_batch >= 0),
  running         integer not null check (running >= 0),
  primary key (minute, project_id)
);

comment on table public.queue_depths is
  'Jobs that waited and ran in each project, looked at once a minute while a worker lives; a minute without a row was not '
  'looked at. Kept for eight days.';
comment on column public.queue_depths.waiting_live is 'Pending and queued jobs of queue live.';
comment on column public.queue_depths.running is 'Assigned and processing jobs, of all queues.';

-- A project that is removed takes its rows along.
create index queue_depths_project_idx on public.queue_depths (project_id);

alter table public.queue_depths enable row level security;

create policy "Members read the depths of their projects"
  on public.queue_depths for select to anon, authenticated
  using (project_id in (select private.my_project_ids()));

revoke all on table public.queue_depths from anon, authenticated;
grant select on table public.queue_depths to anon, authenticated;
grant all on table public.queue_depths to service_role;

create function private.sample_queue_depths()
returns void
language plpgsql
set search_path = ''
as $$
declare
  this_minute timestamptz := date_trunc('minute', now());
begin
  if exists (select from public.queue_depths as d where d.minute = this_minute) then
    return;
  end if;
  -- Who comes second does not wait for who came first.
  if not pg_try_advisory_xact_lock(hashtextextended('spool.sample_queue_depths', 0)) then
    return;
  end if;

  insert into public.queue_depths (minute, project_id, waiting_live, waiting_default, waiting_batch, running)
  select
    this_minute, c.project_id,
    coalesce(sum(c.count) filter (where c.queue = 'live' and c.status in ('pending', 'queued')), 0),
    coalesce(sum(c.count) filter (where c.queue = 'default' and c.status in ('pending', 'queued')), 0),
    coalesce(sum(c.count) filter (where c.queue = 'batch' and c.status in ('pending', 'queued')), 0),
    coalesce(sum(c.count) filter (where c.status in ('assigned', 'processing')), 0)
  from (
    select k.project_id, k.queue, k.status, k.count from public.job_counts as k
    union all
    select d.project_id, d.queue, d.status, d.change from public.job_count_deltas as d
  ) as c
  group by c.project_id
  on conflict (minute, project_id) do nothing;

  delete from public.queue_depths as d where d.minute < this_minute - interval '8 days';
end;
$$;

comment on function private.sample_queue_depths() is
  'Notes how much waits and runs in each project, once in a minute whoever asks how often, and forgets what is older than eight days.';
