-- Manual order inside a queue and priority, by fractions between two positions.

create function private.neighbour_position(job public.jobs, is_before boolean, moving_id uuid)
returns numeric
language plpgsql
stable
set search_path = ''
as $$
begin
  if is_before then
    return (
      select max(j.position) from public.jobs as j
      where j.queue = job.queue and j.priority = job.priority and j.position < job.position and j.id <> moving_id
        and j.status in ('pending', 'queued', 'assigned', 'processing', 'paused')
    );
  end if;
  return (
    select min(j.position) from public.jobs as j
    where j.queue = job.queue and j.priority = job.priority and j.position > job.position and j.id <> moving_id
      and j.status in ('pending', 'queued', 'assigned', 'processing', 'paused')
  );
end;
$$;

comment on function private.neighbour_position(public.jobs, boolean, uuid) is
  'The position next to a job''s, before or after it, among all unfinished jobs of its queue and priority but the one that is '
  'being moved: also those that run or are paused may come back to theirs. Null at the end.';

create function private.spread_positions(queue public.queue_name, priority public.job_priority, around numeric)
returns void
language plpgsql
set search_path = ''
as $$
declare
  unit constant numeric := floor(around);
  crowd integer;
begin
  select count(*) into crowd
  from public.jobs as j
  where j.queue = spread_positions.queue and j.priority = spread_positions.priority
    and j.position > unit and j.position < unit + 1
    and j.status in ('pending', 'queued', 'assigned', 'processing', 'paused');

  update public.jobs as j
  set position = unit + trunc(r.rank::numeric / (crowd + 1), length(crowd::text) + 2)
  from (
    select c.id, row_number() over (order by c.position, c.id) as rank
    from public.jobs as c
    where c.queue = spread_positions.queue and c.priority = spread_positions.priority
      and c.position > unit and c.position < unit + 1
      and c.status in ('pending', 'queued', 'assigned', 'processing', 'paused')
  ) as r
  where j.id = r.id;
end;
$$;

comment on function private.spread_positions(public.queue_name, public.job_priority, numeric) is
  'Gives the jobs that were put between two whole positions short fractions again, in the same order.';

create function public.reorder_job(job_id uuid, before uuid default null, after uuid default null)
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
  -- By id, as whoever locks several jobs does it.
  perform from public.jobs as j
  where j.id in (reorder_job.job_id, anchor_id) and j.project_id in (select private.my_project_ids())
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

comment on function public.reorder_job(uuid, uuid, uuid) is
  'Moves a waiting job before or after another waiting one of the same queue and priority and returns it. '
  'Raises PT400 unless exactly one of before and after is given, PT404, PT403 for viewers, and PT409 when one of the two does '
  'not wait any more or they stand in different queues or priorities. Safe under concurrency: one reorder after the other.';

revoke execute on function public.reorder_job(uuid, uuid, uuid) from public;
grant execute on function public.reorder_job(uuid, uuid, uuid) to anon, authenticated, service_role;
