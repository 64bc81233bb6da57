-- Which ffmpeg a node has: what it cannot do is often only a matter of its version.

alter table public.nodes add column ffmpeg_version text;
comment on column public.nodes.ffmpeg_version is 'As ffmpeg says it. Null: not told, or there is none that works.';

create or replace function private.register_node(name text, info jsonb)
returns uuid
language sql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
  insert into public.nodes as n
    (name, hostname, slots, cpu_cores, memory_total_mb, memory_free_mb, gpus, encoders, renderers, version,
      cached_project_ids, reserved_live_slots, site_id, ffmpeg_version)
  values (
    register_node.name,
    coalesce(info ->> 'hostname', ''),
    (info ->> 'slots')::integer,
    (info ->> 'cpu_cores')::integer,
    (info ->> 'memory_total_mb')::integer,
    (info ->> 'memory_free_mb')::integer,
    coalesce(info -> 'gpus', '[]'),
    private.texts(info -> 'encoders'),
    private.texts(info -> 'renderers'),
    info ->> 'version',
    private.texts(info -> 'cached_project_ids')::uuid[],
    (info ->> 'reserved_live_slots')::integer,
    private.site_id(info ->> 'site'),
    info ->> 'ffmpeg_version'
  )
  on conflict (name) do update
  set hostname = excluded.hostname,
      status = case when n.drained_at is null then 'available' else 'draining' end::public.node_status,
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
      cached_project_ids = excluded.cached_project_ids,
      reserved_live_slots = case when info ? 'reserved_live_slots' then excluded.reserved_live_slots else n.reserved_live_slots end,
      site_id = case when info ? 'site' then excluded.site_id else n.site_id end,
      ffmpeg_version = excluded.ffmpeg_version,
      started_at = now(),
      heartbeat_at = now()
  returning n.id;
$$;

comment on function private.register_node(text, jsonb) is
  'Makes the node of a starting worker available, or takes over the row of that name, and returns its id. A node that people '
  'drained stays so. info: {hostname, slots, cpu_cores, memory_total_mb, memory_free_mb, gpus: [{vendor, name, memory_mb, '
  'encoders}], encoders, renderers, version, cached_project_ids, reserved_live_slots, site: slug, ffmpeg_version}. Raises PT400 '
  'for a site that there is not.';
