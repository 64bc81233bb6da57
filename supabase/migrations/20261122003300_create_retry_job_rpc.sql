create function public.retry_job(job_id uuid)
returns public.jobs
language sql
security definer -- command_job is closed to clients; it checks who asks
set search_path = ''
as $$
  select private.command_job(job_id, 'pending', 'manual_retry');
$$;

comment on function public.retry_job(uuid) is
  'Runs a finished job again, from its start, and returns it. Its files stay until the new ones are there. '
  'Raises PT404 when there is no such job in the caller''s projects, PT403 for viewers and PT409 when it has not finished. '
  'Safe under concurrency: one caller wins.';

revoke execute on function public.retry_job(uuid) from public, anon;
grant execute on function public.retry_job(uuid) to authenticated, service_role;
