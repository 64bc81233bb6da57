-- The order of service stays the order by index; what may not run now, or not on this node, is passed over: limits of
-- projects, slots that are reserved, requirements. The node's own cache is a preference inside one class.

-- From here a claim goes lane by lane where a long backlog of one project or one requirement has to be passed over.
create index jobs_lanes_idx on public.jobs (queue, priority, project_id, requirements, position) where status = 'queued';

create function private.first_of_lanes(for_queue public.queue_name, per_lane integer)
returns table (
  id uuid, project_id uuid, queue public.queue_name, priority public.job_priority, "position" numeric, requirements jsonb,
  queued_at timestamptz
)
language sql
stable
set search_path = ''
as $$
  with recursive lanes as (
    (
      select j.priority, j.project_id, j.requirements
      from public.jobs as j
      where j.status = 'queued' and j.queue = for_queue
      order by j.priority, j.project_id, j.requirements
      limit 1
    )
    union all
    select next.priority, next.project_id, next.requirements
    from lanes as l
    cross join lateral (
      select j.priority, j.project_id, j.requirements
      from public.jobs as j
      where j.status = 'queued' and j.queue = for_queue
        and (j.priority, j.project_id, j.requirements) > (l.priority, l.project_id, l.requirements)
      order by j.priority, j.project_id, j.requirements
      limit 1
    ) as next
  )
  select f.*
  from lanes as l
  cross join lateral (
    select j.id, j.project_id, j.queue, j.priority, j.position, j.requirements, j.queued_at
    from public.jobs as j
    where j.status = 'queued' and j.queue = for_queue
      and j.priority = l.priority and j.project_id = l.project_id and j.requirements = l.requirements
    order by j.position
    limit per_lane
  ) as f
  order by f.priority, f.position;
$$;

comment on function private.first_of_lanes(public.queue_name, integer) is
  'The first jobs in line of every project and requirement in a queue, in the order of service. Costs by the number of those, '
  'not by how many jobs wait.';

create function private.promote_for_node(node public.nodes, shared_slots integer, room jsonb, max integer)
returns uuid[]
language plpgsql
set search_path = ''
as $$
declare
  further constant integer := 500;
  max_rounds constant integer := 5;
  promoted uuid[] := '{}';
  batch uuid[];
  can_run integer;
begin
  for round in 1..max_rounds loop
    batch := private.promote_first_due_jobs(case round when 1 then max else further end);
    promoted := promoted || batch;
    exit when cardinality(batch) = 0;
    select
      coalesce(sum(p.count) filter (where p.queue = 'live'), 0)
      + least(coalesce(sum(p.count) filter (where p.queue <> 'live'), 0), shared_slots)
    into can_run
    from (
      select j.queue, least(count(*), greatest((room ->> j.project_id::text)::integer, 0)) as count
      from public.jobs as j
      where j.id = any (promoted) and private.node_lacks(node, j.requirements) = '{}'
      group by j.project_id, j.queue
    ) as p;
    exit when can_run >= max;
  end loop;
  return promoted;
end;
$$;

comment on function private.promote_for_node(public.nodes, integer, jsonb, integer) is
  'Queues due jobs in the order of service until the node could run max of them, at most 2,000 beyond, and returns their ids. '
  'What cannot run is queued as well, once; so a claim never serves a job while it has not looked at one before it.';

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
  head_of_line constant integer := 200;
  affinity_window constant integer := 8;
  node public.nodes;
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
  select n.* into node
  from public.nodes as n
  where n.id = claim_next.node_id and n.status in ('available', 'busy');
  if not found or max <= 0 then
    return;
  end if;
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
  if cardinality(picked) = 0 then
    return;
  end if;

  perform private.begin_move('claim', 'worker', node.name);
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

comment on function private.claim_next(uuid, integer) is
  'Gives a node at most max jobs, in the order of service, each with a new attempt; none while the node drains or is offline. '
  'Passes over jobs of paused queues, of projects that are at their limit, and those that the node cannot run; leaves reserved '
  'slots to queue live. Send each attempt through pg-boss in the same transaction. stages are those of the type, {name, title, '
  'share}, with the status and checkpoint that earlier attempts left. Safe under concurrency: two nodes never get the same job, '
  'and limits hold.';

create function private.hold_project_room(project_id uuid, held_room jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  if held_room ? project_id::text then
    return held_room;
  end if;
  -- Who holds it may be frozen: nobody waits, and its project is passed over.
  if not pg_try_advisory_xact_lock(hashtextextended('spool.project_room:' || project_id, 0)) then
    return held_room || jsonb_build_object(project_id, 0);
  end if;
  return held_room || jsonb_build_object(project_id, (
    select coalesce(p.max_running_jobs, 1000000) - (
      select count(*) from public.jobs as j
      where j.project_id = p.id and j.status in ('assigned', 'processing')
    )
    from public.projects as p
    where p.id = hold_project_room.project_id
  ));
end;
$$;

comment on function private.hold_project_room(uuid, jsonb) is
  'Takes the lock under which jobs of a limited project are claimed, until the end of the transaction, and adds to held_room how '
  'many more of them may run: 0 when somebody else holds the lock.';

create function private.take_project_room(project_id uuid, held_room jsonb)
returns jsonb
language sql
immutable
set search_path = ''
as $$
  select case
    when held_room ? project_id::text then
      held_room || jsonb_build_object(project_id, (held_room ->> project_id::text)::integer - 1)
    else held_room
  end;
$$;

comment on function private.take_project_room(uuid, jsonb) is 'held_room with one place less for a project.';
