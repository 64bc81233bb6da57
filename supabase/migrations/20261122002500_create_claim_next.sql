-- From pending to queued when due, and from queued to a node in the order of service.

create function private.open_queues()
returns setof public.queue_name
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
  select q.name
  from public.queues as q
  where not q.is_paused or q.paused_until <= now()
  order by q.name;
end;
$$;

comment on function private.open_queues() is 'The queues that are not paused, in the order of service.';

create function private.promote_first_due_jobs(max integer)
returns uuid[]
language plpgsql
set search_path = ''
as $$
declare
  few constant integer := 200;
  due_count integer;
  open_queue public.queue_name;
  due uuid[] := '{}';
begin
  select count(*) into due_count
  from (
    select from public.jobs as j where j.status = 'pending' and j.run_at <= now() limit few + 1
  ) as probe;
  if due_count = 0 then
    return due;
  end if;

  if due_count <= few then
    due := array(
      select j.id
      from public.jobs as j
      where j.status = 'pending' and j.run_at <= now() and j.queue in (select private.open_queues())
      order by j.queue, j.priority, j.position
      limit max
      for update of j skip locked
    );
  else
    -- A large backlog is walked in its order instead of being sorted for every claim.
    for open_queue in select private.open_queues() loop
      due := due || array(
        select j.id
        from public.jobs as j
        where j.status = 'pending' and j.run_at <= now() and j.queue = open_queue
        order by j.priority, j.position
        limit max - cardinality(due)
        for update skip locked
      );
      exit when cardinality(due) >= max;
    end loop;
  end if;

  if cardinality(due) > 0 then
    perform private.begin_move('due', 'schedule', null);
    update public.jobs as j set status = 'queued' where j.id = any (due);
  end if;
  return due;
end;
$$;

comment on function private.promote_first_due_jobs(integer) is
  'Queues those due jobs of open queues that are served first, and returns their ids. When it is asked for as many as are '
  'about to be claimed, no due job that it leaves behind would have been served before one of them.';

create function private.promote_due_jobs(max integer)
returns integer
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
declare
  promoted integer;
begin
  perform private.begin_move('due', 'schedule', null);
  update public.jobs as j
  set status = 'queued'
  where j.id in (
    select d.id
    from public.jobs as d
    where d.status = 'pending' and d.run_at <= now()
    order by d.run_at
    limit promote_due_jobs.max
    for update skip locked
  );
  get diagnostics promoted = row_count;
  if promoted > 0 then
    perform pg_notify('spool_jobs', '');
  end if;
  return promoted;
end;
$$;

comment on function private.promote_due_jobs(integer) is
  'Queues at most max jobs that have become due, longest due first, wakes nodes if there were any, and returns how many.';

create function private.claim_next(node_id uuid, max integer)
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
declare
  node_name text;
  open_queue public.queue_name;
  promoted uuid[];
  picked uuid[] := '{}';
begin
  select n.name into node_name
  from public.nodes as n
  where n.id = claim_next.node_id and n.status in ('available', 'busy');
  if not found or max <= 0 then
    return;
  end if;

  promoted := private.promote_first_due_jobs(max);

  for open_queue in select private.open_queues() loop
    picked := picked || array(
      select j.id
      from public.jobs as j
      where j.status = 'queued' and j.queue = open_queue
      order by j.priority, j.position
      limit max - cardinality(picked)
      for update skip locked
    );
    exit when cardinality(picked) >= max;
  end loop;

  -- While this transaction ran, its promoted rows were locked and others passed over them.
  if not promoted <@ picked then
    perform pg_notify('spool_jobs', '');
  end if;
  if cardinality(picked) = 0 then
    return;
  end if;

  perform private.begin_move('claim', 'worker', node_name);
  return query
  with attempts as (
    insert into public.job_attempts as a (job_id, number, node_id, node_name)
    select
      p.job_id,
      coalesce((select max(b.number) from public.job_attempts as b where b.job_id = p.job_id), 0) + 1,
      claim_next.node_id,
      node_name
    from unnest(picked) as p (job_id)
    returning a.id, a.job_id, a.number
  ),
  claimed as (
    update public.jobs as j
    set status = 'assigned', attempt_id = a.id, attempt_count = j.attempt_count + 1, node_id = claim_next.node_id
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
  order by c.queue, c.priority, c.position;
end;
$$;

comment on function private.claim_next(uuid, integer) is
  'Gives a node at most max jobs, in the order of service, each with a new attempt; none while the node drains or is offline. '
  'Send each attempt through pg-boss in the same transaction. stages are those of the type, {name, title, share}, with the '
  'status and checkpoint that earlier attempts left. Safe under concurrency: two nodes never get the same job.';

grant execute on function private.promote_due_jobs(integer), private.claim_next(uuid, integer) to spool_worker;
