-- The chain over the audit log: each link hashes the one before it and the content of one entry, so that an entry that
-- is changed, taken out or slipped in shows. Writers never wait for it: an entry lies in audit_unsealed until somebody
-- who comes by appends it (see docs/adr/0006).

create table private.audit_unsealed (
  entry_id     bigint primary key,
  content_hash bytea not null
);

comment on table private.audit_unsealed is 'Entries that are not in the chain yet. Committed with the entry itself.';

create table public.audit_chain (
  position     bigint primary key check (position > 0),
  entry_id     bigint not null unique,
  content_hash bytea not null,
  chain_hash   bytea not null,
  sealed_at    timestamptz not null default clock_timestamp()
);

comment on table public.audit_chain is 'One link per entry of the audit log, in the order in which they were sealed.';
comment on column public.audit_chain.position is 'From 1, without gaps.';
comment on column public.audit_chain.chain_hash is 'SHA-256 of the chain_hash before it, the position, the entry_id and the content_hash.';

create table public.audit_anchors (
  position   bigint primary key,
  chain_hash bytea not null,
  removed    bigint not null check (removed > 0),
  xact       xid8 not null default pg_current_xact_id(),
  removed_at timestamptz not null default clock_timestamp()
);

comment on table public.audit_anchors is 'Where retention cut the chain: everything up to this position was removed, and the chain goes on from this hash.';

alter table private.audit_unsealed enable row level security;
alter table public.audit_chain enable row level security;
alter table public.audit_anchors enable row level security;

create policy "Administrators of the instance read the chain"
  on public.audit_chain for select to authenticated
  using ((select private.my_instance_role()) = 'admin');

create policy "Administrators of the instance read the anchors"
  on public.audit_anchors for select to authenticated
  using ((select private.my_instance_role()) = 'admin');

revoke all on table public.audit_chain, public.audit_anchors from anon, authenticated, service_role;
grant select on table public.audit_chain, public.audit_anchors to authenticated, service_role;

create function private.queue_audit_entries()
returns trigger
language plpgsql
security definer -- whoever is recorded holds no rights here
set search_path = ''
as $$
begin
  insert into private.audit_unsealed (entry_id, content_hash)
  select n.id, n.content_hash from new_rows as n;
  return null;
end;
$$;

comment on function private.queue_audit_entries() is 'After insert on audit_log: the entries wait to be sealed.';

create trigger audit_log_queue
  after insert on public.audit_log
  referencing new table as new_rows
  for each statement execute function private.queue_audit_entries();

create function private.refuse_audit_change()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  -- Retention alone takes rows out, and only those that it has put under an anchor in the same transaction.
  if tg_op = 'DELETE' and tg_table_name in ('audit_log', 'audit_chain') and exists (
    select
    from public.audit_chain as c
    join public.audit_anchors as a on a.position >= c.position and a.xact = pg_current_xact_id()
    where c.entry_id = (to_jsonb(old) ->> tg_argv[0])::bigint
  ) then
    return old;
  end if;
  raise exception 'The audit log is only ever added to' using errcode = 'PT403';
end;
$$;

comment on function private.refuse_audit_change() is
  'Before update, delete or truncate on the log, its chain and its anchors: raises PT403, for the owner too.';

create trigger audit_log_keep before update or delete on public.audit_log
  for each row execute function private.refuse_audit_change('id');
create trigger audit_log_keep_all before truncate on public.audit_log
  for each statement execute function private.refuse_audit_change();
create trigger audit_chain_keep before update or delete on public.audit_chain
  for each row execute function private.refuse_audit_change('entry_id');
create trigger audit_chain_keep_all before truncate on public.audit_chain
  for each statement execute function private.refuse_audit_change();
create trigger audit_anchors_keep before update or delete on public.audit_anchors
  for each row execute function private.refuse_audit_change();
create trigger audit_anchors_keep_all before truncate on public.audit_anchors
  for each statement execute function private.refuse_audit_change();

create function private.audit_link(previous bytea, link_position bigint, entry_id bigint, content_hash bytea)
returns bytea
language plpgsql
immutable
set search_path = ''
as $$
begin
  return sha256(previous || int8send(link_position) || int8send(entry_id) || content_hash);
end;
$$;

comment on function private.audit_link(bytea, bigint, bigint, bytea) is 'The chain_hash of a link. previous is 32 zero bytes for the first.';

create function private.audit_chain_head(up_to bigint default null, out link_position bigint, out chain_hash bytea)
language plpgsql
stable
set search_path = ''
as $$
begin
  select h.position, h.chain_hash
  into link_position, audit_chain_head.chain_hash
  from (
    (
      select c.position, c.chain_hash
      from public.audit_chain as c
      where up_to is null or c.position <= up_to
      order by c.position desc
      limit 1
    )
    union all
    (
      select a.position, a.chain_hash
      from public.audit_anchors as a
      where up_to is null or a.position <= up_to
      order by a.position desc
      limit 1
    )
    union all
    select 0, decode(repeat('00', 32), 'hex')
  ) as h
  order by h.position desc
  limit 1;
end;
$$;

comment on function private.audit_chain_head(bigint) is 'The last link, or the last at or before a position: from the chain, else from an anchor, else the start.';

create function private.seal_audit_log(max integer default 1000)
returns integer
language plpgsql
security definer -- nobody else writes the chain
set search_path = ''
as $$
declare
  head record;
  waiting record;
  sealed integer := 0;
begin
  if not exists (select from private.audit_unsealed) then
    return 0;
  end if;
  -- One seals at a time and the others do not wait. The lock is held to the commit, so the next one sees this chain.
  if not pg_try_advisory_xact_lock(hashtextextended('spool.seal_audit_log', 0)) then
    return 0;
  end if;

  select * into head from private.audit_chain_head();
  for waiting in
    with taken as (
      delete from private.audit_unsealed as u
      where u.entry_id in (select w.entry_id from private.audit_unsealed as w order by w.entry_id limit max)
      returning u.entry_id, u.content_hash
    )
    select t.entry_id, t.content_hash from taken as t order by t.entry_id
  loop
    head.link_position := head.link_position + 1;
    head.chain_hash := private.audit_link(head.chain_hash, head.link_position, waiting.entry_id, waiting.content_hash);
    insert into public.audit_chain (position, entry_id, content_hash, chain_hash)
    values (head.link_position, waiting.entry_id, waiting.content_hash, head.chain_hash);
    sealed := sealed + 1;
  end loop;
  return sealed;
end;
$$;

comment on function private.seal_audit_log(integer) is
  'Appends at most max committed entries to the chain and returns how many; 0 also while somebody else does so. Two can never '
  'append to the same link: its position is the primary key.';

grant execute on function private.seal_audit_log(integer) to spool_worker;

create function private.seal_audit_log_in_passing()
returns trigger
language plpgsql
security definer -- nobody else seals
set search_path = ''
as $$
begin
  perform private.seal_audit_log();
  return null;
exception when others then
  -- A chain that somebody has damaged must not silence the nodes. Verifying it says what is wrong.
  raise warning 'The audit log cannot be sealed: %', sqlerrm;
  return null;
end;
$$;

comment on function private.seal_audit_log_in_passing() is 'After each update on nodes, which is every heartbeat: seals what waits.';

create trigger nodes_seal_audit_log
  after update on public.nodes
  for each statement execute function private.seal_audit_log_in_passing();
