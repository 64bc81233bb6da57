-- What the Realtime server asks the database, as its superuser: who may use a topic, and who may see which change.

create or replace function realtime.authorize(
  role_name text, topic_name text, claims jsonb, headers jsonb, reads text[], writes text[]
) returns text[] language plpgsql set search_path = '' as $$
declare
  probes uuid[] := array(select gen_random_uuid() from unnest(reads));
  wanted text;
  allowed text[];
begin
  -- Nothing of this lasts, so nothing waits for the disk.
  perform set_config('synchronous_commit', 'off', true);
  begin
    insert into realtime.messages (id, topic, extension)
    select probe.id, topic_name, probe.extension from unnest(probes, reads) as probe (id, extension);
    perform
      set_config('realtime.topic', topic_name, true), set_config('request.jwt.claims', claims::text, true),
      set_config('request.headers', headers::text, true), set_config('role', role_name, true);
    allowed := array(
      select 'read:' || probe.extension from unnest(probes, reads) as probe (id, extension)
      where exists (select from realtime.messages as m where m.id = probe.id)
    );
    foreach wanted in array writes loop
      begin
        insert into realtime.messages (topic, extension) values (topic_name, wanted);
        allowed := allowed || ('write:' || wanted);
      exception when insufficient_privilege then
        null;
      end;
    end loop;
    raise exception using errcode = 'RTA01'; -- takes the probes back, role and settings with them
  exception when sqlstate 'RTA01' then
    return allowed;
  end;
end
$$;
comment on function realtime.authorize(text, text, jsonb, jsonb, text[], text[]) is
  'What the policies on realtime.messages allow somebody on a topic, of the asked extensions: read:broadcast, write:presence … Messages are tried and taken back. A policy that fails raises.';

create or replace function realtime.filter_condition(entity regclass, role_name text, filters jsonb)
returns text language plpgsql set search_path = '' as $$
declare
  filter jsonb;
  name text;
  value text;
  operator text;
  type text;
  expression text;
  expressions text[] := '{true}';
begin
  for filter in select jsonb_array_elements(filters) loop
    name := filter ->> 'column';
    value := filter ->> 'value';
    type := (
      select format_type(a.atttypid, a.atttypmod) from pg_attribute as a
      where a.attrelid = entity and a.attname = name and a.attnum > 0 and not a.attisdropped
        and has_column_privilege(role_name, entity, a.attnum, 'SELECT')
    );
    if type is null then
      raise exception 'invalid column for filter %', name;
    end if;
    operator := case filter ->> 'op'
      when 'eq' then '=' when 'neq' then '<>' when 'lt' then '<' when 'lte' then '<=' when 'gt' then '>'
      when 'gte' then '>=' when 'like' then 'like' when 'ilike' then 'ilike' when 'match' then '~'
      when 'imatch' then '~*' when 'isdistinct' then 'is distinct from' when 'in' then '= any' when 'is' then 'is'
    end;
    if operator = 'is' then
      if value not in ('null', 'true', 'false', 'unknown') then
        raise exception 'invalid value for is filter: must be null, true, false, or unknown';
      elsif value <> 'null' and type <> 'boolean' then
        raise exception 'is % filter requires a boolean column, got %', value, type;
      end if;
      expression := format('r.%I is %s', name, value);
    elsif filter ->> 'op' in ('like', 'ilike', 'match', 'imatch') then
      if not exists (
        select from pg_operator as o
        where o.oprleft = type::regtype and o.oprname = case when filter ->> 'op' like '%like' then '~~' else '~' end
          and o.oprright = o.oprleft and o.oprresult = 'boolean'::regtype
      ) then
        raise exception 'operator % requires a text-compatible column type, got %', filter ->> 'op', type;
      end if;
      if filter ->> 'op' like '%match' then
        perform '' ~ value;
      end if;
      expression := format('r.%I %s %L', name, operator, value);
    elsif operator = '= any' then
      if cardinality(value::text[]) > 100 then
        raise exception 'too many values for `in` filter. Maximum 100';
      end if;
      expression := format('r.%I = any (%L::%s[])', name, value, type);
    else
      expression := format('r.%I %s %L::%s', name, operator, value, type);
    end if;
    if (filter ->> 'negate')::boolean then
      expression := format('not (%s)', expression);
    end if;
    -- Proves operator and value against the type now, not when a change is under way.
    execute format('select %s from (select null::%s as %I) as r', expression, type, name);
    -- A change need not carry every column: old rows have their key alone.
    expressions := expressions || format('known ? %L and coalesce(%s, false)', name, expression);
  end loop;
  return array_to_string(expressions, ' and ');
