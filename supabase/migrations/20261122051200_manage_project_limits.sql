create function public.set_project_limits(
  project_id uuid, jobs_per_hour integer default null, submissions_per_minute integer default null, bytes_stored bigint default null
)
returns public.project_limits
language plpgsql
security definer -- clients hold no rights to write limits
set search_path = ''
as $$
declare
  made public.project_limits;
begin
  perform private.require_project_admin(set_project_limits.project_id);
  if least(set_project_limits.jobs_per_hour, set_project_limits.submissions_per_minute, set_project_limits.bytes_stored) < 0 then
    raise exception 'A limit is 0 or more, or null for none' using errcode = 'PT400';
  end if;
  insert into public.project_limits as l (project_id, set_by, jobs_per_hour, submissions_per_minute, bytes_stored)
  values (
    set_project_limits.project_id,
    case when private.my_instance_role() = 'admin' then 'instance' else 'project' end,
    set_project_limits.jobs_per_hour, set_project_limits.submissions_per_minute, set_project_limits.bytes_stored
  )
  on conflict on constraint project_limits_pkey do update
  set jobs_per_hour = excluded.jobs_per_hour,
      submissions_per_minute = excluded.submissions_per_minute,
      bytes_stored = excluded.bytes_stored,
      updated_at = now()
  returning l.* into made;
  return made;
end;
$$;

comment on function public.set_project_limits(uuid, integer, integer, bigint) is
  'Sets all limits of a project, null or left out for none, and returns them: those of the instance for its administrators, those '
  'that a project gives itself for the administrators of the project. Of the two the lower holds.';

create function public.get_project_limits(project_id uuid)
returns jsonb
language plpgsql
stable
security definer -- reads the counters
set search_path = ''
as $$
begin
  if private.my_instance_role() <> 'admin' then
    perform private.require_project_role(get_project_limits.project_id, 'viewer');
  end if;
  return (
    select jsonb_build_object(
      'limits', jsonb_build_object(
        'jobs_per_hour', min(l.jobs_per_hour), 'submissions_per_minute', min(l.submissions_per_minute), 'bytes_stored', min(l.bytes_stored)
      ),
      'set_by_project', (
        select to_jsonb(x) - '{project_id,set_by}'::text[] from public.project_limits as x
        where x.project_id = get_project_limits.project_id and x.set_by = 'project'
      ),
      'set_by_instance', (
        select to_jsonb(x) - '{project_id,set_by}'::text[] from public.project_limits as x
        where x.project_id = get_project_limits.project_id and x.set_by = 'instance'
      ),
      'used', jsonb_build_object(
        'jobs_last_hour', (
          select count(*) from public.jobs as j
          where j.project_id = get_project_limits.project_id and j.created_at > now() - interval '1 hour'
        ),
        'bytes_stored', coalesce((select u.bytes_stored from private.project_usage as u where u.project_id = get_project_limits.project_id), 0)
      )
    )
    from public.project_limits as l
    where l.project_id = get_project_limits.project_id
  );
end;
$$;

comment on function public.get_project_limits(uuid) is
  'The limits that hold for a project, who set them, and what is used: {limits, set_by_project, set_by_instance, used: '
  '{jobs_last_hour, bytes_stored}}. For members of the project and administrators of the instance.';

grant execute on function public.get_project_limits(uuid) to anon, authenticated, service_role;
grant execute on function public.set_project_limits(uuid, integer, integer, bigint) to authenticated, service_role;
