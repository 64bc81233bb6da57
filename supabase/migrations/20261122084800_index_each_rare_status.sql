-- Two statuses shared an index, and a page of the rarer one read all of the other. Each has its own now, which costs a row
-- nothing: it stands in one of them as before. A filter by both takes jobs_not_completed_created_idx.
create index jobs_pending_created_idx on public.jobs (created_at desc, id desc) where status = 'pending';
create index jobs_queued_created_idx on public.jobs (created_at desc, id desc) where status = 'queued';
create index jobs_failed_created_idx on public.jobs (created_at desc, id desc) where status = 'failed';
create index jobs_cancelled_created_idx on public.jobs (created_at desc, id desc) where status = 'cancelled';
drop index public.jobs_waiting_created_idx;
drop index public.jobs_unsuccessful_created_idx;
