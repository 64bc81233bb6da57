-- Postgres cannot sign addresses of Storage. Who asks for an address that has run out, or soon will, is noted here; whoever
-- holds the secret key (the orchestrator) signs a new one and writes it into the job.

create table private.video_url_renewals (
  job_id   uuid primary key references public.jobs (id) on delete cascade,
  asked_at timestamptz not null default now(),
  try_at   timestamptz not null default now()
);

comment on table private.video_url_renewals is 'Jobs whose video_url somebody wants renewed. Given up after a day.';
comment on column private.video_url_renewals.try_at is 'Taken by somebody until then.';

create index video_url_renewals_try_at_idx on private.video_url_renewals (try_at);
alter table private.video_url_renewals enable row level security;

-- Programs with an API key come as anon: they may sign for themselves, and nobody without a key sees a file.
alter policy "Members read the finished files of their jobs" on storage.objects to anon, authenticated;

create function public.get_video_url(job_id uuid)
returns jsonb
language plpgsql
security definer -- clients hold no rights on the renewals; my_project_ids says whose jobs they may see
set search_path = ''
as $$
declare
  job public.jobs;
  is_running_out boolean;
begin
  perform private.require_caller();
  select j.* into job
  from public.jobs as j
  where j.id = get_video_url.job_id and j.project_id in (select private.my_project_ids());
  if not found then
    raise exception 'Job % does not exist', get_video_url.job_id using errcode = 'PT404';
  end if;
  if job.video_path is null then
    raise exception 'Job % has no video, it is %', job.id, job.status
      using errcode = 'PT404', hint = 'A job has a video once it is completed.';
  end if;

  is_running_out := job.video_url is null or coalesce(job.video_url_expires_at, '-infinity') < now() + interval '1 day';
  if is_running_out then
    insert into private.video_url_renewals (job_id) values (job.id) on conflict do nothing;
  end if;
  return jsonb_build_object(
    'bucket', 'videos',
    'path', job.video_path,
    'url', case when job.video_url_expires_at > now() then job.video_url end,
    'expires_at', case when job.video_url_expires_at > now() then job.video_url_expires_at end,
    'is_renewing', is_running_out
  );
end;
$$;

comment on function public.get_video_url(uuid) is
  'Where the video of a job is: {bucket, path, url, expires_at, is_renewing}. url is null once it has run out; with less than a day '
  'left a new one is asked for, is_renewing says so, and it stands in the job within a minute. Who cannot wait signs '
  'bucket and path with createSignedUrl. Raises PT404 when there is no such job in the caller''s projects or it has no video.';

revoke execute on function public.get_video_url(uuid) from public;
grant execute on function public.get_video_url(uuid) to anon, authenticated, service_role;

create function public.take_video_url_renewals(max integer default 20)
returns table (job_id uuid, video_path text, thumbnail_path text)
language plpgsql
security definer -- the service key holds no rights on schema private
set search_path = ''
as $$
#variable_conflict use_column
begin
  delete from private.video_url_renewals where asked_at < now() - interval '1 day';
  return query
  with taken as (
    update private.video_url_renewals as r
    -- For a minute: whoever dies with it leaves it to the next.
    set try_at = now() + interval '1 minute'
    where r.job_id in (
      select t.job_id from private.video_url_renewals as t
      where t.try_at <= now()
      order by t.try_at
      limit take_video_url_renewals.max
      for update skip locked
    )
    returning r.job_id
  )
  select j.id, j.video_path, j.thumbnail_path
  from taken
  join public.jobs as j on j.id = taken.job_id;
end;
$$;

comment on function public.take_video_url_renewals(integer) is
  'Gives at most max jobs whose addresses are to be signed anew, each to one caller for a minute, who answers with store_video_url.';

revoke execute on function public.take_video_url_renewals(integer) from public;
grant execute on function public.take_video_url_renewals(integer) to service_role;

create function public.store_video_url(
  job_id uuid,
  video_path text,
  video_url text,
  thumbnail_url text,
  expires_at timestamptz
)
returns boolean
language plpgsql
security definer -- as above
set search_path = ''
as $$
begin
  update public.jobs as j
  set video_url = store_video_url.video_url,
      thumbnail_url = coalesce(store_video_url.thumbnail_url, j.thumbnail_url),
      video_url_expires_at = store_video_url.expires_at
  where j.id = store_video_url.job_id and j.video_path = store_video_url.video_path;
  if not found then
    return false;
  end if;
  delete from private.video_url_renewals as r where r.job_id = store_video_url.job_id;
  return true;
end;
$$;

comment on function public.store_video_url(uuid, text, text, text, timestamptz) is
  'Writes addresses that were signed anew into the job. False, and nothing written, when the job has another video or none by now.';

revoke execute on function public.store_video_url(uuid, text, text, text, timestamptz) from public;
grant execute on function public.store_video_url(uuid, text, text, text, timestamptz) to service_role;
