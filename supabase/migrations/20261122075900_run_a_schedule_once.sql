-- run_schedule submitted inside a condition on jobs, and so once for every row that Postgres looked at.

create or replace function public.run_schedule(schedule_id uuid)
returns public.jobs
language plpgsql
security definer -- clients hold no rights to submit in the name of a schedule; may_submit checks who asks
set search_path = ''
as $$
declare
  schedule public.schedules;
  actor record;
  submitted_id uuid;
  submitted public.jobs;
begin
  perform private.require_caller();
  select s.* into schedule
  from public.schedules as s
  where s.id = run_schedule.schedule_id
    and (s.project_id in (select private.my_project_ids()) or private.my_instance_role() >= 'operator')
  for update;
  if not found then
    raise exception 'Schedule % does not exist', run_schedule.schedule_id using errcode = 'PT404';
  end if;
  if not private.may_submit(schedule.project_id, schedule.job_type) then
    raise exception 'Running this schedule takes an operator' using errcode = 'PT403';
  end if;
  select * into actor from private.current_actor();
  submitted_id := private.submit_scheduled(schedule, clock_timestamp(), actor.actor_kind, actor.actor_id);
  if submitted_id is null then
    select s.* into schedule from public.schedules as s where s.id = schedule.id;
    raise exception '%', schedule.last_problem using errcode = 'PT409';
  end if;
  perform private.record_audit(
    'schedule.run', 'schedule', schedule.id::text, schedule.project_id, jsonb_build_object('job_id', submitted_id)
  );
  select j.* into submitted from public.jobs as j where j.id = submitted_id;
  return submitted;
end;
$$;
