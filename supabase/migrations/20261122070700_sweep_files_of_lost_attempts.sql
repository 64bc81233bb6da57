-- Files of attempts that did not win are nobody's. They are swept late: a node that was given up on may still be uploading.

create function private.queue_attempt_sweeps()
returns trigger
language plpgsql
security definer -- whoever ends an attempt holds no rights on the sweeps
set search_path = ''
as $$
declare
  late constant interval := '1 hour';
begin
  insert into private.storage_sweeps (bucket, prefix, try_at)
  select 'videos', n.job_id || '/' || n.id || '/', now() + late
  from new_rows as n
  join old_rows as o on o.id = n.id
  where n.status in ('failed', 'lost', 'handed_back', 'cancelled') and o.status in ('assigned', 'running');

  -- A job that was run again has new files now: those of the attempt that won before go.
  with outdone as (
    select b.job_id, b.id
    from new_rows as n
    join old_rows as o on o.id = n.id
    join public.job_attempts as b on b.job_id = n.job_id and b.id <> n.id and b.status = 'completed'
    where n.status = 'completed' and o.status <> 'completed' and n.number > 1
  ),
  forgotten as (
    delete from public.job_files as f using outdone as d where f.attempt_id = d.id
  )
  insert into private.storage_sweeps (bucket, prefix, try_at)
  select 'videos', d.job_id || '/' || d.id || '/', now() + late
  from outdone as d;
  return null;
end;
$$;

comment on function private.queue_attempt_sweeps() is
  'After update on job_attempts: notes the folders of attempts that ended without a video, and of those that a newer one outdid.';

create trigger job_attempts_queue_sweeps
  after update on public.job_attempts
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.queue_attempt_sweeps();
