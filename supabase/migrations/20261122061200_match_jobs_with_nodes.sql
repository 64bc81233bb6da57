-- Whether a node has what a job needs.

create function private.node_lacks(node public.nodes, requirements jsonb, is_ever boolean default false)
returns text[]
language plpgsql
stable
set search_path = ''
as $$
declare
  lacks text[] := '{}';
  encoder constant text := requirements ->> 'encoder';
begin
  if requirements = '{}' then
    return lacks;
  end if;
  if requirements ? 'gpu' and jsonb_array_length(node.gpus) = 0 then
    lacks := lacks || 'gpu'::text;
  end if;
  if encoder is not null
    and encoder <> all (node.encoders)
    and not jsonb_path_exists(node.gpus, '$[*].encoders[*] ? (@ == $encoder)', jsonb_build_object('encoder', encoder))
  then
    lacks := lacks || 'encoder'::text;
  end if;
  if requirements ? 'memory_mb'
    and coalesce(case when is_ever then node.memory_total_mb else least(node.memory_free_mb, node.memory_total_mb) end, 0)
      < (requirements ->> 'memory_mb')::integer
  then
    lacks := lacks || 'memory_mb'::text;
  end if;
  if requirements ? 'renderer' and requirements ->> 'renderer' <> all (node.renderers) then
    lacks := lacks || 'renderer'::text;
  end if;
  if requirements ? 'site'
    and not exists (select from public.sites as s where s.id = node.site_id and s.slug = requirements ->> 'site')
  then
    lacks := lacks || 'site'::text;
  end if;
  return lacks;
end;
$$;

comment on function private.node_lacks(public.nodes, jsonb, boolean) is
  'Which of a job''s requirements a node does not meet, empty when it can run the job. Memory is what is free now, or for '
  'is_ever what the node has in all.';
