-- get_queue_stats looked for the oldest waiting job under row level security, which keeps a filter by queue out of
-- the index (see index_jobs_for_lists) and read every waiting job. Now a helper looks by index.

create function private.oldest_due_jobs()
returns table (queue public.queue_name, run_at timestamptz)
language plpgsql
stable
security definer -- looks by index in the caller's projects only
set search_path = ''
as $$
begin
  return query
  select q.queue, min(first.run_at)
  from unnest(enum_range(null::public.queue_name)) as q (queue)
  cross join private.my_project_ids() as p (id)
  cross join lateral (
    select j.run_at
    from public.jobs as j
    where j.project_id = p.id and j.queue = q.queue and j.status in ('pending', 'queued')
    order by j.run_at
    limit 1
  ) as first
  where first.run_at <= now()
  group by q.queue;
end;
$$;

comment on function private.oldest_due_jobs() is
  'For each queue, since when the longest-waiting job of the caller''s projects has been due. Queues where none waits are left out.';

grant execute on function private.oldest_due_jobs() to authenticated, service_role;

create or replace function public.get_queue_stats()
returns jsonb
language sql
stable
set search_path = ''
as $$
  with counted as materialized (
    select c.queue, c.priority, c.status, sum(c.count) as count
    from (
      select k.queue, k.priority, k.status, k.count from public.job_counts as k
      union all
      select d.queue, d.priority, d.status, d.change from public.job_count_deltas as d
    ) as c
    group by c.queue, c.priority, c.status
  ),
  last_hour as (
    select
      coalesce(sum(m.started), 0) as started,
      coalesce(sum(m.wait_seconds), 0) as wait_seconds,
      coalesce(sum(m.completed), 0) as completed,
      coalesce(sum(m.failed), 0) as failed,
      coalesce(sum(m.run_seconds), 0) as run_seconds
    from (
      select k.started, k.wait_seconds, k.completed, k.failed, k.run_seconds
      from public.job_minutes as k
      where k.minute > now() - interval '1 hour'
      union all
      select d.started, d.wait_seconds, d.completed, d.failed, d.run_seconds
      from public.job_count_deltas as d
      where d.minute > now() - interval '1 hour'
    ) as m
  ),
  waiting as materialized (
    select o.queue, extract(epoch from now() - o.run_at)::numeric(12, 3) as age_seconds
    from private.oldest_due_jobs() as o
  )
  select
    private.status_counts((
      select jsonb_object_agg(s.status, s.count)
      from (select c.status, sum(c.count) as count from counted as c group by c.status) as s
    ))
    || jsonb_build_object(
      'by_queue', (
        select jsonb_object_agg(
          q.queue,
          private.status_counts((
            select jsonb_object_agg(s.status, s.count)
            from (select c.status, sum(c.count) as count from counted as c where c.queue = q.queue group by c.status) as s
          ))
          || jsonb_build_object(
            'oldest_waiting_age_seconds', coalesce((select w.age_seconds from waiting as w where w.queue = q.queue), 0)
          )
        )
        from unnest(enum_range(null::public.queue_name)) as q (queue)
      ),
      'by_priority', (
        select jsonb_object_agg(
          p.priority,
          private.status_counts((
            select jsonb_object_agg(s.status, s.count)
            from (select c.status, sum(c.count) as count from counted as c where c.priority = p.priority group by c.status) as s
          ))
        )
        from unnest(enum_range(null::public.job_priority)) as p (priority)
      ),
      'oldest_waiting_age_seconds', coalesce((select max(w.age_seconds) from waiting as w), 0),
      'average_wait_seconds', coalesce(round(h.wait_seconds / nullif(h.started, 0), 3), 0),
      'average_run_seconds', coalesce(round(h.run_seconds / nullif(h.completed + h.failed, 0), 3), 0),
      'completed_last_hour', h.completed,
      'failed_last_hour', h.failed
    )
  from last_hour as h;
$$;
