-- Stages of a job that have begun. What a finished stage left behind lets a later attempt go on after it.

create table public.job_stages (
  job_id         uuid not null references public.jobs (id) on delete cascade,
  stage          text not null,
  ordinal        integer not null,
  status         public.stage_status not null default 'pending',
  attempt_id     uuid,
  progress_ratio numeric not null default 0 check (progress_ratio between 0 and 1),
  started_at     timestamptz,
  finished_at    timestamptz,
  checkpoint     jsonb,
  files          jsonb not null default '[]',
  primary key (job_id, stage)
) with (fillfactor = 85);

comment on table public.job_stages is 'Stages that have begun at least once, with what they left behind. Titles and order are in job_types.stages.';
comment on column public.job_stages.ordinal is 'Place in the pipeline, from 1.';
comment on column public.job_stages.attempt_id is 'The attempt that ran it last.';
comment on column public.job_stages.checkpoint is 'What a later attempt needs to go on after this stage.';

alter table public.job_stages enable row level security;

create policy "Members read the stages of their jobs"
  on public.job_stages for select to authenticated
  using (exists (select from public.jobs as j where j.id = job_stages.job_id));

revoke all on table public.job_stages from anon, authenticated;
grant select on table public.job_stages to authenticated;
grant all on table public.job_stages to service_role;
