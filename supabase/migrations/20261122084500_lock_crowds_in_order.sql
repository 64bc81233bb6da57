-- Writing the positions of a crowd short locked them in the order of their places, and could deadlock with whoever starts or
-- completes some of them.

create function private.crowd_around(queue public.queue_name, priority public.job_priority, around numeric)
returns setof uuid
language sql
stable
set search_path = ''
as $$
  select j.id
  from public.jobs as j
  where j.queue = crowd_around.queue and j.priority = crowd_around.priority
    and j.position > floor(around) and j.position < floor(around) + 1
    and j.status in ('pending', 'queued', 'assigned', 'processing', 'paused');
$$;

comment on function private.crowd_around(public.queue_name, public.job_priority, numeric) is
  'The unfinished jobs of a queue and priority that stand between the same two whole positions.';

create or replace function private.spread_positions(queue public.queue_name, priority public.job_priority, around numeric)
returns void
language plpgsql
set search_path = ''
as $$
declare
  unit constant numeric := floor(around);
  crowd constant uuid[] := array(select private.crowd_around(queue, priority, around));
begin
  -- By id, as whoever locks several jobs does it.
  perform from public.jobs as j where j.id = any (crowd) order by j.id for no key update;
  update public.jobs as j
  set position = unit + trunc(r.rank::numeric / (cardinality(crowd) + 1), length(cardinality(crowd)::text) + 2)
  from (
    select c.id, row_number() over (order by c.position, c.id) as rank
    from public.jobs as c
    where c.id = any (crowd)
  ) as r
  where j.id = r.id;
end;
$$;

create or replace function public.reorder_job(job_id uuid, before uuid default null, after uuid default null)
returns public.jobs
language plpgsql
security definer -- clients hold no UPDATE on jobs; require_job checks who asks
set search_path = ''
as $$
declare
  max_digits constant integer := 20;
  is_before constant boolean := before is not null;
  anchor_id constant uuid := coalesce(before, after);
  job public.jobs;
  anchor public.jobs;
  crowd uuid[];
  former numeric;
  beyond numeric;
  wanted numeric;
begin
  if (before is null) = (after is null) then
    raise exception 'Give either before or after' using errcode = 'PT400';
  elsif anchor_id = job_id then
    raise exception 'A job cannot be moved next to itself' using errcode = 'PT400';
  end if;
  -- One reorders at a time, so that two never take the same place; nobody who claims waits for this.
  perform pg_advisory_xact_lock(hashtextextended('spool.reorder_job', 0));
  -- By id, as whoever locks several jobs does it, and at once with those whose positions have to be written short.
  select j.* into anchor from public.jobs as j where j.id = anchor_id and j.project_id in (select private.my_project_ids());
  crowd := array(
    select private.crowd_around(anchor.queue, anchor.priority, anchor.position)
    where greatest(scale(anchor.position), scale(private.neighbour_position(anchor, is_before, job_id))) >= max_digits
  );
  perform from public.jobs as j
  where (j.id in (reorder_job.job_id, anchor_id) and j.project_id in (select private.my_project_ids())) or j.id = any (crowd)
  order by j.id
  for no key update;
  job := private.require_job(job_id, 'operator');
  anchor := private.require_job(anchor_id, 'operator');
  if job.status not in ('pending', 'queued', 'paused') then
    raise exception 'The job does not wait any more, it is %', job.status using errcode = 'PT409';
  elsif anchor.status not in ('pending', 'queued', 'paused') then
    raise exception 'The job to move next to does not wait any more, it is %', anchor.status using errcode = 'PT409';
  elsif (job.queue, job.priority) <> (anchor.queue, anchor.priority) then
    raise exception 'The job is in %/% and the other in %/%: order is manual inside one queue and priority only',
      job.queue, job.priority, anchor.queue, anchor.priority
      using errcode = 'PT409', hint = 'Use reprioritise_job or move_job_to_queue first.';
  end if;

  former := job.position;
  for try in 1..2 loop
    beyond := private.neighbour_position(anchor, is_before, job.id);
    -- At either end the next whole position counts as taken: a job that comes later may get it.
    -- Times a half, because that is exact: a quotient of numerics is rounded.
    wanted := trim_scale(0.5 * (anchor.position + coalesce(
      beyond, case when is_before then ceil(anchor.position) - 1 else floor(anchor.position) + 1 end
    )));
    exit when scale(wanted) <= max_digits;
    perform private.spread_positions(anchor.queue, anchor.priority, least(wanted, anchor.position));
    select j.position into anchor.position from public.jobs as j where j.id = anchor.id;
  end loop;

  update public.jobs as j set position = wanted where j.id = job.id returning j.* into job;
  perform private.record_job_change(
    job, 'reorder',
    jsonb_build_object('from', former, 'to', wanted, case when is_before then 'before' else 'after' end, anchor_id)
  );
  return job;
end;
$$;
