-- What a job needs of the node that runs it.

alter table public.job_types add column requirements jsonb not null default '{}';
alter table public.jobs
  add column requirements jsonb not null default '{}',
  add column unique_key text check (char_length(unique_key) between 1 and 200);

comment on column public.job_types.requirements is 'What every job of the type needs, unless it says otherwise itself; as in jobs.requirements.';
comment on column public.jobs.requirements is
  'What the node must have: {gpu: true, encoder: name, memory_mb: number, renderer: name, site: slug}, each if you like. Those of '
  'the type are added when the job is submitted.';
comment on column public.jobs.unique_key is 'While a job of the project with this key has not finished, another one with it is refused with 409.';

-- Of two that are submitted at once the second meets this, should it get past the trigger.
create unique index jobs_unique_key_idx on public.jobs (project_id, unique_key)
  where unique_key is not null and status not in ('completed', 'failed', 'cancelled');

create function private.check_requirements(requirements jsonb)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  name constant jsonb := '{"type": "string", "minLength": 1, "maxLength": 100}';
  schema constant jsonb := jsonb_build_object(
    'type', 'object',
    'additionalProperties', false,
    'properties', jsonb_build_object(
      'gpu', '{"const": true}'::jsonb,
      'encoder', name,
      'memory_mb', '{"type": "integer", "minimum": 1, "maximum": 1000000000}'::jsonb,
      'renderer', name,
      'site', name
    )
  );
  problems text[] := private.json_schema_errors(schema, requirements, 'requirements');
begin
  if cardinality(problems) > 0 then
    raise exception '%', array_to_string(problems[:5], '; ')
      using errcode = 'PT400', hint = 'A job may require gpu: true, encoder, memory_mb, renderer and site.';
  end if;
  perform private.site_id(requirements ->> 'site');
end;
$$;

comment on function private.check_requirements(jsonb) is 'Raises PT400 for requirements that are not of the closed set, or name a site that there is not.';

create function private.refuse_second_of_key(project_id uuid, unique_key text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  present public.jobs;
begin
  -- Who submits the same key at the same time waits here, and then sees this one's job.
  perform pg_advisory_xact_lock(hashtextextended('spool.unique_key:' || refuse_second_of_key.project_id || ':' || refuse_second_of_key.unique_key, 0));
  select j.* into present
  from public.jobs as j
  where j.project_id = refuse_second_of_key.project_id
    and j.unique_key = refuse_second_of_key.unique_key
    and j.status not in ('completed', 'failed', 'cancelled');
  if found then
    raise exception 'A job with unique_key "%" is there already, and is %', refuse_second_of_key.unique_key, present.status
      using errcode = 'PT409',
        detail = jsonb_build_object('job_id', present.id, 'status', present.status)::text,
        hint = 'Wait until it has finished, or cancel it.';
  end if;
end;
$$;

comment on function private.refuse_second_of_key(uuid, text) is
  'Raises PT409 with {job_id, status} as detail while an unfinished job of the project has the key. Runs as the caller: a '
  'stranger learns nothing here, and is refused by row level security right after.';

grant execute on function private.refuse_second_of_key(uuid, text) to anon, authenticated, service_role;

create or replace function private.prepare_job()
returns trigger
language plpgsql
security definer -- reads the catalogue and draws a position on behalf of the submitter
set search_path = ''
as $$
declare
  max_payload_bytes constant integer := 262144;
  catalogue public.job_types;
  job public.jobs;
  problems text[];
  largest_field text;
begin
  if new.job_type is null then
    raise exception 'job_type is required' using errcode = 'PT400';
  end if;
  select t.* into catalogue from public.job_types as t where t.name = new.job_type;
  if not found then
    raise exception 'job_type "%" is not known', left(new.job_type, 100)
      using errcode = 'PT400',
        hint = 'Known are ' || (select string_agg(t.name, ', ' order by t.name) from public.job_types as t) || '.';
  end if;

  if new.payload is null then
    raise exception 'payload is required' using errcode = 'PT400';
  end if;
  if jsonb_typeof(new.payload) <> 'object' then
    raise exception 'payload must be an object, not %',
      case jsonb_typeof(new.payload) when 'array' then 'an array' when 'null' then 'null' else 'a ' || jsonb_typeof(new.payload) end
      using errcode = 'PT400';
  end if;
  if octet_length(new.payload::text) > max_payload_bytes then
    select p.key into largest_field
    from jsonb_each(new.payload) as p
    order by octet_length(p.value::text) desc
    limit 1;
    raise exception 'payload.% is too long: a payload may have at most 256 KiB', left(largest_field, 100)
      using errcode = 'PT400';
  end if;
  problems := private.json_schema_errors(catalogue.payload_schema, new.payload, 'payload');
  if cardinality(problems) > 0 then
    raise exception '%', array_to_string(problems[:5], '; ') using errcode = 'PT400';
  end if;
  if new.run_at in ('infinity', '-infinity') then
    raise exception 'run_at must be a point in time' using errcode = 'PT400';
  end if;
  if coalesce(new.requirements, '{}') <> '{}' then
    perform private.check_requirements(new.requirements);
  end if;
  if char_length(new.unique_key) not between 1 and 200 then
    raise exception 'unique_key must have 1 to 200 characters' using errcode = 'PT400';
  end if;

  -- A fresh record, so that a column which is not taken over here cannot be set from outside.
  job.id := coalesce(new.id, gen_random_uuid());
  job.project_id := coalesce(new.project_id, '00000000-0000-4000-8000-000000000001');
  job.job_type := new.job_type;
  job.queue := coalesce(new.queue, catalogue.default_queue);
  job.priority := coalesce(new.priority, 'medium');
  job.payload := new.payload;
  job.run_at := greatest(new.run_at, now());
  job.requirements := catalogue.requirements || coalesce(new.requirements, '{}');
  job.unique_key := new.unique_key;

  job.position := nextval('private.job_position_seq');
  job.status := 'pending';
  job.title := private.job_title(new.payload);
  job.max_attempts := catalogue.max_attempts;
  job.attempt_count := 0;
  job.lost_in_a_row := 0;
  job.progress_ratio := 0;
  job.notices := '{}';
  job.created_by := auth.uid();
  job.created_at := now();
  job.updated_at := now();
  job.revision := 1;
  return job;
end;
$$;

create function private.check_unique_key()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform private.refuse_second_of_key(new.project_id, new.unique_key);
  return new;
end;
$$;

comment on function private.check_unique_key() is 'Before a job with a unique key enters or runs again: raises PT409 while another one has the key.';

-- After jobs_prepare, by name.
create trigger jobs_unique_inserted
  before insert on public.jobs
  for each row when (new.unique_key is not null)
  execute function private.check_unique_key();

create trigger jobs_unique_retried
  before update of status on public.jobs
  for each row when (
    new.unique_key is not null and old.status in ('completed', 'failed', 'cancelled') and new.status = 'pending'
  )
  execute function private.check_unique_key();
