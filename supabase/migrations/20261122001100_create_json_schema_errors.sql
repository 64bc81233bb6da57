-- Payloads are checked in Postgres, so that no door leads around the check.

create function private.json_schema_errors(schema jsonb, value jsonb, path text)
returns text[]
language plpgsql
immutable
set search_path = ''
as $$
declare
  errors text[] := '{}';
  expected jsonb := schema -> 'type';
  kind text := jsonb_typeof(value);
  size integer;
  key text;
  element jsonb;
  branch jsonb;
  branch_errors text[];
  best_errors text[];
  best_rank integer;
  common_errors text[];
  missing text[] := '{}';
  branch_rank integer;
  i integer;
begin
  if schema = 'true'::jsonb then
    return errors;
  elsif schema = 'false'::jsonb then
    return array[path || ' is not allowed'];
  end if;

  -- 1.0 is an integer, as in JSON Schema.
  if expected is not null
    and not expected ? kind
    and not (expected ? 'integer' and kind = 'number' and (value #>> '{}')::numeric % 1 = 0)
  then
    return array[format(
      '%s must be %s, not %s',
      path,
      (
        select string_agg(case when t.name ~ '^[aeiou]' then 'an ' else 'a ' end || t.name, ' or ')
        from jsonb_array_elements_text(case jsonb_typeof(expected) when 'array' then expected else jsonb_build_array(expected) end) as t (name)
      ),
      case kind when 'null' then 'null' when 'object' then 'an object' when 'array' then 'an array' else 'a ' || kind end
    )];
  end if;

  if schema ? 'const' and value is distinct from schema -> 'const' then
    errors := errors || format('%s must be %s', path, schema -> 'const');
  end if;

  if schema ? 'enum' and not exists (
    select from jsonb_array_elements(schema -> 'enum') as e (allowed) where e.allowed = value
  ) then
    errors := errors || format(
      '%s must be one of %s', path, (select string_agg(e.allowed #>> '{}', ', ') from jsonb_array_elements(schema -> 'enum') as e (allowed))
    );
  end if;

  if kind = 'string' then
    size := char_length(value #>> '{}');
    if size < (schema ->> 'minLength')::numeric then
      errors := errors || case
        when size = 0 then path || ' must not be empty'
        else format('%s must have at least %s characters', path, schema ->> 'minLength')
      end;
    end if;
    if size > (schema ->> 'maxLength')::numeric then
      errors := errors || format('%s must have at most %s characters, it has %s', path, schema ->> 'maxLength', size);
    end if;

  elsif kind = 'number' then
    if (value #>> '{}')::numeric < (schema ->> 'minimum')::numeric then
      errors := errors || format('%s must be at least %s', path, schema ->> 'minimum');
    end if;
    if (value #>> '{}')::numeric > (schema ->> 'maximum')::numeric then
      errors := errors || format('%s must be at most %s', path, schema ->> 'maximum');
    end if;

  elsif kind = 'array' then
    size := jsonb_array_length(value);
    if size < (schema ->> 'minItems')::numeric then
      errors := errors || case
        when size = 0 then path || ' must not be empty'
        else format('%s must have at least %s items', path, schema ->> 'minItems')
      end;
    elsif size > (schema ->> 'maxItems')::numeric then
      -- The items are not looked at: there may be millions.
      errors := errors || format('%s must have at most %s items, it has %s', path, schema ->> 'maxItems', size);
    elsif schema ? 'items' then
      i := 0;
      for element in select e.item from jsonb_array_elements(value) as e (item) loop
        errors := errors || private.json_schema_errors(schema -> 'items', element, format('%s[%s]', path, i));
        exit when cardinality(errors) > 10;
        i := i + 1;
      end loop;
    end if;

  elsif kind = 'object' then
    for key in select r.name from jsonb_array_elements_text(schema -> 'required') as r (name) loop
      if not value ? key then
        errors := errors || format('%s.%s is required', path, key);
      end if;
    end loop;
    for key, branch in select p.key, p.value from jsonb_each(schema -> 'properties') as p loop
      if value ? key then
        errors := errors || private.json_schema_errors(branch, value -> key, path || '.' || key);
      end if;
    end loop;
    if schema ? 'additionalProperties' and schema -> 'additionalProperties' not in ('true'::jsonb, '{}'::jsonb) then
      for key, element in
        select v.key, v.value from jsonb_each(value) as v where not coalesce(schema -> 'properties', '{}') ? v.key
      loop
        errors := errors || private.json_schema_errors(schema -> 'additionalProperties', element, path || '.' || key);
        exit when cardinality(errors) > 10;
      end loop;
    end if;
  end if;

  if schema ? 'anyOf' then
    for branch in select b.branch from jsonb_array_elements(schema -> 'anyOf') as b (branch) loop
      branch_errors := private.json_schema_errors(branch, value, path);
      if cardinality(branch_errors) = 0 then
        return errors;
      end if;
      common_errors := case
        when common_errors is null then branch_errors
        else array(select e.message from unnest(branch_errors) as e (message) where e.message = any (common_errors))
      end;
      if cardinality(branch_errors) = 1 and branch_errors[1] like '% is required' then
        missing := missing || left(branch_errors[1], -char_length(' is required'));
      end if;
      -- The branch that somebody had in mind has all its fields, or fails in the fewest places.
      branch_rank := cardinality(branch_errors)
        + case when array_to_string(branch_errors, ' ') like '% is required%' then 1000 else 0 end;
      if best_rank is null or branch_rank < best_rank then
        best_rank := branch_rank;
        best_errors := branch_errors;
      end if;
    end loop;
    if cardinality(common_errors) > 0 then
      return errors || common_errors;
    elsif cardinality(missing) = jsonb_array_length(schema -> 'anyOf') and cardinality(missing) > 1 then
      return errors || format(
        '%s or %s is required', array_to_string(missing[:cardinality(missing) - 1], ', '), missing[cardinality(missing)]
      );
    end if;
    return errors || coalesce(best_errors, array[path || ' is not allowed']);
  end if;

  return errors;
end;
$$;

comment on function private.json_schema_errors(jsonb, jsonb, text) is
  'What is wrong with a value, as sentences that begin with the path of the field; empty when it fits. '
  'Reads the keywords type, properties, required, additionalProperties, enum, const, minLength, maxLength, '
  'minimum, maximum, items, minItems, maxItems and anyOf; the generator of the catalogue refuses others. '
  'Lengths count Unicode code points.';
