-- Attempts and events of every twentieth job, and counters that are true, as the triggers would have left them.

truncate public.job_counts, public.job_count_deltas, public.job_minutes, public.job_events, public.job_attempts;

insert into public.job_attempts (id, job_id, number, node_id, node_name, status, assigned_at, started_at, finished_at)
select
  j.attempt_id, j.id, 1, j.node_id, 'bench',
  (case j.status when 'processing' then 'running' else j.status::text end)::public.attempt_status,
  j.assigned_at, j.started_at, j.finished_at
from public.jobs as j
where j.attempt_id is not null and (j.position % 20 = 0 or j.status = 'processing');

insert into public.job_events (job_id, project_id, from_status, to_status, cause, actor_kind, occurred_at)
select j.id, j.project_id, e.from_status::public.job_status, e.to_status::public.job_status, e.cause, 'worker', j.updated_at
from public.jobs as j
cross join (values
  (null, 'pending', 'insert'), ('pending', 'queued', 'due'), ('queued', 'assigned', 'claim'), ('assigned', 'processing', 'start')
) as e (from_status, to_status, cause)
where j.attempt_id is not null and j.position % 20 = 0;

insert into public.job_counts (project_id, queue, priority, status, count)
select j.project_id, j.queue, j.priority, j.status, count(*)
from public.jobs as j
group by j.project_id, j.queue, j.priority, j.status;

insert into public.job_minutes (project_id, minute, queue, started, wait_seconds, completed, failed, run_seconds)
select
  j.project_id, date_trunc('minute', j.finished_at), j.queue, count(*), sum(extract(epoch from j.started_at - j.run_at)),
  count(*) filter (where j.status = 'completed'), count(*) filter (where j.status = 'failed'),
  sum(extract(epoch from j.finished_at - j.started_at))
from public.jobs as j
where j.started_at is not null and j.finished_at is not null
group by j.project_id, date_trunc('minute', j.finished_at), j.queue;
