-- It counted the rows of a project anew for every row: deleting 50,000 jobs took minutes.

create or replace function private.broadcast_deleted_jobs()
returns trigger
language plpgsql
security definer -- whoever deletes a job need not be allowed to send on its topic
set search_path = ''
as $$
declare
  max_messages constant integer := 50;
  crowded uuid[];
  topics text[];
  payloads jsonb[];
begin
  select array_agg(c.project_id), array_agg('project:' || c.project_id), array_agg(jsonb_build_object('count', c.count))
  into crowded, topics, payloads
  from (
    select o.project_id, count(*) as count from old_rows as o group by o.project_id having count(*) > max_messages
  ) as c;
  perform private.broadcast('jobs_changed', topics, payloads) where crowded is not null;

  select array_agg('project:' || o.project_id), array_agg(jsonb_build_object('id', o.id, 'revision', o.revision))
  into topics, payloads
  from old_rows as o
  where o.project_id <> all (coalesce(crowded, '{}'));
  perform private.broadcast('job_deleted', topics, payloads) where topics is not null;
  return null;
end;
$$;
