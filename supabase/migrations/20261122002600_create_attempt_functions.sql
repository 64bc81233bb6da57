-- What a running attempt writes. Every function takes its id as fencing token: where the job is not its any more,
-- because it was cancelled, paused, or given to another node, nothing is written and the answer is false.
-- All of them lock the job before anything else, so that they cannot deadlock with each other.

create function private.start_attempt(attempt_id uuid)
returns boolean
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
declare
  attempt public.job_attempts;
begin
  select a.* into attempt from public.job_attempts as a where a.id = start_attempt.attempt_id;
  perform private.begin_move('start', 'worker', attempt.node_name);
  update public.jobs as j
  set status = 'processing'
  where j.id = attempt.job_id and j.attempt_id = attempt.id and j.status = 'assigned';
  -- A worker that lost its connection cannot know whether its first call was committed, and calls again.
  return found or exists (
    select from public.jobs as j where j.id = attempt.job_id and j.attempt_id = attempt.id and j.status = 'processing'
  );
end;
$$;

comment on function private.start_attempt(uuid) is
  'Moves the job from assigned to processing. False: the attempt does not hold the job any more. Idempotent.';

create function private.report_progress(attempt_id uuid, stage text, stage_ratio numeric, job_ratio numeric)
returns boolean
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
declare
  held_job_id uuid;
  is_written boolean;
begin
  select j.id, (j.stage is distinct from coalesce(report_progress.stage, j.stage) or j.updated_at < now() - interval '900 milliseconds')
  into held_job_id, is_written
  from public.job_attempts as a
  join public.jobs as j on j.id = a.job_id
  where a.id = report_progress.attempt_id and j.attempt_id = a.id and j.status = 'processing';
  if not found then
    return false;
  elsif not is_written then
    return true;
  end if;

  update public.jobs as j
  set stage = coalesce(report_progress.stage, j.stage),
      progress_ratio = least(greatest(report_progress.job_ratio, 0), 1)
  where j.id = held_job_id and j.attempt_id = report_progress.attempt_id and j.status = 'processing';
  if not found then
    return false;
  end if;
  update public.job_stages as s
  set progress_ratio = least(greatest(report_progress.stage_ratio, 0), 1)
  where s.job_id = held_job_id and s.stage = report_progress.stage and s.status = 'running';
  return true;
end;
$$;

comment on function private.report_progress(uuid, text, numeric, numeric) is
  'Writes how much of the stage and of the job is done, 0 to 1, at most about once a second. False: stop working.';

create function private.begin_stage(attempt_id uuid, stage text)
returns boolean
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
declare
  held_job_id uuid;
  place integer;
begin
  update public.jobs as j
  set stage = begin_stage.stage
  from public.job_attempts as a
  where a.id = begin_stage.attempt_id and j.id = a.job_id and j.attempt_id = a.id and j.status = 'processing'
  returning j.id,
    (
      select d.ordinal
      from public.job_types as t
      cross join jsonb_array_elements(t.stages) with ordinality as d (definition, ordinal)
      where t.name = j.job_type and d.definition ->> 'name' = begin_stage.stage
    )
  into held_job_id, place;
  if not found then
    return false;
  end if;
  if place is null then
    raise exception 'The type of job % has no stage "%"', held_job_id, begin_stage.stage using errcode = 'PT400';
  end if;

  insert into public.job_stages as s (job_id, stage, ordinal, status, attempt_id, started_at)
  values (held_job_id, begin_stage.stage, place, 'running', begin_stage.attempt_id, now())
  on conflict on constraint job_stages_pkey do update
  set status = 'running', attempt_id = excluded.attempt_id, progress_ratio = 0,
      started_at = excluded.started_at, finished_at = null, checkpoint = null, files = '[]';

  -- What was built on an earlier run of this stage is void.
  update public.job_stages as s
  set status = 'pending', progress_ratio = 0, started_at = null, finished_at = null, checkpoint = null, files = '[]'
  where s.job_id = held_job_id and s.ordinal > place and s.status <> 'pending';
  return true;
end;
$$;

comment on function private.begin_stage(uuid, text) is
  'Marks a stage as running, from its start; stages after it become pending again. False: stop working. '
  'Raises PT400 for a stage that the type of the job does not have.';

create function private.finish_stage(attempt_id uuid, stage text, checkpoint jsonb, files jsonb)
returns boolean
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
begin
  update public.job_stages as s
  set status = 'completed',
      progress_ratio = 1,
      finished_at = now(),
      checkpoint = finish_stage.checkpoint,
      files = coalesce(finish_stage.files, '[]')
  from (
    select j.id
    from public.job_attempts as a
    join public.jobs as j on j.id = a.job_id
    where a.id = finish_stage.attempt_id and j.attempt_id = a.id and j.status = 'processing'
    for no key update of j
  ) as held
  where s.job_id = held.id and s.stage = finish_stage.stage and s.attempt_id = finish_stage.attempt_id;
  return found;
end;
$$;

comment on function private.finish_stage(uuid, text, jsonb, jsonb) is
  'Marks a stage that this attempt began as completed and keeps what it left behind. False: stop working.';

create function private.append_logs(attempt_id uuid, lines jsonb)
returns boolean
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
declare
  held_job_id uuid;
begin
  select j.id into held_job_id
  from public.job_attempts as a
  join public.jobs as j on j.id = a.job_id
  where a.id = append_logs.attempt_id and j.attempt_id = a.id and j.status in ('assigned', 'processing')
  for key share of j;
  if not found then
    return false;
  end if;

  insert into public.job_logs (job_id, attempt_id, level, stage, message, fields, logged_at)
  select
    held_job_id,
    append_logs.attempt_id,
    coalesce(l.line ->> 'level', 'info')::public.log_level,
    l.line ->> 'stage',
    left(coalesce(l.line ->> 'message', ''), 4000),
    case when octet_length((l.line -> 'fields')::text) > 16384 then jsonb_build_object('dropped', 'larger than 16 KiB')
      else coalesce(nullif(l.line -> 'fields', 'null'), '{}') end,
    coalesce((l.line ->> 'logged_at')::timestamptz, now())
  from jsonb_array_elements(lines) with ordinality as l (line, ordinal)
  order by l.ordinal;
  return true;
end;
$$;

comment on function private.append_logs(uuid, jsonb) is
  'Appends lines [{level, stage, message, fields, logged_at}] to the log of the job. A message is cut at 4000 characters. '
  'False: the attempt does not hold the job any more and nothing was written.';

grant execute on function
  private.start_attempt(uuid),
  private.report_progress(uuid, text, numeric, numeric),
  private.begin_stage(uuid, text),
  private.finish_stage(uuid, text, jsonb, jsonb),
  private.append_logs(uuid, jsonb)
to spool_worker;
