-- What a node says about itself: what it holds already, where it stands, and whether people let it take work.

alter table public.nodes
  add column cached_project_ids uuid[] not null default '{}',
  add column reserved_live_slots integer check (reserved_live_slots >= 0),
  add column drained_at timestamptz,
  add column drained_by uuid references public.profiles (user_id) on delete set null,
  add column drained_reason text;

comment on column public.nodes.gpus is 'One object for each: {vendor, name, memory_mb, encoders}.';
comment on column public.nodes.encoders is 'Encoders that its ffmpeg really has, those of its GPUs included.';
comment on column public.nodes.cached_project_ids is 'Projects whose files lie on the node, so that their next job is preferred there.';
comment on column public.nodes.reserved_live_slots is 'So many of its slots take jobs of queue live only. Null: as private.settings has it.';
comment on column public.nodes.drained_at is 'Since when people let it take nothing new. Holds when the process starts again under its name.';

-- A node's row may go while its history stays: attempts keep its name. Without these a claim also looks up two rows less.
alter table public.jobs drop constraint jobs_node_id_fkey;
alter table public.job_attempts drop constraint job_attempts_node_id_fkey;
comment on column public.jobs.node_id is 'The node that runs it or ran it last. Its row in nodes may be gone.';
comment on column public.job_attempts.node_id is 'Its row in nodes may be gone.';

create function private.texts(list jsonb)
returns text[]
language sql
immutable
set search_path = ''
as $$
  select array(select jsonb_array_elements_text(case when jsonb_typeof(list) = 'array' then list else '[]' end));
$$;

comment on function private.texts(jsonb) is 'A JSON list of strings as an array; empty for anything that is no list.';

create function private.site_id(slug text)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  found_id uuid;
begin
  if slug is null then
    return null;
  end if;
  select s.id into found_id from public.sites as s where s.slug = site_id.slug;
  if not found then
    raise exception 'There is no site "%"', left(slug, 100)
      using errcode = 'PT400',
        hint = coalesce('There are ' || (select string_agg(s.slug, ', ' order by s.slug) from public.sites as s) || '.', 'There are no sites yet.');
  end if;
  return found_id;
end;
$$;

comment on function private.site_id(text) is 'The id of the site of that name; null for null. Raises PT400 when there is none.';

create or replace function private.register_node(name text, info jsonb)
returns uuid
language sql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
  insert into public.nodes as n
    (name, hostname, slots, cpu_cores, memory_total_mb, memory_free_mb, gpus, encoders, renderers, version,
      cached_project_ids, reserved_live_slots, site_id)
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
    private.site_id(info ->> 'site')
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
      started_at = now(),
      heartbeat_at = now()
  returning n.id;
$$;

comment on function private.register_node(text, jsonb) is
  'Makes the node of a starting worker available, or takes over the row of that name, and returns its id. A node that people '
  'drained stays so. info: {hostname, slots, cpu_cores, memory_total_mb, memory_free_mb, gpus: [{vendor, name, memory_mb, '
  'encoders}], encoders, renderers, version, cached_project_ids, reserved_live_slots, site: slug}. Raises PT400 for a site '
  'that there is not.';

drop function private.heartbeat_node(uuid, integer, numeric, integer);

create function private.heartbeat_node(
  node_id uuid, busy_slots integer, cpu_load numeric, memory_free_mb integer, facts jsonb default '{}'
)
returns public.node_status
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
declare
  now_status public.node_status;
begin
  update public.nodes as n
  set busy_slots = heartbeat_node.busy_slots,
      cpu_load = heartbeat_node.cpu_load,
      memory_free_mb = heartbeat_node.memory_free_mb,
      cached_project_ids = case
        when facts ? 'cached_project_ids' then private.texts(facts -> 'cached_project_ids')::uuid[]
        else n.cached_project_ids
      end,
      gpus = coalesce(facts -> 'gpus', n.gpus),
      encoders = case when facts ? 'encoders' then private.texts(facts -> 'encoders') else n.encoders end,
      renderers = case when facts ? 'renderers' then private.texts(facts -> 'renderers') else n.renderers end,
      heartbeat_at = now(),
      status = case
        when n.drained_at is not null or n.status = 'draining' then 'draining'
        when heartbeat_node.busy_slots >= n.slots then 'busy'
        else 'available'
      end::public.node_status
  where n.id = heartbeat_node.node_id
  returning n.status into now_status;

  -- Whoever lives sees to what nobody else does.
  perform private.tidy_nodes();
  perform private.end_pauses();
  perform private.age_waiting_jobs();
  perform private.fold_job_counts();
  return now_status;
end;
$$;

comment on function private.heartbeat_node(uuid, integer, numeric, integer, jsonb) is
  'Says that a node lives and how busy it is; returns its status, so that it learns of being drained, or null when it is not '
  'registered any more. facts: those of {cached_project_ids, gpus, encoders, renderers} that changed. Also marks silent nodes '
  'as offline and removes old ones, ends pauses of queues whose time is over, lets jobs age and folds the counters.';

create function private.tidy_nodes()
returns void
language plpgsql
set search_path = ''
as $$
declare
  figures private.settings;
begin
  select s.* into figures from private.settings as s;
  update public.nodes as n
  set status = 'offline'
  where n.status <> 'offline'
    and n.id in (
      select s.id from public.nodes as s
      where s.status <> 'offline'
        and s.heartbeat_at < now() - make_interval(secs => figures.node_offline_seconds::double precision)
      for update skip locked
    );
  delete from public.nodes as n
  where n.id in (
    select s.id from public.nodes as s
    where s.status = 'offline'
      and s.drained_at is null
      and s.heartbeat_at < now() - make_interval(secs => figures.node_removed_after_seconds::double precision)
    for update skip locked
  );
end;
$$;

comment on function private.tidy_nodes() is
  'Marks nodes that fell silent as offline, and removes those that have been offline for long. One that people drained stays: '
  'it is to be drained still when it comes back.';

create function private.end_pauses()
returns void
language sql
set search_path = ''
as $$
  update public.queues as q set is_paused = false where q.is_paused and q.paused_until <= now();
$$;

comment on function private.end_pauses() is 'Resumes queues whose pause is over, which wakes nodes and tells who looks.';

grant execute on function private.heartbeat_node(uuid, integer, numeric, integer, jsonb) to spool_worker;
