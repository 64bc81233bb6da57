-- What happened in a stretch of time, for charts: one call, one moment.

create function public.get_throughput(
  from_at timestamptz, to_at timestamptz default now(), bucket_seconds integer default 60, project_id uuid default null
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  max_buckets constant integer := 500;
  step interval := make_interval(secs => bucket_seconds);
  first_at timestamptz;
  end_at timestamptz;
  -- Sums of half hours fit into buckets of whole ones; what they do not reach is read from the jobs themselves.
  summed_until timestamptz := '-infinity';
  answer jsonb;
begin
  if from_at is null or to_at is null or from_at >= to_at or not isfinite(from_at) or not isfinite(to_at) then
    raise exception 'from_at must be a moment before to_at' using errcode = 'PT400';
  elsif bucket_seconds is null or bucket_seconds < 60 or bucket_seconds % 60 <> 0 then
    raise exception 'bucket_seconds must be a whole number of minutes, in seconds: 60, 1800 or 7200, for instance'
      using errcode = 'PT400';
  elsif extract(epoch from to_at - from_at) / bucket_seconds > max_buckets then
    raise exception 'There may be at most % buckets', max_buckets
      using errcode = 'PT400', hint = 'Ask for a shorter time, or for longer buckets.';
  end if;
  if bucket_seconds % 1800 = 0 then
    summed_until := coalesce(private.durations_summed_until(), summed_until);
  end if;
  first_at := date_bin(step, from_at, 'epoch');
  end_at := date_bin(step, to_at - interval '1 microsecond', 'epoch') + step;

  with finished as (
    select date_bin(step, m.minute, 'epoch') as at, sum(m.completed) as completed, sum(m.failed) as failed
    from (
      select k.minute, k.completed, k.failed
      from public.job_minutes as k
      where k.minute >= first_at and k.minute < end_at
        and (get_throughput.project_id is null or k.project_id = get_throughput.project_id)
      union all
      select d.minute, d.completed, d.failed
      from public.job_count_deltas as d
      where d.minute >= first_at and d.minute < end_at
        and (get_throughput.project_id is null or d.project_id = get_throughput.project_id)
    ) as m
    group by 1
  ),
  depths as (
    select
      date_bin(step, d.minute, 'epoch') as at, count(*)::numeric as minutes,
      sum(d.live) as live, sum(d.usual) as usual, sum(d.batch) as batch, sum(d.running) as running
    from (
      select
        q.minute, sum(q.waiting_live) as live, sum(q.waiting_default) as usual, sum(q.waiting_batch) as batch,
        sum(q.running) as running
      from public.queue_depths as q
      where q.minute >= first_at and q.minute < end_at
        and (get_throughput.project_id is null or q.project_id = get_throughput.project_id)
      group by q.minute
    ) as d
    group by 1
  ),
  lengths as (
    select date_bin(step, d.period, 'epoch') as at, d.bin, d.waited, d.wait_seconds, d.ran, d.run_seconds
    from public.job_durations as d
    where d.period >= first_at and d.period < least(end_at, summed_until)
      and (get_throughput.project_id is null or d.project_id = get_throughput.project_id)
    union all
    select
      -- As private.duration_bin has it. A function with a search_path of its own is never inlined, and called twice for each
      -- job of an hour it costs more than all the rest.
      date_bin(step, j.finished_at, 'epoch'), least(200, greatest(0, ceil(8 * ln(greatest(l.seconds, 0.1) / 0.1) / ln(2.0))))::smallint,
      l.is_wait::integer, case when l.is_wait then l.seconds end,
      (not l.is_wait)::integer, case when not l.is_wait then l.seconds end
    from public.jobs as j
    cross join lateral (values
      (true, greatest(0, extract(epoch from j.started_at - j.run_at))::double precision),
      (false, greatest(0, extract(epoch from j.finished_at - j.started_at))::double precision)
    ) as l (is_wait, seconds)
    where j.finished_at >= greatest(first_at, summed_until) and j.finished_at < end_at
      and j.status in ('completed', 'failed') and j.started_at is not null
      and (get_throughput.project_id is null or j.project_id = get_throughput.project_id)
  ),
  -- A null moment stands for all of them together.
  bins as (
    select
      l.at, l.bin, sum(l.waited) as waited, sum(l.wait_seconds) as wait_seconds, sum(l.ran) as ran, sum(l.run_seconds) as run_seconds
    from lengths as l
    group by grouping sets ((l.at, l.bin), (l.bin))
  ),
  ranked as (
    select
      b.at,
      b.wait_seconds / nullif(b.waited, 0) as wait_seconds, sum(b.waited) over up_to as waited, sum(b.waited) over alike as all_waited,
      b.run_seconds / nullif(b.ran, 0) as run_seconds, sum(b.ran) over up_to as ran, sum(b.ran) over alike as all_ran
    from bins as b
    window up_to as (partition by b.at order by b.bin), alike as (partition by b.at)
  ),
  percentiles as (
    select
      r.at,
      min(r.wait_seconds) filter (where r.waited >= 0.5 * r.all_waited) as wait_p50,
      min(r.wait_seconds) filter (where r.waited >= 0.95 * r.all_waited) as wait_p95,
      min(r.run_seconds) filter (where r.ran >= 0.5 * r.all_ran) as run_p50,
      min(r.run_seconds) filter (where r.ran >= 0.95 * r.all_ran) as run_p95
    from ranked as r
    group by r.at
  ),
  failures as (
    select coalesce(j.error_category, 'UNKNOWN') as category, count(*) as count
    from public.jobs as j
    where j.status = 'failed' and j.finished_at >= first_at and j.finished_at < end_at
      and (get_throughput.project_id is null or j.project_id = get_throughput.project_id)
    group by 1
  )
  select jsonb_build_object(
    'from', first_at,
    'to', end_at,
    'bucket_seconds', bucket_seconds,
    'completed', coalesce((select sum(f.completed) from finished as f), 0),
    'failed', coalesce((select sum(f.failed) from finished as f), 0),
    'wait_p50_seconds', round(t.wait_p50::numeric, 3),
    'wait_p95_seconds', round(t.wait_p95::numeric, 3),
    'run_p50_seconds', round(t.run_p50::numeric, 3),
    'run_p95_seconds', round(t.run_p95::numeric, 3),
    'failed_by_category', coalesce((select jsonb_object_agg(f.category, f.count) from failures as f), '{}'),
    'buckets', (
      select jsonb_agg(
        jsonb_build_object(
          'at', b.at,
          'completed', coalesce(f.completed, 0),
          'failed', coalesce(f.failed, 0),
          'wait_p50_seconds', round(p.wait_p50::numeric, 3),
          'wait_p95_seconds', round(p.wait_p95::numeric, 3),
          'run_p50_seconds', round(p.run_p50::numeric, 3),
          'run_p95_seconds', round(p.run_p95::numeric, 3),
          'waiting', case when d.minutes is not null then jsonb_build_object(
            'live', round(d.live / d.minutes, 2), 'default', round(d.usual / d.minutes, 2), 'batch', round(d.batch / d.minutes, 2)
          ) end,
          'running', round(d.running / d.minutes, 2)
        )
        order by b.at
      )
      from generate_series(first_at, end_at - step, step) as b (at)
      left join finished as f on f.at = b.at
      left join percentiles as p on p.at = b.at
      left join depths as d on d.at = b.at
    )
  ) into answer
  from (select) as one
  left join percentiles as t on t.at is null;
  return answer;
end;
$$;

comment on function public.get_throughput(timestamptz, timestamptz, integer, uuid) is
  'What happened between two moments, in buckets of whole minutes counted from 1970, of what the caller may see: {from, to, '
  'bucket_seconds, completed, failed, wait_p50_seconds, wait_p95_seconds, run_p50_seconds, run_p95_seconds, failed_by_category, '
  'buckets: [{at, completed, failed, the percentiles, waiting: {live, default, batch}, running}]}. from and to are widened to '
  'whole buckets. completed and failed count what happened, failed_by_category the jobs that are failed still. Percentiles are '
  'within 5 % and null where nothing finished; waiting and running are averages, and null where nobody looked. Buckets of whole '
  'half hours are read from sums, others from every job that finished. Raises PT400 for times or buckets that make no sense.';

revoke execute on function public.get_throughput(timestamptz, timestamptz, integer, uuid) from public;
grant execute on function public.get_throughput(timestamptz, timestamptz, integer, uuid) to anon, authenticated, service_role;
