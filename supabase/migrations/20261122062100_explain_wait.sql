-- Why a job waits, in words: all the reasons, its place, and when it will probably start.

create function private.requirement_in_words(requirements jsonb, name text)
returns text
language sql
immutable
set search_path = ''
as $$
  select case name
    when 'gpu' then 'a GPU'
    when 'encoder' then format('the encoder %s', requirements ->> 'encoder')
    when 'memory_mb' then format('%s MB of free memory', requirements ->> 'memory_mb')
    when 'renderer' then format('the renderer %s', requirements ->> 'renderer')
    when 'site' then format('a place at site %s', requirements ->> 'site')
  end;
$$;

comment on function private.requirement_in_words(jsonb, text) is 'What a job needs, for a sentence such as "No running node has …".';

create function private.requirement_reasons(job public.jobs)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  needed constant text := (
    select string_agg(private.requirement_in_words(job.requirements, r.name), ' and ' order by r.name)
    from jsonb_object_keys(job.requirements) as r (name)
  );
  reasons jsonb;
begin
  if job.requirements = '{}' or exists (
    select from public.nodes as n
    where n.status in ('available', 'busy') and private.node_lacks(n, job.requirements) = '{}'
  ) then
    return '[]';
  end if;

  select coalesce(jsonb_agg(jsonb_build_object(
    'code', 'no_node_with_' || r.name,
    'text', format('No running node has %s', private.requirement_in_words(job.requirements, r.name)),
    'requirement', r.name,
    'wanted', job.requirements -> r.name
  )), '[]')
  into reasons
  from jsonb_object_keys(job.requirements) as r (name)
  where not exists (
    select from public.nodes as n
    where n.status in ('available', 'busy')
      and private.node_lacks(n, jsonb_build_object(r.name, job.requirements -> r.name)) = '{}'
  );
  if reasons = '[]' then
    reasons := jsonb_build_array(jsonb_build_object(
      'code', 'no_node_with_all', 'text', format('No running node has all that it needs: %s', needed), 'wanted', job.requirements
    ));
  end if;

  if not exists (select from public.nodes as n where private.node_lacks(n, job.requirements, true) = '{}') then
    reasons := reasons || jsonb_build_object(
      'code', 'requirements_never_met',
      'text', format('No node that is known, running or not, could ever run it: it needs %s. Start such a node, or submit the job with other requirements', needed),
      'wanted', job.requirements
    );
  end if;
  return reasons;
end;
$$;

comment on function private.requirement_reasons(public.jobs) is 'Which of its requirements no running node meets, and whether any node ever could: reasons as in explain_wait.';

create function private.jobs_ahead(job public.jobs, out ahead jsonb, out ahead_of_project jsonb, out ahead_count bigint)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
declare
  few constant integer := 2000;
  open_before constant public.queue_name[] := array(select q from private.open_queues() as q where q < job.queue);
  of_project bigint;
