-- Worker processes: what they can do and how busy they are. Written by the node functions only.

create table public.nodes (
  id              uuid primary key default gen_random_uuid(),
  name            text not null unique check (char_length(name) between 1 and 200),
  hostname        text not null default '',
  status          public.node_status not null default 'available',
  slots           integer not null check (slots >= 0),
  busy_slots      integer not null default 0 check (busy_slots >= 0),
  cpu_cores       integer check (cpu_cores > 0),
  cpu_load        numeric,
  memory_total_mb integer check (memory_total_mb >= 0),
  memory_free_mb  integer check (memory_free_mb >= 0),
  gpus            jsonb not null default '[]',
  encoders        text[] not null default '{}',
  renderers       text[] not null default '{}',
  version         text,
  site_id         uuid references public.sites (id) on delete set null,
  started_at      timestamptz not null default now(),
  heartbeat_at    timestamptz not null default now(),
  revision        bigint not null default 1
);

comment on table public.nodes is 'One row per worker process. A process that starts again under the same name takes its row over.';
comment on column public.nodes.slots is 'How many attempts it runs at once.';
comment on column public.nodes.cpu_load is 'Load average of the last minute, as the node reports it.';
comment on column public.nodes.status is 'draining: takes nothing new. offline: retired, or not heard of for 30 seconds.';

create index nodes_site_id_idx on public.nodes (site_id) where site_id is not null;

create function private.bump_revision()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.revision := old.revision + 1;
  return new;
end;
$$;

comment on function private.bump_revision() is 'Before update: revision only grows, so that a client can tell a newer row from an older.';

create trigger nodes_bump_revision
  before update on public.nodes
  for each row execute function private.bump_revision();

alter table public.nodes enable row level security;

create policy "Anybody signed in reads the nodes"
  on public.nodes for select to authenticated
  using (true);

revoke all on table public.nodes from anon, authenticated;
grant select on table public.nodes to authenticated;
grant all on table public.nodes to service_role;
