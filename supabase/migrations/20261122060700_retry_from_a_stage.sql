-- A finished job runs again from its start, or from a stage: what the stages before it left behind is used again.
-- And where jobs are held back by a limit, the end of one wakes the nodes.

create or replace function private.record_job_moves()
returns trigger
language plpgsql
security definer -- whoever moves a job holds no rights on its events
set search_path = ''
as $$
<<move>>
declare
  cause text := nullif(current_setting('spool.cause', true), '');
  actor_id text := nullif(current_setting('spool.actor_id', true), '');
  actor_kind public.actor_kind;
  ended public.attempt_status;
  attempt_to_stop uuid;
  is_held_back boolean := false;
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
      when move.cause = 'manual_retry' then jsonb_strip_nulls(jsonb_build_object(
        'from_stage', nullif(current_setting('spool.from_stage', true), '')
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

    -- Where its end lets one run that a limit held back, any node may be the one to take it.
    is_held_back := exists (
      select
      from old_rows as o
      where o.status in ('assigned', 'processing')
        and (
          exists (select from public.projects as p where p.id = o.project_id and p.max_running_jobs is not null)
          or (
            select coalesce(d.reserved_live_slots, s.reserved_live_slots)
            from private.settings as s
            left join public.nodes as d on d.id = o.node_id
          ) > 0
        )
    );

    if cause in ('pause', 'cancel') then
      for attempt_to_stop in select o.attempt_id from old_rows as o where o.status in ('assigned', 'processing') loop
        perform pg_notify('spool_attempts', attempt_to_stop::text);
      end loop;
    end if;
  end if;

  if cause = 'manual_retry' then
    delete from public.job_stages as s
    using new_rows as n
    join public.job_types as t on t.name = n.job_type
    where s.job_id = n.id
      and s.ordinal >= coalesce(private.stage_place(t, nullif(current_setting('spool.from_stage', true), '')), 1);
  end if;
  if is_held_back or exists (select from new_rows as n where n.status in ('pending', 'queued') and n.run_at <= now()) then
    perform pg_notify('spool_jobs', '');
  end if;
  return null;
end;
$$;

create function private.stage_place(job_type public.job_types, stage text)
returns integer
language sql
immutable
set search_path = ''
as $$
  select d.ordinal::integer
  from jsonb_array_elements(job_type.stages) with ordinality as d (definition, ordinal)
  where d.definition ->> 'name' = stage;
$$;

comment on function private.stage_place(public.job_types, text) is 'Place of a stage in the pipeline of a type, from 1; null when it has none of that name.';

drop function public.retry_job(uuid);

create function public.retry_job(job_id uuid, from_stage text default null)
returns public.jobs
language plpgsql
security definer -- clients hold no UPDATE on jobs; require_job checks who asks
set search_path = ''
as $$
declare
  job public.jobs := private.require_job(job_id, 'operator');
  catalogue public.job_types;
begin
  if from_stage is not null then
    select t.* into catalogue from public.job_types as t where t.name = job.job_type;
    if private.stage_place(catalogue, from_stage) is null then
      raise exception 'Jobs of type % have no stage "%"', job.job_type, left(from_stage, 100)
        using errcode = 'PT400',
          hint = 'Their stages are ' || (
            select string_agg(d.definition ->> 'name', ', ' order by d.ordinal)
            from jsonb_array_elements(catalogue.stages) with ordinality as d (definition, ordinal)
          ) || '.';
    end if;
  end if;
  perform set_config('spool.from_stage', coalesce(from_stage, ''), true);
  return private.command_job(job_id, 'pending', 'manual_retry');
end;
$$;

comment on function public.retry_job(uuid, text) is
  'Runs a finished job again and returns it: from its start, or from a stage on, after those before it that had finished. Its '
  'files stay until the new ones are there. Raises PT404 when there is no such job in the caller''s projects, PT403 for viewers, '
  'PT400 for a stage that its type does not have, and PT409 when the job has not finished or an unfinished one has its unique '
  'key. Safe under concurrency: one caller wins.';

revoke execute on function public.retry_job(uuid, text) from public;
grant execute on function public.retry_job(uuid, text) to anon, authenticated, service_role;
