-- What quality control found in a finished video. One that fails it is not delivered; why is then the job's error.

create table public.job_quality (
  job_id       uuid primary key references public.jobs (id) on delete cascade,
  attempt_id   uuid not null,
  checks       jsonb not null check (jsonb_typeof(checks) = 'array'),
  figures      jsonb not null check (jsonb_typeof(figures) = 'object'),
  not_measured jsonb not null check (jsonb_typeof(not_measured) = 'object'),
  measured_at  timestamptz not null default now()
);

comment on table public.job_quality is 'Quality control of a finished video. Replaced by each attempt that completes.';
comment on column public.job_quality.attempt_id is 'The attempt that made the video.';
comment on column public.job_quality.checks is '[{name, is_passed, message}], message being a sentence with what was measured and what is allowed.';
comment on column public.job_quality.figures is
  '{name: number or null}, the unit last in each name: duration_seconds, loudness_lufs, energy_joules. Null: not measured, and '
  'not_measured says why.';
comment on column public.job_quality.not_measured is '{name: sentence} for every figure that is null and every check that was left out.';

alter table public.job_quality enable row level security;

create policy "Members read the quality of their jobs"
  on public.job_quality for select to anon, authenticated
  using (exists (select from public.jobs as j where j.id = job_quality.job_id));

revoke all on table public.job_quality from anon, authenticated;
grant select on table public.job_quality to anon, authenticated;
grant all on table public.job_quality to service_role;
