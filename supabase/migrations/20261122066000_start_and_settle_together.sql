-- Attempts that begin or end at the same moment share one statement: events, counters and broadcasts are written once for
-- all of them, and one commit serves all.

create function private.start_attempts(attempt_ids uuid[])
returns setof uuid
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
declare
  node_name text;
begin
  select a.node_name into node_name from public.job_attempts as a where a.id = any (attempt_ids) limit 1;
  perform private.begin_move('start', 'worker', node_name);
  update public.jobs as j
  set status = 'processing'
  from (
    select h.id, a.id as attempt_id
    from public.job_attempts as a
    join public.jobs as h on h.id = a.job_id and h.attempt_id = a.id
    where a.id = any (attempt_ids) and h.status = 'assigned'
    order by h.id -- whoever locks several jobs does it in this order
    for no key update of h
  ) as held
  where j.id = held.id and j.attempt_id = held.attempt_id and j.status = 'assigned';

  -- Those that were started by a call whose answer was lost are told again.
  return query
  select a.id
  from public.job_attempts as a
  join public.jobs as j on j.id = a.job_id and j.attempt_id = a.id
  where a.id = any (attempt_ids) and j.status = 'processing';
end;
$$;

comment on function private.start_attempts(uuid[]) is
  'start_attempt for attempts of one node, together: moves their jobs from assigned to processing and returns the attempts that '
  'hold their job. Idempotent.';

create function private.complete_attempts(outcomes jsonb)
returns setof uuid
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
#variable_conflict use_column
declare
  node_name text;
begin
  select a.node_name into node_name
  from public.job_attempts as a
  where a.id in (select o.key::uuid from jsonb_each(outcomes) as o)
  limit 1;
  perform private.begin_move('complete', 'worker', node_name);
  return query
  with held as (
    select j.id, a.id as attempt_id
    from jsonb_object_keys(outcomes) as o (key)
    join public.job_attempts as a on a.id = o.key::uuid
    join public.jobs as j on j.id = a.job_id and j.attempt_id = a.id
    where j.status in ('assigned', 'processing')
    order by j.id
    for no key update of j
  ),
  settled as (
    update public.jobs as j
    set status = 'completed',
        progress_ratio = 1,
        error = null,
        error_category = null,
        video_url = r.result ->> 'video_url',
        video_url_expires_at = case when r.result ? 'video_url' then now() + interval '7 days' end,
        thumbnail_url = r.result ->> 'thumbnail_url',
        video_path = private.result_path(r.result, 'video'),
        thumbnail_path = private.result_path(r.result, 'thumbnail'),
        captions_path = private.result_path(r.result, 'captions'),
        duration_seconds = (r.result ->> 'duration_seconds')::numeric,
        width_px = (r.result ->> 'width_px')::integer,
        height_px = (r.result ->> 'height_px')::integer,
        notices = array(select jsonb_array_elements_text(coalesce(r.result -> 'notices', '[]')))
    from held as h
    cross join lateral (select outcomes -> h.attempt_id::text as result) as r
    where j.id = h.id and j.attempt_id = h.attempt_id and j.status in ('assigned', 'processing')
    returning j.id, h.attempt_id, r.result
  ),
  filed as (
    insert into public.job_files as f (job_id, attempt_id, kind, bucket, path, content_type, size_bytes)
    select s.id, s.attempt_id, r.kind, r.bucket, r.path, r.content_type, r.size_bytes
    from settled as s
    cross join lateral jsonb_to_recordset(coalesce(s.result -> 'files', '[]'))
      as r (kind public.file_kind, bucket text, path text, content_type text, size_bytes bigint)
    on conflict (bucket, path) do update
    set attempt_id = excluded.attempt_id, content_type = excluded.content_type, size_bytes = excluded.size_bytes
    where f.job_id = excluded.job_id
  )
  select s.attempt_id from settled as s;
end;
$$;

comment on function private.complete_attempts(jsonb) is
  'settle_attempt for attempts of one node that completed, together: takes {attempt id: result} and returns the attempts that held '
  'their job; for the others nothing is written. Complete their deliveries in the same transaction.';

grant execute on function private.start_attempts(uuid[]), private.complete_attempts(jsonb) to spool_worker;

create or replace function private.worker_interface()
returns table (oldest integer, newest integer)
language sql
immutable
set search_path = ''
as $$
  select 1, 3;
$$;

comment on function private.worker_interface() is
  'Which versions of the functions for workers this database serves, from oldest to newest. A migration that adds what newer '
  'workers need raises newest; one that takes away what older workers call raises oldest, and they then say so and take nothing '
  'more. 1: without this function. 2: nodes tell of encoders, renderers and cached projects with their heartbeat. '
  '3: attempts start and complete together.';
