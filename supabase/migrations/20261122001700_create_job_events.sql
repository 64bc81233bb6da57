-- Every move of every job. Written by a trigger on jobs only.

create table public.job_events (
  id          bigint generated always as identity primary key,
  job_id      uuid not null references public.jobs (id) on delete cascade,
  project_id  uuid not null,
  from_status public.job_status,
  to_status   public.job_status not null,
  cause       text not null,
  actor_kind  public.actor_kind not null,
  actor_id    text,
  attempt_id  uuid,
  detail      jsonb not null default '{}',
  occurred_at timestamptz not null default now()
);

comment on table public.job_events is 'One row per move of a job: when, why and by whom.';
comment on column public.job_events.from_status is 'Null for the insert.';
comment on column public.job_events.cause is 'As in get_job_transitions().';
comment on column public.job_events.actor_id is 'User id, or the name of the node for a worker.';

create index job_events_job_id_idx on public.job_events (job_id, id);
create index job_events_project_idx on public.job_events (project_id, occurred_at desc);

alter table public.job_events enable row level security;

create policy "Members read the events of their projects"
  on public.job_events for select to authenticated
  using (project_id in (select private.my_project_ids()));

revoke all on table public.job_events from anon, authenticated;
grant select on table public.job_events to authenticated;
grant all on table public.job_events to service_role;
