-- Whether the audit log is what was written, and the one way in which it gets shorter.

create function private.verify_audit_chain(from_position bigint default null, to_position bigint default null)
returns jsonb
language plpgsql
security definer -- reads the whole log
set search_path = ''
as $$
declare
  cut bigint := coalesce((select max(a.position) from public.audit_anchors as a), 0);
  first bigint := greatest(coalesce(from_position, 1), cut + 1);
  last bigint := coalesce(to_position, (select max(c.position) from public.audit_chain as c), 0);
  start record;
  checked bigint;
  broken jsonb;
  head record;
begin
  select * into start from private.audit_chain_head(first - 1);

  select count(*) into checked from public.audit_chain as c where c.position between first and last;
  select jsonb_build_object('position', w.position, 'entry_id', w.entry_id, 'problem', w.problem)
  into broken
  from (
    select
      c.position, c.entry_id,
      case
        when c.position <> c.previous_position + 1 then 'a link before it is missing'
        when c.chain_hash <> private.audit_link(c.previous_hash, c.position, c.entry_id, c.content_hash) then 'the link was changed'
        when l.id is null then 'its entry is missing'
        when c.content_hash <> private.audit_content_hash(l) then 'its entry was changed'
        when l.content_hash <> c.content_hash then 'the hash of its entry was changed'
      end as problem
    from (
      select
        k.position, k.entry_id, k.content_hash, k.chain_hash,
        lag(k.position, 1, start.link_position) over (order by k.position) as previous_position,
        lag(k.chain_hash, 1, start.chain_hash) over (order by k.position) as previous_hash
      from public.audit_chain as k
      where k.position between first and last
    ) as c
    left join public.audit_log as l on l.id = c.entry_id
  ) as w
  where w.problem is not null
  order by w.position
  limit 1;

  -- What no link holds cannot have a place in the chain: entries that wait, and entries that somebody slipped in.
  if broken is null and from_position is null and to_position is null then
    select jsonb_build_object('position', null, 'entry_id', w.entry_id, 'problem', w.problem)
    into broken
    from (
      select coalesce(l.id, u.entry_id) as entry_id,
        case
          when u.entry_id is null then 'the entry was slipped in past the chain'
          when l.id is null then 'its entry is missing'
          when u.content_hash <> private.audit_content_hash(l) or l.content_hash <> u.content_hash then 'its entry was changed'
        end as problem
      from (
        select e.* from public.audit_log as e where not exists (select from public.audit_chain as c where c.entry_id = e.id)
      ) as l
      full join private.audit_unsealed as u on u.entry_id = l.id
    ) as w
    where w.problem is not null
    order by w.entry_id
    limit 1;
  end if;

  select * into head from private.audit_chain_head();
  return jsonb_build_object(
    'is_intact', broken is null,
    'broken', broken,
    'checked', checked,
    'from_position', first,
    'to_position', last,
    'removed_through', cut,
    'head_position', head.link_position,
    'head_hash', encode(head.chain_hash, 'hex'),
    'unsealed', (select count(*) from private.audit_unsealed),
    'oldest_unsealed_at', (
      select min(l.occurred_at) from private.audit_unsealed as u join public.audit_log as l on l.id = u.entry_id
    )
  );
end;
$$;

comment on function private.verify_audit_chain(bigint, bigint) is 'As public.verify_audit_chain, without asking who calls and without sealing first.';

grant execute on function private.verify_audit_chain(bigint, bigint) to spool_worker;

create function public.verify_audit_chain(from_position bigint default null, to_position bigint default null)
returns jsonb
language plpgsql
security definer -- seals, and reads the whole log
set search_path = ''
as $$
begin
  perform private.require_instance_role('admin');
  perform private.seal_audit_log(10000);
  return private.verify_audit_chain(from_position, to_position);
end;
$$;

comment on function public.verify_audit_chain(bigint, bigint) is
  'Checks the audit log against its chain, all of it or between two positions, for administrators of the instance. Returns '
  '{is_intact, broken: null or the first {position, entry_id, problem}, checked, from_position, to_position, removed_through, '
  'head_position, head_hash, unsealed, oldest_unsealed_at}. Keep head_position and head_hash elsewhere: a later log that does not '
  'hold that hash at that position was cut at its end or written anew.';

grant execute on function public.verify_audit_chain(bigint, bigint) to authenticated, service_role;

create function private.prune_audit_log(older_than interval, max integer default 10000)
returns bigint
language plpgsql
security definer -- nobody else may take entries out
set search_path = ''
as $$
declare
  start bigint := (select coalesce(max(a.position), 0) from public.audit_anchors as a);
  through record;
begin
  if older_than is null or older_than < interval '30 days' then
    raise exception 'Entries of the audit log are kept for 30 days at least' using errcode = 'PT400';
  end if;

  select w.position, w.chain_hash, w.position - start as removed into through
  from (
    select c.position, c.chain_hash, bool_and(l.occurred_at < now() - older_than) over (order by c.position) as are_all_old
    from public.audit_chain as c
    join public.audit_log as l on l.id = c.entry_id
    where c.position between start + 1 and start + max
  ) as w
  where w.are_all_old
  order by w.position desc
  limit 1;
  if not found then
    return 0;
  end if;

  insert into public.audit_anchors (position, chain_hash, removed) values (through.position, through.chain_hash, through.removed);
  perform private.record_audit(
    'audit.pruned', 'audit', through.position::text, null,
    jsonb_build_object('removed', through.removed, 'through_position', through.position, 'chain_hash', encode(through.chain_hash, 'hex'))
  );
  delete from public.audit_log as l
  using public.audit_chain as c
  where c.entry_id = l.id and c.position <= through.position;
  delete from public.audit_chain as c where c.position <= through.position;
  return through.removed;
end;
$$;

comment on function private.prune_audit_log(interval, integer) is
  'Retention: takes out at most max of the oldest sealed entries, all older than asked, 30 days at least; returns how many. Leaves an '
  'anchor from which the rest of the chain can still be verified, and says so in the log. Raises PT400 for less than 30 days.';

grant execute on function private.prune_audit_log(interval, integer) to spool_worker;
