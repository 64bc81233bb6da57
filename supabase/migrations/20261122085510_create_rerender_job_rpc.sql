-- A finished job is made again with something about it changed: its script, its theme, its voice.

create function public.rerender_job(job_id uuid, changes jsonb)
returns public.jobs
language plpgsql
security definer -- clients hold no UPDATE on jobs; require_job checks who asks
set search_path = ''
as $$
declare
  max_payload_bytes constant integer := 262144;
  job public.jobs := private.require_job(job_id, 'operator');
  catalogue public.job_types;
  changed jsonb;
  problems text[];
begin
  select t.* into catalogue from public.job_types as t where t.name = job.job_type;
  if catalogue.kind <> 'media' then
    raise exception 'Jobs of type % make no video', job.job_type using errcode = 'PT400';
  elsif jsonb_typeof(changes) is distinct from 'object' then
    raise exception 'changes must be an object' using errcode = 'PT400';
  elsif job.status not in ('completed', 'failed', 'cancelled') then
    raise exception 'The job has not finished, it is %', job.status
      using errcode = 'PT409', hint = 'Cancel it first, or wait for its end.';
  end if;

  changed := (job.payload || changes) - array(select c.key from jsonb_each(changes) as c where jsonb_typeof(c.value) = 'null');
  if octet_length(changed::text) > max_payload_bytes then
    raise exception 'The changes are too long: a payload may have at most 256 KiB' using errcode = 'PT400';
  end if;
  problems := private.json_schema_errors(catalogue.payload_schema, changed, 'payload');
  if cardinality(problems) > 0 then
    raise exception '%', array_to_string(problems[:5], '; ') using errcode = 'PT400';
  end if;

  update public.jobs as j
  set payload = changed, title = private.job_title(changed)
  where j.id = job.id
  returning j.* into job;
  perform private.record_job_change(
    job, 'edit', jsonb_build_object('fields', (select jsonb_agg(c.key order by c.key) from jsonb_each(changes) as c))
  );
  perform set_config('spool.from_stage', '', true);
  return private.command_job(job.id, 'pending', 'manual_retry');
end;
$$;

comment on function public.rerender_job(uuid, jsonb) is
  'Changes fields of a finished job''s payload and runs it again from its start; returns it. changes has the new values of the '
  'fields that change, such as {"script": {…}} or {"theme": "paper"}; null takes a field away. The event edit and the audit log '
  'name the fields. The files stay until the new ones are there. Raises PT404 when there is no such job in the caller''s '
  'projects, PT403 for viewers, PT400 where the payload would not be accepted from a submitter, and PT409 when the job has not '
  'finished or an unfinished one has its unique key. Safe under concurrency: one caller wins.';

revoke execute on function public.rerender_job(uuid, jsonb) from public;
grant execute on function public.rerender_job(uuid, jsonb) to anon, authenticated, service_role;
