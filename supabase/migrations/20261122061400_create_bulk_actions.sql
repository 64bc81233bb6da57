-- One control on many jobs: what was asked for, how far it is, and what undoing it needs.

create type public.bulk_action_name as enum ('cancel', 'pause', 'resume', 'retry', 'reprioritise', 'move_to_queue', 'remove');
create type public.bulk_action_status as enum ('running', 'completed', 'stopped');

create table public.bulk_actions (
  id            uuid primary key default gen_random_uuid(),
  project_id    uuid not null references public.projects (id) on delete cascade,
  action        public.bulk_action_name not null,
  filter        jsonb not null,
  arguments     jsonb not null default '{}',
  status        public.bulk_action_status not null default 'running',
  total_count   integer not null check (total_count >= 0),
  done_count    integer not null default 0 check (done_count between 0 and total_count),
  changed_count integer not null default 0 check (changed_count between 0 and done_count),
  skipped       jsonb not null default '{}',
  has_more      boolean not null default false,
  undoes        uuid unique references public.bulk_actions (id) on delete set null,
  actor_kind    public.actor_kind not null,
  actor_id      text,
  created_at    timestamptz not null default now(),
  finished_at   timestamptz,
  updated_at    timestamptz not null default now(),
  revision      bigint not null default 1,
  constraint bulk_actions_finished_at_matches_status check ((status = 'running') = (finished_at is null))
);

comment on table public.bulk_actions is 'A control on all jobs that a filter found. Written by start_bulk_action and its kin; workers carry it on in batches.';
comment on column public.bulk_actions.total_count is 'How many jobs it set out to change.';
comment on column public.bulk_actions.done_count is 'How many of them it has come to.';
comment on column public.bulk_actions.skipped is 'How many it found in another state by then and left alone: {status or reason: number}.';
comment on column public.bulk_actions.has_more is 'More jobs were found than one action takes. Start it again for the rest.';
comment on column public.bulk_actions.undoes is 'The action whose changes this one takes back.';

create index bulk_actions_project_idx on public.bulk_actions (project_id, created_at desc);
create index bulk_actions_running_idx on public.bulk_actions (updated_at) where status = 'running';
create index bulk_actions_finished_idx on public.bulk_actions (finished_at) where status <> 'running';

create table private.bulk_action_jobs (
  bulk_action_id uuid not null references public.bulk_actions (id) on delete cascade,
  ordinal        integer not null,
  job_id         uuid not null,
  former         jsonb not null default '{}',
  is_done        boolean not null default false,
  is_changed     boolean not null default false,
  primary key (bulk_action_id, ordinal)
);

comment on table private.bulk_action_jobs is 'The jobs of a bulk action, as found when it started.';
comment on column private.bulk_action_jobs.former is 'What to put back when it is undone: {priority} or {queue}.';

create index bulk_action_jobs_open_idx on private.bulk_action_jobs (bulk_action_id, ordinal) where not is_done;
alter table private.bulk_action_jobs enable row level security;

alter table public.bulk_actions enable row level security;

create policy "Members read the bulk actions of their projects"
  on public.bulk_actions for select to anon, authenticated
  using (project_id in (select private.my_project_ids()));

revoke all on table public.bulk_actions from anon, authenticated;
grant select on table public.bulk_actions to anon, authenticated;
grant all on table public.bulk_actions to service_role;

create function private.stamp_bulk_action()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.revision := old.revision + 1;
  new.updated_at := now();
  if new.status <> 'running' then
    new.finished_at := coalesce(old.finished_at, now());
  end if;
  return new;
end;
$$;

comment on function private.stamp_bulk_action() is 'Before update: grows the revision and keeps the times.';

create trigger bulk_actions_stamp
  before update on public.bulk_actions
  for each row execute function private.stamp_bulk_action();

create function private.broadcast_bulk_actions()
returns trigger
language plpgsql
security definer -- whoever writes need not be allowed to send on the topic
set search_path = ''
as $$
begin
  perform realtime.send(to_jsonb(n), 'bulk_action_changed', 'project:' || n.project_id, true)
  from new_rows as n;
  return null;
end;
$$;

comment on function private.broadcast_bulk_actions() is 'After insert or update: sends each row as bulk_action_changed on the topic of its project.';

create trigger bulk_actions_broadcast_inserted
  after insert on public.bulk_actions
  referencing new table as new_rows
  for each statement execute function private.broadcast_bulk_actions();

create trigger bulk_actions_broadcast_updated
  after update on public.bulk_actions
  referencing new table as new_rows
  for each statement execute function private.broadcast_bulk_actions();

create trigger bulk_actions_audit
  after insert or update on public.bulk_actions
  for each row execute function private.audit_changes(
    'bulk_action', 'id', 'action', 'filter', 'arguments', 'total_count', 'status', 'undoes'
  );
