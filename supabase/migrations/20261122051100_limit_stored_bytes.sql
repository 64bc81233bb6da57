-- Every object in Storage counts for the project whose job, or whose own id, is its first folder. The limit is checked
-- where a file is entered, whichever server and whichever key enters it.

create table private.stored_objects (
  object_id  uuid primary key,
  project_id uuid not null references public.projects (id) on delete cascade,
  bytes      bigint not null
);

comment on table private.stored_objects is 'What each object counts for. Kept, because its job may be gone when it is deleted.';

create index stored_objects_project_id_idx on private.stored_objects (project_id);

alter table private.stored_objects enable row level security;

create function private.project_of_object(name text)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
declare
  folder text := split_part(name, '/', 1);
begin
  if folder !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then
    return null;
  end if;
  return coalesce(
    (select j.project_id from public.jobs as j where j.id = folder::uuid),
    (select p.id from public.projects as p where p.id = folder::uuid)
  );
end;
$$;

comment on function private.project_of_object(text) is 'The project that an object counts for. Null: none.';

create function private.count_stored_bytes(changed_ids uuid[], now_objects jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  change record;
  used bigint;
  at_most bigint;
begin
  for change in
    with fresh as (
      select (o ->> 'id')::uuid as object_id, private.project_of_object(o ->> 'name') as project_id, coalesce((o ->> 'bytes')::bigint, 0) as bytes
      from jsonb_array_elements(now_objects) as o
    ),
    before as (
      select s.project_id, -s.bytes as bytes, 0 as entered from private.stored_objects as s where s.object_id = any (changed_ids)
    ),
    gone as (
      delete from private.stored_objects as s
      where s.object_id = any (changed_ids)
        and s.object_id not in (select f.object_id from fresh as f where f.project_id is not null)
    ),
    kept as (
      insert into private.stored_objects as s (object_id, project_id, bytes)
      select f.object_id, f.project_id, f.bytes from fresh as f where f.project_id is not null
      on conflict (object_id) do update set project_id = excluded.project_id, bytes = excluded.bytes
    )
    select d.project_id, sum(d.bytes)::bigint as bytes, sum(d.entered) as entered
    from (
      select b.project_id, b.bytes, b.entered from before as b
      union all
      select f.project_id, f.bytes, 1 from fresh as f where f.project_id is not null
    ) as d
    group by d.project_id
    order by d.project_id
  loop
    if change.bytes <> 0 then
      insert into private.project_usage as u (project_id, bytes_stored)
      values (change.project_id, change.bytes)
      on conflict (project_id) do update set bytes_stored = u.bytes_stored + excluded.bytes_stored
      returning u.bytes_stored into used;
    else
      select u.bytes_stored into used from private.project_usage as u where u.project_id = change.project_id;
    end if;

    if change.entered > 0 and change.bytes >= 0 then
      select min(l.bytes_stored) into at_most from public.project_limits as l where l.project_id = change.project_id;
      -- A server may ask with an empty row first whether it may; a full store is refused then, before any byte is taken.
      if used > at_most or (change.bytes = 0 and used >= at_most) then
        raise exception 'The project may store %, and this file does not fit', pg_size_pretty(at_most)
          using errcode = 'PT413', hint = 'Delete jobs with their files, or ask an administrator for a higher limit.';
      end if;
    end if;
  end loop;
end;
$$;

comment on function private.count_stored_bytes(uuid[], jsonb) is
  'Brings the counters up to what these objects are now, [{id, name, bytes}]. Raises PT413 when a project would hold more than it may.';

create function private.count_stored_objects()
returns trigger
language plpgsql
security definer -- the storage server holds no rights on the counters
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' then
    perform private.count_stored_bytes('{}', jsonb_agg(jsonb_build_object('id', n.id, 'name', n.name, 'bytes', n.metadata ->> 'size')))
    from new_rows as n
    having count(*) > 0;
  elsif tg_op = 'DELETE' then
    perform private.count_stored_bytes(array_agg(o.id), '[]')
    from old_rows as o
    having count(*) > 0;
  else
    perform private.count_stored_bytes(
      array_agg(o.id), jsonb_agg(jsonb_build_object('id', n.id, 'name', n.name, 'bytes', n.metadata ->> 'size'))
    )
    from old_rows as o
    join new_rows as n on n.id = o.id
    where (o.name, o.metadata ->> 'size') is distinct from (n.name, n.metadata ->> 'size')
    having count(*) > 0;
  end if;
  return null;
end;
$$;

comment on function private.count_stored_objects() is 'After each statement on storage.objects: counts what it changed.';

create trigger spool_count_inserted
  after insert on storage.objects
  referencing new table as new_rows
  for each statement execute function private.count_stored_objects();

create trigger spool_count_updated
  after update on storage.objects
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.count_stored_objects();

create trigger spool_count_deleted
  after delete on storage.objects
  referencing old table as old_rows
  for each statement execute function private.count_stored_objects();

insert into private.stored_objects (object_id, project_id, bytes)
select o.id, private.project_of_object(o.name), coalesce((o.metadata ->> 'size')::bigint, 0)
from storage.objects as o
where private.project_of_object(o.name) is not null;

insert into private.project_usage (project_id, bytes_stored)
select s.project_id, sum(s.bytes) from private.stored_objects as s group by s.project_id;
