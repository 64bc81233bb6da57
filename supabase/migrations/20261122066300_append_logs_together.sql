-- Lines of several attempts of a node share one statement, and one broadcast.

create function private.append_logs_together(entries jsonb)
returns setof uuid
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
declare
  held uuid[];
begin
  held := array(
    select a.id
    from jsonb_object_keys(entries) as e (key)
    join public.job_attempts as a on a.id = e.key::uuid
    join public.jobs as j on j.id = a.job_id and j.attempt_id = a.id
    where j.status in ('assigned', 'processing')
    order by j.id
    for key share of j
  );

  insert into public.job_logs (job_id, attempt_id, level, stage, message, fields, logged_at)
  select
    a.job_id,
    a.id,
    coalesce(l.line ->> 'level', 'info')::public.log_level,
    l.line ->> 'stage',
    left(coalesce(l.line ->> 'message', ''), 4000),
    case when octet_length((l.line -> 'fields')::text) > 16384 then jsonb_build_object('dropped', 'larger than 16 KiB')
      else coalesce(nullif(l.line -> 'fields', 'null'), '{}') end,
    coalesce((l.line ->> 'logged_at')::timestamptz, now())
  from public.job_attempts as a
  cross join jsonb_array_elements(entries -> a.id::text) with ordinality as l (line, place)
  where a.id = any (held)
  order by a.id, l.place;
  return query select unnest(held);
end;
$$;

comment on function private.append_logs_together(jsonb) is
  'append_logs for attempts of one node, together: takes {attempt id: [line]} and returns the attempts that hold their job; the lines '
  'of others are not written.';

grant execute on function private.append_logs_together(jsonb) to spool_worker;

create or replace function private.broadcast_job_logs()
returns trigger
language plpgsql
security definer -- whoever writes need not be allowed to send on the topic
set search_path = ''
as $$
declare
  topics text[];
  payloads jsonb[];
begin
  select array_agg('job:' || m.job_id order by m.job_id, m.page), array_agg(m.payload order by m.job_id, m.page)
  into topics, payloads
  from (
    select l.job_id, l.page, jsonb_build_object('lines', jsonb_agg(to_jsonb(l) - 'page' order by l.id)) as payload
    from (
      -- Realtime limits the size of a message.
      select n.*, (row_number() over (partition by n.job_id order by n.id) - 1) / 25 as page
      from new_rows as n
    ) as l
    group by l.job_id, l.page
  ) as m;
  perform private.broadcast('logs', topics, payloads) where topics is not null;
  return null;
end;
$$;
