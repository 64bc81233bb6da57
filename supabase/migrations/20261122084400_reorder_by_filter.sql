-- reorder_job for many: the jobs of a filter keep their order among themselves, and go before or after another job, or to the
-- front or back of their line. Their places are drawn up when it starts; batches then move them there.

create or replace function private.check_bulk_arguments(action public.bulk_action_name, arguments jsonb)
returns void
language plpgsql
immutable
set search_path = ''
as $$
declare
  schema constant jsonb := jsonb_build_object('type', 'object', 'additionalProperties', false) || case action
    when 'reprioritise' then '{"required": ["priority"], "properties": {"priority": {"enum": ["high", "medium", "low"]}}}'
    when 'move_to_queue' then '{"required": ["queue"], "properties": {"queue": {"enum": ["live", "default", "batch"]}}}'
    when 'reorder' then '{"properties": {"before": {"type": "string"}, "after": {"type": "string"}, "to": {"enum": ["front", "back"]}}}'
    else '{}'
  end::jsonb;
  problems text[] := private.json_schema_errors(schema, arguments, 'arguments');
begin
  if action is null then
    raise exception 'action is required' using errcode = 'PT400';
  elsif cardinality(problems) > 0 then
    raise exception '%', array_to_string(problems[:5], '; ') using errcode = 'PT400';
  elsif action = 'reorder' and (select count(*) from jsonb_object_keys(arguments)) <> 1 then
    raise exception 'arguments must have one of before, after and to' using errcode = 'PT400';
  end if;
end;
$$;

comment on function private.check_bulk_arguments(public.bulk_action_name, jsonb) is
  'Raises PT400 unless the arguments are those of the action: {priority} for reprioritise, {queue} for move_to_queue, one of '
  '{before: job id}, {after: job id} and {to: front or back} for reorder, none for others.';

