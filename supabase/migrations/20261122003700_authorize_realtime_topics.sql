-- Who may listen to which private topic.

create function private.may_read_job(job_id text)
returns boolean
language sql
stable
security definer -- one look-up by key, whatever policies the tables have
set search_path = ''
as $$
  select case
    when job_id ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then exists (
      select from public.jobs as j
      where j.id = may_read_job.job_id::uuid and j.project_id in (select private.my_project_ids())
    )
    else false
  end;
$$;

comment on function private.may_read_job(text) is 'Whether a text is the id of a job that the caller may see. False for any other text.';

create function private.may_read_topic(topic text)
returns boolean
language sql
stable
security definer -- as above
set search_path = ''
as $$
  select case
    when topic in ('nodes', 'queues') then true
    when topic like 'project:%' then
      substr(topic, 9) in (select p.id::text from private.my_project_ids() as p (id))
    when topic like 'job:%' then private.may_read_job(substr(topic, 5))
    else false
  end;
$$;

comment on function private.may_read_topic(text) is
  'Whether somebody signed in may listen to a topic: nodes, queues, project:<id> and job:<id> of their projects.';

grant execute on function private.may_read_job(text), private.may_read_topic(text) to authenticated, service_role;

create policy "People listen to what they may see"
  on realtime.messages for select to authenticated
  using (extension = 'broadcast' and (select private.may_read_topic((select realtime.topic()))));
