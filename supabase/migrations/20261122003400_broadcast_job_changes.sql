-- Live state of job rows, on the topic of their project.

create function private.job_list_row(job public.jobs)
returns jsonb
language sql
stable
set search_path = ''
as $$
  -- Column by column: to_jsonb of the whole row would unpack the payload for every step of progress.
  select to_jsonb(listed)
  from (
    select
      job.id, job.project_id, job.job_type, job.queue, job.priority, job.position, job.status, job.title, job.run_at,
      job.attempt_id, job.attempt_count, job.lost_in_a_row, job.max_attempts, job.node_id, job.stage, job.progress_ratio,
      job.video_path, job.video_url, job.video_url_expires_at, job.thumbnail_path, job.thumbnail_url, job.captions_path,
      job.duration_seconds, job.width_px, job.height_px, job.notices, job.error - 'stack' as error, job.error_category,
      job.created_by, job.created_at, job.queued_at, job.assigned_at, job.started_at, job.finished_at, job.updated_at,
      job.revision
  ) as listed;
$$;

comment on function private.job_list_row(public.jobs) is 'What lists show of a job: every column but its payload and the stack of its error.';

create function private.broadcast_jobs()
returns trigger
language plpgsql
security definer -- whoever changes a job need not be allowed to send on its topic
set search_path = ''
as $$
declare
  -- More rows than a list shows at once are better fetched again.
  max_messages constant integer := 50;
  changed record;
begin
  for changed in
    select n.project_id, count(*) as count from new_rows as n group by n.project_id having count(*) > max_messages
  loop
    perform realtime.send(
      jsonb_build_object('count', changed.count), 'jobs_changed', 'project:' || changed.project_id, true
    );
  end loop;

  perform realtime.send(private.job_list_row(n), 'job_changed', 'project:' || n.project_id, true)
  from new_rows as n
  where (select count(*) from new_rows as o where o.project_id = n.project_id) <= max_messages;
  return null;
end;
$$;

comment on function private.broadcast_jobs() is
  'After each insert or update on jobs: job_changed for every row, or one jobs_changed {count} for more than 50 of a project.';

create trigger jobs_broadcast_inserted
  after insert on public.jobs
  referencing new table as new_rows
  for each statement execute function private.broadcast_jobs();

create trigger jobs_broadcast_updated
  after update on public.jobs
  referencing new table as new_rows
  for each statement execute function private.broadcast_jobs();

create function private.broadcast_deleted_jobs()
returns trigger
language plpgsql
security definer -- as above
set search_path = ''
as $$
declare
  max_messages constant integer := 50;
  changed record;
begin
  for changed in
    select o.project_id, count(*) as count from old_rows as o group by o.project_id having count(*) > max_messages
  loop
    perform realtime.send(
      jsonb_build_object('count', changed.count), 'jobs_changed', 'project:' || changed.project_id, true
    );
  end loop;

  perform realtime.send(
    jsonb_build_object('id', o.id, 'revision', o.revision), 'job_deleted', 'project:' || o.project_id, true
  )
  from old_rows as o
  where (select count(*) from old_rows as p where p.project_id = o.project_id) <= max_messages;
  return null;
end;
$$;

comment on function private.broadcast_deleted_jobs() is
  'After each delete on jobs: job_deleted {id, revision} for every row, or one jobs_changed {count} for more than 50 of a project.';

create trigger jobs_broadcast_deleted
  after delete on public.jobs
  referencing old table as old_rows
  for each statement execute function private.broadcast_deleted_jobs();
