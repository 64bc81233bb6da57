-- System tasks are jobs like any other; only who may submit them differs.

create function private.is_task(job_type text)
returns boolean
language plpgsql
stable
security definer -- the catalogue is not open to everybody who may insert a job
set search_path = ''
as $$
begin
  return exists (select from public.job_types as t where t.name = is_task.job_type and t.kind = 'system');
end;
$$;

comment on function private.is_task(text) is 'Whether a job type is a system task.';
grant execute on function private.is_task(text) to anon, authenticated, service_role;

create function private.check_who_submits_task()
returns trigger
language plpgsql -- as the caller: current_user tells a client from a function of ours
set search_path = ''
as $$
begin
  if current_user in ('anon', 'authenticated') and private.is_task(new.job_type) then
    perform private.require_instance_role('operator');
  end if;
  return new;
end;
$$;

comment on function private.check_who_submits_task() is 'Before insert on jobs: system tasks take an operator of the instance, else PT403.';

create trigger jobs_check_who_submits_task
  before insert on public.jobs
  for each row execute function private.check_who_submits_task();

create function public.trigger_task(job_type text, payload jsonb default '{}')
returns public.jobs
language plpgsql
security definer -- operators of the instance need not be members of the project that tasks run in
set search_path = ''
as $$
declare
  submitted public.jobs;
begin
  perform private.require_instance_role('operator');
  if not private.is_task(trigger_task.job_type) then
    raise exception 'There is no system task "%"', left(coalesce(trigger_task.job_type, ''), 100)
      using errcode = 'PT404',
        hint = 'There are ' || (select string_agg(t.name, ', ' order by t.name) from public.job_types as t where t.kind = 'system') || '.';
  end if;
  insert into public.jobs (job_type, payload)
  values (trigger_task.job_type, coalesce(trigger_task.payload, '{}'))
  returning * into submitted;
  perform private.record_audit(
    'task.trigger', 'job', submitted.id::text, submitted.project_id, jsonb_build_object('job_type', submitted.job_type)
  );
  return submitted;
end;
$$;

comment on function public.trigger_task(text, jsonb) is
  'Submits a system task now and returns its job. For operators of the instance. Raises PT404 for a task that there is not and '
  'PT400 for a payload that it does not take.';

revoke execute on function public.trigger_task(text, jsonb) from public, anon;
grant execute on function public.trigger_task(text, jsonb) to authenticated, service_role;