end
$$;
comment on function realtime.filter_condition(regclass, text, jsonb) is
  'The filters of a subscription as SQL over a row `r` and the names `known` of it. Raises what is wrong with them for that table and role.';

create or replace function realtime.check_subscription(
  role_name text, schema_name text, table_name text, filters jsonb, selected text[]
) returns jsonb language plpgsql set search_path = '' as $$
declare
  entity regclass;
  unknown text;
  conditions jsonb := '{}';
begin
  for entity in
    select format('%I.%I', p.schemaname, p.tablename)::regclass from pg_publication_tables as p
    where p.pubname = 'supabase_realtime'
      and schema_name in ('*', p.schemaname) and table_name in ('*', p.tablename)
  loop
    unknown := (
      select s.name from unnest(selected) as s (name)
      where not exists (
        select from pg_attribute as a
        where a.attrelid = entity and a.attname = s.name and a.attnum > 0 and not a.attisdropped
          and has_column_privilege(role_name, entity, a.attnum, 'SELECT')
      )
      limit 1
    );
    if unknown is not null then
      raise exception 'invalid column for select %', unknown;
    end if;
    conditions := conditions
      || jsonb_build_object(entity::oid, realtime.filter_condition(entity, role_name, filters));
  end loop;
  return conditions;
end
$$;
comment on function realtime.check_subscription(text, text, text, jsonb, text[]) is
  'The published tables that a subscription speaks of, with the condition for each. Raises what is wrong with its filters or columns.';

create or replace function realtime.readable_columns(entity regclass, role_name text, selected jsonb, key_columns text[])
returns jsonb language sql stable set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object('name', a.attname, 'type', t.typname) order by a.attnum), '[]')
  from pg_attribute as a join pg_type as t on t.oid = a.atttypid
  where a.attrelid = entity and a.attnum > 0 and not a.attisdropped
    and has_column_privilege(role_name, entity, a.attnum, 'SELECT')
    and (jsonb_typeof(selected) <> 'array' or selected ? a.attname or a.attname = any (key_columns))
$$;
comment on function realtime.readable_columns(regclass, text, jsonb, text[]) is
  'The columns of a table that a role gets to see of its changes: those it may read, and of them only the selected ones and the key.';

create or replace function realtime.change_data(change jsonb, columns jsonb, hidden_when_deleted boolean, key_columns text[])
returns jsonb language sql immutable set search_path = '' as $$
  select change - '{new,old,is_large}'::text[] || jsonb_build_object(
    'columns', columns,
    'errors', case when large then '["Error 413: Payload Too Large"]'::jsonb end
  )
  || case when change ->> 'type' = 'DELETE' then '{}' else jsonb_build_object('record', (
    select coalesce(jsonb_object_agg(r.key, r.value), '{}') from jsonb_each(change -> 'new') as r
    where r.key = any (names) and (not large or octet_length(r.value::text) <= 64)
  )) end
  || case when change ->> 'type' = 'INSERT' then '{}' else jsonb_build_object('old_record', (
    select coalesce(jsonb_object_agg(r.key, r.value), '{}') from jsonb_each(change -> 'old') as r
    where r.key = any (names) and (not large or octet_length(r.value::text) <= 64)
      -- Nobody can ask the policies about a row that is gone.
      and (change ->> 'type' = 'UPDATE' or not hidden_when_deleted or r.key = any (key_columns))
  )) end
  from (select
    (change ->> 'is_large')::boolean as large,
    array(select c ->> 'name' from jsonb_array_elements(columns) as c) as names
  ) as facts
