create function public.pause_job(job_id uuid)
returns public.jobs
language plpgsql
security definer -- command_job is closed to clients; it checks who asks
set search_path = ''
as $$
declare
  paused public.jobs;
begin
  paused := private.command_job(job_id, 'paused', 'pause');
  if not (select t.is_pausable from public.job_types as t where t.name = paused.job_type) then
    raise exception 'Jobs of type % cannot be paused', paused.job_type using errcode = 'PT409';
  end if;
  return paused;
end;
$$;

comment on function public.pause_job(uuid) is
  'Pauses a job that has not finished and returns it. What runs is told to stop; finished stages are kept. '
  'Raises PT404 when there is no such job in the caller''s projects, PT403 for viewers and PT409 when it has finished or its '
  'type cannot be paused. Safe under concurrency: one caller wins.';

revoke execute on function public.pause_job(uuid) from public, anon;
grant execute on function public.pause_job(uuid) to authenticated, service_role;
