-- A week of a fleet at work: a project, a site, five simulated nodes and some three thousand jobs in every state.
-- $1: how many jobs. All of them need the site "sample-studio", at which no real node is: nobody renders them.
-- Written past the triggers, so that the past is not told as news; the counters are filled at the end.
-- Draws come from md5 of a number, not from random(): every filling looks alike.

insert into public.projects (slug, name) values ('sample-data', 'Sample data');

insert into public.project_members (project_id, user_id, role)
select p.id, f.user_id, 'admin'
from public.projects as p
cross join public.profiles as f
where p.slug = 'sample-data' and f.instance_role = 'admin';

insert into public.sites (slug, name, storage_root, health, health_checked_at)
values ('sample-studio', 'Sample studio', '/srv/sample-studio', 'healthy', now());

insert into public.nodes (
  name, hostname, status, slots, busy_slots, cpu_cores, cpu_load, memory_total_mb, memory_free_mb, gpus, encoders,
  renderers, version, site_id, started_at, heartbeat_at
)
select
  n.name, n.name || '.example', n.status::public.node_status, n.slots, n.busy, n.cores, n.cores * n.load, n.memory_mb,
  n.memory_mb * 0.4, n.gpus::jsonb, array['libx264'], array['canvas'], 'sample', s.id,
  now() - interval '6 days', now() - make_interval(secs => n.silent_seconds)
from public.sites as s
cross join (values
  ('sample-cpu-1', 'busy', 3, 3, 8, 0.82, 32768, '[]', 0),
  ('sample-cpu-2', 'busy', 3, 3, 8, 0.74, 32768, '[]', 0),
  ('sample-gpu-1', 'busy', 3, 3, 16, 0.41, 65536,
    '[{"index": 0, "model": "Sample GPU", "memory_mb": 16384, "encoders": ["h264_nvenc"]}]', 0),
  ('sample-cpu-3', 'draining', 3, 0, 4, 0.33, 16384, '[]', 0),
  ('sample-cpu-4', 'offline', 2, 0, 4, 0, 16384, '[]', 1260)
) as n (name, status, slots, busy, cores, load, memory_mb, gpus, silent_seconds)
where s.slug = 'sample-studio';

create temporary table drawn on commit drop as
with draws as (
  select
    g.n,
    (select array_agg(('x' || substr(md5(g.n || '/' || d), 1, 7))::bit(28)::integer / 268435456.0 order by d)
     from generate_series(1, 8) as d) as r
  from generate_series(1, $1::integer) as g (n)
),
statuses as (
  select
    d.*,
    -- The newest nine run, three on each of the busy nodes; then come those that wait; the rest is over.
    case
      when d.n <= 9 then 'processing'
      when d.n <= 33 then 'queued'
      when d.n <= 41 then 'pending'
      when d.n <= 45 then 'paused'
      when d.r[1] < 0.93 then 'completed'
      when d.r[1] < 0.975 then 'failed'
      else 'cancelled'
    end as status,
    -- Each day is busiest at the hour that it is now, and quietest half a day from it.
    (w.day - 0.1 * sin(2 * pi() * w.day)) * 86400 as age_seconds
  from draws as d
  cross join lateral (select greatest(0, d.n - 45) * 7.0 / $1 as day) as w
)
select
  s.n, s.r, s.status::public.job_status as status,
  gen_random_uuid() as id,
  gen_random_uuid() as attempt_id,
  (case when s.r[2] < 0.12 then 'live' when s.r[2] < 0.72 then 'default' else 'batch' end)::public.queue_name as queue,
  (case when s.r[3] < 0.15 then 'high' when s.r[3] < 0.85 then 'medium' else 'low' end)::public.job_priority as priority,
  (array['doubt', 'doubt', 'doubt', 'topic_short', 'topic_short', 'daily_ca'])[1 + floor(s.r[4] * 6)::integer] as job_type,
  (array['sample-cpu-1', 'sample-cpu-2', 'sample-gpu-1', 'sample-cpu-3'])[
    1 + case s.status when 'processing' then s.n % 3 else floor(s.r[5] * 4)::integer end] as node_name,
  (array[
    'Why is the sky blue?', 'What is Article 21?', 'How do vaccines work?', 'What is inflation?', 'Why do ships float?',
    'How does a lens bend light?', 'Who can amend the Constitution?', 'What makes a current flow?', 'Why do leaves fall?',
    'How is GDP measured?', 'What is photosynthesis?', 'Why does ice float on water?', 'What is a catalyst?',
    'How do earthquakes begin?', 'What does the heart do?', 'Why is pi irrational?', 'What is a money bill?',
    'How do monsoons form?', 'What is Newton''s third law?', 'How does DNA copy itself?'
  ])[1 + floor(s.r[6] * 20)::integer] as question,
  case
    when s.status = 'processing' then now() - make_interval(secs => 40 + s.n * 17 + t.wait_seconds)
    when s.status in ('queued', 'pending', 'paused') then now() - make_interval(secs => 60 + s.n * 70)
    -- So that the last of them ended a moment ago.
    else now() - make_interval(secs => s.age_seconds + t.wait_seconds + t.run_seconds)
  end as created_at,
  t.wait_seconds, t.run_seconds