$$;
comment on function realtime.change_data(jsonb, jsonb, boolean, text[]) is
  'A change as those get it who may read these columns.';

-- public and extensions: filters may need the operators of an extension's type. Everything but the readers' own
-- statements names its schema.
create or replace function realtime.read_changes(entity regclass, xids xid[], changes jsonb, reader_groups jsonb)
returns table (change integer, readers integer[], data text)
language plpgsql set search_path = pg_catalog, public, extensions as $$
#variable_conflict use_column
declare
  table_name constant text := format('%I.%I', c.relnamespace::regnamespace::name, c.relname) from pg_class as c where c.oid = read_changes.entity;
  is_secured constant boolean := c.relrowsecurity from pg_class as c where c.oid = read_changes.entity;
  key_columns constant text[] := coalesce(array_agg(a.attname::text), '{}')
    from pg_constraint as k join pg_attribute as a on a.attrelid = k.conrelid and a.attnum = any (k.conkey)
    where k.conrelid = read_changes.entity and k.contype = 'p';
  key_definitions constant text := string_agg(format(', key_%s %s', k.position, format_type(a.atttypid, a.atttypmod)), '')
    from unnest(key_columns) with ordinality as k (name, position)
    join pg_attribute as a on a.attrelid = read_changes.entity and a.attname = k.name;
  is_same_row constant text := string_agg(format('e.%I = c.key_%s', k.name, k.position), ' and ')
    from unnest(key_columns) with ordinality as k (name, position);
  probes jsonb;
  typed jsonb;
  reader jsonb;
  refusal text;
  query text;
  found integer[];
  visible integer[];
  seen_by integer[] := '{}';
  seen integer[] := '{}';