begin
  select coalesce(jsonb_object_agg(t.job_type, t.count), '{}'),
    coalesce(jsonb_object_agg(t.job_type, t.of_project) filter (where t.of_project > 0), '{}'),
    coalesce(sum(t.count), 0)
  into jobs_ahead.ahead, jobs_ahead.ahead_of_project, jobs_ahead.ahead_count
  from (
    select a.job_type, count(*) as count, count(*) filter (where a.project_id = job.project_id) as of_project
    from (
      -- Class by class, so that each is a walk along the order of service.
      select q.job_type, q.project_id
      from unnest(enum_range(null::public.queue_name)) as c (queue)
      cross join unnest(enum_range(null::public.job_priority)) as d (priority)
      cross join lateral (
        select j.job_type, j.project_id
        from public.jobs as j
        where j.status = 'queued' and j.queue = c.queue and j.priority = d.priority
          and j.position < case when (c.queue, d.priority) = (job.queue, job.priority) then job.position else 'infinity' end
        limit few + 1
      ) as q
      where c.queue = any (open_before) or (c.queue = job.queue and d.priority <= job.priority)
      union all
      select j.job_type, j.project_id
      from public.jobs as j
      where j.status = 'pending' and j.run_at <= now()
        and (
          j.queue = any (open_before)
          or (j.queue = job.queue and (j.priority < job.priority or (j.priority = job.priority and j.position < job.position)))
        )
      limit few + 1
    ) as a
    group by a.job_type
  ) as t;
  if jobs_ahead.ahead_count <= few then
    return;
  end if;

  -- So many are not read one by one: whole classes come from the counters, the own one from its index, and of types the mean.
  select sum(n.count), sum(n.of_project)
  into jobs_ahead.ahead_count, of_project
  from (
    select sum(c.count) as count, coalesce(sum(c.count) filter (where c.project_id = job.project_id), 0) as of_project
    from (
      select k.project_id, k.queue, k.priority, k.status, k.count from public.job_counts as k
      union all
      select d.project_id, d.queue, d.priority, d.status, d.change from public.job_count_deltas as d
    ) as c
    where c.status = 'queued' and (c.queue = any (open_before) or (c.queue = job.queue and c.priority < job.priority))
    union all
    select count(*), 0
    from public.jobs as j
    where j.status = 'queued' and j.queue = job.queue and j.priority = job.priority and j.position < job.position
    union all
    select 0, count(*)
    from public.jobs as j
    where j.status = 'queued' and j.queue = job.queue and j.priority = job.priority and j.position < job.position
      and j.project_id = job.project_id
      and exists (select from public.projects as p where p.id = job.project_id and p.max_running_jobs is not null)
    union all
    select count(*), count(*) filter (where j.project_id = job.project_id)
    from public.jobs as j
    where j.status = 'pending' and j.run_at <= now()
      and (
        j.queue = any (open_before)
        or (j.queue = job.queue and (j.priority < job.priority or (j.priority = job.priority and j.position < job.position)))
      )
  ) as n;
  jobs_ahead.ahead := jsonb_build_object('', jobs_ahead.ahead_count);
  jobs_ahead.ahead_of_project := jsonb_build_object('', of_project);
end;
$$;

comment on function private.jobs_ahead(public.jobs) is
  'What is served before a job that is due: how many, and by type {type: count}, of all projects and of its own. Beyond 2,000 '
  'the types are not told apart, and stand together under an empty name.';

create function public.explain_wait(job_id uuid)
returns jsonb
language plpgsql
stable
security definer -- looks at the whole line, of which the caller learns numbers only
set search_path = ''
as $$
#variable_conflict use_column
declare
  job public.jobs;
  queue public.queues;
  project public.projects;
  reasons jsonb := '[]';
  runs jsonb;
  running jsonb;
  running_of_project jsonb;
  ahead jsonb := '{}';
  ahead_of_project jsonb := '{}';
  ahead_count bigint;
  running_count integer;
  node_count integer;
  draining_count integer;
  slot_count integer;
  free_slots integer;
  reserved_slots integer;
  is_in_line boolean;
  is_blocked boolean := false;
  not_before timestamptz := now();
  expected record;
  expected_of_project record;
  event public.job_events;
  deviation double precision;