from statuses as s
-- Most run for a short time, a few for long. Live work hardly waits; what is less urgent does, for an hour and more.
cross join lateral (
  select
    case
      when s.r[2] < 0.12 then 2 + 20 * power(s.r[7], 2)
      when s.r[2] < 0.72 then 15 + 2400 * power(s.r[7], 2)
      else 300 + 6000 * power(s.r[7], 1.5)
    end as wait_seconds,
    25 + 160 * power(s.r[8], 2) as run_seconds
) as t;

create temporary table categories on commit drop as
select c.* from (values
  (0, 'TIMEOUT', 'render', 'The renderer did not finish in 600 s.'),
  (1, 'API_ERROR', 'narrate', 'The voice service answered 503.'),
  (2, 'INVALID_INPUT', 'script', 'The formula in line 3 has no closing brace.'),
  (3, 'NOT_FOUND', 'render', 'The picture https://pictures.example/lens.png does not exist.'),
  (4, 'NODE_LOST', 'render', 'The node stopped answering three times in a row.'),
  (5, 'UNKNOWN', 'package', 'The encoder ended with code 139.')
) as c (number, category, stage, message);

insert into public.jobs (
  id, project_id, job_type, queue, priority, position, status, payload, title, requirements, run_at, attempt_id,
  attempt_count, max_attempts, node_id, stage, progress_ratio, notices, duration_seconds, error, error_category,
  created_at, queued_at, assigned_at, started_at, finished_at, updated_at
)
select
  d.id, p.id, d.job_type, d.queue, d.priority, nextval('private.job_position_seq'), d.status,
  jsonb_build_object('question', d.question, 'text', 'Made up: this job is a sample, nobody renders it.', 'length', 60),
  d.question, '{"site": "sample-studio"}',
  case d.status when 'pending' then now() + make_interval(mins => d.n * 9) else d.created_at end,
  case when h.has_run then d.attempt_id end, h.has_run::integer, 3,
  case when h.has_run then n.id end,
  case d.status when 'processing' then 'render' when 'failed' then c.stage end,
  case d.status when 'completed' then 1 when 'processing' then 0.1 + 0.09 * d.n when 'failed' then 0.3 else 0 end,
  array['Sample data: this job is made up.'],
  case d.status when 'completed' then 45 + round(30 * d.r[7]) end,
  case d.status when 'failed' then jsonb_build_object(
    'category', c.category, 'message', c.message, 'stage', c.stage, 'attempt', 1, 'occurred_at', h.finished_at) end,
  case d.status when 'failed' then c.category::public.error_category end,
  d.created_at,
  case when d.status not in ('pending', 'paused') then d.created_at end,
  case when h.has_run then h.started_at end,
  case when h.has_run then h.started_at end,
  case when d.status in ('completed', 'failed', 'cancelled') then h.finished_at end,
  coalesce(case when d.status in ('completed', 'failed', 'cancelled') then h.finished_at end, d.created_at)
