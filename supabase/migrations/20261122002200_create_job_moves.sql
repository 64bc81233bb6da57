-- The state machine. A function that moves jobs says why with private.begin_move and updates status on its own
-- conditions; the triggers here refuse what is not in private.job_transitions, and do what every move brings with it.

create function private.begin_move(cause text, actor_kind public.actor_kind, actor_id text)
returns void
language plpgsql -- its plan is kept; one in SQL is planned with every call
set search_path = ''
as $$
begin
  perform
    set_config('spool.cause', cause, true),
    set_config('spool.actor_kind', actor_kind::text, true),
    set_config('spool.actor_id', coalesce(actor_id, ''), true);
end;
$$;

comment on function private.begin_move(text, public.actor_kind, text) is
  'Says why and for whom the next statement moves jobs. Holds for that one statement, within this transaction.';

create function private.apply_job_move()
returns trigger
language plpgsql
security definer -- the service key may update other columns of jobs and holds no rights on the legal moves
set search_path = ''
as $$
<<move>>
declare
  cause text := nullif(current_setting('spool.cause', true), '');
  was_running boolean := old.status in ('assigned', 'processing');
begin
  new.revision := old.revision + 1;
  new.updated_at := now();
  if new.status = old.status then
    return new;
  end if;

  if not exists (
    select
    from private.job_transitions as t
    where t.from_status = old.status and t.to_status = new.status and t.cause = move.cause
  ) then
    raise exception 'A job that is % cannot become %', old.status, new.status
      using errcode = 'PT409',
        detail = format('Job %s, cause %s', old.id, coalesce(cause, 'not given')),
        hint = 'Jobs are moved by the commands cancel_job, pause_job, resume_job and retry_job.';
  end if;

  if was_running and cause in ('hand_back', 'node_lost', 'pause') then
    new.attempt_count := greatest(old.attempt_count - 1, 0);
  end if;
  if cause = 'node_lost' then
    new.lost_in_a_row := old.lost_in_a_row + 1;
  elsif cause in ('complete', 'fail', 'retry', 'hand_back', 'manual_retry') then
    new.lost_in_a_row := 0;
  end if;

  if new.status in ('pending', 'queued', 'paused') then
    new.attempt_id := null;
    new.node_id := null;
    new.assigned_at := null;
    new.started_at := null;
    new.finished_at := null;
  end if;
  case new.status
    when 'pending' then
      new.queued_at := null;
      new.run_at := greatest(new.run_at, now());
    when 'queued' then
      new.queued_at := now();
      if was_running then
        new.run_at := now();
      end if;
    when 'assigned' then
      new.assigned_at := now();
    when 'processing' then
      new.started_at := now();
    when 'paused' then
      new.queued_at := null;
    else
      new.finished_at := now();
  end case;

  if cause = 'manual_retry' then
    new.attempt_count := 0;
    new.stage := null;
    new.progress_ratio := 0;
    new.error := null;
    new.error_category := null;
    new.notices := '{}';
    new.video_path := null;
    new.video_url := null;
    new.video_url_expires_at := null;
    new.thumbnail_path := null;
    new.thumbnail_url := null;
    new.captions_path := null;
    new.duration_seconds := null;
    new.width_px := null;
    new.height_px := null;
  end if;
  return new;
end;
$$;

comment on function private.apply_job_move() is
  'Before update on jobs: raises PT409 for a move that is not legal, and keeps times, attempt and counters true to the status.';

create trigger jobs_apply_move
  before update on public.jobs
  for each row execute function private.apply_job_move();

create function private.record_inserted_jobs()
returns trigger
language plpgsql
security definer -- whoever inserts a job holds no rights on its events
set search_path = ''
as $$
begin
  insert into public.job_events (job_id, project_id, from_status, to_status, cause, actor_kind, actor_id)
  select
    n.id, n.project_id, null, n.status, 'insert',
    case when n.created_by is null then 'service' else 'user' end::public.actor_kind,
    n.created_by::text
  from new_rows as n;

  if exists (select from new_rows as n where n.run_at <= now()) then
    perform pg_notify('spool_jobs', '');
  end if;
  return null;
end;
$$;

comment on function private.record_inserted_jobs() is 'After insert on jobs: writes the first event and wakes nodes that have a free slot.';

create trigger jobs_record_inserted
  after insert on public.jobs
  referencing new table as new_rows
  for each statement execute function private.record_inserted_jobs();

create function private.record_job_moves()
returns trigger
language plpgsql
security definer -- as above
set search_path = ''
as $$
<<move>>
declare
  cause text := nullif(current_setting('spool.cause', true), '');
  actor_id text := nullif(current_setting('spool.actor_id', true), '');
  actor_kind public.actor_kind;
  ended public.attempt_status;
  attempt_to_stop uuid;
