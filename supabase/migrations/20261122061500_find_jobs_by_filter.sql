-- The console's filter as SQL, so that what is listed is what is touched.

create function private.filter_condition(filter jsonb)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  text_list constant jsonb := '{"type": "array", "minItems": 1, "maxItems": 1000, "items": {"type": "string", "minLength": 1, "maxLength": 100}}';
  moment constant jsonb := '{"type": "string", "minLength": 1, "maxLength": 64}';
  schema constant jsonb := jsonb_build_object(
    'type', 'object',
    'additionalProperties', false,
    'properties', jsonb_build_object(
      'all', '{"const": true}'::jsonb,
      'ids', text_list, 'status', text_list, 'type', text_list, 'queue', text_list, 'priority', text_list,
      'node', text_list, 'site', text_list, 'category', text_list,
      'created_after', moment, 'created_before', moment, 'finished_after', moment, 'finished_before', moment,
      'text', '{"type": "string", "minLength": 1, "maxLength": 200}'::jsonb
    )
  );
  problems text[] := private.json_schema_errors(schema, filter, 'filter');
  conditions text[] := '{}';
begin
  if cardinality(problems) > 0 then
    raise exception '%', array_to_string(problems[:5], '; ')
      using errcode = 'PT400',
        hint = 'A filter may have ' || (
          select string_agg(f.key, ', ' order by f.key) from jsonb_object_keys(schema -> 'properties') as f (key)
        ) || '.';
  elsif filter = '{}' then
    raise exception 'An empty filter would touch every job of the project'
      using errcode = 'PT400', hint = 'If that is meant, say {"all": true}.';
  end if;

  -- Only what was asked for stands in the statement, so that it finds its index.
  begin
    if filter ? 'ids' then
      conditions := conditions || format('j.id = any (%L::uuid[])', private.texts(filter -> 'ids')::uuid[]);
    end if;
    if filter ? 'status' then
      conditions := conditions || format('j.status = any (%L::public.job_status[])', private.texts(filter -> 'status')::public.job_status[]);
    end if;
    if filter ? 'type' then
      conditions := conditions || format('j.job_type = any (%L::text[])', private.texts(filter -> 'type'));
    end if;
    if filter ? 'queue' then
      conditions := conditions || format('j.queue = any (%L::public.queue_name[])', private.texts(filter -> 'queue')::public.queue_name[]);
    end if;
    if filter ? 'priority' then
      conditions := conditions || format('j.priority = any (%L::public.job_priority[])', private.texts(filter -> 'priority')::public.job_priority[]);
    end if;
    if filter ? 'category' then
      conditions := conditions || format('j.error_category = any (%L::public.error_category[])', private.texts(filter -> 'category')::public.error_category[]);
    end if;
    if filter ? 'node' then
      conditions := conditions || format('j.node_id = any (%L::uuid[])', private.texts(filter -> 'node')::uuid[]);
    end if;
    if filter ? 'site' then
      conditions := conditions || format(
        '(j.requirements ->> ''site'' = any (%1$L::text[]) or j.node_id in ('
        'select n.id from public.nodes as n join public.sites as s on s.id = n.site_id where s.slug = any (%1$L::text[])))',
        private.texts(filter -> 'site')
      );
    end if;
    if filter ? 'created_after' then
      conditions := conditions || format('j.created_at >= %L', (filter ->> 'created_after')::timestamptz);
    end if;
    if filter ? 'created_before' then
      conditions := conditions || format('j.created_at < %L', (filter ->> 'created_before')::timestamptz);
    end if;
    if filter ? 'finished_after' then
      conditions := conditions || format('j.finished_at >= %L', (filter ->> 'finished_after')::timestamptz);
    end if;
    if filter ? 'finished_before' then
      conditions := conditions || format('j.finished_at < %L', (filter ->> 'finished_before')::timestamptz);
    end if;
  exception
    when invalid_text_representation or invalid_datetime_format or datetime_field_overflow then
      raise exception 'filter: %', sqlerrm using errcode = 'PT400';
  end;
  if filter ? 'text' then
    conditions := conditions || format(
      'j.title ilike %L',
      '%' || replace(replace(replace(filter ->> 'text', '\', '\\'), '%', '\%'), '_', '\_') || '%'
    );
  end if;
  return array_to_string(conditions || 'true'::text, ' and ');
end;
$$;

comment on function private.filter_condition(jsonb) is
  'A filter as a condition on jobs named j, every value quoted. filter: {ids, status, type, queue, priority, node, site, category} '
  'are lists of which one has to fit, created_after, created_before, finished_after, finished_before and text say the rest; '
  '{all: true} is every job. Raises PT400 for what it does not know and for an empty filter.';
