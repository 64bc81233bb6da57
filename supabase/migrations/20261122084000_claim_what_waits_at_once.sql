-- Mostly everything that waits fits into the free slots of whoever asks. Then there is nothing to choose: one look finds it, and
-- what has just come due is queued and claimed by one update instead of two.

create or replace function private.apply_job_move()
returns trigger
language plpgsql
security definer -- the service key may update other columns of jobs and holds no rights on the legal moves
set search_path = ''
as $$
<<move>>
declare
  cause text := nullif(current_setting('spool.cause', true), '');
  from_status public.job_status := old.status;
  was_running boolean := old.status in ('assigned', 'processing');
begin
  new.revision := old.revision + 1;
  new.updated_at := now();
  if new.status = old.status then
    return new;
  end if;

  -- What is due and claimed at once takes two moves in one update.
  if cause = 'claim_due' and new.status = 'assigned' then
    cause := 'claim';
    if old.status = 'pending' and old.run_at <= now() then
      from_status := 'queued';
      new.queued_at := now();
    end if;
  end if;

  if not exists (
    select
    from private.job_transitions as t
    where t.from_status = move.from_status and t.to_status = new.status and t.cause = move.cause
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

  if cause = 'claim_due' then
    insert into public.job_events
      (job_id, project_id, from_status, to_status, cause, actor_kind, actor_id, attempt_id)
    select n.id, n.project_id, m.from_status, m.to_status, m.cause, m.actor_kind, m.actor_id, m.attempt_id
    from old_rows as o
    join new_rows as n on n.id = o.id
    cross join lateral (
      values
        (1, 'pending'::public.job_status, 'queued'::public.job_status, 'due', 'schedule'::public.actor_kind, null, null),
        (2, 'queued', 'assigned', 'claim', 'worker', move.actor_id, n.attempt_id)
    ) as m (place, from_status, to_status, cause, actor_kind, actor_id, attempt_id)
    where o.status = 'pending' or m.place = 2
    order by n.queue, n.priority, n.position, m.place;
    return null;
  end if;

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

create function private.pick_under_conditions(node public.nodes, max integer)
returns uuid[]
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  head_of_line constant integer := 200;
  affinity_window constant integer := 8;
  figures private.settings;
  reserved integer;
  shared_slots integer := max; -- how many of the picked may be of another queue than live
  room jsonb; -- of limited projects, as seen
  held_room jsonb := '{}'; -- of those whose lock this transaction holds, exact; 0 where another one holds it
  promoted uuid[] := '{}';
  picked uuid[] := '{}';
  open_queue public.queue_name;
  candidates refcursor;
  candidate record;
  preferred record;
  seen_count integer;
begin
  select s.* into figures from private.settings as s;
  reserved := coalesce(node.reserved_live_slots, figures.reserved_live_slots);
  if reserved > 0 then
    select least(max, greatest(node.slots - reserved - count(*), 0)) into shared_slots
    from public.jobs as j
    where j.status in ('assigned', 'processing') and j.node_id = node.id and j.queue <> 'live';
  end if;
  room := private.project_room();
  -- Once more where a project turned out to be held by another claim: what stands behind its jobs may not be due in line yet.
  for round in 1..2 loop
    promoted := promoted || private.promote_for_node(node, shared_slots, room, max - cardinality(picked));
    for open_queue in select private.open_queues() loop
      exit when cardinality(picked) >= max;
      continue when open_queue <> 'live' and shared_slots = 0;
      -- First the head of the line; by lanes only when nearly all of it had to be passed over.
      for by_lane in 0..1 loop
        if by_lane = 0 then
          open candidates for
            select j.id, j.project_id, j.queue, j.priority, j.position, j.requirements, j.queued_at
            from public.jobs as j
            where j.status = 'queued' and j.queue = open_queue
            order by j.priority, j.position
            limit head_of_line;
        else
          open candidates for select * from private.first_of_lanes(open_queue, max + 20);
        end if;
        seen_count := 0;
        <<line>>
        loop
          exit when cardinality(picked) >= max or (open_queue <> 'live' and shared_slots = 0);
          fetch candidates into candidate;
          exit when not found;
          seen_count := seen_count + 1;
          continue when candidate.id = any (picked)
            or (room ->> candidate.project_id::text)::integer <= 0
            or (held_room ->> candidate.project_id::text)::integer <= 0
            or private.node_lacks(node, candidate.requirements) <> '{}';

          -- A job whose files the node holds may go before those of others, while these have not waited for long.
          while cardinality(node.cached_project_ids) > 0
            and candidate.project_id <> all (node.cached_project_ids)
            and candidate.queued_at > now() - make_interval(secs => figures.affinity_seconds::double precision)
            and cardinality(picked) < max
          loop
            select w.* into preferred
            from (
              select j.id, j.project_id, j.queue, j.priority, j.position, j.requirements, j.queued_at
              from public.jobs as j
              where j.status = 'queued' and j.queue = candidate.queue and j.priority = candidate.priority
                and j.position > candidate.position
              order by j.position
              limit affinity_window
            ) as w
            where w.project_id = any (node.cached_project_ids)
              and w.id <> all (picked)
              and coalesce((held_room ->> w.project_id::text)::integer, (room ->> w.project_id::text)::integer, 1) > 0
              and private.node_lacks(node, w.requirements) = '{}'
            order by w.position
            limit 1;
            exit when not found;
            if room ? preferred.project_id::text then
              held_room := private.hold_project_room(preferred.project_id, held_room);
              continue when (held_room ->> preferred.project_id::text)::integer <= 0;
            end if;
            perform from public.jobs as j where j.id = preferred.id and j.status = 'queued' for update skip locked;
            exit when not found;
            picked := picked || preferred.id;
            held_room := private.take_project_room(preferred.project_id, held_room);
            shared_slots := shared_slots - (open_queue <> 'live')::integer;
            exit line when open_queue <> 'live' and shared_slots = 0;
          end loop;
          exit when cardinality(picked) >= max;

          if room ? candidate.project_id::text then
            held_room := private.hold_project_room(candidate.project_id, held_room);
            continue when (held_room ->> candidate.project_id::text)::integer <= 0;
          end if;
          perform from public.jobs as j
          where j.id = candidate.id and j.status = 'queued'
            and (j.queue, j.priority, j.position) = (candidate.queue, candidate.priority, candidate.position)
          for update skip locked;
          continue when not found;
          picked := picked || candidate.id;
          held_room := private.take_project_room(candidate.project_id, held_room);
          shared_slots := shared_slots - (open_queue <> 'live')::integer;
        end loop;
        close candidates;
        exit when seen_count < head_of_line or cardinality(picked) >= max or (open_queue <> 'live' and shared_slots = 0);
      end loop;
    end loop;
    exit when cardinality(picked) >= max or not exists (
      select from jsonb_each_text(held_room) as h where h.value::integer <= 0 and (room ->> h.key)::integer > 0
    );
    room := room || held_room;
  end loop;

  -- While this transaction ran, its promoted rows were locked, and so was the room of its limited projects: others
  -- passed over them.
  if not promoted <@ picked
    or (cardinality(picked) > 0 and exists (select from jsonb_each_text(held_room) as h where h.value::integer > 0))
  then
    perform pg_notify('spool_jobs', '');
  end if;
  return picked;
end;
$$;

comment on function private.pick_under_conditions(public.nodes, integer) is
  'Chooses at most max jobs for a node in the order of service, job by job: passes over those of limited projects and those that '
  'the node cannot run, leaves reserved slots to queue live and prefers projects whose files the node holds. Queues what has come '
  'due, locks what it picks, and wakes others where it leaves something behind.';

create function private.pick_all_waiting(node public.nodes, max integer)
returns uuid[]
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  is_all boolean;
  waiting uuid[];
begin
  with head as materialized (
    (
      select j.id, j.project_id, j.status, j.requirements
      from public.jobs as j
      where j.status = 'queued'
      order by j.queue, j.priority, j.position
      limit pick_all_waiting.max + 1
    )
    union all
    (
      select j.id, j.project_id, j.status, j.requirements
      from public.jobs as j
      where j.status = 'pending' and j.run_at <= now()
      order by j.run_at
      limit pick_all_waiting.max + 1
    )
  ),
  judged as (
    select h.id, h.status, p.max_running_jobs, h.requirements = '{}' or private.node_lacks(node, h.requirements) = '{}' as can_run
    from head as h
    join public.projects as p on p.id = h.project_id
  )
  select
    count(*) <= pick_all_waiting.max
      -- What is due has to be put in line, also when it cannot run here.
      and coalesce(bool_and(w.max_running_jobs is null and (w.can_run or w.status = 'queued')), true)
      and coalesce(node.reserved_live_slots, (select s.reserved_live_slots from private.settings as s)) = 0,
    coalesce(array_agg(w.id) filter (where w.can_run), '{}')
  into is_all, waiting
  from judged as w;
  if not is_all then
    return null;
  elsif waiting = '{}' then
    return waiting;
  end if;

  return array(
    select j.id
    from public.jobs as j
    join public.queues as q on q.name = j.queue
    where j.id = any (waiting)
      and (j.status = 'queued' or (j.status = 'pending' and j.run_at <= now()))
      and (not q.is_paused or q.paused_until <= now())
    order by j.queue, j.priority, j.position
    for update of j skip locked
  );
end;
$$;

comment on function private.pick_all_waiting(public.nodes, integer) is
  'Where at most max jobs wait and no condition holds any of them back: locks and returns all that the node may run, in the order '
  'of service, those that have just come due among them. Null where there is something to choose, for pick_under_conditions.';

create or replace function private.claim_next(node_id uuid, max integer)
returns table (
  attempt_id uuid,
  job_id uuid,
  attempt_number integer,
  job_type text,
  payload jsonb,
  project_id uuid,
  time_limit_seconds integer,
  stages jsonb
)
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
#variable_conflict use_column
<<claim>>
declare
  node public.nodes;
  picked uuid[];
begin
  select n.* into node
  from public.nodes as n
  where n.id = claim_next.node_id and n.status in ('available', 'busy');
  if not found or max <= 0 then
    return;
  end if;
  picked := coalesce(private.pick_all_waiting(node, max), private.pick_under_conditions(node, max));
  if cardinality(picked) = 0 then
    return;
  end if;

  perform private.begin_move('claim_due', 'worker', node.name);
  return query
  with attempts as (
    insert into public.job_attempts as a (job_id, number, node_id, node_name)
    select
      p.job_id,
      coalesce((select max(b.number) from public.job_attempts as b where b.job_id = p.job_id), 0) + 1,
      node.id,
      node.name
    from unnest(picked) as p (job_id)
    returning a.id, a.job_id, a.number
  ),
  claimed as (
    update public.jobs as j
    set status = 'assigned', attempt_id = a.id, attempt_count = j.attempt_count + 1, node_id = claim.node.id
    from attempts as a
    where j.id = a.job_id
    returning j.id, j.attempt_id, a.number, j.job_type, j.payload, j.project_id, j.queue, j.priority, j.position
  )
  select
    c.attempt_id, c.id, c.number, c.job_type, c.payload, c.project_id, t.time_limit_seconds,
    (
      select jsonb_agg(
        d.definition || jsonb_build_object('status', coalesce(s.status, 'pending'), 'checkpoint', s.checkpoint)
        order by d.ordinal
      )
      from jsonb_array_elements(t.stages) with ordinality as d (definition, ordinal)
      left join public.job_stages as s on s.job_id = c.id and s.stage = d.definition ->> 'name'
    )
  from claimed as c
  join public.job_types as t on t.name = c.job_type
  order by array_position(picked, c.id);
end;
$$;

-- Planned anew for how many jobs there are each time, they would take twice as long; every plan goes by an id or an index anyway.
alter function private.claim_next(uuid, integer) set plan_cache_mode = force_generic_plan;
alter function private.start_attempts(uuid[]) set plan_cache_mode = force_generic_plan;
alter function private.complete_attempts(jsonb) set plan_cache_mode = force_generic_plan;
