-- Whoever lives also notes how deep the queues are, sums up how long jobs took, and tells of another ffmpeg.

create or replace function private.heartbeat_node(
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
      ffmpeg_version = case when facts ? 'ffmpeg_version' then facts ->> 'ffmpeg_version' else n.ffmpeg_version end,
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
  perform private.sample_queue_depths();
  perform private.sum_up_durations();
  return now_status;
end;
$$;

comment on function private.heartbeat_node(uuid, integer, numeric, integer, jsonb) is
  'Says that a node lives and how busy it is; returns its status, so that it learns of being drained, or null when it is not '
  'registered any more. facts: those of {cached_project_ids, gpus, encoders, renderers, ffmpeg_version} that changed. Also marks '
  'silent nodes as offline and removes old ones, ends pauses of queues whose time is over, lets jobs age, folds the counters, notes how deep '
  'the queues are and sums up how long jobs took.';
