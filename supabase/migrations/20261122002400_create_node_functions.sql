-- What a worker process says about itself.

create function private.register_node(name text, info jsonb)
returns uuid
language sql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
  insert into public.nodes as n
    (name, hostname, slots, cpu_cores, memory_total_mb, memory_free_mb, gpus, encoders, renderers, version)
  values (
    register_node.name,
    coalesce(info ->> 'hostname', ''),
    (info ->> 'slots')::integer,
    (info ->> 'cpu_cores')::integer,
    (info ->> 'memory_total_mb')::integer,
    (info ->> 'memory_free_mb')::integer,
    coalesce(info -> 'gpus', '[]'),
    array(select jsonb_array_elements_text(coalesce(info -> 'encoders', '[]'))),
    array(select jsonb_array_elements_text(coalesce(info -> 'renderers', '[]'))),
    info ->> 'version'
  )
  on conflict (name) do update
  set hostname = excluded.hostname,
      status = 'available',
      slots = excluded.slots,
      busy_slots = 0,
      cpu_cores = excluded.cpu_cores,
      cpu_load = null,
      memory_total_mb = excluded.memory_total_mb,
      memory_free_mb = excluded.memory_free_mb,
      gpus = excluded.gpus,
      encoders = excluded.encoders,
      renderers = excluded.renderers,
      version = excluded.version,
      started_at = now(),
      heartbeat_at = now()
  returning n.id;
$$;

comment on function private.register_node(text, jsonb) is
  'Makes the node of a starting worker available, or takes over the row of that name, and returns its id. '
  'info: {hostname, slots, cpu_cores, memory_total_mb, memory_free_mb, gpus, encoders, renderers, version}.';

create function private.heartbeat_node(node_id uuid, busy_slots integer, cpu_load numeric, memory_free_mb integer)
returns public.node_status
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
declare
  offline_after interval := (select make_interval(secs => s.node_offline_seconds::double precision) from private.settings as s);
  now_status public.node_status;
begin
  update public.nodes as n
  set busy_slots = heartbeat_node.busy_slots,
      cpu_load = heartbeat_node.cpu_load,
      memory_free_mb = heartbeat_node.memory_free_mb,
      heartbeat_at = now(),
      status = case
        when n.status = 'draining' then 'draining'
        when heartbeat_node.busy_slots >= n.slots then 'busy'
        else 'available'
      end::public.node_status
  where n.id = heartbeat_node.node_id
  returning n.status into now_status;

  -- Whoever lives says who does not, and keeps the counters short.
  update public.nodes as n
  set status = 'offline'
  where n.status <> 'offline'
    and n.id in (
      select s.id from public.nodes as s
      where s.status <> 'offline' and s.heartbeat_at < now() - offline_after
      for update skip locked
    );
  perform private.fold_job_counts();
  return now_status;
end;
$$;

comment on function private.heartbeat_node(uuid, integer, numeric, integer) is
  'Says that a node lives and how busy it is; returns its status, so that it learns of being drained, or null when it is not '
  'registered any more. Marks nodes that fell silent as offline and folds the counters.';

create function private.retire_node(node_id uuid)
returns void
language sql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
  update public.nodes as n
  set status = 'offline', busy_slots = 0
  where n.id = retire_node.node_id;
$$;

comment on function private.retire_node(uuid) is 'A node that stops in order says goodbye.';

grant execute on function
  private.register_node(text, jsonb),
  private.heartbeat_node(uuid, integer, numeric, integer),
  private.retire_node(uuid)
to spool_worker;
