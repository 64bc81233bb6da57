-- realtime.send is one insert and one subtransaction a message. A statement over many jobs would make more subtransactions
-- than Postgres keeps at hand (64), which slows down every other session; so all messages of a statement go in one insert.

create function private.broadcast(event text, topics text[], payloads jsonb[])
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into realtime.messages (topic, event, payload, private, extension)
  select m.topic, broadcast.event, m.payload, true, 'broadcast'
  from unnest(topics, payloads) with ordinality as m (topic, payload, place)
  order by m.place;
exception when others then
  -- As realtime.send has it: news that cannot be sent must not undo the change that it tells of.
  raise warning 'Could not broadcast %: %', event, sqlerrm;
end;
$$;

comment on function private.broadcast(text, text[], jsonb[]) is
  'Sends messages of one event on private topics, each payload on the topic at its place, when this transaction commits. Failure '
  'is a warning, never an error.';

create or replace function private.broadcast_jobs()
returns trigger
language plpgsql
security definer -- whoever changes a job need not be allowed to send on its topic
set search_path = ''
as $$
declare
  -- More rows than a list shows at once are better fetched again.
  max_messages constant integer := 50;
  row_count integer := (select count(*) from new_rows);
  crowded uuid[] := '{}';
  topics text[];
  payloads jsonb[];
begin
  if row_count = 0 then
    return null;
  end if;
  if row_count > max_messages then
    select array_agg(c.project_id), array_agg('project:' || c.project_id), array_agg(jsonb_build_object('count', c.count))
    into crowded, topics, payloads
    from (
      select n.project_id, count(*) as count from new_rows as n group by n.project_id having count(*) > max_messages
    ) as c;
    perform private.broadcast('jobs_changed', topics, payloads) where crowded is not null;
  end if;

  select array_agg('project:' || l.project_id order by l.revision), array_agg(to_jsonb(l) order by l.revision)
  into topics, payloads
  from (
    -- Column by column: to_jsonb of the whole row would unpack the payload for every step of progress.
    select
      n.id, n.project_id, n.job_type, n.queue, n.priority, n.position, n.status, n.title, n.run_at,
      n.attempt_id, n.attempt_count, n.lost_in_a_row, n.max_attempts, n.node_id, n.stage, n.progress_ratio,
      n.video_path, n.video_url, n.video_url_expires_at, n.thumbnail_path, n.thumbnail_url, n.captions_path,
      n.duration_seconds, n.width_px, n.height_px, n.notices, n.error - 'stack' as error, n.error_category,
      n.created_by, n.aged_from, n.aged_at, n.requirements, n.unique_key, n.created_at, n.queued_at, n.assigned_at,
      n.started_at, n.finished_at, n.updated_at, n.revision
    from new_rows as n
    where n.project_id <> all (coalesce(crowded, '{}'))
  ) as l;
  perform private.broadcast('job_changed', topics, payloads) where topics is not null;
  return null;
end;
$$;

create or replace function private.broadcast_job_rows()
returns trigger
language plpgsql
security definer -- whoever writes need not be allowed to send on the topic
set search_path = ''
as $$
declare
  max_messages constant integer := 50;
  topics text[];
  payloads jsonb[];
begin
  select array_agg('job:' || n.job_id), array_agg(to_jsonb(n) - 'checkpoint') into topics, payloads from new_rows as n;
  -- A statement over so many rows is about many jobs, which their project's topic says with one jobs_changed.
  if cardinality(topics) <= max_messages then
    perform private.broadcast(tg_argv[0], topics, payloads);
  end if;
  return null;
end;
$$;
