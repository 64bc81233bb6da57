-- Lines that an attempt logged for people to read on the job's page.

create table public.job_logs (
  id         bigint generated always as identity primary key,
  job_id     uuid not null references public.jobs (id) on delete cascade,
  attempt_id uuid not null,
  level      public.log_level not null,
  stage      text,
  message    text not null,
  fields     jsonb not null default '{}',
  logged_at  timestamptz not null default now()
);

comment on table public.job_logs is 'Log lines of attempts. Written by private.append_logs.';
comment on column public.job_logs.fields is 'Values that belong to the message, which itself is constant.';
comment on column public.job_logs.logged_at is 'By the clock of the node.';

create index job_logs_job_id_idx on public.job_logs (job_id, id);

alter table public.job_logs enable row level security;

create policy "Members read the logs of their jobs"
  on public.job_logs for select to authenticated
  using (exists (select from public.jobs as j where j.id = job_logs.job_id));

revoke all on table public.job_logs from anon, authenticated;
grant select on table public.job_logs to authenticated;
grant all on table public.job_logs to service_role;
