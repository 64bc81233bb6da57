create function public.resume_job(job_id uuid)
returns public.jobs
language sql
security definer -- command_job is closed to clients; it checks who asks
set search_path = ''
as $$
  select private.command_job(job_id, 'pending', 'resume');
$$;

comment on function public.resume_job(uuid) is
  'Resumes a paused job and returns it. It goes on after its last finished stage. '
  'Raises PT404 when there is no such job in the caller''s projects, PT403 for viewers and PT409 when it is not paused. '
  'Safe under concurrency: one caller wins.';

revoke execute on function public.resume_job(uuid) from public, anon;
grant execute on function public.resume_job(uuid) to authenticated, service_role;
