-- A drained node finishes what it runs and takes nothing new, also after its process was started again.

create function public.drain_node(node_id uuid, reason text default null)
returns public.nodes
language plpgsql
security definer -- clients hold no UPDATE on nodes; checks who asks
set search_path = ''
as $$
declare
  node public.nodes;
begin
  perform private.require_instance_role('operator');
  if char_length(reason) > 500 then
    raise exception 'reason may have at most 500 characters' using errcode = 'PT400';
  end if;
  update public.nodes as n
  set drained_at = now(),
      drained_by = auth.uid(),
      drained_reason = drain_node.reason,
      status = case when n.status = 'offline' then 'offline' else 'draining' end::public.node_status
  where n.id = drain_node.node_id and n.drained_at is null
  returning n.* into node;
  if not found then
    select n.* into node from public.nodes as n where n.id = drain_node.node_id;
    if not found then
      raise exception 'Node % does not exist', drain_node.node_id using errcode = 'PT404';
    end if;
    raise exception 'Node % was drained already, by % at %', node.name, private.person_name(node.drained_by), private.in_words(node.drained_at)
      using errcode = 'PT409';
  end if;
  return node;
end;
$$;

comment on function public.drain_node(uuid, text) is
  'Lets a node take nothing new and returns its row; what it runs goes on. Holds until resume_node, also when the node is '
  'started again under its name. For operators of the instance. Raises PT404 for no such node and PT409 when it is drained '
  'already. Safe under concurrency: one caller wins.';

create function public.resume_node(node_id uuid)
returns public.nodes
language plpgsql
security definer -- as above
set search_path = ''
as $$
declare
  node public.nodes;
begin
  perform private.require_instance_role('operator');
  update public.nodes as n
  set drained_at = null,
      drained_by = null,
      drained_reason = null,
      status = case
        when n.status <> 'draining' then n.status
        when n.busy_slots >= n.slots then 'busy'
        else 'available'
      end::public.node_status
  where n.id = resume_node.node_id and (n.drained_at is not null or n.status = 'draining')
  returning n.* into node;
  if not found then
    select n.* into node from public.nodes as n where n.id = resume_node.node_id;
    if not found then
      raise exception 'Node % does not exist', resume_node.node_id using errcode = 'PT404';
    end if;
    raise exception 'Node % is not drained, it is %', node.name, node.status using errcode = 'PT409';
  end if;
  perform pg_notify('spool_jobs', '');
  return node;
end;
$$;

comment on function public.resume_node(uuid) is
  'Lets a drained node take work again and returns its row. For operators of the instance. Raises PT404 for no such node and '
  'PT409 when it is not drained. Safe under concurrency: one caller wins.';

create function public.reserve_live_slots(node_id uuid, slots integer)
returns public.nodes
language plpgsql
security definer -- as above
set search_path = ''
as $$
declare
  node public.nodes;
begin
  perform private.require_instance_role('operator');
  if slots < 0 then
    raise exception 'slots must not be less than 0' using errcode = 'PT400';
  end if;
  update public.nodes as n
  set reserved_live_slots = reserve_live_slots.slots
  where n.id = reserve_live_slots.node_id
  returning n.* into node;
  if not found then
    raise exception 'Node % does not exist', reserve_live_slots.node_id using errcode = 'PT404';
  end if;
  perform private.record_audit(
    'node.reserve_live_slots', 'node', node.name, null, jsonb_build_object('slots', reserve_live_slots.slots)
  );
  perform pg_notify('spool_jobs', '');
  return node;
end;
$$;

comment on function public.reserve_live_slots(uuid, integer) is
  'Sets how many slots of a node take jobs of queue live only, null for the figure of the instance, and returns its row. For '
  'operators of the instance. Raises PT404 for no such node and PT400 for a figure below 0.';

-- People drain and resume, whatever the process does meanwhile: an offline node too, and not one that leaves and comes back.
drop trigger nodes_audit_draining on public.nodes;
create trigger nodes_audit_draining
  after update on public.nodes
  for each row when (
    old.drained_at is distinct from new.drained_at
    or (old.drained_at is null and new.drained_at is null and (old.status = 'draining') <> (new.status = 'draining'))
  )
  execute function private.audit_changes('node', 'name', 'status', 'drained_at', 'drained_reason');

revoke execute on function
  public.drain_node(uuid, text), public.resume_node(uuid), public.reserve_live_slots(uuid, integer)
from public, anon;
grant execute on function
  public.drain_node(uuid, text), public.resume_node(uuid), public.reserve_live_slots(uuid, integer)
to authenticated, service_role;
