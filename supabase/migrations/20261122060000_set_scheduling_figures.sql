-- The figures by which jobs are spread over nodes, and who sets them.

alter table private.settings
  add column reserved_live_slots integer not null default 0 check (reserved_live_slots >= 0),
  add column ageing_seconds numeric check (ageing_seconds > 0),
  add column last_aged_at timestamptz,
  add column affinity_seconds numeric not null default 5 check (affinity_seconds >= 0),
  add column node_removed_after_seconds numeric not null default 86400 check (node_removed_after_seconds > 0);

comment on column private.settings.reserved_live_slots is 'So many slots of every node take jobs of queue live only. A node may have a figure of its own.';
comment on column private.settings.ageing_seconds is 'A job that has stood in line for so long rises by one priority. Null: never.';
comment on column private.settings.affinity_seconds is 'For so long at most is a job passed over for one whose files the node holds already. 0: never.';
comment on column private.settings.node_removed_after_seconds is 'A node that has been offline for so long is removed.';

-- Workers look at the figures with every heartbeat and write when they last let jobs age: no matter for the audit log.
drop trigger if exists settings_audit on private.settings;
create trigger settings_audit
  after update on private.settings
  for each row execute function private.audit_changes(
    'settings', 'is_only_row', 'retry_base_seconds', 'retry_max_seconds', 'max_lost_in_a_row', 'node_offline_seconds',
    'reserved_live_slots', 'ageing_seconds', 'affinity_seconds', 'node_removed_after_seconds'
  );

create function public.get_scheduling()
returns jsonb
language plpgsql
stable
security definer -- the figures lie in a schema that is not exposed
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'reserved_live_slots', s.reserved_live_slots,
      'ageing_seconds', s.ageing_seconds,
      'affinity_seconds', s.affinity_seconds,
      'node_removed_after_seconds', s.node_removed_after_seconds
    )
    from private.settings as s
  );
end;
$$;

comment on function public.get_scheduling() is
  'The figures by which jobs are spread over nodes: {reserved_live_slots, ageing_seconds, affinity_seconds, node_removed_after_seconds}.';

create function public.set_scheduling(figures jsonb)
returns jsonb
language plpgsql
security definer -- as above; checks who asks
set search_path = ''
as $$
declare
  known constant text[] := array['reserved_live_slots', 'ageing_seconds', 'affinity_seconds', 'node_removed_after_seconds'];
  figure record;
begin
  perform private.require_instance_role('operator');
  if jsonb_typeof(figures) is distinct from 'object' then
    raise exception 'figures must be an object' using errcode = 'PT400';
  end if;
  for figure in select f.key, f.value, jsonb_typeof(f.value) as type from jsonb_each(figures) as f loop
    if figure.key <> all (known) then
      raise exception 'There is no figure "%"', left(figure.key, 100)
        using errcode = 'PT400', hint = 'There are ' || array_to_string(known, ', ') || '.';
    elsif figure.type = 'null' and figure.key = 'ageing_seconds' then
      continue;
    elsif figure.type <> 'number' then
      raise exception '% must be a number', figure.key using errcode = 'PT400';
    elsif (figure.value)::numeric < 0 or (figure.value)::numeric > 1e9 then
      raise exception '% must lie between 0 and 1,000,000,000', figure.key using errcode = 'PT400';
    elsif (figure.value)::numeric = 0 and figure.key in ('ageing_seconds', 'node_removed_after_seconds') then
      raise exception '% must be more than 0', figure.key using errcode = 'PT400';
    elsif figure.key = 'reserved_live_slots' and scale((figure.value)::numeric) > 0 then
      raise exception 'reserved_live_slots must be a whole number' using errcode = 'PT400';
    end if;
  end loop;

  update private.settings as s
  set reserved_live_slots = coalesce((figures ->> 'reserved_live_slots')::integer, s.reserved_live_slots),
      ageing_seconds = case when figures ? 'ageing_seconds' then (figures ->> 'ageing_seconds')::numeric else s.ageing_seconds end,
      affinity_seconds = coalesce((figures ->> 'affinity_seconds')::numeric, s.affinity_seconds),
      node_removed_after_seconds = coalesce((figures ->> 'node_removed_after_seconds')::numeric, s.node_removed_after_seconds);
  perform pg_notify('spool_jobs', '');
  return public.get_scheduling();
end;
$$;

comment on function public.set_scheduling(jsonb) is
  'Sets those of the figures of get_scheduling() that are given, and returns all of them. For operators of the instance. '
  'Raises PT400 for a figure that there is not or that is out of range, PT403 for others.';

revoke execute on function public.get_scheduling(), public.set_scheduling(jsonb) from public, anon;
grant execute on function public.get_scheduling(), public.set_scheduling(jsonb) to authenticated, service_role;
