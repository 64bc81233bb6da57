-- What the REST server knows of one schema, as one JSON document: relations, keys and views (of every schema, because
-- the views of this one may show tables of others), functions and types.
with
relations as (
  select c.oid, c.relname, c.relkind, c.reltype
  from pg_catalog.pg_class c
  where c.relnamespace = $1::text::regnamespace and c.relkind in ('r', 'v', 'm', 'f', 'p') and not c.relispartition
),
columns as (
  select
    a.attrelid, a.attnum,
    jsonb_build_object(
      'name', a.attname,
      'number', a.attnum,
      'type', format_type(a.atttypid, a.atttypmod),
      'baseType', coalesce(base.typname, t.typname),
      'isNullable', not (a.attnotnull or t.typnotnull),
      'maxLength', case when a.atttypid in ('varchar'::regtype, 'bpchar'::regtype) then nullif(a.atttypmod, -1) - 4 end,
      'enum', (
        select jsonb_agg(e.enumlabel order by e.enumsortorder)
        from pg_catalog.pg_enum e where e.enumtypid = coalesce(base.oid, t.oid)
      ),
      'description', col_description(a.attrelid, a.attnum),
      'default', case
        when a.attgenerated <> '' then null
        when a.attidentity <> '' then format('nextval(%L)', pg_get_serial_sequence(a.attrelid::regclass::text, a.attname))
        else pg_get_expr(d.adbin, d.adrelid)
      end
    ) as "column"
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_type t on t.oid = a.atttypid
  left join pg_catalog.pg_type base on base.oid = t.typbasetype and t.typtype = 'd'
  left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped
),
functions as (
  select
    p.*, t.typname, t.typrelid,
    t.typrelid <> 0 or t.typname = 'record' or coalesce(p.proargmodes && '{t,o,b}', false) as is_composite
  from pg_catalog.pg_proc p
  join pg_catalog.pg_type t on t.oid = p.prorettype
  where p.pronamespace = $1::text::regnamespace and p.prokind = 'f' and t.typname not in ('trigger', 'event_trigger')
)
select jsonb_build_object(
  'description', obj_description($1::text::regnamespace, 'pg_namespace'),
  'relations', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'oid', r.oid::int8,
      'name', r.relname,
      'isView', r.relkind in ('v', 'm'),
      'isWritable', pg_relation_is_updatable(r.oid, true) <> 0,
      'description', obj_description(r.oid, 'pg_class'),
      'columns', (
        select coalesce(jsonb_agg(c."column" order by c.attnum), '[]') from columns c where c.attrelid = r.oid
      )
    ) order by r.relname), '[]') from relations r
  ),
  'keys', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'name', c.conname,
      'type', c.contype,
      'from', c.conrelid::int8,
      'fromColumns', c.conkey,
      'to', c.confrelid::int8,
      'toColumns', c.confkey,
      'isUnique', exists (
        select from pg_catalog.pg_constraint u
        where u.conrelid = c.conrelid and u.contype in ('p', 'u') and u.conkey <@ c.conkey and u.conkey @> c.conkey
      )
    ) order by c.conname, c.oid), '[]')
    from pg_catalog.pg_constraint c
    where c.contype in ('f', 'p') and c.conparentid = 0 and c.connamespace <> 'pg_catalog'::regnamespace
  ),
  'views', (
    select coalesce(jsonb_agg(jsonb_build_object('oid', c.oid::int8, 'definition', w.ev_action::text)), '[]')
    from pg_catalog.pg_rewrite w
    join pg_catalog.pg_class c on c.oid = w.ev_class and c.relkind in ('v', 'm')
    where w.rulename = '_RETURN'
      and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
  ),
  'functions', (
    select coalesce(jsonb_agg(jsonb_build_object(
      'oid', f.oid::int8,
      'name', f.proname,
      'isSet', f.proretset,
      'isVolatile', f.provolatile = 'v',
      'description', obj_description(f.oid, 'pg_proc'),
      'statementTimeout', (
        select split_part(setting, '=', 2) from unnest(f.proconfig) setting where setting like 'statement_timeout=%'
      ),
      'returns', case when f.typname = 'void' then 'void' when f.is_composite then 'composite' else 'scalar' end,
      'columns', case
        when f.typrelid <> 0 then (
          select jsonb_agg(c."column" order by c.attnum) from columns c where c.attrelid = f.typrelid
        )
        else (
          select coalesce(jsonb_agg(jsonb_build_object(
            'name', f.proargnames[arg.position], 'type', format_type(t.oid, null), 'baseType', t.typname
          ) order by arg.position), '[]')
          from unnest(f.proallargtypes, f.proargmodes) with ordinality as arg (type, mode, position)
          join pg_catalog.pg_type t on t.oid = arg.type
          where arg.mode in ('o', 'b', 't')
        )
      end,
      'relation', (select r.relname from relations r where r.oid = f.typrelid),
      -- A function of one row, usable like a column of it.
      'rowOf', (select r.relname from relations r where f.pronargs = 1 and r.reltype = f.proargtypes[0]),
      'parameters', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'name', coalesce(arg.name, ''),
          'type', format_type(arg.type, null),
          'isRequired', arg.position <= f.pronargs - f.pronargdefaults,
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
    ) order by f.proname, f.oid), '[]') from functions f
  ),
  'types', (
    select coalesce(jsonb_agg(t.typname), '[]')
    from pg_catalog.pg_type t where t.typnamespace = $1::text::regnamespace
  ),
  'textSearchConfigs', (select jsonb_agg(distinct cfgname) from pg_catalog.pg_ts_config),
  -- Settings of the login role are the server's configuration, as in PostgREST: alter role … set pgrst.db_tx_end = ….
  'settings', (
    select coalesce(jsonb_object_agg(split_part(setting, '=', 1), split_part(setting, '=', 2)), '{}')
    from pg_catalog.pg_db_role_setting s
    join pg_catalog.pg_roles r on r.oid = s.setrole and r.rolname = 'authenticator'
    cross join unnest(s.setconfig) as setting
    where setting like 'pgrst.%'
  )
) as document