from drawn as d
cross join lateral (
  select
    d.status in ('completed', 'failed', 'processing') as has_run,
    d.created_at + make_interval(secs => d.wait_seconds) as started_at,
    d.created_at + make_interval(secs => d.wait_seconds + d.run_seconds) as finished_at
) as h
join public.projects as p on p.slug = 'sample-data'
join public.nodes as n on n.name = d.node_name
join categories as c on c.number = d.n % 6
order by d.n desc;

insert into public.job_attempts (id, job_id, number, node_id, node_name, status, assigned_at, started_at, finished_at, error)
select
  j.attempt_id, j.id, 1, j.node_id, d.node_name,
  (case j.status when 'processing' then 'running' else j.status::text end)::public.attempt_status,
  j.assigned_at, j.started_at, j.finished_at, j.error
from drawn as d
join public.jobs as j on j.id = d.id
where j.attempt_id is not null;

insert into public.job_events (job_id, project_id, from_status, to_status, cause, actor_kind, actor_id, attempt_id, occurred_at)
select j.id, j.project_id, e.from_status::public.job_status, e.to_status::public.job_status, e.cause,
  e.actor::public.actor_kind, case e.actor when 'worker' then d.node_name end,
  case e.actor when 'worker' then j.attempt_id end, e.at
from drawn as d
join public.jobs as j on j.id = d.id
cross join lateral (values
  (1, null, 'pending', 'insert', 'service', j.created_at),
  (2, 'pending', 'queued', 'due', 'service', j.queued_at),
  (3, 'queued', 'assigned', 'claim', 'worker', j.assigned_at),
  (4, 'assigned', 'processing', 'start', 'worker', j.started_at),
  (5, 'processing', 'completed', 'complete', 'worker', case j.status when 'completed' then j.finished_at end),
  (5, 'processing', 'failed', 'fail', 'worker', case j.status when 'failed' then j.finished_at end),
  (5, 'queued', 'cancelled', 'cancel', 'service', case j.status when 'cancelled' then j.finished_at end),
  (5, 'pending', 'paused', 'pause', 'service', case j.status when 'paused' then j.created_at end)
) as e (ordinal, from_status, to_status, cause, actor, at)
where e.at is not null
order by e.at, e.ordinal;

-- Where in a run each stage lies, as parts of it.
insert into public.job_stages (job_id, stage, ordinal, status, attempt_id, progress_ratio, started_at, finished_at)
select
  j.id, t.stage, t.ordinal,
  (case when r.has_ended then 'completed' when j.status = 'failed' then 'failed' else 'running' end)::public.stage_status,
  j.attempt_id, case when r.has_ended then 1 else 0.5 end,
  j.started_at + t.from_ratio * r.run,
  case when r.has_ended then j.started_at + t.to_ratio * r.run else j.finished_at end
from drawn as d
join public.jobs as j on j.id = d.id
cross join (values
  ('script', 1, 0.0, 0.03), ('narrate', 2, 0.03, 0.25), ('render', 3, 0.25, 0.9), ('package', 4, 0.9, 1.0)
) as t (stage, ordinal, from_ratio, to_ratio)
cross join lateral (
  select
    coalesce(j.finished_at, now()) - j.started_at as run,
    j.status = 'completed'
      or t.ordinal < coalesce(array_position(array['script', 'narrate', 'render', 'package'], j.stage), 0) as has_ended
) as r
where j.attempt_id is not null and (r.has_ended or t.stage = j.stage);

