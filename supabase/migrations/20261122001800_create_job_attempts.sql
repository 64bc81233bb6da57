-- Runs of a job. The id of an attempt is the fencing token of everything it writes, and its id in pg-boss.

create table public.job_attempts (
  id          uuid primary key default gen_random_uuid(),
  job_id      uuid not null references public.jobs (id) on delete cascade,
  number      integer not null check (number > 0),
  node_id     uuid references public.nodes (id) on delete set null,
  node_name   text not null,
  status      public.attempt_status not null default 'assigned',
  assigned_at timestamptz not null default now(),
  started_at  timestamptz,
  finished_at timestamptz,
  error       jsonb,
  unique (job_id, number)
) with (fillfactor = 85);

comment on table public.job_attempts is 'One run of a job on a node.';
comment on column public.job_attempts.number is 'From 1, without gaps, whether or not the attempt counts against max_attempts.';
comment on column public.job_attempts.node_name is 'Kept when the node is gone.';
comment on column public.job_attempts.error is 'Why it failed: {category, message, stage, attempt, stack, occurred_at}.';

create index job_attempts_node_id_idx on public.job_attempts (node_id, assigned_at desc);

alter table public.job_attempts enable row level security;

create policy "Members read the attempts of their jobs"
  on public.job_attempts for select to authenticated
  using (exists (select from public.jobs as j where j.id = job_attempts.job_id));

revoke all on table public.job_attempts from anon, authenticated;
grant select on table public.job_attempts to authenticated;
grant all on table public.job_attempts to service_role;
