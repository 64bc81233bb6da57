-- What a control would do to the jobs of a filter, before it does it.

create function private.check_bulk_arguments(action public.bulk_action_name, arguments jsonb)
returns void
language plpgsql
immutable
set search_path = ''
as $$
declare
  schema constant jsonb := jsonb_build_object('type', 'object', 'additionalProperties', false) || case action
    when 'reprioritise' then '{"required": ["priority"], "properties": {"priority": {"enum": ["high", "medium", "low"]}}}'
    when 'move_to_queue' then '{"required": ["queue"], "properties": {"queue": {"enum": ["live", "default", "batch"]}}}'
    else '{}'
  end::jsonb;
  problems text[] := private.json_schema_errors(schema, arguments, 'arguments');
begin
  if action is null then
    raise exception 'action is required' using errcode = 'PT400';
  elsif cardinality(problems) > 0 then
    raise exception '%', array_to_string(problems[:5], '; ') using errcode = 'PT400';
  end if;
end;
$$;

comment on function private.check_bulk_arguments(public.bulk_action_name, jsonb) is
  'Raises PT400 unless the arguments are those of the action: {priority} for reprioritise, {queue} for move_to_queue, none for others.';

create function private.bulk_effect(action public.bulk_action_name, arguments jsonb, job public.jobs, is_pausable boolean)
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
    when 'remove' then case when job.finished_at is null then 'not_finished' else 'change' end
  end;
$$;

comment on function private.bulk_effect(public.bulk_action_name, jsonb, public.jobs, boolean) is
  'What an action would do to a job: change, or why it would leave it alone: finished, not_finished, paused, not_paused, '
  'not_pausable, same.';

create function private.bulk_effect_in_words(action public.bulk_action_name, arguments jsonb, effect text, count bigint)
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
      when 'remove' then 'be removed'
    end
    when 'finished' then case count when 1 then 'has' else 'have' end || ' already finished'
    when 'not_finished' then case count when 1 then 'has' else 'have' end || ' not finished yet'
    when 'paused' then case count when 1 then 'is' else 'are' end || ' paused already'
    when 'not_paused' then case count when 1 then 'is' else 'are' end || ' not paused'
    when 'not_pausable' then 'cannot be paused'
    when 'same' then case count when 1 then 'is' else 'are' end || ' there already'
  end);
$$;

comment on function private.bulk_effect_in_words(public.bulk_action_name, jsonb, text, bigint) is 'A count of jobs and what becomes of them, for people.';

create function public.preview_bulk_action(
  project_id uuid, action public.bulk_action_name, filter jsonb, arguments jsonb default '{}'
)
returns jsonb
language plpgsql
security definer -- one look past the policies; checks who asks
set search_path = ''
as $$
declare
  outcomes jsonb;
begin
  perform private.require_caller();
  perform private.require_project_role(preview_bulk_action.project_id, 'operator');
  perform private.check_bulk_arguments(action, arguments);
  execute format(
    $query$
      select coalesce(jsonb_agg(
        jsonb_build_object('effect', e.effect, 'count', e.count, 'text', private.bulk_effect_in_words($2, $3, e.effect, e.count))
        order by e.effect <> 'change', e.count desc
      ), '[]')
      from (
        select private.bulk_effect($2, $3, j, t.is_pausable) as effect, count(*) as count
        from public.jobs as j
        join public.job_types as t on t.name = j.job_type
        where j.project_id = $1 and (t.kind = 'media' or (select private.my_instance_role()) >= 'operator') and %s
        group by 1
      ) as e
    $query$,
    private.filter_condition(filter)
  )
  into outcomes
  using preview_bulk_action.project_id, action, arguments;
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

comment on function public.preview_bulk_action(uuid, public.bulk_action_name, jsonb, jsonb) is
  'What an action would do to the jobs of a project that a filter finds, without doing it: {matched_count, change_count, '
  'outcomes: [{effect, count, text}], text}. For operators of the project. Raises PT404, PT403, and PT400 for a filter or '
  'arguments that make no sense.';

revoke execute on function public.preview_bulk_action(uuid, public.bulk_action_name, jsonb, jsonb) from public;
grant execute on function public.preview_bulk_action(uuid, public.bulk_action_name, jsonb, jsonb) to anon, authenticated, service_role;
