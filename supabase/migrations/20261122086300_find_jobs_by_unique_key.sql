-- Whoever submits many jobs and was interrupted asks which of their keys are there already, finished or not.

create index jobs_by_unique_key_idx on public.jobs (project_id, unique_key) where unique_key is not null;