begin
  -- A commit stands in the log a moment before other transactions see its rows.
  for attempt in 1..5000 loop
    exit when not exists (
      select from unnest(xids) as x (id)
      where x.id in (select running::xid from pg_snapshot_xip(pg_current_snapshot()) as running)
        or age(x.id) <= age(pg_snapshot_xmax(pg_current_snapshot())::xid)
    );
    perform pg_sleep(0.001);
  end loop;

  -- Texts from the log become values of their columns' types.
  execute format($query$
    select jsonb_agg(
      c.value || jsonb_build_object(
        'new', (select jsonb_object_agg(v.key, v.value)
          from jsonb_each(to_jsonb(jsonb_populate_record(null::%1$s, c.value -> 'new'))) as v where c.value -> 'new' ? v.key),
        'old', (select jsonb_object_agg(v.key, v.value)
          from jsonb_each(to_jsonb(jsonb_populate_record(null::%1$s, c.value -> 'old'))) as v where c.value -> 'old' ? v.key)
      ) order by c.ordinality
    ) from jsonb_array_elements($1) with ordinality as c (value, ordinality)
  $query$, table_name) into typed using changes;

  -- Every reader looks at these: the key apart, so that only a filter has to take a row to pieces.
  probes := (
    select jsonb_agg(jsonb_build_object('position', c.ordinality, 'type', c.value -> 'type', 'known', k.known) || (
      select coalesce(jsonb_object_agg('key_' || key.position, k.known -> key.name), '{}')
      from unnest(key_columns) with ordinality as key (name, position)
    ))
    from jsonb_array_elements(changes) with ordinality as c (value, ordinality)
    cross join lateral (
      select case when c.value ->> 'type' = 'DELETE' then c.value -> 'old' else c.value -> 'new' end as known
    ) as k
  );

  for position in 0 .. jsonb_array_length(reader_groups) - 1 loop
    reader := reader_groups -> position;
    refusal := case
      when is_same_row is null then 'Error 400: Bad Request, no primary key'
      when exists (
        select from unnest(key_columns) as k (name)
        where not has_column_privilege(reader ->> 'role', read_changes.entity, k.name, 'SELECT')
      ) then 'Error 401: Unauthorized'
    end;
    query := format(
      'select array_agg(c.position) from jsonb_to_recordset($1) as c (position integer, type text, known jsonb%s)%s
       where $2 in (''*'', c.type) and case when $3 is not null and c.type <> ''DELETE'' then true
         else (%s) and (c.type = ''DELETE'' or %s) end',
      key_definitions,
      case when reader ->> 'condition' <> 'true' then
        format(' cross join lateral jsonb_populate_record(null::%s, c.known) as r', table_name)
      end,
      reader ->> 'condition',
      case when is_secured and refusal is null then
        -- Not `exists`, for which a plan may be chosen that runs the policies over the whole table.
        format('(select true from %s as e where %s)', table_name, is_same_row) else 'true'
      end
    );
    visible := '{}';
    -- First all at once. If a policy fails for one of them, one by one: it must not take the others with it.
    for attempt in 0 .. jsonb_array_length(probes) loop
      begin
        perform
          set_config('request.jwt.claims', reader ->> 'claims', true),
          set_config('request.headers', reader ->> 'headers', true),
          set_config('role', reader ->> 'role', true);
        execute query into found using
          case attempt when 0 then probes else jsonb_build_array(probes -> (attempt - 1)) end, reader ->> 'event', refusal;
        visible := visible || found;
        exit when attempt = 0;
      exception when others then
        if attempt > 0 then
          raise warning 'WarnApplyingRlsToSubscription: %', sqlerrm;
        end if;
      end;
    end loop;
    perform set_config('role', 'none', true);

    if refusal is not null then
      return query
        select c.ordinality::integer, array[position], (c.value - '{new,old,is_large}'::text[] || jsonb_build_object(
          'commit_timestamp', null, 'columns', '[]'::jsonb, 'record', '{}'::jsonb, 'errors', jsonb_build_array(refusal)
        ))::text
        from jsonb_array_elements(changes) with ordinality as c (value, ordinality)
        where c.ordinality = any (visible) and c.value ->> 'type' <> 'DELETE';
      visible := array(
        select v from unnest(visible) as v where changes -> (v - 1) ->> 'type' = 'DELETE'
      );
    end if;
    seen := seen || visible;
    seen_by := seen_by || array_fill(position, array[cardinality(visible)]);
  end loop;

  return query
    with shapes as materialized (
      select array_agg(g.ordinality::integer - 1) as readers,
        realtime.readable_columns(read_changes.entity, g.value ->> 'role', g.value -> 'columns', key_columns) as columns
      from jsonb_array_elements(reader_groups) with ordinality as g (value, ordinality)
      group by g.value ->> 'role', g.value -> 'columns'
    )
    select s.change, array_agg(s.reader),
      realtime.change_data(typed -> (s.change - 1), h.columns, is_secured, key_columns)::text
    from unnest(seen, seen_by) as s (change, reader) join shapes as h on s.reader = any (h.readers)
    group by s.change, h.columns;
end
$$;
comment on function realtime.read_changes(regclass, xid[], jsonb, jsonb) is
  'Who of the reader groups {role, claims, headers, event, condition, columns} gets which of the changes {schema, table, type, commit_timestamp, is_large, new, old} of a table, and in what shape. Rows are looked up by primary key with the eyes of each reader. Readers count from 0, changes from 1.';

revoke all on function
  realtime.authorize(text, text, jsonb, jsonb, text[], text[]),
  realtime.filter_condition(regclass, text, jsonb),
  realtime.check_subscription(text, text, text, jsonb, text[]),
  realtime.readable_columns(regclass, text, jsonb, text[]),
  realtime.change_data(jsonb, jsonb, boolean, text[]),
  realtime.read_changes(regclass, xid[], jsonb, jsonb)
from public;
