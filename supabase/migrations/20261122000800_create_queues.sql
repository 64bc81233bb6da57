-- The three queues. A pause is a condition in claim_next, so what runs goes on.

create table public.queues (
  name          public.queue_name primary key,
  is_paused     boolean not null default false,
  paused_by     uuid references public.profiles (user_id) on delete set null,
  paused_reason text,
  paused_until  timestamptz,
  revision      bigint not null default 1,
  updated_at    timestamptz not null default now()
);

comment on table public.queues is 'One row per queue: whether nodes may take jobs from it.';
comment on column public.queues.paused_until is 'The pause ends by itself at this time. Null: until somebody resumes it.';

insert into public.queues (name)
select unnest(enum_range(null::public.queue_name));

alter table public.queues enable row level security;

create policy "Anybody signed in reads the queues"
  on public.queues for select to authenticated
  using (true);

revoke all on table public.queues from anon, authenticated;
grant select on table public.queues to authenticated;
grant all on table public.queues to service_role;

create function private.stamp_queue()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.revision := old.revision + 1;
  new.updated_at := now();
  if not new.is_paused then
    new.paused_by := null;
    new.paused_reason := null;
    new.paused_until := null;
  end if;
  return new;
end;
$$;

comment on function private.stamp_queue() is 'Before update: grows the revision, and a queue that is not paused keeps nothing of its pause.';

create trigger queues_stamp
  before update on public.queues
  for each row execute function private.stamp_queue();

create function private.wake_nodes_for_queue()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform pg_notify('spool_jobs', '');
  return null;
end;
$$;

comment on function private.wake_nodes_for_queue() is 'After a queue was resumed: wakes nodes that have a free slot.';

create trigger queues_wake_nodes
  after update on public.queues
  for each row when (old.is_paused and not new.is_paused)
  execute function private.wake_nodes_for_queue();
