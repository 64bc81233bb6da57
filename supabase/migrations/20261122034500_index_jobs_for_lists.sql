-- Lists that stay fast under row level security. There, Postgres applies a filter before the policy only when its
-- operator cannot leak, and equality of enums is not marked so: a column of an enum inside an index is of no use to a
-- signed-in caller. The predicate of a partial index is, so filters by status and queue get partial indexes.

drop index public.jobs_project_status_idx;
drop index public.jobs_project_type_idx;
drop index public.jobs_project_queue_idx;

create index jobs_created_idx on public.jobs (created_at desc, id desc);
create index jobs_type_idx on public.jobs (job_type, created_at desc, id desc);

create index jobs_waiting_created_idx on public.jobs (created_at desc, id desc) where status in ('pending', 'queued');
create index jobs_running_created_idx on public.jobs (created_at desc, id desc) where status in ('assigned', 'processing');
create index jobs_paused_created_idx on public.jobs (created_at desc, id desc) where status = 'paused';
create index jobs_completed_created_idx on public.jobs (created_at desc, id desc) where status = 'completed';
create index jobs_unsuccessful_created_idx on public.jobs (created_at desc, id desc) where status in ('failed', 'cancelled');
-- Any other choice of several statuses.
create index jobs_not_completed_created_idx on public.jobs (created_at desc, id desc) where status <> 'completed';

create index jobs_completed_finished_idx on public.jobs (finished_at desc) where status = 'completed';
create index jobs_failed_finished_idx on public.jobs (finished_at desc) where status = 'failed';

create index jobs_live_created_idx on public.jobs (created_at desc, id desc) where queue = 'live';
create index jobs_default_created_idx on public.jobs (created_at desc, id desc) where queue = 'default';
create index jobs_batch_created_idx on public.jobs (created_at desc, id desc) where queue = 'batch';

-- What comes next in a queue, to look at.
create index jobs_waiting_order_idx on public.jobs (priority, position) where status in ('pending', 'queued');
