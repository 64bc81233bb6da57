-- $1: how many there are, $2: how many there shall be, $3: seconds from one job to the next.
-- The newest come first, so that what is new looks alike at every size; each fill is written from its oldest on, as
-- a table that grew would lie.
with choices as materialized (
  select
    (select array_agg(p.id order by p.slug) from public.projects as p where p.slug like 'bench-%') as projects,
    (select array_agg(n.id order by n.name) from public.nodes as n where n.name like 'bench-%') as nodes,
    (select array_agg(t.name order by t.name) from public.job_types as t where t.kind = 'media') as types,
    enum_range(null::public.error_category) as categories,
    string_to_array(
      'angle atom cell charge circle current curve density energy enzyme equation field force fraction friction gas heat '
      'integral ion lens light limit magnet mass matrix mirror mole momentum motion orbit oxygen pendulum plant pressure '
      'prism proof ratio rock root sound speed spring square star sugar triangle vector voltage water wave weight work', ' '
    ) as words
),
drawn as (
  select
    g.ordinal,
    now() - make_interval(secs => g.ordinal * $3::double precision) as created_at,
    random() as chance, random() as r_project, random() as r_type, random() as r_queue, random() as r_priority,
    random() as r_node, random() as r_category, random() as r_wait, random() as r_run,
    random() as w1, random() as w2, random() as w3, random() as w4, floor(random() * 100000)::integer as exercise
  from generate_series($2::bigint, $1::bigint + 1, -1) as g (ordinal)
),
jobs as (
  select
    d.*,
    (case
      when d.chance < 0.88 then 'completed' when d.chance < 0.93 then 'failed' when d.chance < 0.95 then 'cancelled'
      when d.chance < 0.98 then 'queued' when d.chance < 0.993 then 'pending' when d.chance < 0.9998 then 'paused'
      else 'processing'
    end)::public.job_status as status,
    c.projects[1 + floor(power(d.r_project, 2) * cardinality(c.projects))::integer] as project_id,
    c.nodes[1 + floor(power(d.r_node, 2) * cardinality(c.nodes))::integer] as node_id,
    c.types[1 + floor(power(d.r_type, 2) * cardinality(c.types))::integer] as job_type,
    c.categories[1 + floor(power(d.r_category, 2) * cardinality(c.categories))::integer] as category,
    format(
      'Why does the %s of a %s change with its %s and %s, exercise %s',
      c.words[1 + floor(d.w1 * cardinality(c.words))::integer], c.words[1 + floor(d.w2 * cardinality(c.words))::integer],
      c.words[1 + floor(d.w3 * cardinality(c.words))::integer], c.words[1 + floor(d.w4 * cardinality(c.words))::integer],
      d.exercise
    ) as title
  from drawn as d
  cross join choices as c
)
insert into public.jobs (
  project_id, job_type, queue, priority, position, status, payload, title, run_at, attempt_id, attempt_count, node_id,
  stage, progress_ratio, video_path, video_url, thumbnail_path, thumbnail_url, captions_path, duration_seconds, width_px, height_px,
  error, error_category, created_at, queued_at, assigned_at, started_at, finished_at, updated_at
)
select
  j.project_id,
  j.job_type,
  (case when j.r_queue < 0.1 then 'live' when j.r_queue < 0.8 then 'default' else 'batch' end)::public.queue_name,
  (case when j.r_priority < 0.15 then 'high' when j.r_priority < 0.85 then 'medium' else 'low' end)::public.job_priority,
  -j.ordinal,
  j.status,
  jsonb_build_object('question', j.title, 'style', 'concise', 'length_seconds', 120),
  j.title,
  j.created_at,
  case when has_run then gen_random_uuid() end,
  has_run::integer,
  case when has_run then j.node_id end,
  case when has_run then 'render' end,
  case j.status when 'completed' then 1 when 'processing' then 0.4 else 0 end,
  case when j.status = 'completed' then f.folder || '/video.mp4' end,
  case when j.status = 'completed' then 'http://127.0.0.1/storage/v1/object/sign/videos/' || f.folder || '/video.mp4?token=' || repeat('x', 180) end,
  case when j.status = 'completed' then f.folder || '/thumbnail.jpg' end,
  case when j.status = 'completed' then 'http://127.0.0.1/storage/v1/object/public/thumbnails/' || f.folder || '/thumbnail.jpg' end,
  case when j.status = 'completed' then f.folder || '/captions.vtt' end,
  case when j.status = 'completed' then 60 + round((j.r_run * 60)::numeric, 1) end,
  case when j.status = 'completed' then 1080 end,
  case when j.status = 'completed' then 1920 end,
  case when j.status = 'failed' then jsonb_build_object('category', j.category, 'message', 'It did not work.', 'stage', 'render') end,
  case when j.status = 'failed' then j.category end,
  j.created_at,
  case when j.status not in ('pending', 'paused') then j.created_at end,
  case when has_run then started_at end,
  case when has_run then started_at end,
  case when j.status in ('completed', 'failed', 'cancelled') then started_at + make_interval(secs => 5 + j.r_run * 60) end,
  started_at
from jobs as j
cross join lateral (
  select
    j.status in ('completed', 'failed', 'processing') as has_run,
    j.created_at + make_interval(secs => j.r_wait * 30) as started_at
) as derived
cross join lateral (select md5(j.ordinal::text) || '/' || md5(j.exercise::text) as folder) as f
order by j.ordinal desc
