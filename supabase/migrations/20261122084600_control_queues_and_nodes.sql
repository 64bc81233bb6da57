-- The controls of queues and nodes for several at once. They are few, so one call does all of them.

create function public.control_queues(
  action text, names public.queue_name[] default null, reason text default null, until timestamptz default null,
  is_preview boolean default false
)
returns jsonb
language plpgsql
security definer -- as pause_queue and resume_queue, which it calls; checks who asks
set search_path = ''
as $$
declare
  matched_count integer;
  changed text[] := '{}';
  queue public.queues;
begin
  perform private.require_instance_role('operator');
  if action is null or action not in ('pause', 'resume') then
    raise exception 'action must be pause or resume' using errcode = 'PT400';
  end if;
  select count(*) into matched_count from public.queues as q where names is null or q.name = any (names);
  for queue in
    select q.* from public.queues as q
    where (names is null or q.name = any (names))
      and (q.is_paused and (q.paused_until is null or q.paused_until > now())) = (action = 'resume')
    order by q.name
  loop
    begin
      if is_preview then
        null;
      elsif action = 'pause' then
        perform public.pause_queue(queue.name, reason, until);
      else
        perform public.resume_queue(queue.name);
      end if;
      changed := changed || queue.name::text;
    exception when sqlstate 'PT409' then
      null; -- somebody else did it just now
    end;
  end loop;
  return jsonb_build_object('matched_count', matched_count, 'change_count', cardinality(changed), 'names', to_jsonb(changed));
end;
$$;

comment on function public.control_queues(text, public.queue_name[], text, timestamptz, boolean) is
  'pause_queue or resume_queue for several queues, null for all. Returns {matched_count, change_count, names}: how many were '
  'meant, and which of them changed; with is_preview, which would. For operators of the instance. Raises PT400 as those do.';

create function private.filtered_nodes(filter jsonb)
returns setof public.nodes
language plpgsql
stable
set search_path = ''
as $$
declare
  text_list constant jsonb := '{"type": "array", "minItems": 1, "maxItems": 1000, "items": {"type": "string", "minLength": 1, "maxLength": 200}}';
  problems text[] := private.json_schema_errors(
    jsonb_build_object(
      'type', 'object',
      'additionalProperties', false,
      'properties', jsonb_build_object(
        'all', '{"const": true}'::jsonb, 'names', text_list, 'sites', text_list, 'has_gpu', '{"type": "boolean"}'::jsonb
      )
    ),
    filter, 'filter'
  );
begin
  if cardinality(problems) > 0 then
    raise exception '%', array_to_string(problems[:5], '; ')
      using errcode = 'PT400', hint = 'A filter of nodes may have all, names, sites and has_gpu.';
  elsif filter = '{}' then
    raise exception 'An empty filter would touch every node' using errcode = 'PT400', hint = 'If that is meant, say {"all": true}.';
  end if;
  return query
  select n.*
  from public.nodes as n
  left join public.sites as s on s.id = n.site_id
  where (not filter ? 'names' or n.name = any (private.texts(filter -> 'names')))
    and (not filter ? 'sites' or s.slug = any (private.texts(filter -> 'sites')))
    and (not filter ? 'has_gpu' or (jsonb_array_length(n.gpus) > 0) = (filter -> 'has_gpu')::boolean)
  order by n.name;
end;
$$;

comment on function private.filtered_nodes(jsonb) is
  'The nodes that a filter finds: {names, sites: slugs} are lists of which one has to fit, has_gpu is true or false, {all: true} '
  'is every node. Raises PT400 for what it does not know and for an empty filter.';

create function public.control_nodes(action text, filter jsonb, reason text default null, is_preview boolean default false)
returns jsonb
language plpgsql
security definer -- as drain_node and resume_node, which it calls; checks who asks
set search_path = ''
as $$
declare
  matched_count integer := 0;
  changed text[] := '{}';
  node public.nodes;
begin
  perform private.require_instance_role('operator');
  if action is null or action not in ('drain', 'resume') then
    raise exception 'action must be drain or resume' using errcode = 'PT400';
  end if;
  for node in select * from private.filtered_nodes(filter) loop
    matched_count := matched_count + 1;
    continue when case action
      when 'drain' then node.drained_at is not null
      else node.drained_at is null and node.status <> 'draining'
    end;
    begin
      if is_preview then
        null;
      elsif action = 'drain' then
        perform public.drain_node(node.id, reason);
      else
        perform public.resume_node(node.id);
      end if;
      changed := changed || node.name;
    exception when sqlstate 'PT404' or sqlstate 'PT409' then
      null; -- it went, or somebody else did it just now
    end;
  end loop;
  return jsonb_build_object('matched_count', matched_count, 'change_count', cardinality(changed), 'names', to_jsonb(changed));
end;
$$;

comment on function public.control_nodes(text, jsonb, text, boolean) is
  'drain_node or resume_node for the nodes of a filter: {all: true}, or {names, sites, has_gpu}. Returns {matched_count, '
  'change_count, names}: how many it found, and which of them changed; with is_preview, which would. For operators of the '
  'instance. Raises PT400 for a filter that makes no sense.';

revoke execute on function
  public.control_queues(text, public.queue_name[], text, timestamptz, boolean), public.control_nodes(text, jsonb, text, boolean)
from public, anon;
grant execute on function
  public.control_queues(text, public.queue_name[], text, timestamptz, boolean), public.control_nodes(text, jsonb, text, boolean)
to authenticated, service_role;