begin
  perform private.require_caller();
  select j.* into job
  from public.jobs as j
  where j.id = explain_wait.job_id and j.project_id in (select private.my_project_ids());
  if not found then
    raise exception 'Job % does not exist', explain_wait.job_id using errcode = 'PT404';
  end if;
  if job.status not in ('pending', 'queued', 'paused') then
    return jsonb_build_object('status', job.status, 'position', null, 'jobs_ahead', null, 'expected_start_at', null,
      'expected_start_low_at', null, 'expected_start_high_at', null, 'basis', jsonb_build_object('measured_runs', 0),
      'reasons', jsonb_build_array(jsonb_build_object(
        'code', case when job.finished_at is null then 'running' else 'finished' end,
        'text', case when job.finished_at is null then 'It does not wait: a node has it' else 'It does not wait: it is ' || job.status end
      )));
  end if;

  if job.status = 'paused' then
    select e.* into event
    from public.job_events as e
    where e.job_id = job.id and e.cause = 'pause'
    order by e.id desc
    limit 1;
    reasons := reasons || jsonb_build_object(
      'code', 'paused',
      'text', format('It was paused by %s at %s',
        private.person_name(case when event.actor_kind = 'user' then event.actor_id::uuid end), private.in_words(event.occurred_at)),
      'paused_by', event.actor_id, 'paused_at', event.occurred_at
    );
  elsif job.run_at > now() then
    not_before := job.run_at;
    reasons := reasons || case
      when job.error is not null then jsonb_build_object(
        'code', 'retry_backoff',
        'text', format('Attempt %s failed (%s: %s); it is tried again at %s',
          job.error ->> 'attempt', job.error_category, job.error ->> 'message', private.in_words(job.run_at)),
        'run_at', job.run_at, 'category', job.error_category, 'message', job.error ->> 'message', 'attempt', job.error -> 'attempt'
      )
      else jsonb_build_object(
        'code', 'scheduled', 'text', 'It is scheduled for ' || private.in_words(job.run_at), 'run_at', job.run_at
      )
    end;
  end if;
  is_in_line := job.status <> 'paused' and job.run_at <= now();

  select q.* into queue from public.queues as q where q.name = job.queue;
  if queue.is_paused and (queue.paused_until is null or queue.paused_until > now()) then
    not_before := greatest(not_before, queue.paused_until);
    is_blocked := queue.paused_until is null;
    reasons := reasons || jsonb_build_object(
      'code', 'queue_paused', 'text', private.pause_in_words(queue), 'queue', queue.name,
      'paused_by', queue.paused_by, 'paused_reason', queue.paused_reason, 'paused_until', queue.paused_until
    );
  end if;

  -- Nodes: whether there are any, whether they can run it, and whether one of them has a slot.
  select
    count(*) filter (where n.status <> 'draining'),
    count(*) filter (where n.status = 'draining'),
    coalesce(sum(greatest(n.slots - c.reserved, 0)) filter (where c.fits), 0),
    coalesce(sum(greatest(least(n.slots - c.used, n.slots - c.reserved - c.used_shared), 0)) filter (where c.fits), 0),
    coalesce(sum(greatest(least(n.slots - c.used, c.reserved), 0)) filter (where c.fits), 0)
  into node_count, draining_count, slot_count, free_slots, reserved_slots
  from public.nodes as n
  cross join private.settings as s
  cross join lateral (
    select
      case when job.queue = 'live' then 0 else coalesce(n.reserved_live_slots, s.reserved_live_slots) end as reserved,
      n.status <> 'draining' and private.node_lacks(n, job.requirements) = '{}' as fits,
      (select count(*) from public.jobs as r where r.node_id = n.id and r.status in ('assigned', 'processing')) as used,
      (
        select count(*) from public.jobs as r
        where r.node_id = n.id and r.status in ('assigned', 'processing') and (r.queue <> 'live' or job.queue = 'live')
      ) as used_shared
  ) as c
  where n.status <> 'offline';
  if draining_count > 0 then
    reasons := reasons || jsonb_build_object(
      'code', 'nodes_draining',
      'text', format(case draining_count when 1 then '%s node is being drained and takes nothing new' else '%s nodes are being drained and take nothing new' end, draining_count),
      'count', draining_count
    );
  end if;
  if node_count = 0 then
    reasons := reasons || jsonb_build_object('code', 'no_worker', 'text',
      case draining_count when 0 then 'No worker is running' else 'No other worker is running' end);
  end if;
  reasons := reasons || private.requirement_reasons(job);
  if slot_count > 0 and free_slots = 0 then
    reasons := reasons || case
      when reserved_slots > 0 then jsonb_build_object(
        'code', 'slots_reserved',
        'text', format('All slots but the %s reserved for queue live are busy', reserved_slots), 'slots', slot_count, 'reserved', reserved_slots
      )
      else jsonb_build_object(
        'code', 'slots_busy',
        'text', case slot_count when 1 then 'The only slot that can run it is busy' else format('All %s slots that can run it are busy', slot_count) end,
        'slots', slot_count
      )
    end;
  end if;
  is_blocked := is_blocked or slot_count = 0 or job.status = 'paused';

  -- What is served before it, by type.
  if is_in_line then
    select p.ahead, p.ahead_of_project, p.ahead_count into ahead, ahead_of_project, ahead_count
    from private.jobs_ahead(job) as p;
    reasons := reasons || case
      when ahead_count > 0 then jsonb_build_object(
        'code', 'jobs_ahead', 'count', ahead_count,
        'text', format(case ahead_count when 1 then '%s job is served before it' else '%s jobs are served before it' end, ahead_count)
      )
      when reasons = '[]' then jsonb_build_object('code', 'next', 'text', 'It is next in line')
      else '[]'
    end;
  end if;

  select p.* into project from public.projects as p where p.id = job.project_id;
  select coalesce(jsonb_agg(jsonb_build_object('job_type', r.job_type, 'elapsed', r.elapsed)), '[]'),
    coalesce(jsonb_agg(jsonb_build_object('job_type', r.job_type, 'elapsed', r.elapsed)) filter (where r.project_id = job.project_id), '[]')
  into running, running_of_project
  from (
    select j.job_type, j.project_id, extract(epoch from now() - coalesce(j.started_at, j.assigned_at)) as elapsed
    from public.jobs as j
    join public.nodes as n on n.id = j.node_id and n.status in ('available', 'busy')
    where j.status in ('assigned', 'processing') and private.node_lacks(n, job.requirements - 'memory_mb') = '{}'
  ) as r;
  select count(*) into running_count
  from public.jobs as j
  where j.project_id = job.project_id and j.status in ('assigned', 'processing');
  if running_count >= project.max_running_jobs then
    reasons := reasons || jsonb_build_object(
      'code', 'project_limit',
      'text', format('Its project runs %s of at most %s jobs', running_count, project.max_running_jobs),
      'running', running_count, 'limit', project.max_running_jobs
    );
  end if;

  select coalesce(jsonb_object_agg(r.job_type, jsonb_build_object('mean', r.mean_seconds, 'deviation', r.deviation_seconds, 'count', r.run_count)), '{}')
  into runs
  from private.recent_runs() as r;
  if not is_blocked then
    select * into expected from private.expected_seconds(slot_count, running, ahead, runs);
    if project.max_running_jobs is not null then
      select * into expected_of_project
      from private.expected_seconds(project.max_running_jobs, running_of_project, ahead_of_project, runs);
      if expected_of_project.seconds is null or expected_of_project.seconds > expected.seconds then
        expected := expected_of_project;
      end if;
    end if;
    not_before := greatest(not_before, now() + make_interval(secs => expected.seconds));
    deviation := expected.deviation;
    is_blocked := expected.seconds is null;
  end if;

  return jsonb_build_object(
    'status', job.status,
    'position', ahead_count + 1,
    'jobs_ahead', ahead_count,
    'expected_start_at', case when not is_blocked then not_before end,
    'expected_start_low_at', case when not is_blocked then greatest(not_before - make_interval(secs => deviation), now(), case when job.run_at > now() then job.run_at end) end,
    'expected_start_high_at', case when not is_blocked then not_before + make_interval(secs => deviation) end,
    'basis', jsonb_build_object('measured_runs', (select coalesce(sum((r.value ->> 'count')::bigint), 0) from jsonb_each(runs) as r)),
    'reasons', reasons
  );
end;
$$;

comment on function public.explain_wait(uuid) is
  'Why a job waits: {status, position, jobs_ahead, expected_start_at, expected_start_low_at, expected_start_high_at, basis: '
  '{measured_runs}, reasons: [{code, text, …}]}. All reasons that hold are there. position is null for a job that is not in line: '
  'paused, scheduled or backing off. The expected start comes from how long jobs of each type ran lately, dealt out over the '
  'slots; in nine cases of ten it lies between low and high. Null when nothing says when: a pause without end, no node that '
  'could run it, or nothing measured yet. Raises PT404 when there is no such job in the caller''s projects.';

revoke execute on function public.explain_wait(uuid) from public;
grant execute on function public.explain_wait(uuid) to anon, authenticated, service_role;