begin
  -- Progress comes this way as well, once a second for every running job.
  if cause is null then
    return null;
  end if;
  actor_kind := current_setting('spool.actor_kind', true);
  perform set_config('spool.cause', '', true);

  insert into public.job_events
    (job_id, project_id, from_status, to_status, cause, actor_kind, actor_id, attempt_id, detail)
  select
    n.id, n.project_id, o.status, n.status, move.cause, move.actor_kind, move.actor_id,
    coalesce(n.attempt_id, o.attempt_id),
    case
      when move.cause in ('fail', 'retry', 'node_lost') then jsonb_strip_nulls(jsonb_build_object(
        'category', n.error_category,
        'message', n.error ->> 'message',
        'run_at', case when n.status = 'pending' then n.run_at end
      ))
      else '{}'
    end
  from old_rows as o
  join new_rows as n on n.id = o.id
  where n.status <> o.status;

  if cause = 'start' then
    update public.job_attempts as a
    set status = 'running', started_at = now()
    from new_rows as n
    where a.id = n.attempt_id;
    return null;
  elsif cause in ('due', 'claim') then
    return null; -- claim_next wakes others itself, where it leaves something for them
  end if;

  ended := case cause
    when 'complete' then 'completed'
    when 'fail' then 'failed'
    when 'retry' then 'failed'
    when 'hand_back' then 'handed_back'
    when 'pause' then 'handed_back'
    when 'node_lost' then 'lost'
    when 'cancel' then 'cancelled'
  end;
  if ended is not null and exists (select from old_rows as o where o.status in ('assigned', 'processing')) then
    update public.job_attempts as a
    set status = ended,
        finished_at = now(),
        error = case when move.cause in ('fail', 'retry', 'node_lost') then n.error end
    from old_rows as o
    join new_rows as n on n.id = o.id
    where a.id = o.attempt_id and o.status in ('assigned', 'processing');

    update public.job_stages as s
    set status = case ended when 'completed' then 'completed' when 'failed' then 'failed' else 'pending' end::public.stage_status,
        finished_at = case when ended in ('completed', 'failed') then now() end,
        progress_ratio = case when ended = 'completed' then 1 else s.progress_ratio end
    from old_rows as o
    where s.job_id = o.id and s.status = 'running';

    if cause in ('pause', 'cancel') then
      for attempt_to_stop in select o.attempt_id from old_rows as o where o.status in ('assigned', 'processing') loop
        perform pg_notify('spool_attempts', attempt_to_stop::text);
      end loop;
    end if;
  end if;

  if cause = 'manual_retry' then
    delete from public.job_stages as s using new_rows as n where s.job_id = n.id;
  end if;
  if exists (select from new_rows as n where n.status in ('pending', 'queued') and n.run_at <= now()) then
    perform pg_notify('spool_jobs', '');
  end if;
  return null;
end;
$$;

comment on function private.record_job_moves() is
  'After update on jobs: writes the events of moves, ends attempts and stages that a move ends, tells their nodes to stop, '
  'and wakes nodes that have a free slot.';

create trigger jobs_record_moves
  after update on public.jobs
  referencing old table as old_rows new table as new_rows
  for each statement execute function private.record_job_moves();

create function private.stop_attempts_of_deleted_jobs()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  attempt_to_stop uuid;
begin
  for attempt_to_stop in select o.attempt_id from old_rows as o where o.status in ('assigned', 'processing') loop
    perform pg_notify('spool_attempts', attempt_to_stop::text);
  end loop;
  return null;
end;
$$;

comment on function private.stop_attempts_of_deleted_jobs() is 'After delete on jobs: tells the nodes that ran them to stop.';

create trigger jobs_stop_deleted
  after delete on public.jobs
  referencing old table as old_rows
  for each statement execute function private.stop_attempts_of_deleted_jobs();

create function private.move_job(
  job_id uuid,
  to_status public.job_status,
  cause text,
  actor_kind public.actor_kind,
  actor_id text
)
returns public.jobs
language plpgsql
set search_path = ''
as $$
declare
  moved public.jobs;
  current_status public.job_status;
begin
  perform private.begin_move(move_job.cause, move_job.actor_kind, move_job.actor_id);
  update public.jobs as j
  set status = move_job.to_status
  where j.id = move_job.job_id
    and exists (
      select
      from private.job_transitions as t
      where t.from_status = j.status and t.to_status = move_job.to_status and t.cause = move_job.cause
    )
  returning j.* into moved;

  if not found then
    perform set_config('spool.cause', '', true);
    select j.status into current_status from public.jobs as j where j.id = move_job.job_id;
    if not found then
      raise exception 'Job % does not exist', move_job.job_id using errcode = 'PT404';
    end if;
    raise exception 'A job that is % cannot become %', current_status, move_job.to_status
      using errcode = 'PT409', detail = format('Job %s, cause %s', move_job.job_id, move_job.cause);
  end if;
  return moved;
end;
$$;

comment on function private.move_job(uuid, public.job_status, text, public.actor_kind, text) is
  'Moves one job and returns it. Raises PT404 for no such job and PT409 for a move that is not legal from where the job is. '
  'Safe under concurrency: of two callers that exclude each other one wins.';