insert into public.job_logs (job_id, attempt_id, level, stage, message, fields, logged_at)
select j.id, j.attempt_id, l.level::public.log_level, l.stage, l.message, '{"sample": true}', l.at
from drawn as d
join public.jobs as j on j.id = d.id
cross join lateral (values
  (1, 'info', 'script', 'Wrote the script', j.started_at + interval '1 second'),
  (2, 'info', 'narrate', 'Spoke the narration', j.started_at + interval '6 seconds'),
  (3, 'info', 'render', 'Began to draw', j.started_at + interval '8 seconds'),
  (4, 'info', 'package', 'The video is ready', case j.status when 'completed' then j.finished_at end),
  (4, 'error', j.stage, j.error ->> 'message', case j.status when 'failed' then j.finished_at end)
) as l (ordinal, level, stage, message, at)
where j.attempt_id is not null and l.at is not null
order by l.at, l.ordinal;

insert into public.job_counts (project_id, queue, priority, status, count)
select j.project_id, j.queue, j.priority, j.status, count(*)
from drawn as d
join public.jobs as j on j.id = d.id
group by j.project_id, j.queue, j.priority, j.status;

insert into public.job_minutes (project_id, minute, queue, started, wait_seconds, completed, failed, run_seconds)
select
  j.project_id, m.minute, j.queue, count(*) filter (where m.is_start),
  coalesce(sum(extract(epoch from j.started_at - j.created_at)) filter (where m.is_start), 0),
  count(*) filter (where not m.is_start and j.status = 'completed'),
  count(*) filter (where not m.is_start and j.status = 'failed'),
  coalesce(sum(extract(epoch from j.finished_at - j.started_at)) filter (where not m.is_start), 0)
from drawn as d
join public.jobs as j on j.id = d.id
cross join lateral (values
  (date_trunc('minute', j.started_at), true),
  (date_trunc('minute', case when j.started_at is not null then j.finished_at end), false)
) as m (minute, is_start)
where m.minute is not null
group by j.project_id, m.minute, j.queue;

-- As heartbeats would have noted it, a minute after the other, and up to the one before this.
insert into public.queue_depths (minute, project_id, waiting_live, waiting_default, waiting_batch, running)
select
  m.minute, p.id,
  count(*) filter (where s.is_waiting and s.queue = 'live'), count(*) filter (where s.is_waiting and s.queue = 'default'),
  count(*) filter (where s.is_waiting and s.queue = 'batch'), count(*) filter (where not s.is_waiting)
from public.projects as p
cross join generate_series(
  date_trunc('minute', now()) - interval '7 days', date_trunc('minute', now()) - interval '1 minute', interval '1 minute'
) as m (minute)
left join (
  select k.minute, j.queue, l.is_waiting
  from drawn as d
  join public.jobs as j on j.id = d.id
  cross join lateral (values
    (true, j.created_at, coalesce(j.started_at, j.finished_at, now())),
    (false, j.started_at, case when j.started_at is not null then coalesce(j.finished_at, now()) end)
  ) as l (is_waiting, since, until)
  cross join lateral generate_series(date_trunc('minute', l.since) + interval '1 minute', l.until, interval '1 minute') as k (minute)
) as s on s.minute = m.minute
where p.slug = 'sample-data'
group by m.minute, p.id;

-- What is real first: once the sample is summed up, half hours before it count as done.
do $$
begin
  while private.sum_up_durations() > 0 loop
  end loop;
  perform private.write_durations(
    date_bin('30 minutes', now() - interval '8 days', 'epoch'), date_bin('30 minutes', now() - interval '1 minute', 'epoch')
  );
end
$$;

-- Seen live from here on: a pause that is there already stays.
set local session_replication_role = origin;
update public.queues
set is_paused = true, paused_reason = 'Sample data: the archive gets a new disk', paused_until = now() + interval '2 hours'
where name = 'batch' and not is_paused;
