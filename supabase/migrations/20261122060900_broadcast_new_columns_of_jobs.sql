-- The list's columns have grown.

create or replace function private.broadcast_jobs()
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
      n.created_by, n.aged_from, n.aged_at, n.requirements, n.unique_key, n.created_at, n.queued_at, n.assigned_at, n.started_at, n.finished_at, n.updated_at,
      n.revision
    from new_rows as n
    where (select count(*) from new_rows as o where o.project_id = n.project_id) <= max_messages
  ) as listed;
  return null;
end;
$$;
