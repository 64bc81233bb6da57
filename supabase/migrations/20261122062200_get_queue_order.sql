create function public.get_queue_order(queue public.queue_name, max_jobs integer default 50)
returns table (
  place bigint, job_id uuid, project_id uuid, job_type text, title text, priority public.job_priority, status public.job_status,
  expected_start_at timestamptz
)
language plpgsql
stable
security definer -- walks the whole line; the caller sees the rows of their projects
set search_path = ''
as $$
#variable_conflict use_column
declare
  figures private.settings;
  is_open boolean := get_queue_order.queue in (select private.open_queues());
  runs jsonb;
  mean_of_all double precision;
  free_in double precision[];
  slot_count integer;
  before_seconds double precision;
  mine uuid[] := array(select private.my_project_ids());
  waiting record;
  first_slot integer;
begin
  perform private.require_caller();
  if get_queue_order.queue is null then
    raise exception 'queue is required' using errcode = 'PT400';
  elsif max_jobs is null or max_jobs not between 1 and 500 then
    raise exception 'max_jobs must lie between 1 and 500' using errcode = 'PT400';
  end if;
  select s.* into figures from private.settings as s;
  select jsonb_object_agg(r.job_type, r.mean_seconds), sum(r.mean_seconds * r.run_count) / sum(r.run_count)
  into runs, mean_of_all
  from private.recent_runs() as r;

  select coalesce(sum(greatest(n.slots - case when get_queue_order.queue = 'live' then 0 else coalesce(n.reserved_live_slots, figures.reserved_live_slots) end, 0)), 0)
  into slot_count
  from public.nodes as n
  where n.status in ('available', 'busy');
  slot_count := least(slot_count, 1000);
  select coalesce(sum(coalesce((runs ->> a.job_type)::double precision, mean_of_all)), 0) / nullif(slot_count, 0)
  into before_seconds
  from public.jobs as a
  where a.queue < get_queue_order.queue and a.queue in (select private.open_queues())
    and (a.status = 'queued' or (a.status = 'pending' and a.run_at <= now()));
  free_in := array(
    select f.seconds + before_seconds
    from (
      select greatest(m.mean - extract(epoch from now() - coalesce(j.started_at, j.assigned_at))::double precision, m.mean * 0.1) as seconds
      from public.jobs as j
      join public.nodes as n on n.id = j.node_id and n.status in ('available', 'busy')
      cross join lateral (select coalesce((runs ->> j.job_type)::double precision, mean_of_all) as mean) as m
      where j.status in ('assigned', 'processing')
      union all
      select 0
      from generate_series(1, slot_count - (select count(*) from public.jobs as j where j.status in ('assigned', 'processing')))
    ) as f
    order by 1
    limit slot_count
  );

  place := 0;
  for waiting in
    select j.*
    from public.jobs as j
    where j.queue = get_queue_order.queue and (j.status = 'queued' or (j.status = 'pending' and j.run_at <= now()))
    order by j.priority, j.position
    limit max_jobs
  loop
    place := place + 1;
    first_slot := (select f.ordinal from unnest(free_in) with ordinality as f (seconds, ordinal) order by f.seconds limit 1);
    expected_start_at := case when is_open then now() + make_interval(secs => free_in[first_slot]) end;
    if first_slot is not null then
      free_in[first_slot] := free_in[first_slot] + coalesce((runs ->> waiting.job_type)::double precision, mean_of_all);
    end if;
    continue when waiting.project_id <> all (mine);
    job_id := waiting.id;
    project_id := waiting.project_id;
    job_type := waiting.job_type;
    title := waiting.title;
    priority := waiting.priority;
    status := waiting.status;
    return next;
  end loop;
end;
$$;

comment on function public.get_queue_order(public.queue_name, integer) is
  'The first max_jobs jobs that stand in line in a queue, in the order of service, with their place and when they will probably '
  'start. Jobs of projects that are not the caller''s take a place and are left out. What limits and requirements hold back is '
  'not foreseen here: ask explain_wait for one job. expected_start_at is null while the queue is paused, without nodes, and '
  'where nothing was measured yet.';

revoke execute on function public.get_queue_order(public.queue_name, integer) from public;
grant execute on function public.get_queue_order(public.queue_name, integer) to anon, authenticated, service_role;
