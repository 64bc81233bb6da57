-- What every command on a job has in common: who may give it, and in whose name it is recorded.

create function private.command_job(job_id uuid, to_status public.job_status, cause text)
returns public.jobs
language plpgsql
security definer -- clients hold no UPDATE on jobs; the commands are their only way to move one
set search_path = ''
as $$
declare
  caller_id uuid := auth.uid();
  project_id uuid;
begin
  select j.project_id into project_id
  from public.jobs as j
  where j.id = command_job.job_id and j.project_id in (select private.my_project_ids());
  if not found then
    raise exception 'Job % does not exist', command_job.job_id using errcode = 'PT404';
  end if;
  if project_id not in (select private.my_project_ids('operator')) then
    raise exception 'Viewers may look at jobs, but not steer them' using errcode = 'PT403';
  end if;
  return private.move_job(
    command_job.job_id, to_status, cause,
    case when caller_id is null then 'service' else 'user' end::public.actor_kind,
    caller_id::text
  );
end;
$$;

comment on function private.command_job(uuid, public.job_status, text) is
  'Moves a job for the caller and returns it. Raises PT404 for a job that is not theirs, PT403 for a viewer, PT409 for a move '
  'that is not legal.';
