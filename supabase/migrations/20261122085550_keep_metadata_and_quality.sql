-- An attempt that completes leaves what its video is called, and what quality control found, beside its files.

create or replace function private.complete_attempts(outcomes jsonb)
returns setof uuid
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
#variable_conflict use_column
declare
  node_name text;
begin
  select a.node_name into node_name
  from public.job_attempts as a
  where a.id in (select o.key::uuid from jsonb_each(outcomes) as o)
  limit 1;
  perform private.begin_move('complete', 'worker', node_name);
  return query
  with held as (
    select j.id, a.id as attempt_id
    from jsonb_object_keys(outcomes) as o (key)
    join public.job_attempts as a on a.id = o.key::uuid
    join public.jobs as j on j.id = a.job_id and j.attempt_id = a.id
    where j.status in ('assigned', 'processing')
    order by j.id
    for no key update of j
  ),
  settled as (
    update public.jobs as j
    set status = 'completed',
        progress_ratio = 1,
        error = null,
        error_category = null,
        video_url = r.result ->> 'video_url',
        video_url_expires_at = case when r.result ? 'video_url' then now() + interval '7 days' end,
        thumbnail_url = r.result ->> 'thumbnail_url',
        video_path = private.result_path(r.result, 'video'),
        thumbnail_path = private.result_path(r.result, 'thumbnail'),
        captions_path = private.result_path(r.result, 'captions'),
        duration_seconds = (r.result ->> 'duration_seconds')::numeric,
        width_px = (r.result ->> 'width_px')::integer,
        height_px = (r.result ->> 'height_px')::integer,
        notices = array(select jsonb_array_elements_text(coalesce(r.result -> 'notices', '[]')))
    from held as h
    cross join lateral (select outcomes -> h.attempt_id::text as result) as r
    where j.id = h.id and j.attempt_id = h.attempt_id and j.status in ('assigned', 'processing')
    returning j.id, h.attempt_id, r.result
  ),
  filed as (
    insert into public.job_files as f (job_id, attempt_id, kind, bucket, path, content_type, size_bytes)
    select s.id, s.attempt_id, r.kind, r.bucket, r.path, r.content_type, r.size_bytes
    from settled as s
    cross join lateral jsonb_to_recordset(coalesce(s.result -> 'files', '[]'))
      as r (kind public.file_kind, bucket text, path text, content_type text, size_bytes bigint)
    on conflict (bucket, path) do update
    set attempt_id = excluded.attempt_id, content_type = excluded.content_type, size_bytes = excluded.size_bytes
    where f.job_id = excluded.job_id
  ),
  described as (
    insert into public.job_metadata as m (job_id, attempt_id, title, description, tags, language)
    select s.id, s.attempt_id, r.title, r.description, r.tags, r.language
    from settled as s
    cross join lateral jsonb_to_record(s.result -> 'metadata') as r (title text, description text, tags text[], language text)
    where s.result ? 'metadata'
    on conflict (job_id) do update
    set attempt_id = excluded.attempt_id, title = excluded.title, description = excluded.description, tags = excluded.tags,
        language = excluded.language, written_at = now()
  ),
  measured as (
    insert into public.job_quality as q (job_id, attempt_id, checks, figures, not_measured)
    select s.id, s.attempt_id, r.checks, r.figures, r.not_measured
    from settled as s
    cross join lateral jsonb_to_record(s.result -> 'quality') as r (checks jsonb, figures jsonb, not_measured jsonb)
    where s.result ? 'quality'
    on conflict (job_id) do update
    set attempt_id = excluded.attempt_id, checks = excluded.checks, figures = excluded.figures,
        not_measured = excluded.not_measured, measured_at = now()
  )
  select s.attempt_id from settled as s;
end;
$$;
