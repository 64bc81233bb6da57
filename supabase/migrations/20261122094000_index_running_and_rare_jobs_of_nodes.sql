-- Under row level security Postgres knows nothing of how rare a status is (the comparison of enums is not leakproof), so it
-- takes an index for what it says in its order and its condition, never for its size.

-- What runs now, longest first: without it a million rows were read.
create index jobs_running_started_idx on public.jobs (started_at) where status in ('assigned', 'processing');

-- A node's jobs of a status that few of its jobs are in: a page passed over everybody's jobs of that status. Few of
-- them have a node, so that these stay small.
create index jobs_node_running_idx on public.jobs (node_id, created_at desc, id desc)
  where node_id is not null and status in ('assigned', 'processing');
create index jobs_node_pending_idx on public.jobs (node_id, created_at desc, id desc)
  where node_id is not null and status = 'pending';
create index jobs_node_queued_idx on public.jobs (node_id, created_at desc, id desc)
  where node_id is not null and status = 'queued';
create index jobs_node_paused_idx on public.jobs (node_id, created_at desc, id desc)
  where node_id is not null and status = 'paused';
create index jobs_node_cancelled_idx on public.jobs (node_id, created_at desc, id desc)
  where node_id is not null and status = 'cancelled';
