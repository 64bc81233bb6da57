-- Jobs: the truth, and the order of service.

create sequence private.job_position_seq;
comment on sequence private.job_position_seq is 'First come, first served. A manual reorder puts a fraction between two positions.';

create table public.jobs (
  id                   uuid primary key default gen_random_uuid(),
  project_id           uuid not null default '00000000-0000-4000-8000-000000000001' references public.projects (id),
  job_type             text not null references public.job_types (name),
  -- An expression that is null, not no default: clients may leave the column out, and the trigger fills it.
  queue                public.queue_name not null default nullif('default', 'default')::public.queue_name,
  priority             public.job_priority not null default 'medium',
  position             numeric not null default 0,
  status               public.job_status not null default 'pending',
  payload              jsonb not null,
  title                text not null default '' check (char_length(title) <= 120),
  run_at               timestamptz not null default now(),
  attempt_id           uuid,
  attempt_count        integer not null default 0 check (attempt_count >= 0),
  lost_in_a_row        integer not null default 0 check (lost_in_a_row >= 0),
  max_attempts         integer not null default 1 check (max_attempts > 0),
  node_id              uuid references public.nodes (id) on delete set null,
  stage                text,
  progress_ratio       numeric not null default 0 check (progress_ratio between 0 and 1),
  video_path           text,
  video_url            text,
  video_url_expires_at timestamptz,
  thumbnail_path       text,
  thumbnail_url        text,
  captions_path        text,
  duration_seconds     numeric check (duration_seconds >= 0),
  width_px             integer check (width_px > 0),
  height_px            integer check (height_px > 0),
  notices              text[] not null default '{}',
  error                jsonb,
  error_category       public.error_category,
  created_by           uuid references public.profiles (user_id) on delete set null,
  created_at           timestamptz not null default now(),
  queued_at            timestamptz,
  assigned_at          timestamptz,
  started_at           timestamptz,
  finished_at          timestamptz,
  updated_at           timestamptz not null default now(),
  revision             bigint not null default 1,
  constraint jobs_attempt_matches_status
    check (status not in ('assigned', 'processing') or attempt_id is not null),
  constraint jobs_finished_at_matches_status
    check ((status in ('completed', 'failed', 'cancelled')) = (finished_at is not null))
)
-- Progress is written once a second and touches no index: with room on the page such an update is cheap.
with (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02);

comment on table public.jobs is
  'One piece of work. Insert job_type and payload, and if you like priority, queue, run_at, project_id and id; '
  'every other column is written by the system, whatever a client sends. Steer it with the commands '
  'cancel_job, pause_job, resume_job and retry_job.';
comment on column public.jobs.queue is 'Left out: the default queue of its type.';
comment on column public.jobs.position is 'Order inside queue and priority; lower is served first.';
comment on column public.jobs.payload is 'What was asked for, as sent. Checked against job_types.payload_schema; at most 256 KiB.';
comment on column public.jobs.title is 'Short name for lists, taken from the payload.';
comment on column public.jobs.run_at is 'Not before this time. Set again to when it is next due by retries, resumes and hand-backs.';
comment on column public.jobs.attempt_id is 'The attempt that holds the job, or the one that finished it. Fencing token: no other attempt can write.';
comment on column public.jobs.attempt_count is 'Attempts that count against max_attempts: not the lost ones, not the handed back.';
comment on column public.jobs.progress_ratio is '0 to 1, over all stages.';
comment on column public.jobs.video_path is 'Key in the private bucket videos.';
comment on column public.jobs.video_url is 'Signed address of the video, valid until video_url_expires_at.';
comment on column public.jobs.duration_seconds is 'Length of the finished video, in seconds.';
comment on column public.jobs.notices is 'Sentences for the submitter, such as what was left out.';
comment on column public.jobs.error is 'Last error: {category, message, stage, attempt, stack, occurred_at}. Kept while the job is tried again.';
comment on column public.jobs.queued_at is 'When it last became due and began to wait its turn.';
comment on column public.jobs.revision is 'Grows with every change, so that a client can tell a newer row from an older.';

-- claim_next and promote_due_jobs walk these; they hold waiting jobs only, however many have finished.
create index jobs_claimable_idx on public.jobs (queue, priority, position) where status = 'queued';
create index jobs_pending_order_idx on public.jobs (queue, priority, position) where status = 'pending';
create index jobs_pending_due_idx on public.jobs (run_at) where status = 'pending';
-- get_queue_stats: the oldest waiting job of each queue.
create index jobs_waiting_idx on public.jobs (project_id, queue, run_at) where status in ('pending', 'queued');
create index jobs_node_id_idx on public.jobs (node_id) where node_id is not null;
-- Lists and their filters.
create index jobs_project_created_idx on public.jobs (project_id, created_at desc, id desc);
create index jobs_project_status_idx on public.jobs (project_id, status, created_at desc);
create index jobs_project_type_idx on public.jobs (project_id, job_type, created_at desc);
create index jobs_project_queue_idx on public.jobs (project_id, queue, created_at desc);
create index jobs_created_by_idx on public.jobs (created_by, created_at desc) where created_by is not null;

alter table public.jobs enable row level security;

create policy "Members read the jobs of their projects"
  on public.jobs for select to authenticated
  using (project_id in (select private.my_project_ids()));

create policy "Operators submit jobs to their projects"
  on public.jobs for insert to authenticated
  with check (project_id in (select private.my_project_ids('operator')));

revoke all on table public.jobs from anon, authenticated;
grant select, insert on table public.jobs to authenticated;
grant all on table public.jobs to service_role;
