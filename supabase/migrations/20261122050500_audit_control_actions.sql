-- What is written to the audit log, table by table. Moves of jobs come from their events, which know who and why.

create trigger projects_audit
  after insert or update or delete on public.projects
  for each row execute function private.audit_changes('project', 'id', 'slug', 'name');

create trigger project_members_audit
  after insert or update or delete on public.project_members
  for each row execute function private.audit_changes('member', 'user_id', 'role');

create trigger profiles_audit_roles
  after update on public.profiles
  for each row when (old.instance_role <> new.instance_role)
  execute function private.audit_changes('profile', 'user_id', 'instance_role');

create trigger api_keys_audit
  after insert or update or delete on public.api_keys
  for each row execute function private.audit_changes('api_key', 'id', 'name', 'role', 'prefix', 'expires_at', 'rotated_at', 'revoked_at');

create trigger sites_audit
  after insert or update or delete on public.sites
  for each row execute function private.audit_changes('site', 'id', 'slug', 'name', 'storage_root');

create trigger queues_audit
  after update on public.queues
  for each row execute function private.audit_changes('queue', 'name', 'is_paused', 'paused_reason', 'paused_until');

create trigger nodes_audit_draining
  after update on public.nodes
  for each row when ((old.status = 'draining') <> (new.status = 'draining'))
  execute function private.audit_changes('node', 'name', 'status');

create trigger nodes_audit_deleted
  after delete on public.nodes
  for each row execute function private.audit_changes('node', 'name', 'name', 'hostname', 'status');

create trigger settings_audit
  after update on private.settings
  for each row execute function private.audit_changes('settings', 'is_only_row');

create function private.audit_job_event()
returns trigger
language plpgsql
security definer -- whoever moves a job holds no rights on the log
set search_path = ''
as $$
begin
  insert into public.audit_log (actor_kind, actor_id, action, subject_kind, subject_id, project_id, detail, content_hash)
  values (
    new.actor_kind, new.actor_id, 'job.' || new.cause, 'job', new.job_id, new.project_id,
    new.detail || jsonb_build_object('from_status', new.from_status, 'to_status', new.to_status), ''
  );
  return null;
end;
$$;

comment on function private.audit_job_event() is 'After insert on job_events by somebody who is no worker: the same in the audit log.';

create trigger job_events_audit
  after insert on public.job_events
  for each row when (new.actor_kind in ('user', 'api_key', 'service') and new.cause <> 'insert')
  execute function private.audit_job_event();

create function private.audit_deleted_jobs()
returns trigger
language plpgsql
security definer -- as above
set search_path = ''
as $$
begin
  perform private.record_audit(
    'job.deleted', 'job', case when d.count = 1 then d.ids[1]::text end, d.project_id,
    jsonb_build_object('count', d.count, 'job_ids', to_jsonb(d.ids[:1000]))
  )
  from (
    select o.project_id, count(*) as count, array_agg(o.id order by o.created_at) as ids
    from old_rows as o
    group by o.project_id
  ) as d;
  return null;
end;
$$;

comment on function private.audit_deleted_jobs() is
  'After delete on jobs: one entry per statement and project, with how many they were and the ids of the first thousand.';

create trigger jobs_audit_deleted
  after delete on public.jobs
  referencing old table as old_rows
  for each statement execute function private.audit_deleted_jobs();
