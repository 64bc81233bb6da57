-- How many jobs of a project run at once, over all nodes.

alter table public.projects add column max_running_jobs integer check (max_running_jobs > 0);
comment on column public.projects.max_running_jobs is 'So many of its jobs run at once at most, over all nodes. Null: as many as there are slots.';

create index projects_limited_idx on public.projects (id) where max_running_jobs is not null;
-- Few rows, whatever has finished: who runs where, and for which project.
create index jobs_running_idx on public.jobs (project_id, node_id) where status in ('assigned', 'processing');

create trigger projects_audit_limit
  after update on public.projects
  for each row when (old.max_running_jobs is distinct from new.max_running_jobs)
  execute function private.audit_changes('project', 'id', 'max_running_jobs');

create function public.limit_running_jobs(project_id uuid, max_running_jobs integer)
returns public.projects
language plpgsql
security definer -- clients hold no UPDATE on projects; checks who asks
set search_path = ''
as $$
declare
  project public.projects;
begin
  perform private.require_instance_role('operator');
  if max_running_jobs <= 0 then
    raise exception 'max_running_jobs must be at least 1'
      using errcode = 'PT400', hint = 'To let nothing run, pause the jobs. To lift the limit, give null.';
  end if;
  update public.projects as p
  set max_running_jobs = limit_running_jobs.max_running_jobs
  where p.id = limit_running_jobs.project_id
  returning p.* into project;
  if not found then
    raise exception 'Project % does not exist', limit_running_jobs.project_id using errcode = 'PT404';
  end if;
  perform pg_notify('spool_jobs', '');
  return project;
end;
$$;

comment on function public.limit_running_jobs(uuid, integer) is
  'Sets how many jobs of a project run at once over all nodes, null for no limit, and returns the project. What runs already '
  'goes on. For operators of the instance. Raises PT400 for a limit below 1 and PT404 for no such project.';

revoke execute on function public.limit_running_jobs(uuid, integer) from public, anon;
grant execute on function public.limit_running_jobs(uuid, integer) to authenticated, service_role;

create function private.project_room()
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_object_agg(p.id, p.max_running_jobs - (
      select count(*) from public.jobs as j
      where j.project_id = p.id and j.status in ('assigned', 'processing')
    )), '{}')
    from public.projects as p
    where p.max_running_jobs is not null
  );
end;
$$;

comment on function private.project_room() is
  'How many more jobs of each limited project may run, as {project id: number}. A look: claim_next counts again under a lock.';
