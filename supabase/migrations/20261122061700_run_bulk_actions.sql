-- A bulk action runs in batches, each in a transaction of its own: by whoever started it, or by a worker, in turns. What a
-- crash leaves is carried on by the next who asks.

create function public.start_bulk_action(
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
begin
  perform private.require_caller();
  perform private.require_project_role(start_bulk_action.project_id, 'operator');
  perform private.check_bulk_arguments(action, arguments);

  started.id := gen_random_uuid();
  insert into public.bulk_actions (id, project_id, action, filter, arguments, total_count, actor_kind, actor_id)
  select started.id, start_bulk_action.project_id, start_bulk_action.action, start_bulk_action.filter,
    start_bulk_action.arguments, 0, a.actor_kind, a.actor_id
  from private.current_actor() as a;

  execute format(
    $query$
      insert into private.bulk_action_jobs (bulk_action_id, ordinal, job_id)
      select $1, row_number() over (order by j.created_at, j.id), j.id
      from public.jobs as j
      join public.job_types as t on t.name = j.job_type
      where j.project_id = $2 and private.bulk_effect($3, $4, j, t.is_pausable) = 'change'
        -- System tasks are steered by operators of the instance.
        and (t.kind = 'media' or (select private.my_instance_role()) >= 'operator') and %s
      order by j.created_at, j.id
      limit $5
    $query$,
    private.filter_condition(filter)
  )
  using started.id, start_bulk_action.project_id, action, arguments, max_jobs + 1;
  get diagnostics found_count = row_count;
  delete from private.bulk_action_jobs as i where i.bulk_action_id = started.id and i.ordinal > max_jobs;

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

comment on function public.start_bulk_action(uuid, public.bulk_action_name, jsonb, jsonb) is
  'Sets out to do an action to the jobs of a project that a filter finds now, oldest first and at most 100,000, and returns its '
  'row; nothing is changed yet. Workers carry it on, and run_bulk_action_batch does so at once. For operators of the project. '
  'Raises PT404, PT403, and PT400 for a filter or arguments that make no sense.';

create function private.run_bulk_batch(bulk_action_id uuid, max integer)
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
      and private.bulk_effect(running.action, coalesce(nullif(i.former, '{}'), arguments), j, t.is_pausable) = 'change'
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

comment on function private.run_bulk_batch(uuid, integer) is
  'Does a bulk action to at most max of the jobs that it has not come to, and returns its row. Jobs that are in another state by '
  'now are counted as skipped; those that are locked are left for a later batch.';

create function private.is_as_left(running public.bulk_actions, job public.jobs)
returns boolean
language sql
stable
set search_path = ''
as $$
  select case
    when running.undoes is null then true
    else coalesce((
      select case u.action
        when 'reprioritise' then job.priority::text = u.arguments ->> 'priority' and job.aged_from is null
        when 'move_to_queue' then job.queue::text = u.arguments ->> 'queue'
        else true
      end
      from public.bulk_actions as u
      where u.id = running.undoes
    ), true)
  end;
$$;

comment on function private.is_as_left(public.bulk_actions, public.jobs) is
  'For an action that undoes another: whether the job is still as that one left it. What people changed since is theirs.';

create function private.apply_bulk_change(running public.bulk_actions, ids uuid[])
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

    when running.action = 'remove' then
      delete from public.jobs as j where j.id = any (ids);
  end case;
end;
$$;

comment on function private.apply_bulk_change(public.bulk_actions, uuid[]) is
  'Does a bulk action to jobs that allow it, in one statement, and keeps what undoing it needs.';

create function private.require_bulk_action(bulk_action_id uuid)
returns public.bulk_actions
language plpgsql
security definer -- looks whatever policies the table has, and checks who asks
set search_path = ''
as $$
declare
  asked public.bulk_actions;
begin
  perform private.require_caller();
  select b.* into asked
  from public.bulk_actions as b
  where b.id = require_bulk_action.bulk_action_id and b.project_id in (select private.my_project_ids());
  if not found then
    raise exception 'Bulk action % does not exist', require_bulk_action.bulk_action_id using errcode = 'PT404';
  end if;
  perform private.require_project_role(asked.project_id, 'operator');
  return asked;
end;
$$;

comment on function private.require_bulk_action(uuid) is 'A bulk action that the caller may steer. Raises PT401, PT404 and PT403.';

create function public.run_bulk_action_batch(bulk_action_id uuid, max integer default 200)
returns public.bulk_actions
language plpgsql
security definer -- runs as whoever started it; require_bulk_action checks who asks
set search_path = ''
as $$
begin
  perform private.require_bulk_action(bulk_action_id);
  if max is null or max not between 1 and 1000 then
    raise exception 'max must lie between 1 and 1000' using errcode = 'PT400';
  end if;
  return private.run_bulk_batch(bulk_action_id, max);
end;
$$;

comment on function public.run_bulk_action_batch(uuid, integer) is
  'Carries a bulk action on by at most max jobs and returns its row; unchanged when somebody else is at it or it has ended. Call '
  'it until status is no longer running, or leave that to the workers. Raises PT404, PT403 and PT400.';

create function private.advance_bulk_actions(max integer)
returns integer
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
declare
  kept_for constant interval := '30 days';
  next_id uuid;
  before_count integer;
  after public.bulk_actions;
begin
  select b.id, b.done_count into next_id, before_count
  from public.bulk_actions as b
  where b.status = 'running'
  -- The one that was left alone for the longest, so that none holds up another.
  order by b.updated_at
  limit 1
  for no key update skip locked;
  if not found then
    delete from public.bulk_actions as b
    where b.id in (
      select o.id from public.bulk_actions as o
      where o.status <> 'running' and o.finished_at < now() - kept_for
      order by o.finished_at
      limit 1
      for update skip locked
    );
    return 0;
  end if;
  after := private.run_bulk_batch(next_id, max);
  return after.done_count - before_count;
end;
$$;

comment on function private.advance_bulk_actions(integer) is
  'For workers: carries a running bulk action on by at most max jobs and returns by how many; 0 when there is none to carry '
  'on, and then it removes one that ended more than 30 days ago, so that what is kept for undoing does not pile up. '
  'NOTIFY spool_bulk_actions says that one has started.';

grant execute on function private.advance_bulk_actions(integer) to spool_worker;

create function public.stop_bulk_action(bulk_action_id uuid)
returns public.bulk_actions
language plpgsql
security definer -- clients hold no UPDATE on bulk actions; require_bulk_action checks who asks
set search_path = ''
as $$
declare
  stopped public.bulk_actions := private.require_bulk_action(bulk_action_id);
begin
  update public.bulk_actions as b
  set status = 'stopped'
  where b.id = stop_bulk_action.bulk_action_id and b.status = 'running'
  returning b.* into stopped;
  if not found then
    select b.* into stopped from public.bulk_actions as b where b.id = stop_bulk_action.bulk_action_id;
    raise exception 'The bulk action is % already, after % of % jobs', stopped.status, stopped.done_count, stopped.total_count
      using errcode = 'PT409';
  end if;
  return stopped;
end;
$$;

comment on function public.stop_bulk_action(uuid) is
  'Lets a running bulk action touch no further job and returns its row; what it did stays. Raises PT404, PT403, and PT409 when it '
  'has ended. Safe under concurrency: a batch that is under way ends first.';

create function public.undo_bulk_action(bulk_action_id uuid)
returns public.bulk_actions
language plpgsql
security definer -- as above
set search_path = ''
as $$
declare
  undone public.bulk_actions := private.require_bulk_action(bulk_action_id);
  opposite constant public.bulk_action_name := case undone.action
    when 'pause' then 'resume'
    when 'resume' then 'pause'
    when 'reprioritise' then 'reprioritise'
    when 'move_to_queue' then 'move_to_queue'
  end;
  started public.bulk_actions;
begin
  select b.* into undone from public.bulk_actions as b where b.id = undo_bulk_action.bulk_action_id for update;
  if opposite is null then
    raise exception 'The action % cannot be undone', undone.action using errcode = 'PT409';
  elsif undone.status = 'running' then
    raise exception 'The bulk action is still running' using errcode = 'PT409', hint = 'Stop it first.';
  elsif undone.undoes is not null then
    raise exception 'The bulk action has undone another one already' using errcode = 'PT409';
  elsif exists (select from public.bulk_actions as b where b.undoes = undone.id) then
    raise exception 'The bulk action was undone already' using errcode = 'PT409';
  end if;

  insert into public.bulk_actions (project_id, action, filter, arguments, total_count, status, finished_at, undoes, actor_kind, actor_id)
  select undone.project_id, opposite, undone.filter, '{}', undone.changed_count,
    case when undone.changed_count = 0 then 'completed' else 'running' end::public.bulk_action_status,
    case when undone.changed_count = 0 then now() end,
    undone.id, a.actor_kind, a.actor_id
  from private.current_actor() as a
  returning * into started;

  insert into private.bulk_action_jobs (bulk_action_id, ordinal, job_id, former)
  select started.id, row_number() over (order by i.ordinal), i.job_id,
    case opposite
      when 'reprioritise' then jsonb_build_object('priority', i.former -> 'from')
      when 'move_to_queue' then jsonb_build_object('queue', i.former -> 'from')
      else '{}'
    end
  from private.bulk_action_jobs as i
  where i.bulk_action_id = undone.id and i.is_changed;
  perform pg_notify('spool_bulk_actions', '');
  return started;
end;
$$;

comment on function public.undo_bulk_action(uuid) is
  'Sets out to take back what a bulk action changed, where nobody has changed it since, and returns the row of the action that '
  'does so. For pause, resume, reprioritise and move_to_queue. Raises PT404, PT403, and PT409 when it cannot be undone, is still '
  'running, or was undone already.';

revoke execute on function
  public.start_bulk_action(uuid, public.bulk_action_name, jsonb, jsonb), public.run_bulk_action_batch(uuid, integer),
  public.stop_bulk_action(uuid), public.undo_bulk_action(uuid)
from public;
grant execute on function
  public.start_bulk_action(uuid, public.bulk_action_name, jsonb, jsonb), public.run_bulk_action_batch(uuid, integer),
  public.stop_bulk_action(uuid), public.undo_bulk_action(uuid)
to anon, authenticated, service_role;
