-- A running job that gets another queue or priority changes the counts, and has not started once more.

create or replace function private.count_jobs()
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
          n.status = 'processing' and o.status <> n.status, n.status = 'completed' and o.status <> n.status,
          n.status = 'failed' and o.status <> n.status, n.run_at, n.started_at, n.finished_at)
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
