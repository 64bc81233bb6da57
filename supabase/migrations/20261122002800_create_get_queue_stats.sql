-- The figures of dashboards and alarms. Every field is a number, zero included.

create function private.status_counts(counts jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select jsonb_object_agg(s.status, coalesce((counts ->> s.status::text)::bigint, 0))
    || jsonb_build_object('total', coalesce(sum((counts ->> s.status::text)::bigint), 0))
  from unnest(enum_range(null::public.job_status)) as s (status);
$$;

comment on function private.status_counts(jsonb) is 'The same counts with every status in it, and their total.';

grant execute on function private.status_counts(jsonb) to authenticated, service_role;

create function public.get_queue_stats()
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
    select q.queue, greatest(coalesce(extract(epoch from now() - min(first.run_at)), 0), 0)::numeric(12, 3) as age_seconds
    from unnest(enum_range(null::public.queue_name)) as q (queue)
    cross join public.projects as p
    left join lateral (
      select j.run_at
      from public.jobs as j
      where j.project_id = p.id and j.queue = q.queue and j.status in ('pending', 'queued')
      order by j.run_at
      limit 1
    ) as first on true
    group by q.queue
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

comment on function public.get_queue_stats() is
  'Counts per status, over all and per queue and priority; the age of the longest-waiting due job; averages and totals of the '
  'last hour. Every field is a number, zero included. Counts what the caller may see, from counters: nothing is scanned.';

revoke execute on function public.get_queue_stats() from public, anon;
grant execute on function public.get_queue_stats() to authenticated, service_role;
