create function public.cancel_job(job_id uuid)
returns public.jobs
language sql
security definer -- command_job is closed to clients; it checks who asks
set search_path = ''
as $$
  select private.command_job(job_id, 'cancelled', 'cancel');
$$;

comment on function public.cancel_job(uuid) is
  'Cancels a job that has not finished and returns it. What runs is told to stop. '
  'Raises PT404 when there is no such job in the caller''s projects, PT403 for viewers and PT409 when it has finished. '
  'Safe under concurrency: one caller wins.';

revoke execute on function public.cancel_job(uuid) from public, anon;
grant execute on function public.cancel_job(uuid) to authenticated, service_role;
