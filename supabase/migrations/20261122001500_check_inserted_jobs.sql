-- What a client may say about a new job, and what it gets for saying anything else.

create function private.job_title(payload jsonb)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  field text;
  line text;
begin
  foreach field in array array['question', 'topic', 'title', 'text'] loop
    if jsonb_typeof(payload -> field) = 'string' then
      line := nullif(payload ->> field, '');
      exit when line is not null;
    end if;
  end loop;
  -- A title needs the first words only; a long text is not worth normalising.
  line := btrim(regexp_replace(left(coalesce(line, payload #>> '{points,0}', ''), 1000), '\s+', ' ', 'g'));
  return case when char_length(line) > 120 then rtrim(left(line, 119)) || '…' else line end;
end;
$$;

comment on function private.job_title(jsonb) is
  'A line of at most 120 characters that names a job: its question, topic or title, else its first words.';

create function private.prepare_job()
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

  -- A fresh record, so that a column which is not taken over here cannot be set from outside.
  job.id := coalesce(new.id, gen_random_uuid());
  job.project_id := coalesce(new.project_id, '00000000-0000-4000-8000-000000000001');
  job.job_type := new.job_type;
  job.queue := coalesce(new.queue, catalogue.default_queue);
  job.priority := coalesce(new.priority, 'medium');
  job.payload := new.payload;
  job.run_at := greatest(new.run_at, now());

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

comment on function private.prepare_job() is
  'Before insert on jobs: raises PT400 naming the field that is wrong, before any foreign key speaks, '
  'and forces every column that only the system writes.';

create trigger jobs_prepare
  before insert on public.jobs
  for each row execute function private.prepare_job();
