-- How long jobs waited and ran, summed up by the half hour so that percentiles over a week read some thousand rows instead of
-- a million jobs. Percentiles of parts cannot be put together, counts by length can: hence bins, each an eighth of an octave
-- wide. A bin keeps the sum of its seconds too, so a percentile is exact where few jobs share one, and within 5 % anywhere.

create table public.job_durations (
  period       timestamptz not null,
  project_id   uuid not null references public.projects (id) on delete cascade,
  bin          smallint not null,
  waited       integer not null default 0,
  wait_seconds double precision not null default 0,
  ran          integer not null default 0,
  run_seconds  double precision not null default 0,
  primary key (period, project_id, bin)
);

comment on table public.job_durations is
  'How many of the jobs that completed or failed in a half hour had waited, and had run, for a time that falls into a bin. '
  'Written by private.sum_up_durations() when the half hour is over; kept for 31 days.';
comment on column public.job_durations.bin is 'private.duration_bin of their seconds.';
comment on column public.job_durations.wait_seconds is 'Sum over those that waited so long, from due to started.';
comment on column public.job_durations.run_seconds is 'Sum over those that ran so long, from started to finished.';

create index job_durations_project_idx on public.job_durations (project_id);

alter table public.job_durations enable row level security;

create policy "Members read the durations of their projects"
  on public.job_durations for select to anon, authenticated
  using (project_id in (select private.my_project_ids()));

revoke all on table public.job_durations from anon, authenticated;
grant select on table public.job_durations to anon, authenticated;
grant all on table public.job_durations to service_role;

create function private.duration_bin(seconds double precision)
returns smallint
language sql
immutable
set search_path = ''
as $$
  select least(200, greatest(0, ceil(8 * ln(greatest(seconds, 0.1) / 0.1) / ln(2.0))))::smallint;
$$;

comment on function private.duration_bin(double precision) is
  'The bin of a length of time: 0 up to 0.1 s, then eight to each doubling; 200 is a month and everything above.';

create function private.durations_summed_until()
returns timestamptz
language sql
stable
security definer -- the present of all projects, not of the caller's: it says nothing about any of them
set search_path = ''
as $$
  select max(d.period) + interval '30 minutes' from public.job_durations as d;
$$;

comment on function private.durations_summed_until() is
  'Up to when public.job_durations is complete. Null: nothing is summed up yet.';

grant execute on function private.durations_summed_until() to anon, authenticated, service_role;

create function private.write_durations(from_at timestamptz, to_at timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  written integer;
begin
  insert into public.job_durations (period, project_id, bin, waited, wait_seconds, ran, run_seconds)
  select
    date_bin('30 minutes', j.finished_at, 'epoch'), j.project_id, private.duration_bin(l.seconds),
    count(*) filter (where l.is_wait), coalesce(sum(l.seconds) filter (where l.is_wait), 0),
    count(*) filter (where not l.is_wait), coalesce(sum(l.seconds) filter (where not l.is_wait), 0)
  from public.jobs as j
  cross join lateral (values
    (true, greatest(0, extract(epoch from j.started_at - j.run_at))::double precision),
    (false, greatest(0, extract(epoch from j.finished_at - j.started_at))::double precision)
  ) as l (is_wait, seconds)
  where j.finished_at >= from_at and j.finished_at < to_at
    and j.status in ('completed', 'failed') and j.started_at is not null
  group by 1, 2, 3
  on conflict (period, project_id, bin) do nothing;
  get diagnostics written = row_count;
  return written;
end;
$$;

comment on function private.write_durations(timestamptz, timestamptz) is
  'Sums up what finished between two whole half hours, and returns how many rows it wrote. What was summed up before stays.';

create function private.sum_up_durations()
returns integer
language plpgsql
set search_path = ''
as $$
declare
  half_hour constant interval := '30 minutes';
  kept constant interval := '31 days';
  -- A quarter of a day at a time, so that catching up after an upgrade holds nobody up.
  at_once constant interval := '6 hours';
  summed_until timestamptz := private.durations_summed_until();
  -- What finishes is committed a moment after the time that it bears.
  closed_until timestamptz := date_bin(half_hour, now() - interval '1 minute', 'epoch');
  first_finished timestamptz;
begin
  if summed_until >= closed_until or not pg_try_advisory_xact_lock(hashtextextended('spool.sum_up_durations', 0)) then
    return 0;
  end if;

  -- Half hours in which nothing finished have no rows, and are skipped.
  select j.finished_at into first_finished
  from public.jobs as j
  where j.finished_at >= coalesce(summed_until, now() - kept) and j.finished_at < closed_until
    and j.status in ('completed', 'failed') and j.started_at is not null
  order by j.finished_at
  limit 1;
  if not found then
    return 0;
  end if;

  delete from public.job_durations as d where d.period < now() - kept;
  first_finished := date_bin(half_hour, first_finished, 'epoch');
  return private.write_durations(first_finished, least(closed_until, first_finished + at_once));
end;
$$;

comment on function private.sum_up_durations() is
  'Sums up the half hours that are over, at most six hours of them at once, and returns how many rows it wrote. Safe to call at '
  'any time by anybody who lives: one does it, the others do not wait.';
