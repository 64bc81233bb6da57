-- What the next clean-up would remove, so that nobody sets a figure without having seen what it costs.

create function public.preview_retention(figures jsonb default '{}')
returns jsonb
language plpgsql
stable
security definer -- counts over all projects; checks who asks
set search_path = ''
as $$
declare
  -- Beyond it the count is as good as the rest, and costs no more than this many rows of an index.
  many constant integer := 100000;
  kept private.settings;
begin
  perform private.require_instance_role('admin');
  select n.* into kept
  from private.settings as s
  cross join lateral jsonb_populate_record(
    s,
    (
      select coalesce(jsonb_object_agg(f.key, f.value), '{}')
      from jsonb_each(case when jsonb_typeof(figures) = 'object' then figures else '{}' end) as f
      where f.key = any (private.retention_figures())
        and (
          jsonb_typeof(f.value) = 'null'
          or (jsonb_typeof(f.value) = 'number' and (f.value)::numeric > 0 and (f.value)::numeric <= 36500)
        )
    )
  ) as n;

  return jsonb_build_object(
    'keep_completed_days', (
      select count(*) from (
        select from public.jobs as j join public.job_types as t on t.name = j.job_type and t.kind = 'media'
        where j.status = 'completed' and j.finished_at < private.days_ago(kept.keep_completed_days) limit many
      ) as c
    ),
    'keep_failed_days', (
      select count(*) from (
        select from public.jobs as j join public.job_types as t on t.name = j.job_type and t.kind = 'media'
        where j.status in ('failed', 'cancelled') and j.finished_at < private.days_ago(kept.keep_failed_days) limit many
      ) as c
    ),
    'keep_tasks_days', (
      select count(*) from (
        select from public.jobs as j join public.job_types as t on t.name = j.job_type and t.kind = 'system'
        where j.finished_at < private.days_ago(kept.keep_tasks_days) limit many
      ) as c
    ),
    -- Lines are numbered in the order of their time, so the oldest are the first.
    'keep_logs_days', (
      select count(*) from (select l.logged_at from public.job_logs as l order by l.id limit many) as c
      where c.logged_at < private.days_ago(kept.keep_logs_days)
    ),
    'keep_minutes_days', (
      select count(*) from (
        select from public.job_minutes as m where m.minute < private.days_ago(kept.keep_minutes_days) limit many
      ) as c
    ),
    'keep_schedule_runs_days', (
      select count(*) from (
        select from public.schedule_runs as r where r.created_at < private.days_ago(kept.keep_schedule_runs_days) limit many
      ) as c
    ),
    'at_most', many
  );
end;
$$;

comment on function public.preview_retention(jsonb) is
  'How many rows the next clean-up would remove for each figure of get_retention(), with those that are given in place of those '
  'that hold; each count ends at at_most. What is no figure or out of range is left as it is. For administrators of the instance.';

revoke execute on function public.preview_retention(jsonb) from public, anon;
grant execute on function public.preview_retention(jsonb) to authenticated, service_role;
