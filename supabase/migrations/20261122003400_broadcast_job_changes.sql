-- Live state of job rows, on the topic of their project.

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

  perform realtime.send(to_jsonb(listed), 'job_changed', 'project:' || listed.project_id, true)
  from (
    -- Column by column: to_jsonb of the whole row would unpack the payload for every step of progress.
    select
      n.id, n.project_id, n.job_type, n.queue, n.priority, n.position, n.status, n.title, n.run_at,
      n.attempt_id, n.attempt_count, n.lost_in_a_row, n.max_attempts, n.node_id, n.stage, n.progress_ratio,
      n.video_path, n.video_url, n.video_url_expires_at, n.thumbnail_path, n.thumbnail_url, n.captions_path,
      n.duration_seconds, n.width_px, n.height_px, n.notices, n.error - 'stack' as error, n.error_category,
      n.created_by, n.created_at, n.queued_at, n.assigned_at, n.started_at, n.finished_at, n.updated_at,
      n.revision
    from new_rows as n
    where (select count(*) from new_rows as o where o.project_id = n.project_id) <= max_messages
  ) as listed;
  return null;
end;
$$;

comment on function private.broadcast_jobs() is
  'After each insert or update on jobs: job_changed with every column but payload and the stack of the error, or one jobs_changed {count} for more than 50 of a project.';

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
