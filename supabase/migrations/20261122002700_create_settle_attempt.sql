-- How an attempt ended, and what becomes of its job: the one place that decides whether it runs again.

create function private.retry_delay(attempt_count integer, retry_after_seconds numeric)
returns interval
language plpgsql
stable
set search_path = ''
as $$
declare
  limits private.settings;
begin
  select s.* into limits from private.settings as s;
  return make_interval(secs => least(
    limits.retry_max_seconds,
    -- Bounded, because two to the power of a large count is more than an interval holds.
    greatest(limits.retry_base_seconds * 2 ^ least(attempt_count - 1, 20), coalesce(retry_after_seconds, 0))
  )::double precision);
end;
$$;

comment on function private.retry_delay(integer, numeric) is
  'Wait before the next attempt: doubles with each, at least what the failing service asked for, at most five minutes.';

create function private.result_path(result jsonb, kind text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return jsonb_path_query_first(result, '$.files[*] ? (@.kind == $kind).path', jsonb_build_object('kind', kind)) #>> '{}';
end;
$$;

comment on function private.result_path(jsonb, text) is 'Storage key of the first file of a kind in a result.';

create function private.settle_attempt(attempt_id uuid, outcome jsonb)
returns public.job_status
language plpgsql
security definer -- workers hold no rights on tables
set search_path = ''
as $$
<<settling>>
declare
  job public.jobs;
  attempt public.job_attempts;
  kind text := outcome ->> 'kind';
  result jsonb := outcome -> 'result';
  error jsonb;
  category public.error_category;
  is_retried boolean;
begin
  if kind is null or kind not in ('completed', 'failed', 'handed_back', 'lost') then
    raise exception 'outcome.kind must be one of completed, failed, handed_back, lost' using errcode = 'PT400';
  end if;
  select a.* into attempt from public.job_attempts as a where a.id = settle_attempt.attempt_id;
  select j.* into job
  from public.jobs as j
  where j.id = attempt.job_id and j.attempt_id = attempt.id and j.status in ('assigned', 'processing')
  for no key update;
  if not found then
    return null;
  end if;

  case kind
    when 'completed' then
      perform private.begin_move('complete', 'worker', attempt.node_name);
      update public.jobs as j
      set status = 'completed',
          progress_ratio = 1,
          error = null,
          error_category = null,
          video_url = result ->> 'video_url',
          video_url_expires_at = now() + interval '7 days',
          thumbnail_url = result ->> 'thumbnail_url',
          video_path = private.result_path(result, 'video'),
          thumbnail_path = private.result_path(result, 'thumbnail'),
          captions_path = private.result_path(result, 'captions'),
          duration_seconds = (result ->> 'duration_seconds')::numeric,
          width_px = (result ->> 'width_px')::integer,
          height_px = (result ->> 'height_px')::integer,
          notices = array(select jsonb_array_elements_text(coalesce(result -> 'notices', '[]')))
      where j.id = job.id
      returning j.* into job;

      insert into public.job_files as f (job_id, attempt_id, kind, bucket, path, content_type, size_bytes)
      select job.id, attempt.id, r.kind, r.bucket, r.path, r.content_type, r.size_bytes
      from jsonb_to_recordset(coalesce(result -> 'files', '[]'))
        as r (kind public.file_kind, bucket text, path text, content_type text, size_bytes bigint)
      on conflict (bucket, path) do update
      set attempt_id = excluded.attempt_id, content_type = excluded.content_type, size_bytes = excluded.size_bytes
      where f.job_id = excluded.job_id;

    when 'failed' then
      category := coalesce(outcome #>> '{error,category}', 'UNKNOWN');
      error := jsonb_build_object(
        'category', category,
        'message', left(coalesce(outcome #>> '{error,message}', ''), 4000),
        'stage', coalesce(outcome #>> '{error,stage}', job.stage),
        'attempt', attempt.number,
        'stack', left(outcome #>> '{error,stack}', 500),
        'occurred_at', now()
      );
      select c.is_retried and job.attempt_count < job.max_attempts into is_retried
      from private.error_categories as c
      where c.category = settling.category;

      perform private.begin_move(case when is_retried then 'retry' else 'fail' end, 'worker', attempt.node_name);
      update public.jobs as j
      set status = case when is_retried then 'pending' else 'failed' end::public.job_status,
          run_at = case
            when is_retried then now() + private.retry_delay(j.attempt_count, (outcome ->> 'retry_after_seconds')::numeric)
            else j.run_at
          end,
          error = settling.error,
          error_category = settling.category
      where j.id = job.id
      returning j.* into job;

    when 'handed_back' then
      job := private.move_job(job.id, 'queued', 'hand_back', 'worker', attempt.node_name);

    when 'lost' then
      error := jsonb_build_object(
        'category', 'NODE_LOST',
        'message', format('Node %s stopped answering while it ran this job.', attempt.node_name),
        'stage', job.stage,
        'attempt', attempt.number,
        'stack', null,
        'occurred_at', now()
      );
      perform private.begin_move('node_lost', 'worker', attempt.node_name);
      update public.jobs as j
      set status = case when j.lost_in_a_row + 1 >= s.max_lost_in_a_row then 'failed' else 'queued' end::public.job_status,
          error = settling.error,
          error_category = 'NODE_LOST'
      from private.settings as s
      where j.id = job.id
      returning j.* into job;
  end case;
  return job.status;
end;
$$;

comment on function private.settle_attempt(uuid, jsonb) is
  'Ends an attempt and moves its job on; returns the new status, or null when the attempt does not hold the job any more, so '
  'that settling twice changes nothing. outcome is attemptOutcomeSchema of packages/contracts. Complete the pg-boss job in the '
  'same transaction. Raises PT400 for an outcome it does not know.';

grant execute on function private.settle_attempt(uuid, jsonb) to spool_worker;
