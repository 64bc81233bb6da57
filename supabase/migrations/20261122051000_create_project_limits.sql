-- What a project may use at most. Without a limit nothing is counted, so that a project without limits pays one look-up.

create table public.project_limits (
  project_id             uuid not null references public.projects (id) on delete cascade,
  set_by                 text not null check (set_by in ('project', 'instance')),
  jobs_per_hour          integer check (jobs_per_hour >= 0),
  submissions_per_minute integer check (submissions_per_minute >= 0),
  bytes_stored           bigint check (bytes_stored >= 0),
  updated_at             timestamptz not null default now(),
  primary key (project_id, set_by)
);

comment on table public.project_limits is
  'Null: no limit. Administrators of the instance set one row, those of the project another, and the lower of two limits holds: '
  'a project can be stricter with itself than the instance is, never more generous.';
comment on column public.project_limits.jobs_per_hour is 'Jobs that the whole project may submit in any 60 minutes.';
comment on column public.project_limits.submissions_per_minute is 'Jobs that one person, or one API key, may submit to the project in any 60 seconds.';
comment on column public.project_limits.bytes_stored is 'Bytes of the project''s files in Storage.';

alter table public.project_limits enable row level security;

create policy "Members read the limits of their projects"
  on public.project_limits for select to anon, authenticated
  using (project_id in (select private.my_project_ids()));

create policy "Administrators of the instance read every limit"
  on public.project_limits for select to authenticated
  using ((select private.my_instance_role()) = 'admin');

revoke all on table public.project_limits from anon, authenticated, service_role;
grant select on table public.project_limits to anon, authenticated, service_role;

create trigger project_limits_audit
  after insert or update or delete on public.project_limits
  for each row execute function private.audit_changes(
    'limits', 'project_id', 'set_by', 'jobs_per_hour', 'submissions_per_minute', 'bytes_stored'
  );

create table private.submission_counts (
  project_id uuid not null references public.projects (id) on delete cascade,
  subject    text not null,
  newest     bigint not null,
  counts     integer[] not null,
  primary key (project_id, subject)
) with (fillfactor = 50);

comment on table private.submission_counts is 'Sliding windows of 60 parts: one per limited project, and one per person or key in it.';
comment on column private.submission_counts.subject is 'project, or <actor kind>:<actor id>.';
comment on column private.submission_counts.newest is 'Number of the last part, counted from 1970 in parts.';

create table private.project_usage (
  project_id   uuid primary key references public.projects (id) on delete cascade,
  bytes_stored bigint not null default 0
) with (fillfactor = 50);

comment on table private.project_usage is 'How much lies in Storage, kept by triggers on storage.objects.';

alter table private.submission_counts enable row level security;
alter table private.project_usage enable row level security;

create function private.take_allowance(project_id uuid, subject text, at_most integer, part_seconds integer, wanted integer)
returns integer
language plpgsql
set search_path = ''
as $$
<<taking>>
declare
  -- One more than the window, so that what was submitted late in a part is remembered for the whole window too.
  parts constant integer := 61;
  present constant double precision := extract(epoch from clock_timestamp()) / part_seconds;
  present_part constant bigint := floor(present);
  state private.submission_counts;
  passed integer;
  to_free integer;
  freed integer := 0;
begin
  insert into private.submission_counts as c (project_id, subject, newest, counts)
  values (take_allowance.project_id, take_allowance.subject, present_part, array_fill(0, array[parts]))
  on conflict on constraint submission_counts_pkey do nothing;
  -- Whoever submits to a limited project waits here for the one before, or two would both take the last place.
  select c.* into state
  from private.submission_counts as c
  where c.project_id = take_allowance.project_id and c.subject = take_allowance.subject
  for no key update;

  passed := least(greatest(present_part - state.newest, 0), parts);
  if passed > 0 then
    state.counts := state.counts[passed + 1 : parts] || array_fill(0, array[passed]);
    state.newest := present_part;
  end if;

  to_free := (select sum(p.n) from unnest(state.counts) as p (n)) + wanted - at_most;
  if to_free > 0 then
    for part in 1 .. parts loop
      freed := freed + state.counts[part];
      if freed >= to_free then
        return greatest(ceil((state.newest + part - taking.present) * part_seconds), 1);
      end if;
    end loop;
    return null;
  end if;

  state.counts[parts] := state.counts[parts] + wanted;
  update private.submission_counts as c
  set newest = state.newest, counts = state.counts
  where c.project_id = take_allowance.project_id and c.subject = take_allowance.subject;
  return 0;
end;
$$;

comment on function private.take_allowance(uuid, text, integer, integer, integer) is
  'Counts so many submissions in a window of 60 parts and returns 0; or counts nothing and returns in how many seconds there will '
  'be room, null when there never will be because more is wanted at once than the limit.';