create function private.bulk_arguments(project_id uuid, action public.bulk_action_name, arguments jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  anchor public.jobs;
begin
  perform private.check_bulk_arguments(action, arguments);
  if action <> 'reorder' or arguments ? 'to' then
    return arguments;
  end if;
  begin
    select j.* into anchor
    from public.jobs as j
    where j.id = coalesce(arguments ->> 'before', arguments ->> 'after')::uuid and j.project_id in (select private.my_project_ids());
  exception when invalid_text_representation then
    raise exception 'before and after are ids of jobs' using errcode = 'PT400';
  end;
  if anchor.id is null then
    raise exception 'Job % does not exist', coalesce(arguments ->> 'before', arguments ->> 'after') using errcode = 'PT404';
  elsif anchor.status not in ('pending', 'queued', 'paused') then
    raise exception 'The job to move next to does not wait any more, it is %', anchor.status using errcode = 'PT409';
  end if;
  return arguments || jsonb_build_object('queue', anchor.queue, 'priority', anchor.priority);
end;
$$;

comment on function private.bulk_arguments(uuid, public.bulk_action_name, jsonb) is
  'The arguments of an action, checked; for reorder next to a job, with the queue and priority in which that one stands. Raises '
  'PT400, and PT404 or PT409 for a job to move next to that there is not or that does not wait.';

create or replace function private.bulk_effect(action public.bulk_action_name, arguments jsonb, job public.jobs, is_pausable boolean)
returns text
language sql
immutable
set search_path = ''
as $$
  select case action
    when 'cancel' then case when job.finished_at is null then 'change' else 'finished' end
    when 'pause' then case
      when job.finished_at is not null then 'finished'
      when job.status = 'paused' then 'paused'
      when not is_pausable then 'not_pausable'
      else 'change'
    end
    when 'resume' then case when job.status = 'paused' then 'change' when job.finished_at is not null then 'finished' else 'not_paused' end
    when 'retry' then case when job.finished_at is null then 'not_finished' else 'change' end
    when 'reprioritise' then case
      when job.finished_at is not null then 'finished'
      when job.priority::text = arguments ->> 'priority' then 'same'
      else 'change'
    end
    when 'move_to_queue' then case
      when job.finished_at is not null then 'finished'
      when job.queue::text = arguments ->> 'queue' then 'same'
      else 'change'
    end
    when 'reorder' then case
      when job.finished_at is not null then 'finished'
      when job.status not in ('pending', 'queued', 'paused') then 'running'
      when job.id::text = coalesce(arguments ->> 'before', arguments ->> 'after') then 'anchor'
      when arguments ? 'queue' and (job.queue::text, job.priority::text) <> (arguments ->> 'queue', arguments ->> 'priority') then 'elsewhere'
      else 'change'
    end
    when 'remove' then case when job.finished_at is null then 'not_finished' else 'change' end
  end;
$$;

comment on function private.bulk_effect(public.bulk_action_name, jsonb, public.jobs, boolean) is
  'What an action would do to a job: change, or why it would leave it alone: finished, not_finished, paused, not_paused, '
  'not_pausable, running, anchor, elsewhere, same.';

create or replace function private.bulk_effect_in_words(action public.bulk_action_name, arguments jsonb, effect text, count bigint)
returns text
language sql
immutable
set search_path = ''
as $$
  select format('%s %s', count, case effect
    when 'change' then 'will ' || case action
      when 'cancel' then 'be cancelled'
      when 'pause' then 'be paused'
      when 'resume' then 'be resumed'
      when 'retry' then 'run again'
      when 'reprioritise' then 'get priority ' || (arguments ->> 'priority')
      when 'move_to_queue' then 'be moved to queue ' || (arguments ->> 'queue')
      when 'reorder' then 'be moved ' || case
        when arguments ? 'to' then 'to the ' || (arguments ->> 'to') || ' of their line'
        else case when arguments ? 'before' then 'before' else 'after' end || ' the chosen job'
      end
      when 'remove' then 'be removed'
    end
    when 'finished' then case count when 1 then 'has' else 'have' end || ' already finished'
    when 'not_finished' then case count when 1 then 'has' else 'have' end || ' not finished yet'
    when 'paused' then case count when 1 then 'is' else 'are' end || ' paused already'
    when 'not_paused' then case count when 1 then 'is' else 'are' end || ' not paused'
    when 'not_pausable' then 'cannot be paused'
    when 'running' then case count when 1 then 'runs' else 'run' end || ' already'
    when 'anchor' then 'is the one to move next to'
    when 'elsewhere' then case count when 1 then 'stands' else 'stand' end || ' in another queue or priority'
    when 'same' then case count when 1 then 'is' else 'are' end || ' there already'
  end);
$$;

create or replace function public.preview_bulk_action(
  project_id uuid, action public.bulk_action_name, filter jsonb, arguments jsonb default '{}'
)
returns jsonb
language plpgsql
security definer -- one look past the policies; checks who asks
set search_path = ''
as $$
declare
  outcomes jsonb;
  wanted jsonb;
begin
  perform private.require_caller();
  perform private.require_project_role(preview_bulk_action.project_id, 'operator');
  wanted := private.bulk_arguments(preview_bulk_action.project_id, action, arguments);
  execute format(
    $query$
      select coalesce(jsonb_agg(
        jsonb_build_object('effect', e.effect, 'count', e.count, 'text', private.bulk_effect_in_words($2, $3, e.effect, e.count))
        order by e.effect <> 'change', e.count desc
      ), '[]')
      from (
        -- Alike are counted together, so that nothing is asked of each of a hundred thousand.
        select private.bulk_effect($2, $3, jsonb_populate_record(null::public.jobs, to_jsonb(k)), t.is_pausable) as effect,
          sum(k.count)::bigint as count
        from (
          select j.job_type, j.status, j.queue, j.priority, min(j.finished_at) as finished_at,
            case when j.id = $4 then j.id end as id, count(*) as count
          from public.jobs as j
          where j.project_id = $1 and %s
          group by j.job_type, j.status, j.queue, j.priority, case when j.id = $4 then j.id end
        ) as k
        join public.job_types as t on t.name = k.job_type
        where t.kind = 'media' or (select private.my_instance_role()) >= 'operator'
        group by 1
      ) as e
    $query$,
    private.filter_condition(filter)
  )
  into outcomes
  using preview_bulk_action.project_id, action, wanted, coalesce(wanted ->> 'before', wanted ->> 'after')::uuid;
  return (
    select jsonb_build_object(
      'matched_count', coalesce(sum((o ->> 'count')::bigint), 0),
      'change_count', coalesce(sum((o ->> 'count')::bigint) filter (where o ->> 'effect' = 'change'), 0),
      'outcomes', outcomes,
      'text', coalesce(string_agg(o ->> 'text', ', '), 'No job fits')
    )
    from jsonb_array_elements(outcomes) as o
  );
end;
$$;

create function private.place_bulk_jobs(bulk_action_id uuid, arguments jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  max_digits constant integer := 20;
  is_before constant boolean := arguments ? 'before';
  anchor public.jobs;
  total integer;
  digits integer;
  low numeric;
  high numeric;
begin
  if arguments ->> 'to' = 'back' then
    -- Behind everything that is there, and before what comes later.
    update private.bulk_action_jobs as i
    set former = jsonb_build_object('position', p.position)
    from (
      select o.ordinal, nextval('private.job_position_seq') as position
      from (
        select b.ordinal from private.bulk_action_jobs as b where b.bulk_action_id = place_bulk_jobs.bulk_action_id order by b.ordinal
      ) as o
    ) as p
    where i.bulk_action_id = place_bulk_jobs.bulk_action_id and i.ordinal = p.ordinal;
    return;
  elsif arguments ->> 'to' = 'front' then
    update private.bulk_action_jobs as i
    set former = jsonb_build_object('position', f.first - 1 - (r.count - r.rank))
    from (
      select b.ordinal, j.queue, j.priority,
        row_number() over (partition by j.queue, j.priority order by b.ordinal) as rank,
        count(*) over (partition by j.queue, j.priority) as count
      from private.bulk_action_jobs as b
      join public.jobs as j on j.id = b.job_id
      where b.bulk_action_id = place_bulk_jobs.bulk_action_id
    ) as r
    join (
      select j.queue, j.priority, floor(min(j.position)) as first
      from public.jobs as j
      where j.status in ('pending', 'queued', 'assigned', 'processing', 'paused')
      group by j.queue, j.priority
    ) as f on f.queue = r.queue and f.priority = r.priority
    where i.bulk_action_id = place_bulk_jobs.bulk_action_id and i.ordinal = r.ordinal;
    return;
  end if;

  select count(*) into total from private.bulk_action_jobs as b where b.bulk_action_id = place_bulk_jobs.bulk_action_id;
  for try in 1..2 loop
    select j.* into anchor from public.jobs as j where j.id = coalesce(arguments ->> 'before', arguments ->> 'after')::uuid;
    low := coalesce(
      private.neighbour_position(anchor, is_before, anchor.id),
      case when is_before then ceil(anchor.position) - 1 else floor(anchor.position) + 1 end
    );
    high := greatest(low, anchor.position);
    low := least(low, anchor.position);
    digits := greatest(scale(low), scale(high)) + length(total::text) + 1;
    exit when digits <= max_digits;
    perform private.spread_positions(anchor.queue, anchor.priority, low);
  end loop;
  update private.bulk_action_jobs as i
  set former = jsonb_build_object('position', low + trunc((high - low) * i.ordinal / (total + 1), digits))
  where i.bulk_action_id = place_bulk_jobs.bulk_action_id;
end;
$$;

comment on function private.place_bulk_jobs(uuid, jsonb) is
  'Notes the position that each job of a bulk reorder gets: between the job to move next to and its neighbour of now, before the '
  'first of its line, or behind the last.';

create or replace function public.start_bulk_action(
  project_id uuid, action public.bulk_action_name, filter jsonb, arguments jsonb default '{}'
)
returns public.bulk_actions
language plpgsql
security definer -- clients hold no INSERT on bulk actions; checks who asks
set search_path = ''
as $$
declare
  max_jobs constant integer := 100000;
  started public.bulk_actions;
  found_count integer;
  wanted jsonb;
begin
  perform private.require_caller();
  perform private.require_project_role(start_bulk_action.project_id, 'operator');
  wanted := private.bulk_arguments(start_bulk_action.project_id, action, arguments);
  if action = 'reorder' then
    -- As reorder_job: one at a time, and whoever claims does not wait for it.
    perform pg_advisory_xact_lock(hashtextextended('spool.reorder_job', 0));
  end if;

  started.id := gen_random_uuid();
  insert into public.bulk_actions (id, project_id, action, filter, arguments, total_count, actor_kind, actor_id)
  select started.id, start_bulk_action.project_id, start_bulk_action.action, start_bulk_action.filter,
    wanted, 0, a.actor_kind, a.actor_id
  from private.current_actor() as a;

  execute format(
    $query$
      insert into private.bulk_action_jobs (bulk_action_id, ordinal, job_id)
      select $1, row_number() over (order by %1$s), j.id
      from public.jobs as j
      join public.job_types as t on t.name = j.job_type
      where j.project_id = $2 and private.bulk_effect($3, $4, j, t.is_pausable) = 'change'
        -- System tasks are steered by operators of the instance.
        and (t.kind = 'media' or (select private.my_instance_role()) >= 'operator') and %2$s
      order by %1$s
      limit $5
    $query$,
    case action when 'reorder' then 'j.queue, j.priority, j.position, j.id' else 'j.created_at, j.id' end,
    private.filter_condition(filter)
  )
  using started.id, start_bulk_action.project_id, action, wanted, max_jobs + 1;
  get diagnostics found_count = row_count;
  delete from private.bulk_action_jobs as i where i.bulk_action_id = started.id and i.ordinal > max_jobs;
  if action = 'reorder' then
    perform private.place_bulk_jobs(started.id, wanted);
  end if;

  update public.bulk_actions as b
  set total_count = least(found_count, max_jobs),
      has_more = found_count > max_jobs,
      status = case when found_count = 0 then 'completed' else 'running' end::public.bulk_action_status
  where b.id = started.id
  returning b.* into started;
  perform pg_notify('spool_bulk_actions', '');
  return started;
end;
$$;

create function private.may_carry_on(running public.bulk_actions)
returns boolean
language sql
stable
set search_path = ''
as $$
  select case running.actor_kind
    when 'user' then exists (
      select from public.project_members as m
      where m.project_id = running.project_id and m.user_id::text = running.actor_id and m.role >= 'operator'
    )
    when 'api_key' then exists (
      select from public.api_keys as k
      where k.project_id = running.project_id and k.id::text = running.actor_id and k.role >= 'operator'
        and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())
    )
    else true
  end;
$$;

comment on function private.may_carry_on(public.bulk_actions) is
  'Whether whoever started a bulk action may still operate its project: batches run long after somebody was shown the door.';

create or replace function private.run_bulk_batch(bulk_action_id uuid, max integer)
returns public.bulk_actions
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
<<batch>>
declare
  running public.bulk_actions;
  ids uuid[];
  free uuid[];
  changed uuid[];
  skipped jsonb;
  arguments jsonb;
begin
  -- One works on it at a time; who comes meanwhile goes on without waiting.
  select b.* into running
  from public.bulk_actions as b
  where b.id = run_bulk_batch.bulk_action_id and b.status = 'running'
  for no key update skip locked;
  if not found then
    select b.* into running from public.bulk_actions as b where b.id = run_bulk_batch.bulk_action_id;
    return running;
  end if;
  arguments := running.arguments;
  if not private.may_carry_on(running) then
    update public.bulk_actions as b
    set status = 'stopped', stopped_reason = 'Whoever started it may not operate the project any more.'
    where b.id = running.id
    returning b.* into running;
    return running;
  end if;

  ids := array(
    select i.job_id from private.bulk_action_jobs as i
    where i.bulk_action_id = running.id and not i.is_done
    order by i.ordinal
    limit max
  );
  -- A job that somebody else has in hand waits for a later batch. One that is gone is done with.
  free := array(
    select j.id from public.jobs as j where j.id = any (ids) order by j.id for no key update skip locked
  ) || array(
    select g.id from unnest(ids) as g (id) where not exists (select from public.jobs as j where j.id = g.id)
  );

  changed := array(
    select j.id
    from public.jobs as j
    join public.job_types as t on t.name = j.job_type
    join private.bulk_action_jobs as i on i.bulk_action_id = running.id and i.job_id = j.id
    where j.id = any (free)
      and private.bulk_effect(
        running.action, case when running.action = 'reorder' then arguments else coalesce(nullif(i.former, '{}'), arguments) end, j, t.is_pausable
      ) = 'change'
      and private.is_as_left(running, j)
      -- A second job of one unique key stays as it is.
      and (running.action <> 'retry' or j.unique_key is null or not exists (
        select from public.jobs as k
        where k.project_id = j.project_id and k.unique_key = j.unique_key and k.id <> j.id
          and (k.finished_at is null or (k.id < j.id and k.id = any (free)))
      ))
  );
  select coalesce(jsonb_object_agg(s.reason, s.count), '{}') into skipped
  from (
    select coalesce(j.status::text, 'gone') as reason, count(*) as count
    from unnest(free) as f (id)
    left join public.jobs as j on j.id = f.id
    where f.id <> all (changed)
    group by 1
  ) as s;

  perform private.apply_bulk_change(running, changed);

  update private.bulk_action_jobs as i
  set is_done = true, is_changed = i.job_id = any (changed)
  where i.bulk_action_id = running.id and i.job_id = any (free);
  update public.bulk_actions as b
  set done_count = b.done_count + cardinality(free),
      changed_count = b.changed_count + cardinality(changed),
      skipped = (
        select coalesce(jsonb_object_agg(m.reason, m.count), '{}')
        from (
          select s.key as reason, sum(s.value::bigint) as count
          from (select * from jsonb_each_text(b.skipped) union all select * from jsonb_each_text(batch.skipped)) as s
          group by s.key
        ) as m
      ),
      status = case
        when b.done_count + cardinality(free) >= b.total_count then 'completed' else 'running'
      end::public.bulk_action_status
  where b.id = running.id
  returning b.* into running;
  return running;
end;
$$;

create or replace function private.apply_bulk_change(running public.bulk_actions, ids uuid[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  cause constant text := case running.action when 'retry' then 'manual_retry' else running.action::text end;
begin
  if cardinality(ids) = 0 then
    return;
  end if;
  case
    when running.action in ('cancel', 'pause', 'resume', 'retry') then
      if running.action = 'retry' then
        perform set_config('spool.from_stage', '', true);
      end if;
      perform private.begin_move(cause, running.actor_kind, running.actor_id);
      update public.jobs as j
      set status = case running.action when 'cancel' then 'cancelled' when 'pause' then 'paused' else 'pending' end::public.job_status
      where j.id = any (ids);

    when running.action in ('reprioritise', 'move_to_queue') then
      update private.bulk_action_jobs as i
      set former = case running.action
        when 'reprioritise' then jsonb_build_object('priority', coalesce(nullif(i.former, '{}') ->> 'priority', running.arguments ->> 'priority'), 'from', j.priority)
        else jsonb_build_object('queue', coalesce(nullif(i.former, '{}') ->> 'queue', running.arguments ->> 'queue'), 'from', j.queue)
      end
      from public.jobs as j
      where i.bulk_action_id = running.id and i.job_id = j.id and j.id = any (ids);

      if running.action = 'reprioritise' then
        update public.jobs as j
        set priority = (i.former ->> 'priority')::public.job_priority, aged_from = null, aged_at = null
        from private.bulk_action_jobs as i
        where i.bulk_action_id = running.id and i.job_id = j.id and j.id = any (ids);
      else
        update public.jobs as j
        set queue = (i.former ->> 'queue')::public.queue_name
        from private.bulk_action_jobs as i
        where i.bulk_action_id = running.id and i.job_id = j.id and j.id = any (ids);
      end if;

      insert into public.job_events (job_id, project_id, from_status, to_status, cause, actor_kind, actor_id, attempt_id, detail)
      select j.id, j.project_id, j.status, j.status, cause, running.actor_kind, running.actor_id, j.attempt_id,
        jsonb_build_object('from', i.former -> 'from', 'to', coalesce(i.former -> 'priority', i.former -> 'queue'))
      from public.jobs as j
      join private.bulk_action_jobs as i on i.bulk_action_id = running.id and i.job_id = j.id
      where j.id = any (ids);
      perform pg_notify('spool_jobs', '');

    when running.action = 'reorder' then
      -- The events first: they tell where each job stood.
      insert into public.job_events (job_id, project_id, from_status, to_status, cause, actor_kind, actor_id, detail)
      select j.id, j.project_id, j.status, j.status, cause, running.actor_kind, running.actor_id,
        jsonb_build_object('from', j.position, 'to', i.former -> 'position')
      from public.jobs as j
      join private.bulk_action_jobs as i on i.bulk_action_id = running.id and i.job_id = j.id
      where j.id = any (ids);
      update public.jobs as j
      set position = (i.former ->> 'position')::numeric
      from private.bulk_action_jobs as i
      where i.bulk_action_id = running.id and i.job_id = j.id and j.id = any (ids);
      perform pg_notify('spool_jobs', '');

    when running.action = 'remove' then
      delete from public.jobs as j where j.id = any (ids);
  end case;
end;
$$;
