-- What system tasks ask and tell: the health of the installation, and of the storage of its sites.

create function private.health_problems()
returns setof text
language plpgsql
stable
security definer -- workers hold no rights on tables
set search_path = ''
as $$
declare
  long_wait constant interval := '1 hour';
begin
  return query
  select format('Node %s has been silent since %s.', n.name, to_char(n.heartbeat_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'))
  from public.nodes as n
  where n.status = 'offline' and n.busy_slots > 0
  order by n.name;

  return query
  select format('%s jobs of queue %s have been waiting for more than an hour.', count(*), j.queue)
  from public.jobs as j
  where j.status in ('pending', 'queued') and j.run_at < now() - long_wait and j.queue in (select private.open_queues())
  group by j.queue
  order by j.queue;

  return query
  select format('Schedule "%s": %s', s.name, s.last_problem)
  from public.schedules as s
  where s.is_enabled and s.last_problem is not null
  order by s.name;

  return query
  select format('%s folders in Storage could not be swept; the last reason: %s', count(*), max(w.last_error))
  from private.storage_sweeps as w
  where w.try_count > 3
  having count(*) > 0;

  return query
  select format('Site %s is %s: %s', s.slug, s.health, coalesce(s.health_message, 'no reason was given'))
  from public.sites as s
  where s.health in ('degraded', 'unreachable')
  order by s.slug;
end;
$$;

comment on function private.health_problems() is
  'What is wrong with the installation as far as the database can see, in sentences. No row: nothing.';

alter table public.sites
  add column storage_total_mb bigint check (storage_total_mb >= 0),
  add column storage_free_mb bigint check (storage_free_mb >= 0);

comment on column public.sites.storage_free_mb is 'As of the last check; null when it could not be told.';

create function private.site_storage_root(slug text)
returns text
language sql
stable
security definer -- workers hold no rights on tables
set search_path = ''
as $$
  select s.storage_root from public.sites as s where s.slug = site_storage_root.slug;
$$;

comment on function private.site_storage_root(text) is 'Folder under which nodes see the storage of a site; null for a site that there is not.';

create function private.report_site(slug text, health public.site_health, message text, total_mb bigint, free_mb bigint)
returns boolean
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
begin
  update public.sites as s
  set health = report_site.health,
      health_message = report_site.message,
      health_checked_at = now(),
      storage_total_mb = report_site.total_mb,
      storage_free_mb = report_site.free_mb
  where s.slug = report_site.slug;
  return found;
end;
$$;

comment on function private.report_site(text, public.site_health, text, bigint, bigint) is
  'Writes how a node found the storage of a site, in MB. False: there is no such site.';

grant execute on function
  private.health_problems(),
  private.site_storage_root(text),
  private.report_site(text, public.site_health, text, bigint, bigint)
to spool_worker;
