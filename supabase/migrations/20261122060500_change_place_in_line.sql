-- Priority and queue of a job that has not finished. Not a move: the status stays, and the event says so.

create function private.require_job(job_id uuid, at_least public.project_role)
returns public.jobs
language plpgsql
security definer -- looks whatever policies the table has, and checks who asks
set search_path = ''
as $$
declare
  job public.jobs;
begin
  perform private.require_caller();
  select j.* into job
  from public.jobs as j
  where j.id = require_job.job_id
    and (
      j.project_id in (select private.my_project_ids())
      or ((select private.my_instance_role()) >= 'operator' and private.is_task(j.job_type))
    )
  for no key update;
  if not found then
    raise exception 'Job % does not exist', require_job.job_id using errcode = 'PT404';
  end if;
  if private.is_task(job.job_type) then
    perform private.require_instance_role('operator');
  else
    perform private.require_project_role(job.project_id, at_least);
  end if;
  return job;
end;
$$;

comment on function private.require_job(uuid, public.project_role) is
  'A job that the caller may steer, locked. Raises PT401 for nobody, PT404 when there is none in the caller''s projects and PT403 when their role '
  'is too low. System tasks are steered by operators of the instance, whatever they are in the project.';

create function private.record_job_change(job public.jobs, cause text, detail jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.job_events (job_id, project_id, from_status, to_status, cause, actor_kind, actor_id, attempt_id, detail)
  select job.id, job.project_id, job.status, job.status, record_job_change.cause, a.actor_kind, a.actor_id, job.attempt_id,
    record_job_change.detail
  from private.current_actor() as a;
  if job.status in ('pending', 'queued') and job.run_at <= now() then
    perform pg_notify('spool_jobs', '');
  end if;
end;
$$;

comment on function private.record_job_change(public.jobs, text, jsonb) is
  'Writes the event of a change that is no move, in the name of the caller, and wakes nodes where the job may be served sooner.';

create function public.reprioritise_job(job_id uuid, priority public.job_priority)
returns public.jobs
language plpgsql
security definer -- clients hold no UPDATE on jobs; require_job checks who asks
set search_path = ''
as $$
declare
  job public.jobs := private.require_job(job_id, 'operator');
  former constant public.job_priority := job.priority;
begin
  if reprioritise_job.priority is null then
    raise exception 'priority is required' using errcode = 'PT400';
  elsif job.status in ('completed', 'failed', 'cancelled') then
    raise exception 'A job that is % has no priority any more', job.status using errcode = 'PT409';
  end if;
  update public.jobs as j
  set priority = reprioritise_job.priority, aged_from = null, aged_at = null
  where j.id = job.id
  returning j.* into job;
  if former <> job.priority then
    perform private.record_job_change(job, 'reprioritise', jsonb_build_object('from', former, 'to', job.priority));
  end if;
  return job;
end;
$$;

comment on function public.reprioritise_job(uuid, public.job_priority) is
  'Sets the priority of a job that has not finished and returns it. Among jobs of its new priority it stands where it would '
  'have stood from the beginning. Raises PT404, PT403 for viewers, and PT409 when it has finished. Of several callers the last one wins.';

create function public.move_job_to_queue(job_id uuid, queue public.queue_name)
returns public.jobs
language plpgsql
security definer -- as above
set search_path = ''
as $$
declare
  job public.jobs := private.require_job(job_id, 'operator');
  former constant public.queue_name := job.queue;
begin
  if move_job_to_queue.queue is null then
    raise exception 'queue is required' using errcode = 'PT400';
  elsif job.status in ('completed', 'failed', 'cancelled') then
    raise exception 'A job that is % stands in no queue any more', job.status using errcode = 'PT409';
  end if;
  update public.jobs as j set queue = move_job_to_queue.queue where j.id = job.id returning j.* into job;
  if former <> job.queue then
    perform private.record_job_change(job, 'move_to_queue', jsonb_build_object('from', former, 'to', job.queue));
  end if;
  return job;
end;
$$;

comment on function public.move_job_to_queue(uuid, public.queue_name) is
  'Puts a job that has not finished into another queue and returns it. Among the jobs there it stands where it would have '
  'stood from the beginning. Raises PT404, PT403 for viewers, and PT409 when it has finished. Of several callers the last one wins.';

revoke execute on function
  public.reprioritise_job(uuid, public.job_priority), public.move_job_to_queue(uuid, public.queue_name)
from public;
grant execute on function
  public.reprioritise_job(uuid, public.job_priority), public.move_job_to_queue(uuid, public.queue_name)
to anon, authenticated, service_role;
