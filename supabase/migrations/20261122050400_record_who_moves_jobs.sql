-- Commands and inserts are recorded in the name of the user, the API key or the service.

create or replace function private.command_job(job_id uuid, to_status public.job_status, cause text)
returns public.jobs
language plpgsql
security definer -- clients hold no UPDATE on jobs; the commands are their only way to move one
set search_path = ''
as $$
declare
  actor record;
  project_id uuid;
  job_type text;
begin
  perform private.require_caller();
  select j.project_id, j.job_type into project_id, job_type
  from public.jobs as j
  where j.id = command_job.job_id
    and (
      j.project_id in (select private.my_project_ids())
      or ((select private.my_instance_role()) >= 'operator' and private.is_task(j.job_type))
    );
  if not found then
    raise exception 'Job % does not exist', command_job.job_id using errcode = 'PT404';
  end if;
  if private.is_task(job_type) then
    perform private.require_instance_role('operator');
  else
    perform private.require_project_role(project_id, 'operator');
  end if;
  select * into actor from private.current_actor();
  return private.move_job(command_job.job_id, to_status, cause, actor.actor_kind, actor.actor_id);
end;
$$;

create or replace function private.record_inserted_jobs()
returns trigger
language plpgsql
security definer -- whoever inserts a job holds no rights on its events
set search_path = ''
as $$
<<inserting>>
declare
  actor_kind public.actor_kind;
  actor_id text;
begin
  if current_setting('spool.cause', true) = 'insert' then
    actor_kind := current_setting('spool.actor_kind');
    actor_id := nullif(current_setting('spool.actor_id'), '');
    perform set_config('spool.cause', '', true);
  else
    select a.actor_kind, a.actor_id into inserting.actor_kind, inserting.actor_id from private.current_actor() as a;
  end if;

  insert into public.job_events (job_id, project_id, from_status, to_status, cause, actor_kind, actor_id)
  select n.id, n.project_id, null, n.status, 'insert', inserting.actor_kind, inserting.actor_id
  from new_rows as n;

  if inserting.actor_kind = 'api_key' then
    perform private.note_api_key_use(inserting.actor_id::uuid);
  end if;

  if exists (select from new_rows as n where n.run_at <= now()) then
    perform pg_notify('spool_jobs', '');
  end if;
  return null;
end;
$$;

comment on function private.record_inserted_jobs() is
  'After insert on jobs: writes the first event and wakes nodes that have a free slot. The event names the caller, or whom a '
  'function gave with begin_move(''insert'', …) before it inserted.';
