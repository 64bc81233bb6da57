-- Who changed what. Rows are written at once, each with the hash of its own content and without a lock; the chain
-- over them is made afterwards (see docs/adr/0006).

create table public.audit_log (
  id           bigint generated always as identity primary key,
  occurred_at  timestamptz not null default clock_timestamp(),
  actor_kind   public.actor_kind not null,
  actor_id     text,
  action       text not null check (action ~ '^[a-z_]+\.[a-z_]+$'),
  subject_kind text not null,
  subject_id   text,
  project_id   uuid,
  detail       jsonb not null default '{}',
  content_hash bytea not null
);

comment on table public.audit_log is 'Every control action. Appended to by triggers and RPCs, and changed by nobody.';
comment on column public.audit_log.actor_id is 'User id or id of the API key; null for the service key and for workers.';
comment on column public.audit_log.action is 'What was done, as <subject>.<verb>.';
comment on column public.audit_log.project_id is 'Null for what belongs to the instance. No reference: the row outlives the project.';
comment on column public.audit_log.content_hash is 'SHA-256 of the other columns, as private.audit_content_hash has it.';

create index audit_log_project_idx on public.audit_log (project_id, id desc);
create index audit_log_subject_idx on public.audit_log (subject_kind, subject_id, id desc);
create index audit_log_actor_idx on public.audit_log (actor_id, id desc) where actor_id is not null;

create function private.audit_content_hash(entry public.audit_log)
returns bytea
language plpgsql
stable -- time in seconds does not depend on a time zone; jsonb has one way to write a value
set search_path = ''
as $$
begin
  return sha256(convert_to(
    jsonb_build_array(
      entry.id, extract(epoch from entry.occurred_at), entry.actor_kind, entry.actor_id, entry.action,
      entry.subject_kind, entry.subject_id, entry.project_id, entry.detail
    )::text,
    'UTF8'
  ));
end;
$$;

comment on function private.audit_content_hash(public.audit_log) is 'SHA-256 of what an entry says.';

create function private.hash_audit_entry()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.occurred_at := clock_timestamp();
  new.content_hash := private.audit_content_hash(new);
  return new;
end;
$$;

comment on function private.hash_audit_entry() is 'Before insert on audit_log: stamps time and hash, whatever was sent.';

create trigger audit_log_hash
  before insert on public.audit_log
  for each row execute function private.hash_audit_entry();

alter table public.audit_log enable row level security;

create policy "Administrators read the log of their projects"
  on public.audit_log for select to anon, authenticated
  using (project_id in (select private.my_project_ids('admin')));

create policy "Administrators of the instance read all of the log"
  on public.audit_log for select to authenticated
  using ((select private.my_instance_role()) = 'admin');

revoke all on table public.audit_log from anon, authenticated, service_role;
grant select on table public.audit_log to anon, authenticated, service_role;

create function private.record_audit(
  action text, subject_kind text, subject_id text, project_id uuid, detail jsonb default '{}'
)
returns void
language plpgsql
security definer -- nobody else may write the log
set search_path = ''
as $$
begin
  insert into public.audit_log (actor_kind, actor_id, action, subject_kind, subject_id, project_id, detail, content_hash)
  select
    a.actor_kind, a.actor_id, record_audit.action, record_audit.subject_kind, record_audit.subject_id,
    record_audit.project_id, coalesce(record_audit.detail, '{}'), ''
  from private.current_actor() as a;
end;
$$;

comment on function private.record_audit(text, text, text, uuid, jsonb) is
  'Writes an entry to the audit log in the name of the caller. For functions that run as their owner.';

create function private.audit_changes()
returns trigger
language plpgsql
security definer -- whoever changes a row holds no rights on the log
set search_path = ''
as $$
declare
  subject_kind constant text := tg_argv[0];
  id_column constant text := tg_argv[1];
  watched constant text[] := coalesce(tg_argv[2:], '{}');
  before constant jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) end;
  after constant jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) end;
  named constant jsonb := case when tg_op = 'DELETE' then before else after end;
  changes jsonb;
begin
  select jsonb_object_agg(
    c.name,
    case tg_op
      when 'INSERT' then after -> c.name
      when 'DELETE' then before -> c.name
      else jsonb_build_object('from', before -> c.name, 'to', after -> c.name)
    end
  )
  into changes
  from jsonb_object_keys(before || after) as c (name)
  where (cardinality(watched) = 0 or c.name = any (watched))
    and before -> c.name is distinct from after -> c.name;

  if tg_op = 'UPDATE' and changes is null then
    return null;
  end if;
  perform private.record_audit(
    subject_kind || case tg_op when 'INSERT' then '.created' when 'DELETE' then '.deleted' else '.changed' end,
    subject_kind,
    named ->> id_column,
    case when subject_kind = 'project' then named ->> 'id' else named ->> 'project_id' end::uuid,
    changes
  );
  return null;
end;
$$;

comment on function private.audit_changes() is
  'After a row was inserted, updated or deleted: writes <subject>.created, .changed or .deleted to the audit log. Arguments: '
  'what the row is, the column that names it, and the columns to watch (none: all). Name those columns wherever others hold '
  'secrets or bookkeeping. An update that touches none of them is not recorded.';