create function private.refuse_for_now(message text, retry_after_seconds integer)
returns void
language plpgsql
set search_path = ''
as $$
declare
  wait constant text := case
    when retry_after_seconds < 120 then retry_after_seconds || ' seconds'
    else ceil(retry_after_seconds / 60.0) || ' minutes'
  end;
begin
  -- The REST server takes headers from an error of this one code only; in Storage's and other transactions it would be noise.
  if nullif(current_setting('request.method', true), '') is not null and nullif(current_setting('storage.operation', true), '') is null then
    raise exception sqlstate 'PGRST' using
      message = jsonb_build_object('code', 'PT429', 'message', message || '. Try again in ' || wait, 'details', null, 'hint', null)::text,
      detail = jsonb_build_object('status', 429, 'headers', jsonb_build_object('Retry-After', retry_after_seconds::text))::text;
  end if;
  raise exception '%. Try again in %', message, wait using errcode = 'PT429';
end;
$$;

comment on function private.refuse_for_now(text, integer) is
  'Raises PT429 with when to try again; over REST it is answered 429 with Retry-After.';

create function private.admit_jobs()
returns trigger
language plpgsql
security definer -- whoever submits holds no rights on the counters
set search_path = ''
as $$
declare
  actor record;
  batch record;
  wait_seconds integer;
begin
  if not exists (select from public.project_limits as l where l.project_id in (select n.project_id from new_rows as n)) then
    return null;
  end if;
  select * into actor from private.current_actor();

  for batch in
    select
      n.project_id, p.name, count(*)::integer as wanted,
      l.jobs_per_hour, l.submissions_per_minute, l.bytes_stored, u.bytes_stored as bytes_used
    from new_rows as n
    join public.projects as p on p.id = n.project_id
    -- System tasks keep the installation in order: what a project may use is no matter of theirs.
    join public.job_types as t on t.name = n.job_type and t.kind = 'media'
    cross join lateral (
      select min(x.jobs_per_hour) as jobs_per_hour, min(x.submissions_per_minute) as submissions_per_minute, min(x.bytes_stored) as bytes_stored
      from public.project_limits as x
      where x.project_id = n.project_id
    ) as l
    left join private.project_usage as u on u.project_id = n.project_id
    group by n.project_id, p.name, l.jobs_per_hour, l.submissions_per_minute, l.bytes_stored, u.bytes_stored
    order by n.project_id
  loop
    if batch.bytes_used >= batch.bytes_stored then
      raise exception 'Project "%" may store % and has used it up', batch.name, pg_size_pretty(batch.bytes_stored)
        using errcode = 'PT413', hint = 'Delete jobs with their files, or ask an administrator for a higher limit.';
    end if;

    if batch.wanted > batch.jobs_per_hour then
      raise exception 'Project "%" takes % jobs an hour; these are %', batch.name, batch.jobs_per_hour, batch.wanted
        using errcode = 'PT413', hint = 'Submit fewer at once, or ask an administrator for a higher limit.';
    elsif batch.jobs_per_hour is not null then
      wait_seconds := private.take_allowance(batch.project_id, 'project', batch.jobs_per_hour, 60, batch.wanted);
      if wait_seconds > 0 then
        perform private.refuse_for_now(format('Project "%s" takes %s jobs an hour and has had them', batch.name, batch.jobs_per_hour), wait_seconds);
      end if;
    end if;

    continue when actor.actor_kind not in ('user', 'api_key') or batch.submissions_per_minute is null;
    if batch.wanted > batch.submissions_per_minute then
      raise exception 'Project "%" takes % jobs a minute from each person; these are %', batch.name, batch.submissions_per_minute, batch.wanted
        using errcode = 'PT413', hint = 'Submit fewer at once, or ask an administrator for a higher limit.';
    end if;
    wait_seconds := private.take_allowance(
      batch.project_id, actor.actor_kind || ':' || actor.actor_id, batch.submissions_per_minute, 1, batch.wanted
    );
    if wait_seconds > 0 then
      perform private.refuse_for_now(
        format('Project "%s" takes %s jobs a minute from each person, and yours were that many', batch.name, batch.submissions_per_minute), wait_seconds
      );
    end if;
  end loop;
  return null;
end;
$$;

comment on function private.admit_jobs() is
  'After insert on jobs, first of its triggers: raises PT429 when the project or the caller is over a limit of rate, PT413 when the '
  'project''s storage is full or more is submitted at once than a limit allows. A refused insert counts for nothing.';

create trigger jobs_admit
  after insert on public.jobs
  referencing new table as new_rows
  for each statement execute function private.admit_jobs();
