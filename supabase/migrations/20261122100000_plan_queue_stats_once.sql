-- Whatever a function in SQL asks is planned at every call: get_queue_stats spent most of its time on that, and its
-- eight calls of status_counts did too. In PL/pgSQL, and without parameters, a connection plans it once.

create or replace function public.get_queue_stats()
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    with counted as (
      select c.queue, c.priority, c.status, sum(c.count)::bigint as count
      from (
        select k.queue, k.priority, k.status, k.count from public.job_counts as k
        union all
        select d.queue, d.priority, d.status, d.change from public.job_count_deltas as d
      ) as c
      group by c.queue, c.priority, c.status
    ),
    -- Every queue, priority and status is in it, so that what has no job says 0.
    counts as materialized (
      select q.queue, p.priority, s.status, coalesce(c.count, 0) as count
      from unnest(enum_range(null::public.queue_name)) as q (queue)
      cross join unnest(enum_range(null::public.job_priority)) as p (priority)
      cross join unnest(enum_range(null::public.job_status)) as s (status)
      left join counted as c using (queue, priority, status)
    ),
    waiting as materialized (
      select o.queue, extract(epoch from now() - o.run_at)::numeric(12, 3) as age_seconds
      from private.oldest_due_jobs() as o
    ),
    totals as (
      select jsonb_object_agg(c.status, c.count) || jsonb_build_object('total', sum(c.count)) as answer
      from (select c.status, sum(c.count) as count from counts as c group by c.status) as c
    ),
    by_queue as (
      select jsonb_object_agg(c.queue, c.answer || jsonb_build_object(
        'oldest_waiting_age_seconds', coalesce(w.age_seconds, 0)
      )) as answer
      from (
        select c.queue, jsonb_object_agg(c.status, c.count) || jsonb_build_object('total', sum(c.count)) as answer
        from (select c.queue, c.status, sum(c.count) as count from counts as c group by c.queue, c.status) as c
        group by c.queue
      ) as c
      left join waiting as w using (queue)
    ),
    by_priority as (
      select jsonb_object_agg(c.priority, c.answer) as answer
      from (
        select c.priority, jsonb_object_agg(c.status, c.count) || jsonb_build_object('total', sum(c.count)) as answer
        from (select c.priority, c.status, sum(c.count) as count from counts as c group by c.priority, c.status) as c
        group by c.priority
      ) as c
    ),
    last_hour as (
      select jsonb_build_object(
        'average_wait_seconds', coalesce(round(sum(m.wait_seconds) / nullif(sum(m.started), 0), 3), 0),
        'average_run_seconds', coalesce(round(sum(m.run_seconds) / nullif(sum(m.completed + m.failed), 0), 3), 0),
        'completed_last_hour', coalesce(sum(m.completed), 0),
        'failed_last_hour', coalesce(sum(m.failed), 0)
      ) as answer
      from (
        select k.started, k.wait_seconds, k.completed, k.failed, k.run_seconds
        from public.job_minutes as k
        where k.minute > now() - interval '1 hour'
        union all
        select d.started, d.wait_seconds, d.completed, d.failed, d.run_seconds
        from public.job_count_deltas as d
        where d.minute > now() - interval '1 hour'
      ) as m
    )
    select
      t.answer
      || jsonb_build_object(
        'by_queue', q.answer,
        'by_priority', p.answer,
        'oldest_waiting_age_seconds', coalesce((select max(w.age_seconds) from waiting as w), 0)
      )
      || h.answer
    from totals as t, by_queue as q, by_priority as p, last_hour as h
  );
end;
$$;

-- It has no other reader.
drop function private.status_counts(jsonb);
