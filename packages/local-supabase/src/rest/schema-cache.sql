-- What the REST server knows of one schema: relations, foreign keys and functions, as one JSON document.
with
relations as (
  select c.oid, c.relname, c.relkind
  from pg_catalog.pg_class c
  where c.relnamespace = $1::text::regnamespace and c.relkind in ('r', 'v', 'm', 'f', 'p') and not c.relispartition
),
relation_columns as (
  select
    a.attrelid, a.attnum,
    jsonb_build_object(
      'name', a.attname,
      'type', format_type(a.atttypid, a.atttypmod),
      'baseType', coalesce(base.typname, t.typname),
      'default', case
        when a.attgenerated <> '' then null
        when a.attidentity <> '' then format(
          'nextval(%L)', pg_get_serial_sequence(format('%I.%I', $1::text, r.relname), a.attname))
        else pg_get_expr(d.adbin, d.adrelid)
      end
    ) as "column"
  from relations r
  join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
  join pg_catalog.pg_type t on t.oid = a.atttypid
  left join pg_catalog.pg_type base on base.oid = t.typbasetype and t.typtype = 'd'
  left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
),
functions as (
  select p.*, t.typname, t.typtype, t.typrelid, format_type(t.oid, null) as return_type
  from pg_catalog.pg_proc p
  join pg_catalog.pg_type t on t.oid = p.prorettype
  where p.pronamespace = $1::text::regnamespace and p.prokind = 'f' and t.typname not in ('trigger', 'event_trigger')
)
select jsonb_build_object(
  'relations', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'name', r.relname,
      'columns', (
        select coalesce(jsonb_agg(rc."column" order by rc.attnum), '[]')
        from relation_columns rc where rc.attrelid = r.oid
      ),
      'primaryKey', (
        select coalesce(jsonb_agg(a.attname order by k.position), '[]')
        from pg_catalog.pg_constraint c
        cross join unnest(c.conkey) with ordinality as k (attnum, position)
        join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
        where c.conrelid = r.oid and c.contype = 'p'
      )
    )), '[]') from relations r
  ),
  'foreignKeys', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'name', c.conname,
      'from', r.relname,
      'fromColumns', (
        select jsonb_agg(a.attname order by k.position)
        from unnest(c.conkey) with ordinality as k (attnum, position)
        join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
      ),
      'to', target.relname,
      'toColumns', (
        select jsonb_agg(a.attname order by k.position)
        from unnest(c.confkey) with ordinality as k (attnum, position)
        join pg_catalog.pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.attnum
      ),
      'isUnique', exists (
        select from pg_catalog.pg_constraint u
        where u.conrelid = c.conrelid and u.contype in ('p', 'u') and u.conkey <@ c.conkey
      )
    ) order by c.conname), '[]')
    from pg_catalog.pg_constraint c
    join relations r on r.oid = c.conrelid
    join relations target on target.oid = c.confrelid
    where c.contype = 'f' and c.conparentid = 0
  ),
  'functions', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'name', f.proname,
      'isSet', f.proretset,
      'isVolatile', f.provolatile = 'v',
      'returns', case
        when f.return_type = 'void' then 'void'
        when f.typrelid <> 0 or f.typname = 'record' then 'composite'
        else 'scalar'
      end,
      'columns', case
        when f.typrelid <> 0 then (
          select jsonb_agg(jsonb_build_object(
            'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'baseType', t.typname, 'default', null
          ) order by a.attnum)
          from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
          where a.attrelid = f.typrelid and a.attnum > 0 and not a.attisdropped
        )
        else (
          select coalesce(jsonb_agg(jsonb_build_object(
            'name', f.proargnames[arg.position], 'type', format_type(t.oid, null), 'baseType', t.typname, 'default', null
          ) order by arg.position), '[]')
          from unnest(f.proallargtypes, f.proargmodes) with ordinality as arg (type, mode, position)
          join pg_catalog.pg_type t on t.oid = arg.type
          where arg.mode in ('o', 'b', 't')
        )
      end,
      'relation', (select r.relname from relations r where r.oid = f.typrelid),
      'parameters', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'name', coalesce(arg.name, ''),
          'type', format_type(arg.type, null),
          'isRequired', arg.position <= f.pronargs - f.pronargdefaults and arg.mode <> 'v',
          'isVariadic', arg.mode = 'v'
        ) order by arg.position), '[]')
        from (
          select a.type, a.name, a.mode, row_number() over (order by a.ordinality) as position
          from unnest(
            coalesce(f.proallargtypes, f.proargtypes::oid[]), f.proargnames,
            coalesce(f.proargmodes, array_fill('i'::"char", array[f.pronargs::int]))
          ) with ordinality as a (type, name, mode, ordinality)
          where a.mode in ('i', 'b', 'v')
        ) as arg
      )
    )), '[]') from functions f
  ),
  'enums', (
    select coalesce(jsonb_agg(t.typname), '[]')
    from pg_catalog.pg_type t where t.typnamespace = $1::text::regnamespace and t.typtype = 'e'
  ),
  'textSearchConfigs', (select jsonb_agg(distinct cfgname) from pg_catalog.pg_ts_config)
) as document
