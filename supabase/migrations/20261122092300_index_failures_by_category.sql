-- Failures of a time, counted by category, from the index alone.

create index jobs_failed_category_idx on public.jobs (finished_at desc) include (project_id, error_category)
where status = 'failed';
drop index public.jobs_failed_finished_idx;
